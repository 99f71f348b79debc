"""A finding: what is wrong, where, how sure, and which other places it concerns."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from copydesk.fixes import Applicability
from copydesk.rule import Severity

SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")
# Below this confidence a finding is more likely wrong than right: it is only information, whatever
# its rule's severity, has no fix, and suppresses none that is more.
LIKELY = 0.5


# the field of a record that is a page or chapter of a file without lines
PARAGRAPH = "paragraph"


class Record(msgspec.Struct, frozen=True, omit_defaults=True):
    """The record that a place lies in: its field, and the line and column inside the field's text.

    `field`: the way to it, such as `messages[2].content`; `role`: of that message. `parts`: how
    many fields the record's text has. `number`: of a record that its line does not tell.

    Or the page of a file without lines, with the paragraph on it as the line.
    """

    id: str | None
    field: str
    line: int
    column: int
    role: str = ""
    parts: int = 1
    number: int = 0

    @property
    def part(self) -> str:
        """The field, where the record's text has several: `messages[2].content, assistant`."""
        if self.parts == 1:
            return ""
        return f"{self.field}, {self.role}" if self.role else self.field


class Place(msgspec.Struct, frozen=True):
    """A span of a file: lines and columns from 1, columns and offsets in code points,
    ends exclusive.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    offset: int
    end_offset: int
    document: Record | None = None

    @property
    def row(self) -> int:
        """What tells its document from others of the file: the record's number, or its line."""
        return (self.document.number if self.document else 0) or self.line


class Related(msgspec.Struct, frozen=True):
    """Another place that a finding speaks of, with its text (at most 400 characters)."""

    place: Place
    text: str
    similarity: float | None = None


class Suppression(msgspec.Struct, frozen=True):
    """Why a finding does not count: what said so, and the reason it gave."""

    kind: Literal["comment", "record", "allow-list", "baseline"]
    reason: str = ""


class Edit(msgspec.Struct, frozen=True):
    """A span of a file, in code points, and the text to put in its place."""

    offset: int
    end_offset: int
    text: str


class Directive(msgspec.Struct, frozen=True):
    """What somebody wrote to suppress findings.

    Of rules (codes, prefixes, names) inside a span of the file that `where` names.

    `problem` says why it cannot be understood, "" where it can. `removal` holds, by code, the edits
    of the file that take it out.
    """

    kind: Literal["comment", "record", "allow-list"]
    codes: tuple[str, ...]
    offset: int
    end_offset: int
    where: Place
    text: str
    reason: str
    problem: str
    removal: Mapping[str, tuple[Edit, ...]] = {}


class Fix(msgspec.Struct, frozen=True):
    """What would put a finding right: edits of its file, in order, none overlapping.

    All of them or none.
    """

    applicability: Applicability
    edits: tuple[Edit, ...]

    def applies(self, *, unsafe: bool) -> bool:
        """Tell whether `--fix` would apply it."""
        return self.applicability == "safe" or (unsafe and self.applicability == "unsafe")


class Finding(msgspec.Struct, frozen=True):
    """One finding.

    `text` is the text at the place, `before` and `after` what is beside it on its lines; all
    clipped, all raw.

    `within` is the id of a wider finding that says it already; `suppressed` says why it does not
    count; `fix` is what would put it right, where the rule knows; `kind` is that of its document.

    `turned` is the id of the same finding at its first other place, where it would be reported if
    that file were checked as well.
    """

    rule: str
    name: str
    severity: Severity
    confidence: float
    message: str
    place: Place
    text: str
    before: str = ""
    after: str = ""
    related: tuple[Related, ...] = ()
    cluster: str | None = None
    evidence: dict[str, Any] = {}
    id: str = ""
    within: str | None = None
    suppressed: Suppression | None = None
    fix: Fix | None = None
    kind: str = ""
    turned: str = ""

    @property
    def paths(self) -> frozenset[str]:
        """The files that the finding touches: its own and those of its other places."""
        return frozenset((self.place.path, *(related.place.path for related in self.related)))

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """Where a finding comes in a report."""
        return (self.place.path, self.place.offset, self.place.end_offset, self.rule, self.message)


# the reason of what is skipped because it holds no text, not because it cannot be read
OTHER_RECORDS = "other-records"
NO_READER = "no-reader"  # the reason of documents that no format reads
# JSON that a folder holds for other purposes: settings of programs, say
OTHER_JSON = "other-json"
# reasons that are told with --verbose only
QUIET = frozenset(("symlink", OTHER_JSON, NO_READER))


class Skipped(msgspec.Struct, frozen=True):
    """A file that was not linted, or a part of one, and why."""

    path: str
    reason: str
    detail: str = ""


def fingerprint(rule: str, text: str) -> str:
    """Return what identifies a finding when lines move.

    A hash of the rule and the normalised text it marks.
    """
    normal = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return hashlib.blake2b(
        f"{rule}\0{normal}".encode("utf-8", "surrogatepass"), digest_size=16
    ).hexdigest()

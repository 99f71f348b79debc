"""A JSON report as typed values: read by `report` and `diff`, and rendered by the format `html`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from copydesk.finding import Fix, Record, Suppression
from copydesk.output.native import SCHEMA_VERSION, report
from copydesk.output.render_input import RenderInput
from copydesk.rule import Severity


class NoReport(Exception):
    """A file is not a JSON report of copydesk; the message says why."""


class Tool(msgspec.Struct, frozen=True):
    """The program that wrote the report."""

    name: str
    version: str


class Spot(msgspec.Struct, frozen=True):
    """A span of a file, as in `copydesk.finding.Place`."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    offset: int
    end_offset: int
    document: Record | None

    @property
    def row(self) -> int:
        """What tells its document from others of the file: the record's number, or its line."""
        return (self.document.number if self.document else 0) or self.line


class SavedRelated(Spot, frozen=True):
    """Another place that a finding refers to."""

    similarity: float | None
    text: str


class SavedMember(Spot, frozen=True):
    """A place of a cluster, and the text that dropping it would lose."""

    similarity: float | None
    lost: str


class SavedFinding(msgspec.Struct, frozen=True):
    """One finding of a report."""

    id: str
    rule: str
    name: str
    severity: Severity
    confidence: float
    message: str
    location: Spot
    related: tuple[SavedRelated, ...]
    cluster: str | None
    within: str | None
    evidence: dict[str, Any]
    suppressed: Suppression | None = None
    fix: Fix | None = None
    kind: str | msgspec.UnsetType = msgspec.UNSET  # of its document, where the report names it

    @property
    def text(self) -> str:
        """The text at the place, clipped."""
        return str(self.evidence.get("text", ""))


class SavedCluster(msgspec.Struct, frozen=True):
    """Places of the same text; `keep` is the number of the member to keep."""

    id: str
    kind: str
    similarity: float
    chained: bool
    keep: int | None
    members: tuple[SavedMember, ...]


class SavedSkip(msgspec.Struct, frozen=True):
    """A file that was not linted."""

    path: str
    reason: str
    detail: str


class Totals(msgspec.Struct, frozen=True):
    """The totals of what was read."""

    documents: int
    paragraphs: int
    bytes: int
    skipped: tuple[SavedSkip, ...]
    kinds: dict[str, int] = {}


class Saved(msgspec.Struct, frozen=True):
    """A whole report; `findings` holds those inside wider ones too."""

    schema_version: str
    tool: Tool
    summary: Totals
    findings: tuple[SavedFinding, ...]
    clusters: tuple[SavedCluster, ...]

    @property
    def shown(self) -> Iterator[SavedFinding]:
        """The findings that are neither suppressed nor inside a wider one."""
        return (
            finding
            for finding in self.findings
            if finding.within is None and finding.suppressed is None
        )


def saved(given: RenderInput) -> Saved:
    """Return the report of a run as it would be read back."""
    return msgspec.convert(report(given), Saved)


def parse(content: bytes) -> Saved:
    """Return the report that a file holds; raises NoReport."""
    try:
        found = msgspec.json.decode(content, type=Saved)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise NoReport(str(error)) from None
    if found.schema_version.partition(".")[0] != SCHEMA_VERSION.partition(".")[0]:
        raise NoReport(
            f"its schema_version is {found.schema_version}, this copydesk reads {SCHEMA_VERSION}"
        )
    return found

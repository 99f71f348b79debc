"""What a run found, and what it read."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from copydesk.finding import Directive, Finding, Place, Skipped


class Member(msgspec.Struct, frozen=True):
    """One place of a cluster: how similar it is to the first member, and what only it has.

    `similarity` is None where it was compared with another member only.

    `lost` is the text that dropping this member would lose, against the member to keep.
    """

    place: Place
    similarity: float | None
    lost: str = ""


class Doubtful(msgspec.Struct, frozen=True):
    """A place that a rule marked without a finding that is shown: too unsure, or told by another."""

    rule: str
    place: Place
    id: str  # of the finding that it would be


class Cluster(msgspec.Struct, frozen=True):
    """Places that hold the same text, in the order of the report; `kind` is the rule's code.

    `similarity` is the smallest of any pair that was linked. `keep` is the place to keep, None
    where the places are parts of longer texts. `chained`: some member is like another one, but not
    like the first.
    """

    id: str
    kind: str
    members: tuple[Member, ...]
    similarity: float
    keep: Place | None
    chained: bool


@dataclass(slots=True)
class Report:
    """The outcome of a run.

    `paragraphs` counts blocks, `bytes` what was read, unpacked, `kinds` documents by the name of
    their kind; `seconds` is spent time by stage. `unread` are files of which nothing was read.

    `nested` are findings that lie inside a wider one which says it already: a paragraph of a
    document that is a copy as a whole. `directives` are what the linted texts say about their own
    findings, `doubtful` what rules marked in these texts besides. `suppressed` are the findings
    that do not count for that, or because the allow-list or the baseline holds them.
    """

    findings: list[Finding] = field(default_factory=list)
    nested: list[Finding] = field(default_factory=list)
    clusters: list[Cluster] = field(default_factory=list)
    suppressed: list[Finding] = field(default_factory=list)
    directives: list[Directive] = field(default_factory=list)
    doubtful: list[Doubtful] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    documents: int = 0
    paragraphs: int = 0
    bytes: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    crashed: bool = False
    seconds: dict[str, float] = field(default_factory=dict)

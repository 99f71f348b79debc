"""What a run found, and what it read."""

from __future__ import annotations

from dataclasses import dataclass, field

from copydesk.finding import Finding, Place, Skipped


@dataclass(frozen=True, slots=True)
class Cluster:
    """Places that stand for the same text, in the order of the report; `kind` is the rule's code."""

    id: str
    kind: str
    members: tuple[Place, ...]


@dataclass(slots=True)
class Report:
    """The outcome of a run. `paragraphs` counts blocks, `bytes` what was read, unpacked; `seconds` is spent time by stage."""

    findings: list[Finding] = field(default_factory=list)
    clusters: list[Cluster] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    documents: int = 0
    paragraphs: int = 0
    bytes: int = 0
    crashed: bool = False
    seconds: dict[str, float] = field(default_factory=dict)

"""What one file gave besides columns: faults, where its documents are, what it counts for."""

from __future__ import annotations

from typing import Any

import msgspec

from copydesk.finding import OTHER_JSON, OTHER_RECORDS, Directive, Finding, Skipped


class DocumentRef(msgspec.Struct, frozen=True, array_like=True):
    """Where a document can be read again.

    The first line of its portion, its own first line, and its length to know it by.
    """

    portion: int
    line: int
    length: int


class Outcome(msgspec.Struct):
    """What mapping one file gave; `crashed` where a rule or a reader raised on it.

    `faults`: what kept parts of it from being read, at places that only the reader knows.
    """

    path: str
    faults: list[Finding] = []
    skipped: list[Skipped] = []
    directives: list[Directive] = []
    documents: list[DocumentRef] = []
    paragraphs: int = 0
    bytes: int = 0
    crashed: bool = False

    @property
    def lasting(self) -> bool:
        """Tell whether another run would be given the same.

        Nothing raised, and what was skipped are records that hold no text.
        """
        return not self.crashed and all(
            skipped.reason in (OTHER_RECORDS, OTHER_JSON) for skipped in self.skipped
        )

    def add(self, other: Outcome) -> None:
        """Add what another portion of the same file gave."""
        self.faults += other.faults
        self.skipped += other.skipped
        self.directives += other.directives
        self.documents += other.documents
        self.paragraphs += other.paragraphs
        self.bytes += other.bytes
        self.crashed |= other.crashed


def plain(value: Any) -> Any:
    """Return a number of numpy's as Python's, for encoders that ask what to do with it."""
    if hasattr(value, "item"):
        return value.item()
    raise NotImplementedError(f"evidence cannot hold a {type(value).__name__}")

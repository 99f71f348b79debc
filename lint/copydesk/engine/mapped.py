"""What the map half of a run takes and gives: sources, portions of them, and their columns."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct, field

from copydesk.engine.outcome import Outcome
from copydesk.engine.shard import Shard
from copydesk.reading.document import Document
from copydesk.reading.source import Portion, Source


class Unread(NamedTuple):
    """A source that could not be read, or not to its end, and why."""

    source: Source
    reason: str
    detail: str


Item = Source | Portion | Unread


class Mapped(Struct):
    """What some items gave, by file, in their order.

    `shards` hold the columns of the documents, in the same order. `held`: documents that have hits,
    by their number here, so that they need not be read again. `partial`: the last document goes on
    in what is mapped next.
    """

    outcomes: dict[str, Outcome] = field(default_factory=dict)
    shards: list[Shard] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    held: dict[int, Document] = field(default_factory=dict)
    partial: bool = False

    def of(self, path: str) -> Outcome:
        """Return the outcome of a file, a new one where there is none yet."""
        return self.outcomes.setdefault(path, Outcome(path))

    @property
    def documents(self) -> int:
        """How many documents begin in the shards."""
        return sum(shard.new_documents for shard in self.shards)

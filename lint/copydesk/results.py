"""What rules return: hits in a batch, sketches of its units, links between units of the corpus."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from copydesk.columns.dtypes import Floats, Hashes, Ints, Mask
from copydesk.fixes import FixColumns


@dataclass(frozen=True, slots=True)
class Hits:
    """What a document rule found: spans of the batch, how sure it is,
    the other place where there is one, numbers for the message.

    `start`, `end`, `other_start`, `other_end` are offsets into the batch's text (other: -1 where
    there is none), `confidence` is in 0..1; all of one length. `details[name][i]` fills `{name}` in
    the message of hit i and becomes its evidence. `fix`: what would put them right, where the rule
    knows.
    """

    start: Ints
    end: Ints
    confidence: Floats
    other_start: Ints
    other_end: Ints
    details: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    fix: FixColumns | None = None

    def __len__(self) -> int:
        return int(self.start.size)

    @classmethod
    def at(
        cls,
        start: Ints | Sequence[int],
        end: Ints | Sequence[int],
        *,
        confidence: float | Floats | Sequence[float] = 0.9,
        other: tuple[Ints | Sequence[int], Ints | Sequence[int]] | None = None,
        fix: FixColumns | None = None,
        **details: Sequence[Any],
    ) -> Hits:
        """Make hits of spans; `other` gives the spans of the other places."""
        first, last = np.asarray(start, np.int64), np.asarray(end, np.int64)
        sure = np.broadcast_to(np.asarray(confidence, np.float64), first.shape)
        none = np.full(first.shape, -1, np.int64)
        there = (
            (np.asarray(other[0], np.int64), np.asarray(other[1], np.int64))
            if other
            else (none, none)
        )
        plain = {
            name: values.tolist() if isinstance(values, np.ndarray) else values
            for name, values in details.items()
        }
        return cls(first, last, sure, *there, plain, fix)

    @staticmethod
    @functools.cache
    def none() -> Hits:
        """Return no hits."""
        return Hits.at([], [])


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a corpus rule keeps of a batch.

    Units (a document, a paragraph, a sentence …) and the keys that copies would share.

    `start`, `end`: the units' offsets in the batch's text; `first_word`, `end_word`: their rows of
    its word table; `content`: a hash of all their words; shape (units,). `unit`, `key`: the pairs
    to join on, shape (keys,). Units of equal content are collapsed before the join and always meet,
    so a sketch for exact copies needs no keys. The engine keeps the words, so that a judge compares
    exactly.
    """

    start: Ints
    end: Ints
    first_word: Ints
    end_word: Ints
    content: Hashes
    unit: Ints
    key: Hashes

    @classmethod
    def none(cls) -> Sketch:
        """Return a sketch of no units."""
        rows, hashes = np.zeros(0, np.int64), np.zeros(0, np.uint64)
        return cls(rows, rows, rows, rows, hashes, rows, hashes)


@dataclass(frozen=True, slots=True)
class Links:
    """What a corpus rule decided: unit `copy` is a copy of unit `origin`; numbers of units.

    Both of shape (links,).

    `chained`: links to a unit that is not the representative of their cluster. `copy_words`,
    `origin_words`: where only a part of the units is meant, its first word and its end, counted in
    the unit. `details` fill the message. `removable`: links whose copy may be taken out as an
    unsafe fix: a paragraph, or whole sentences that its document has already.
    """

    copy: Ints
    origin: Ints
    similarity: Floats
    confidence: Floats
    details: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    chained: Mask | None = None
    copy_words: tuple[Ints, Ints] | None = None
    origin_words: tuple[Ints, Ints] | None = None
    removable: Mask | None = None

    def take(self, rows: Ints) -> Links:
        """Return some of the links."""
        copied, held = (
            None if words is None else (words[0][rows], words[1][rows])
            for words in (self.copy_words, self.origin_words)
        )
        return Links(
            self.copy[rows],
            self.origin[rows],
            self.similarity[rows],
            self.confidence[rows],
            {name: [values[row] for row in rows.tolist()] for name, values in self.details.items()},
            None if self.chained is None else self.chained[rows],
            copied,
            held,
            None if self.removable is None else self.removable[rows],
        )

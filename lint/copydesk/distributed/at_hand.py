"""Units of a corpus that are at hand, as what a judge looks at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from copydesk.candidates import Candidates, Statistics
from copydesk.columns.dtypes import Hashes, Ints
from copydesk.columns.ragged import Runs


@dataclass(frozen=True, slots=True)
class _Words:
    """A `copydesk.candidates.WordStore` of the words at hand."""

    words: Hashes

    def take(self, first: Ints, end: Ints) -> Hashes:
        return self.words[Runs.between(first, end).positions]


class UnitsAtHand(NamedTuple):
    """Units as columns; `first_word` counts in `words`."""

    unit: Ints
    start: Ints
    end: Ints
    size: Ints
    content: Ints
    kind: Ints
    copies: Ints
    spread: Ints
    first_word: Ints
    words: Hashes

    @classmethod
    def of(cls, batches: Sequence[tuple[Any, str, str]]) -> UnitsAtHand:
        """Read the units of batches: of each the column of units, and a prefix of the others."""

        def column(name: str) -> Any:
            parts = [
                b.column(f"{prefix}{name}").to_numpy(zero_copy_only=False)
                for b, _, prefix in batches
            ]
            return np.concatenate(parts).astype(np.int64)

        unit = np.concatenate(
            [b.column(name).to_numpy(zero_copy_only=False) for b, name, _ in batches]
        )
        words = b"".join(
            one for b, _, prefix in batches for one in b.column(f"{prefix}words").to_pylist()
        )
        size = column("size")
        return cls(
            unit,
            column("start"),
            column("end"),
            size,
            column("content"),
            column("kind"),
            column("copies"),
            column("spread"),
            np.cumsum(size) - size,
            np.frombuffer(words, np.uint64),
        )

    def take(self, rows: Ints) -> UnitsAtHand:
        """Return some of the units; the words stay."""
        columns = [column[rows] for column in self[:-1]]
        return UnitsAtHand._make([*columns, self.words])

    def candidates(
        self, document: Ints, content: Ints, first: Ints, second: Ints, documents: int
    ) -> Candidates:
        """Return these units with their documents and contents as numbered here, and pairs."""
        kinds = np.zeros(int(document.max(initial=-1)) + 1, np.uint8)
        kinds[document] = self.kind
        return Candidates(
            document,
            self.first_word,
            self.size,
            _Words(self.words),
            content,
            first,
            second,
            kinds.__getitem__,
            Statistics(self.copies, self.spread, documents),
        )

"""The edits that a rule proposes, and how safe they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from copydesk.columns.dtypes import Ints

# `safe` changes nothing that an author meant, `unsafe` may, `display` is for an editor to offer at
# one place and is never applied to files.
Applicability = Literal["safe", "unsafe", "display"]


class ProposedFix(NamedTuple):
    """What would put one hit right: (start, end, text) edits.

    A text of None takes out the lines that the span fills.
    """

    applicability: Applicability
    edits: Sequence[tuple[int, int, str | None]]


@dataclass(frozen=True, slots=True)
class FixColumns:
    """The edits that put hits right; columns `hit`, `start`, `end` and `text` of shape (edits,).

    `hit`: the row of the hit that an edit belongs to; a hit without edits has no fix, one of
    several gets all of them or none. `start`, `end`: offsets into the batch's text.
    `applicability`: one for all hits, or one a hit.
    """

    applicability: Applicability | Sequence[Applicability]
    hit: Ints
    start: Ints
    end: Ints
    text: Sequence[str | None]

    @classmethod
    def of(
        cls,
        applicability: Applicability | Sequence[Applicability],
        start: Ints | Sequence[int],
        end: Ints | Sequence[int],
        text: Sequence[str | None],
        *,
        hit: Ints | Sequence[int] | None = None,
    ) -> FixColumns:
        """Put `text` in the place of the spans; without `hit` every hit has one edit, in order."""
        first, last = np.asarray(start, np.int64), np.asarray(end, np.int64)
        return cls(
            applicability,
            np.arange(first.size) if hit is None else np.asarray(hit, np.int64),
            first,
            last,
            text,
        )

    @classmethod
    def removing(
        cls,
        start: Ints,
        end: Ints,
        applicability: Applicability | Sequence[Applicability] = "unsafe",
        *,
        hit: Ints | None = None,
    ) -> FixColumns:
        """Take out the lines of blocks.

        Where there is other text on these lines, or nothing else in the document, there is no fix.
        """
        return cls.of(applicability, start, end, [None] * start.size, hit=hit)

    def by_hit(self) -> dict[int, ProposedFix]:
        """Return the proposed fix of each hit that has one, by its row."""
        edits: dict[int, list[tuple[int, int, str | None]]] = defaultdict(list)
        for hit, start, end, text in zip(
            self.hit.tolist(), self.start.tolist(), self.end.tolist(), self.text, strict=True
        ):
            edits[hit].append((start, end, text))
        one = self.applicability
        return {
            hit: ProposedFix(one if isinstance(one, str) else one[hit], some)
            for hit, some in edits.items()
        }

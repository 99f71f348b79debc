"""Find quotation marks that are never closed, or close nothing, block by block."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints
from copydesk_rules.garbled._code_signs import CodeSigns
from copydesk_rules.garbled._quotation_marks import STRAIGHT, Customs, Pairing, paired

_LEAST = 4  # words of a block that may hold a quotation


class Unpaired(NamedTuple):
    """A mark without its partner: its offset, and whether it opens."""

    at: int
    opens: bool


def find_unpaired(batch: Batch, min_blocks: int) -> list[Unpaired]:
    """Return the marks without a partner, at most one of each kind a block, in order.

    In documents of `min_blocks` blocks of prose and more. A quotation of several paragraphs is
    opened at each and closed at the last only; one that is closed some blocks below is let pass.
    """
    pairings = _Pairings(batch)
    found: list[Unpaired] = []
    for row in _uneven(batch, min_blocks).tolist():
        here = pairings[row]
        if here.unopened is not None and not pairings.open_before(row, here.ahead):
            found.append(Unpaired(here.unopened, opens=False))
        if (
            here.unclosed is not None
            and _ends_sentence(batch, row)
            and not pairings.goes_on_behind(row, here.ahead)
        ):
            found.append(Unpaired(here.unclosed, opens=True))
    return sorted(found)


def _uneven(batch: Batch, min_blocks: int) -> Ints:
    """Return the blocks of prose whose double marks do not come out even, in order."""
    blocks, classes = batch.blocks, batch.classes
    at = np.flatnonzero((classes == ch.QUOTE) | (classes == ch.OPENER) | (classes == ch.CLOSER))
    at = at[batch.block_at(at) >= 0]
    at = at[at < blocks.end.take(batch.block_at(at))]
    row, code = batch.block_at(at), batch.codes.take(at)

    def count(mark: str) -> Ints:
        return np.bincount(row[code == ord(mark)], minlength=len(blocks))

    low, opening, closing = count("„"), count("“"), count("”")
    uneven = np.where(low > 0, low != opening + closing, opening != closing)
    uneven |= (count("«") != count("»")) | (count("「") != count("」"))
    uneven |= (count("『") != count("』")) | (count(STRAIGHT) % 2 > 0)
    first, end = batch.block_words
    many = np.bincount(blocks.document_of[blocks.prose], minlength=len(batch)) >= min_blocks
    judged = blocks.prose & (end - first >= _LEAST) & many.take(blocks.document_of)
    return np.flatnonzero(judged & uneven)


class _Pairings:
    """The pairing of each block that is asked for, made once."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._known: dict[int, Pairing] = {}

    def __getitem__(self, block: int) -> Pairing:
        if block not in self._known:
            start = int(self._batch.blocks.start[block])
            document = int(self._batch.blocks.document_of[block])
            custom = self._batch.derive(Customs).of(document)
            code = self._batch.derive(CodeSigns).in_document(document)
            text = self._batch.block_text(block)
            self._known[block] = paired(text, start, custom, code=code)
        return self._known[block]

    def open_before(self, block: int, reach: int) -> bool:
        """Tell whether a quotation that was not closed is the last uneven one before a block."""
        for other in self._near(block, range(-1, -reach - 1, -1)):
            if other.unclosed is not None:
                return True
            if other.unopened is not None:
                return False
        return False

    def goes_on_behind(self, block: int, reach: int) -> bool:
        """Tell whether the next blocks begin or end inside the quotation of a block."""
        return any(
            other.unopened is not None or other.begins_quoted
            for other in self._near(block, range(1, reach + 1))
        )

    def _near(self, block: int, steps: range) -> Iterator[Pairing]:
        """Return the pairings of the blocks so many steps away, in the same document."""
        document_of = self._batch.blocks.document_of
        for other in (block + step for step in steps):
            if 0 <= other < document_of.size and document_of[other] == document_of[block]:
                yield self[other]


def _ends_sentence(batch: Batch, row: int) -> bool:
    """Tell whether a block ends as a sentence does.

    One that is cut off has lost its closing mark with the rest.
    """
    last = int(batch.blocks.end[row]) - 1
    return bool(batch.codes[last] in (ord("."), ord("!"), ord("?"), ord("。"), ord("…")))

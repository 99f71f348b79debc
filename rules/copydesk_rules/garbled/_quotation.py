"""Find quotation marks that are never closed, or close nothing, block by block."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints, Mask
from copydesk_rules.garbled._code_signs import CodeSigns
from copydesk_rules.garbled._quotation_marks import OPENING, STRAIGHT, Customs, Pairing, paired

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
    uneven = _uneven(batch)
    pairings = _Pairings(batch, frozenset(uneven.tolist()))
    found: list[Unpaired] = []
    for row in uneven[_judged(batch, uneven, min_blocks)].tolist():
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


def _judged(batch: Batch, rows: Ints, min_blocks: int) -> Mask:
    """Return which blocks are long enough, in documents that are."""
    blocks = batch.blocks
    first, end = (column.take(rows) for column in batch.block_words)
    many = np.bincount(blocks.document_of[blocks.prose], minlength=len(batch)) >= min_blocks
    return np.asarray((end - first >= _LEAST) & many.take(blocks.document_of.take(rows)), np.bool_)


def _uneven(batch: Batch) -> Ints:
    """Return the blocks of prose whose double marks do not come out even, in order."""
    blocks, classes = batch.blocks, batch.classes
    at = np.flatnonzero((classes == ch.QUOTE) | (classes == ch.OPENER) | (classes == ch.CLOSER))
    at = at[batch.block_at(at) >= 0]
    at = at[at < blocks.end.take(batch.block_at(at))]
    row, code = batch.block_at(at), batch.codes.take(at)
    none = np.zeros(len(blocks), np.int64)

    def count(mark: str) -> Ints:
        at = row[code == ord(mark)]
        return np.bincount(at, minlength=len(blocks)) if at.size else none

    low, opening, closing = count("„"), count("“"), count("”")
    uneven = np.where(low > 0, low != opening + closing, opening != closing)
    uneven |= (count("«") != count("»")) | (count("「") != count("」"))
    uneven |= (count("『") != count("』")) | (count(STRAIGHT) % 2 > 0)
    return np.flatnonzero(blocks.prose & uneven)


class _Pairings:
    """The pairing of each block that is asked for, made once."""

    def __init__(self, batch: Batch, uneven: frozenset[int]) -> None:
        self._batch, self._uneven = batch, uneven
        self._known: dict[int, Pairing] = {}

    def __getitem__(self, block: int) -> Pairing:
        if block not in self._known:
            start = int(self._batch.blocks.start[block])
            document = int(self._batch.blocks.document_of[block])
            custom = self._batch.derive(Customs).of(document)
            pairing = paired(self._batch.block_text(block), start, custom)
            if pairing.straight and self._batch.derive(CodeSigns).in_document(document):
                pairing = pairing._replace(unclosed=None, unopened=None)  # strings
            self._known[block] = pairing
        return self._known[block]

    def open_before(self, block: int, reach: int) -> bool:
        """Tell whether a quotation that was not closed is the last uneven one before a block."""
        for other in self._near(block, range(-1, -reach - 1, -1)):
            if other in self._uneven:
                pairing = self[other]
                if pairing.unclosed is not None:
                    return True
                if pairing.unopened is not None:
                    return False
        return False

    def goes_on_behind(self, block: int, reach: int) -> bool:
        """Tell whether the next blocks begin or end inside the quotation of a block."""
        near = self._near(block, range(1, reach + 1))
        starts = self._batch.blocks.start[block + 1 : block + 1 + len(near)].tolist()
        return any(
            self._batch.text[start] in OPENING
            or (other in self._uneven and self[other].unopened is not None)
            for start, other in zip(starts, near, strict=True)
        )

    def _near(self, block: int, steps: range) -> list[int]:
        """Return the blocks so many steps away, in the same document."""
        document_of = self._batch.blocks.document_of
        others = [block + step for step in steps if 0 <= block + step < document_of.size]
        if not others:
            return []
        same = document_of.take(others) == document_of[block]
        return [other for other, inside in zip(others, same.tolist(), strict=True) if inside]


def _ends_sentence(batch: Batch, row: int) -> bool:
    """Tell whether a block ends as a sentence does.

    One that is cut off has lost its closing mark with the rest.
    """
    last = int(batch.blocks.end[row]) - 1
    return bool(batch.codes[last] in (ord("."), ord("!"), ord("?"), ord("。"), ord("…")))

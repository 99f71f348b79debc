"""Find words said again and again: a run of words that repeats itself with a fixed period."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Hashes, Ints

_PAUSE = np.isin(np.arange(32), (ch.COMMA, ch.DASH, ch.QUOTE, ch.OPENER, ch.CLOSER))  # by class
BARE, PAUSED, BROKEN = range(
    3
)  # what stands between two rounds at most: a space; a comma, dash or quotation mark; anything else


@dataclass(frozen=True, slots=True)
class Loops:
    """Loops by column: `first` and `end` row of the word table, `period` in words, `gap` (BARE,
    PAUSED, BROKEN); shape (loops,).
    """

    first: Ints
    end: Ints
    period: Ints
    gap: Ints

    @property
    def times(self) -> Ints:
        """How often the phrase is said whole; shape (loops,)."""
        return (self.end - self.first) // self.period


def find_loops(batch: Batch, longest: int, times: int) -> Loops:
    """Return, in order, every run of words in a block of prose that says a phrase of at most
    `longest` words `times` times or more.

    A run that lies in one of a shorter period, or overlaps it, is not told again.
    """
    found: list[tuple[int, int, int, int]] = []
    for period in range(1, min(longest, len(batch.words) // times) + 1):
        for first, end in _runs(batch.words.hash, period, times):
            parts = _inside_blocks(batch, first, end, times * period)
            found += [(*part, period, _gap(batch, *part, period)) for part in parts]
    found.sort(key=lambda loop: (loop[2], loop[0]))
    kept = np.ones(len(found), np.bool_)
    covered = np.zeros(len(batch.words) if found else 0, np.bool_)
    for row, (first, end, _, _) in enumerate(found):
        kept[row] = not covered[first:end].any()
        covered[first:end] = True
    columns = np.array(
        sorted(loop for loop, good in zip(found, kept, strict=True) if good), np.int64
    ).reshape(-1, 4)
    return Loops(*columns.T)


def _runs(hashes: Hashes, period: int, times: int) -> list[tuple[int, int]]:
    """Return every run of words that equal the words `period` before them, with those.

    Such a run is (times - 1) * period words long at least, so it is enough to look at every so many
    words: a tenth of the time.
    """
    stride = (times - 1) * period
    same = hashes[period:]
    at = np.flatnonzero(hashes[: same.size : stride] == same[::stride]) * stride
    before = (at >= period) & (hashes.take(at - period, mode="clip") == hashes.take(at))
    after = (at + 2 * period < hashes.size) & (
        hashes.take(at + 2 * period, mode="clip") == hashes.take(at)
    )
    runs: list[tuple[int, int]] = []
    for middle in at[before | after].tolist():
        if runs and middle + period < runs[-1][1]:
            continue
        end = middle + 1
        while end < same.size and hashes[end] == same[end]:
            end += 1
        first = middle
        while first and hashes[first - 1] == same[first - 1]:
            first -= 1
        if end - first >= stride:
            runs.append((first, end + period))
    return runs


def _inside_blocks(batch: Batch, first: int, end: int, least: int) -> list[tuple[int, int]]:
    """Cut a run of words at the ends of blocks.

    Leave out what is no prose, and parts of fewer than `least` words.
    """
    block = batch.block_of_word[first:end]
    edges = np.concatenate(([0], np.flatnonzero(block[1:] != block[:-1]) + 1, [end - first]))
    rows = np.flatnonzero(np.diff(edges) >= least)
    rows = rows[(block[edges[rows]] >= 0) & batch.blocks.prose[block[edges[rows]]]]
    return list(
        zip((first + edges[rows]).tolist(), (first + edges[rows + 1]).tolist(), strict=True)
    )


def _gap(batch: Batch, first: int, end: int, period: int) -> int:
    """Return what stands between the rounds of a loop, or inside all rounds but the first.

    `she said, she said, she said`.
    """
    before, after = (
        batch.words.end[first + period - 1 : end - 1 : period],
        batch.words.start[first + period : end : period],
    )
    at = np.concatenate(
        [np.arange(a, b) for a, b in zip(before.tolist(), after.tolist(), strict=True)]
    )
    if (batch.classes[after - 1] == ch.NEWLINE).all():
        return BROKEN  # verse
    kinds = np.minimum(batch.classes[at], ch.SPACE)  # a hard-wrapped line goes on
    if (kinds == ch.SPACE).all() and (after > before).all():
        return (
            PAUSED
            if any(_pauses(batch, first + period + step, end, period) for step in range(1, period))
            else BARE
        )
    return PAUSED if (_PAUSE.take(kinds) | (kinds == ch.SPACE)).all() else BROKEN


def _pauses(batch: Batch, word: int, end: int, period: int) -> bool:
    """Tell whether a comma, dash or quotation mark stands before every `period`-th word from
    `word` on.
    """
    before, after = batch.words.end[word - 1 : end - 1 : period], batch.words.start[word:end:period]
    return before.size > 0 and all(
        _PAUSE.take(batch.classes[a:b]).any()
        for a, b in zip(before.tolist(), after.tolist(), strict=True)
    )

"""Find words repeated without end: runs that repeat a phrase of a fixed number of words."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Hashes

ENDLESS = 8  # rounds from which whole sentences, and lines, are no refrain
_PAUSE = np.isin(np.arange(32), (ch.COMMA, ch.DASH, ch.QUOTE, ch.OPENER, ch.CLOSER))  # by class


class Gap(IntEnum):
    """What lies between two rounds of a loop at most."""

    BARE = 0  # a space
    PAUSED = 1  # a comma, dash or quotation mark
    BROKEN = 2  # anything else: the end of a sentence or of a line


class Loop(NamedTuple):
    """A loop: first and end row of the word table, period in words, what lies between rounds."""

    first: int
    end: int
    period: int
    gap: Gap

    @property
    def times(self) -> int:
        """How often the whole phrase is repeated."""
        return (self.end - self.first) // self.period


def find_loops(batch: Batch, longest: int, times: int) -> list[Loop]:
    """Return, in order, every run of words in a block of prose, or over many, that repeats a phrase.

    The phrase has at most `longest` words and is repeated `times` times or more. A run that lies
    in one of a shorter period, or overlaps it, is left out.
    """
    found: list[Loop] = []
    covered = np.zeros(len(batch.words), np.bool_)
    for period in range(1, min(longest, len(batch.words) // times) + 1):
        for run in _runs(batch.words.hash, period, times):
            inside = _inside_blocks(batch, *run, times * period)
            for first, end in inside or _over_lines(batch, *run, ENDLESS * period):
                if not covered[first:end].any():
                    found.append(Loop(first, end, period, _gap(batch, first, end, period)))
                covered[first:end] = True
    return sorted(found)


def _runs(hashes: Hashes, period: int, times: int) -> list[tuple[int, int]]:
    """Return every run of words that repeat the words `period` before them, with those.

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
    """Cut a run of words at the ends of blocks; keep what is prose and has `least` words."""
    block = batch.block_of_word[first:end]
    edges = np.concatenate(([0], np.flatnonzero(block[1:] != block[:-1]) + 1, [end - first]))
    rows = np.flatnonzero(np.diff(edges) >= least)
    rows = rows[(block[edges[rows]] >= 0) & batch.blocks.prose[block[edges[rows]]]]
    return list(
        zip((first + edges[rows]).tolist(), (first + edges[rows + 1]).tolist(), strict=True)
    )


def _over_lines(batch: Batch, first: int, end: int, least: int) -> list[tuple[int, int]]:
    """Return a run of `least` words or more that goes on over the lines of one document's prose."""
    if end - first < least or batch.document_of_word[first] != batch.document_of_word[end - 1]:
        return []
    block = batch.block_of_word[first:end]
    return [(first, end)] if (block >= 0).all() and batch.blocks.prose[block].all() else []


def _gap(batch: Batch, first: int, end: int, period: int) -> Gap:
    """Return what lies between the rounds of a loop, or inside all rounds but the first.

    `she said, she said, she said` pauses, `said she, said she` too.
    """
    before, after = (
        batch.words.end[first + period - 1 : end - 1 : period],
        batch.words.start[first + period : end : period],
    )
    at = np.concatenate(
        [np.arange(a, b) for a, b in zip(before.tolist(), after.tolist(), strict=True)]
    )
    if (batch.classes[after - 1] == ch.NEWLINE).all():
        return Gap.BROKEN  # verse
    kinds = np.minimum(batch.classes[at], ch.SPACE)  # a hard-wrapped line goes on
    if (kinds == ch.SPACE).all() and (after > before).all():
        paused = any(
            _pauses(batch, first + period + step, end, period) for step in range(1, period)
        )
        return Gap.PAUSED if paused else Gap.BARE
    return Gap.PAUSED if (_PAUSE.take(kinds) | (kinds == ch.SPACE)).all() else Gap.BROKEN


def _pauses(batch: Batch, word: int, end: int, period: int) -> bool:
    """Tell whether a comma, dash or quotation mark precedes every `period`-th word from `word`."""
    before, after = batch.words.end[word - 1 : end - 1 : period], batch.words.start[word:end:period]
    return before.size > 0 and all(
        _PAUSE.take(batch.classes[a:b]).any()
        for a, b in zip(before.tolist(), after.tolist(), strict=True)
    )

"""Make places of what was judged garbled: those of sentences side by side, and what they show."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from copydesk.columns.dtypes import Floats, Ints, Mask
from copydesk_rules.garbled._mojibake_places import misread
from copydesk_rules.garbled._verdicts import Verdicts
from copydesk_rules.garbled._words import SegmentWords

_SHOWN = 3  # odd words that the message shows


class Garbled(NamedTuple):
    """A garbled passage: its offsets, how sure it is, and some of its words."""

    start: int
    end: int
    confidence: float
    sample: str


def wrongly_decoded(words: SegmentWords, segment: Ints) -> Mask:
    """Return which segments were decoded wrongly, which GAR101 reports, or hold bytes that are not
    valid, which IOE101 does.
    """
    start, end = _edges(words, segment)
    spans = np.array([span.start for span in words.batch.derive(misread)], np.int64)
    wrong = np.sort(np.concatenate((spans, words.batch.replaced)))
    return np.asarray(np.searchsorted(wrong, end) > np.searchsorted(wrong, start), np.bool_)


def passages(
    words: SegmentWords, verdicts: Verdicts, segment: Ints, number: Ints, confidence: Floats
) -> list[Garbled]:
    """Return some of the segments, those side by side as one.

    `number`: of each among all segments of the batch.
    """
    if not segment.size:
        return []
    start, end = _edges(words, segment)
    document = words.batch.document_at(start)
    head = np.append(True, (np.diff(number) > 1) | (np.diff(document) != 0))
    first, last = np.flatnonzero(head), np.flatnonzero(np.append(head[1:], True))
    owner = words.segment[verdicts.word]  # ascending
    suspects = np.searchsorted(owner, np.stack((segment[first], segment[last] + 1), axis=1))
    samples = [_sample(words, verdicts, a, b) for a, b in suspects.tolist()]
    sure = np.maximum.reduceat(confidence, first)
    columns = (start[first].tolist(), end[last].tolist(), sure.tolist(), samples)
    return [Garbled(*facts) for facts in zip(*columns, strict=True)]


def _edges(words: SegmentWords, segment: Ints) -> tuple[Ints, Ints]:
    start = words.start.take(words.head[segment])
    return start, words.end.take((words.head + words.size - 1)[segment])


def _sample(words: SegmentWords, verdicts: Verdicts, first: int, last: int) -> str:
    """Return the first suspects of some that are garbled by themselves, or the likeliest one."""
    odds = verdicts.word_score[first:last]
    shown = np.flatnonzero(odds >= min(0.0, odds.max()))[:_SHOWN]
    return ", ".join(
        words.batch.slice(int(words.start[row]), int(words.end[row]))
        for row in verdicts.word[first + shown].tolist()
    )

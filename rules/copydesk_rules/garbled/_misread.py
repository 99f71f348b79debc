"""Count words that a scanner misread or spelled out: what is a common word once it is mended.

One word that becomes common when letters of one shape are exchanged proves little: `theer` is
dialect, `darke` old. Of 3,200 clean sentences, old ones and those of learners among them, 3 have
two or more; of heavily misread ones nearly all have three (2026-12).
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.dtypes import Floats, Ints
from copydesk.columns.hashing import hash_vocabulary
from copydesk.columns.ragged import Runs, distinct
from copydesk.language.lexicon import LANGUAGES
from copydesk_rules.garbled._strokes import common_lookalikes
from copydesk_rules.garbled._words import SegmentWords, zipf_in

_RARE = 2.5  # Zipf frequency below which a word may be a misread one
_GAIN = 1.5  # and so much commoner is what it was
_SHORT, _SHORT_COMMON = 3, 5.3  # letters; many short words look alike, so it must be this common
_SPELLED, _KNOWN = 5, 3.0  # letters of a word that is spelled out, and how common it must be
_SHARE = 0.04  # of the words of a segment that are misread at least
# From the models' log-odds to those of the score, of at most _UNSURE by the models alone.
_SLOPE, _EVEN, _UNSURE = 0.57, -1.05, 2.75
# The same of one misread word too few beside the models, of just enough, of each more; the highest.
_FEWER, _ENOUGH, _MORE, _SURE = 3.6, 4.0, 0.2, 4.6


def count_misread(words: SegmentWords, suspects: Ints) -> Ints:
    """Count the different misread words of each segment among its suspects; shape (segments,).

    0 where they are too small a share of it.
    """
    rows = suspects[~words.capital[suspects] & (words.common[suspects] < _RARE)]
    rows = rows[words.length[rows] >= _SHORT]
    _, first, number = np.unique(
        words.hash[rows] ^ words.speech[rows].astype(np.uint64),
        return_index=True,
        return_inverse=True,
    )
    some = rows[first]
    spans = zip(words.start[some].tolist(), words.end[some].tolist(), strict=True)
    meant = common_lookalikes(
        [words.batch.slice(start, end) for start, end in spans],
        [LANGUAGES[row] for row in words.speech[some].tolist()],
    )
    least = np.where(words.length[some] <= _SHORT, _SHORT_COMMON, words.common[some] + _GAIN)
    misread = (meant > 0) & (meant >= least)
    kept = misread[number]
    pairs = words.segment[rows[kept]] * np.int64(first.size + 1) + number[kept]
    many = np.bincount(distinct(pairs) // (first.size + 1), minlength=words.count)
    return np.where(many >= _SHARE * words.size, many, 0)


def count_spelled_out(words: SegmentWords) -> Ints:
    """Count the common words of each segment that stand letter by letter: `T i t l e`; (segments,)."""
    near = words.single[1:] & words.single[:-1] & (words.segment[1:] == words.segment[:-1])
    near &= words.start[1:] - words.end[:-1] == 1
    runs = Runs.of_heads(np.append(True, ~near)[: words.single.size])
    some = np.flatnonzero(runs.size >= _SPELLED)
    first, last = runs.start[some], runs.end[some] - 1
    spans = zip(words.start[first].tolist(), words.end[last].tolist(), strict=True)
    spelled = [words.batch.slice(start, end)[::2].lower() for start, end in spans]
    common = zipf_in(hash_vocabulary(spelled), words.speech[first])
    return np.bincount(words.segment[first[common >= _KNOWN]], minlength=words.count)


def score(odds: Floats, more: Ints) -> Floats:
    """Return the scores of segments; shape (segments,).

    `odds`: the log-odds that the models give; `more`: misread words beyond those that are enough.
    """
    by_models = np.clip(_SLOPE * (odds - _EVEN), 0.0, _UNSURE)
    told = np.where(more < 0, _FEWER, np.minimum(_ENOUGH + _MORE * more, _SURE))
    return np.asarray(1 / (1 + np.exp(-np.where(more >= -1, told, by_models))), np.float64)

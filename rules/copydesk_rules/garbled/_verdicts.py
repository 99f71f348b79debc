"""Judge how likely words, then segments of text, are garbled, by two shipped models.

The first judges suspicious words one by one; it learned from garbled text aligned with the true
one. The second weighs its verdicts together with what is measured of the segment as a whole. Both
are trained by `tools/train_garbled.py`.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from copydesk.columns.dtypes import Floats, Ints
from copydesk.columns.ragged import distinct
from copydesk_rules.garbled._model import log_odds
from copydesk_rules.garbled._sentence_features import sentence_features
from copydesk_rules.garbled._suspects import look_closely
from copydesk_rules.garbled._word_features import word_features
from copydesk_rules.garbled._words import SegmentWords


class Verdicts(Struct, frozen=True):
    """Log-odds of being garbled.

    Of the segments that were judged (`segment`, `score`), and of all suspicious words (`word`,
    `word_score`); both rows of the SegmentWords.
    """

    segment: Ints
    score: Floats
    word: Ints
    word_score: Floats


def judge(words: SegmentWords, min_word: float) -> Verdicts:
    """Judge the segments in which some word that is neither a name nor a number has log-odds of
    `min_word` or more.
    """
    look = look_closely(words)
    odds = log_odds("garbled_words", word_features(words, look))
    suspicious = (odds >= min_word) & ~words.named[look.rows]
    rows = distinct(words.segment[look.rows[suspicious]])
    if not rows.size:
        return Verdicts(rows, np.zeros(0), look.rows, odds)
    kept = words.in_segments(rows)
    features = sentence_features(words.take(rows), look.take(kept), odds[kept[look.rows]])
    return Verdicts(rows, log_odds("garbled_sentences", features), look.rows, odds)

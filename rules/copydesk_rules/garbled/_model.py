"""Weigh words, then stretches of text.

How likely each is garbled, by two shipped forests (trained by `tools/train_garbled.py`).

The first forest judges suspicious words one by one; it learned from garbled text aligned with the
true one. The second weighs its verdicts together with what is measured of the stretch as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from copydesk.columns.dtypes import Floats, Ints
from copydesk.columns.ragged import distinct
from copydesk.language.forest import forest, score
from copydesk_rules.garbled import MODELS
from copydesk_rules.garbled._features import measure
from copydesk_rules.garbled._fits import fits
from copydesk_rules.garbled._suspects import Look, describe, look_closely, narrowed
from copydesk_rules.garbled._texture import texture
from copydesk_rules.garbled._unlisted_languages import share_in_other_tongues
from copydesk_rules.garbled._words import StretchWords

_NONE = -6.0  # log-odds in place of those of a word that is not there
_WORST = 4  # words whose verdicts count by themselves
_UNFIT = -1.5  # bits by which a word is less likely than by chance
_STOP, _COMMON = 5.7, 4.5  # Zipf frequencies of function words and of everyday words


@dataclass(frozen=True, slots=True)
class Judged:
    """Log-odds of being garbled: of some stretches (`stretch`, `score`),
    and of all suspicious words (`word`, `word_score`).
    """

    stretch: Ints
    score: Floats
    word: Ints
    word_score: Floats


def judge(words: StretchWords, least: float) -> Judged:
    """Judge the stretches in which some word that is neither a name nor a number has log-odds
    of `least` or more.
    """
    look = look_closely(words)
    odds = score(forest(MODELS / "garbled_words"), describe(words, look), -np.inf)
    rows = distinct(words.stretch[look.rows[(odds >= least) & ~words.named[look.rows]]])
    if not rows.size:
        return Judged(rows, np.zeros(0), look.rows, odds)
    near = words.in_stretches(rows)
    features = weigh(words.narrowed(rows), narrowed(look, near), odds[near[look.rows]])
    return Judged(
        rows, score(forest(MODELS / "garbled_sentences"), features, -np.inf), look.rows, odds
    )


def weigh(words: StretchWords, look: Look, odds: Floats) -> Floats:
    """Return the features of all stretches, shape (stretches, features).

    `odds`: the verdicts on the suspects of `look`.
    """
    size, head = words.size.astype(np.float64), words.head
    letters, stops, everyday = words.sum(
        [words.letters, words.common >= _STOP, words.common >= _COMMON]
    )
    letters = np.maximum(letters, 1)
    tongue, own = share_in_other_tongues(words), stops / letters
    return np.concatenate(
        (
            measure(words, look, np.arange(words.count)).T,
            texture(words.batch, words.start.take(head), words.end.take(head + words.size - 1)),
            np.stack(
                (
                    tongue,
                    own,
                    own - tongue,
                    everyday / letters,
                    words.language.astype(np.float64),
                    size,
                )
            ),
            _sequence(words),
            _verdicts(words, look.rows, odds),
        )
    ).T


def _sequence(words: StretchWords) -> Floats:
    """Return of each stretch how well its words follow one another.

    In the mean, at worst, and the share that do not; (3, stretches).
    """
    fit = fits(words)
    total, bad = words.sum([fit, fit <= _UNFIT])
    return np.stack((total / words.size, np.minimum.reduceat(fit, words.head), bad / words.size))


def _verdicts(words: StretchWords, rows: Ints, odds: Floats) -> Floats:
    """Sum up the verdicts on the suspicious words of each stretch; shape (features, stretches)."""
    count, size = words.count, words.size
    order = np.lexsort((-odds, words.stretch[rows]))
    rows, odds = rows[order], odds[order]
    stretch = words.stretch[rows]
    first = np.searchsorted(stretch, np.arange(count))
    many = np.searchsorted(stretch, np.arange(count), side="right") - first
    worst = np.full((_WORST, count), _NONE)
    for place in range(_WORST):
        there = many > place
        worst[place, there] = odds[first[there] + place]
    likely = 1 / (1 + np.exp(-odds))

    def add(weights: Floats) -> Floats:
        return np.bincount(stretch, weights, count).astype(np.float64)

    summed, positive, hopeful = add(likely), add(np.maximum(odds, 0)), add(np.maximum(odds + 2, 0))
    columns = [
        *worst,
        summed,
        summed / size,
        positive,
        positive / size,
        hopeful,
        add((odds > 0).astype(np.float64)) / size,
        many / size,
        add(odds) / np.maximum(many, 1),
    ]
    capital, known = words.capital[rows], words.common[rows] > 0
    for group in (~capital & known, ~capital & ~known, capital):
        most = np.full(count, _NONE)
        np.maximum.at(most, stretch[group], odds[group])
        columns += [most, add(likely * group), add((1 - likely) * group)]
    opening = np.full(count, _NONE)
    at = np.flatnonzero(words.head.take(stretch) == rows)
    opening[stretch[at]] = odds[at]
    return np.stack((*columns, opening))

"""Measure how garbled a segment of text looks: what the model `garbled_sentences` weighs.

Everything is counted over the words of one segment (a sentence, or a few short ones), in the
language that knows most of them.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.dtypes import AnyArray, Floats, Mask
from copydesk.columns.lookup import listed
from copydesk.columns.ragged import Runs, heads
from copydesk.language.lexicon import LANGUAGES, languages_of_words
from copydesk_rules.garbled import WORDS
from copydesk_rules.garbled._fits import fits
from copydesk_rules.garbled._marks import SpanCharacters, marks
from copydesk_rules.garbled._model import Features, combined
from copydesk_rules.garbled._ngrams import alien_letters
from copydesk_rules.garbled._parts import hash_spans
from copydesk_rules.garbled._suspects import Look
from copydesk_rules.garbled._texture import texture
from copydesk_rules.garbled._unlisted_languages import unlisted_language_share
from copydesk_rules.garbled._word_verdicts import word_verdicts
from copydesk_rules.garbled._words import EVERYDAY, FRAGMENT, FUNCTION, SegmentWords, zipf_in

# Bits a letter. Of a language's own rarer words one in 100 is above 5.2 and none above 6.5; of
# random letters 97 and 85 in 100 are.
_HARD, _ODD = 5.2, 6.5
# Bits of one letter after two others: a triple never seen, a pair never seen.
_UNSEEN, _IMPOSSIBLE = 11, 14
_UNCOMMON = 3.3  # Zipf frequency
_UNFIT = -1.5  # bits by which a word is less likely than by chance
_LONG, _SHORT = 6, 4  # letters
_SPLIT_LONGEST = 24  # letters of a word that is tried as two
# Zipf frequencies of both halves of a split word; where one is of three letters or fewer, the first.
_SHORT_HALF, _HALF = 5.3, 4.0
_COMPOUNDING = np.isin(np.array(LANGUAGES), ("de", "nl", "sv", "da", "nb", "fi", "hu"))


def sentence_features(words: SegmentWords, look: Look, odds: Floats) -> Features:
    """Return the features of all segments.

    `odds`: the verdicts on the suspects of `look`.
    """
    last = words.head + words.size - 1
    spans = SpanCharacters(words.batch, words.start.take(words.head), words.end.take(last))
    return combined(
        _shares(words, look),
        _surprises(words, look),
        _sizes(words, look),
        marks(spans, words.size.astype(np.float64)),
        texture(spans),
        _vocabulary(words),
        _sequence(words),
        word_verdicts(words, look.rows, odds),
    )


def _sums(words: SegmentWords, columns: dict[str, AnyArray]) -> dict[str, Floats]:
    return dict(zip(columns, words.sums(list(columns.values())), strict=True))


def _shares(words: SegmentWords, look: Look) -> Features:
    """Return how many words of some kinds each segment has, as shares of its words of letters."""
    common, plain, length, shapes = words.common, words.plain, words.length, words.shapes
    unknown, small, known = words.unknown, words.small, plain & (common > 0)
    impossible = look.worst >= _IMPOSSIBLE
    spaced, hyphened = words.rejoined
    many = _sums(
        words,
        {
            "known": known,
            "known_anywhere": plain & (languages_of_words(words.hash) > 0),
            "function_words": common >= FUNCTION,
            "small_unknown": small,
            "capital_unknown": unknown & words.capital & ~shapes.shouted,
            "fragments": plain & (length <= 3) & (common < FRAGMENT) & ~words.capital,
            "lone_letters": words.single & ~listed(WORDS / "one_letter_words.txt").has(words.hash),
            "odd_letters": unknown & (look.mean >= _ODD),
            "unseen_triples": plain & (look.worst >= _UNSEEN),
            "unseen_pairs": plain & impossible,
            "hard_unseen": unknown & (look.worst >= _IMPOSSIBLE - 1) & (look.mean >= _HARD),
            "small_meant": look.meant & ~words.capital,
            "long_meant": look.meant & (length >= _LONG),
            "rejoined": spaced,
            "rejoined_hyphen": hyphened,
            "run_together": _run_together(words, small & (length >= _LONG)),
            "mixed": shapes.mixed,
            "broken": shapes.broken,
            "flipped": words.flipped,
            "capital_words": words.capital & plain,
            "shouted": shapes.shouted & plain,
            "hyphened_unknown": unknown & _beside_hyphen(words),
            "hard_letters": unknown & (look.mean >= _HARD),
            "uncommon": known & ~words.capital & (common < _UNCOMMON),
            "short_unknown": small & (length <= _SHORT),
        },
    )
    letters = np.maximum(words.sums([words.letters])[0], 1.0)
    return {name: total / letters for name, total in many.items()}


def _surprises(words: SegmentWords, look: Look) -> Features:
    """Return how surprising the letters of some kinds of words are, in bits, in the mean."""
    known = words.plain & (words.common > 0)
    kinds = {"unknown": words.unknown, "known": known, "all": words.plain, "small": words.small}
    total = _sums(words, {name: np.where(kind, look.mean, 0.0) for name, kind in kinds.items()})
    many = _sums(words, dict(kinds))
    return {f"surprise_{name}": total[name] / np.maximum(many[name], 1.0) for name in kinds}


def _sizes(words: SegmentWords, look: Look) -> Features:
    """Return the sizes of each segment and of odd things in it."""
    size = words.size.astype(np.float64)
    meant, unknown, lone, numbers, characters = words.sums(
        [
            look.meant,
            words.unknown,
            words.number & (words.length == 1),
            words.number,
            words.length,
        ]
    )
    return {
        "meant_of_unknown": meant / np.maximum(unknown, 1.0),
        "spelled_out_run": _longest_spelled_out(words) / size,
        "lone_digits": lone / size,
        "numbers": numbers / size,
        "log_words": np.log1p(size),
        "word_length": characters / size / 5,
        "english": words.language == 0,
        "alien_letters": _count_alien_letters(words) / characters * 10,
    }


def _vocabulary(words: SegmentWords) -> Features:
    """Return how much of each segment the commonest words of its language, or of one without a
    list, make up.
    """
    letters, function, everyday = words.sums(
        [words.letters, words.common >= FUNCTION, words.common >= EVERYDAY]
    )
    letters = np.maximum(letters, 1)
    unlisted, own = unlisted_language_share(words), function / letters
    return {
        "unlisted_language": unlisted,
        "own_language": own,
        "own_over_unlisted": own - unlisted,
        "everyday_words": everyday / letters,
        "language": words.language,
        "words": words.size,
    }


def _sequence(words: SegmentWords) -> Features:
    """Return how well the words of each segment follow one another."""
    fit = fits(words)
    total, unfit = words.sums([fit, fit <= _UNFIT])
    return {
        "fit": total / words.size,
        "worst_fit": np.minimum.reduceat(fit, words.head),
        "unfit_words": unfit / words.size,
    }


def _beside_hyphen(words: SegmentWords) -> Mask:
    classes = words.batch.classes
    before = classes.take(np.maximum(words.start - 1, 0))
    return np.asarray(
        (before == ch.DASH) | (classes.take(words.end, mode="clip") == ch.DASH), np.bool_
    )


def _run_together(words: SegmentWords, suspects: Mask) -> Mask:
    """Return which suspects are two common words run together; shape (words,).

    Compounding languages do that by themselves.
    """
    marked = np.zeros(suspects.size, np.bool_)
    listed = ~_COMPOUNDING.take(words.speech) & (words.length <= _SPLIT_LONGEST)
    rows = np.flatnonzero(suspects & listed)
    if rows.size:
        cuts = Runs(words.start[rows] + 2, words.length[rows] - 3)
        word, middle = cuts.spread(rows), cuts.positions
        start, end = words.start.take(word), words.end.take(word)
        halves = np.concatenate((start, middle)), np.concatenate((middle, end))
        speech = np.tile(words.speech.take(word), 2)
        both = zipf_in(hash_spans(words.batch, halves), speech).reshape(2, -1).min(axis=0)
        short = np.minimum(middle - start, end - middle) <= 3
        marked[word[both >= np.where(short, _SHORT_HALF, _HALF)]] = True
    return marked


def _longest_spelled_out(words: SegmentWords) -> Floats:
    """Return the length of each segment's longest run of single letters, from three letters on."""
    longest = np.zeros(words.count, np.float64)
    runs = Runs.of_heads(heads(words.single, words.segment))
    rows = np.flatnonzero(words.single[runs.start] & (runs.size >= 3))
    np.maximum.at(longest, words.segment[runs.start[rows]], runs.size[rows])
    return longest


def _count_alien_letters(words: SegmentWords) -> Floats:
    """Count the letters that are not in the alphabet of their segment's language; (segments,)."""
    letters = Runs(words.start, words.length)
    at = letters.positions
    alien = alien_letters(words.batch.codes.take(at), letters.spread(words.speech))
    alien &= words.batch.classes.take(at) <= ch.LETTER
    segment = letters.spread(words.segment)[alien]
    return np.bincount(segment, minlength=words.count).astype(np.float64)

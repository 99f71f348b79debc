"""Describe suspicious words: what the model `garbled_words` weighs."""

from __future__ import annotations

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.characters import fold
from copydesk.columns.dtypes import AnyArray, Floats, Ints
from copydesk.columns.ragged import Runs
from copydesk.language.lexicon import LANGUAGES, languages_of_words, zipf
from copydesk_rules.garbled._edits import SLIPS
from copydesk_rules.garbled._fits import fits
from copydesk_rules.garbled._model import Features, combined
from copydesk_rules.garbled._ngrams import alien_letters, surprise
from copydesk_rules.garbled._suspects import Look
from copydesk_rules.garbled._words import FUNCTION, SegmentWords

_SPEECHES = 6  # languages that the model distinguishes; the rest, of fewer examples, is one
_VOWELS = np.array([ord(c) for c in "aeiouyAEIOUY"], np.uint32)


def word_features(words: SegmentWords, look: Look) -> Features:
    """Return the features of the suspects of `look`; each of shape (suspects,)."""
    rows = look.rows
    return combined(
        _forms(words, rows),
        _letters_and_slips(words, look),
        _neighbours(words, rows),
        _characters_beside(words, rows),
        _letter_shares(words, rows),
        _segment_shares(words, rows),
    )


def _forms(words: SegmentWords, rows: Ints) -> Features:
    shapes, hashes = words.shapes, words.hash[rows]
    return {
        "zipf": words.common[rows],
        "english_zipf": zipf(hashes),
        "languages": _count_bits(languages_of_words(hashes)),
        "length": words.length[rows],
        "capital": words.capital[rows],
        "shouted": shapes.shouted[rows],
        "flipped": shapes.flipped[rows],
        "mixed": shapes.mixed[rows],
        "broken": shapes.broken[rows],
        "elided": shapes.elided[rows],
        "last_letter": fold(words.batch.codes.take(words.end[rows] - 1)),
        "number": words.number[rows],
    }


def _letters_and_slips(words: SegmentWords, look: Look) -> Features:
    """Return how surprising a suspect's letters are, and how common the words one slip away."""
    rows, english = look.rows, np.zeros(look.rows.size, np.int64)
    as_english, _ = surprise(words.batch.codes, words.start[rows], words.end[rows], english)
    slip = look.slip[:, rows]
    best = slip.max(axis=0, initial=0)
    return {
        "surprise": look.mean[rows],
        "worst_surprise": look.worst[rows],
        "english_surprise": as_english,
        **dict(zip(SLIPS, slip, strict=True)),
        "best_slip": best,
        "slip_gain": best - words.common[rows],
    }


def _neighbours(words: SegmentWords, rows: Ints) -> Features:
    """Return how common the words on either side are, and how a suspect goes with them."""
    fit, segment = np.append(fits(words), 0.0), words.segment[rows]
    opens = words.head.take(segment) == rows
    closes = (words.head + words.size - 1).take(segment) == rows
    before, after = np.maximum(rows - 1, 0), np.minimum(rows + 1, words.common.size - 1)
    return {
        "zipf_before": np.where(opens, -1, words.common[before]),
        "zipf_after": np.where(closes, -1, words.common[after]),
        "joined_after": words.joined[rows],
        "joined_before": np.where(opens, 0, words.joined[before]),
        "fit": fit[rows],
        "fit_after": fit[rows + 1],
    }


def _characters_beside(words: SegmentWords, rows: Ints) -> Features:
    """Return the classes of the two characters before each word and after it, and the code points
    beside it that are no space.
    """
    codes, classes = words.batch.codes, words.batch.classes
    last = classes.size - 1
    columns: dict[str, AnyArray] = {}
    for name, at, step in (("before", words.start[rows] - 1, -1), ("after", words.end[rows], 1)):
        near = np.where((at < 0) | (at > last), ch.NEWLINE, classes.take(at, mode="clip"))
        beyond = at + step
        # What lies beyond a line end may be another document.
        edge = (near == ch.NEWLINE) | (beyond < 0) | (beyond > last)
        columns |= {
            f"class_{name}": near,
            f"class_further_{name}": np.where(edge, ch.NEWLINE, classes.take(beyond, mode="clip")),
            f"character_{name}": np.where(near >= ch.SPACE, 0, codes.take(at, mode="clip")),
        }
    return columns


def _letter_shares(words: SegmentWords, rows: Ints) -> Features:
    """Return the share of vowels, and how many letters of some kinds a suspect has."""
    spans = Runs.between(words.start[rows], words.end[rows])
    at, head = spans.positions, spans.head
    code, kind = words.batch.codes.take(at), words.batch.classes.take(at)
    wide = code >= 0x80
    doubled = np.append(False, code[1:] == code[:-1])[: code.size]
    doubled[head] = False
    alien = alien_letters(code, spans.spread(words.speech[rows])) & (kind <= ch.LETTER)
    marked = {
        "vowels": np.isin(code, _VOWELS) | wide,
        "alien_letters": alien,
        "doubled_letters": doubled,
        "capitals": kind == ch.UPPER,
        "digits": kind == ch.DIGIT,
        "wide_letters": wide,
    }
    totals = np.zeros((len(marked), rows.size))
    if rows.size:
        totals = np.add.reduceat(np.stack(list(marked.values())).astype(np.float64), head, axis=1)
        totals[0] /= spans.size
    return dict(zip(marked, totals, strict=True))


def _segment_shares(words: SegmentWords, rows: Ints) -> Features:
    """Return what share of a suspect's segment is known, unknown, of function words or names."""
    segment = words.segment[rows]
    kinds = {
        "segment_known": words.plain & (words.common > 0),
        "segment_small_unknown": words.small,
        "segment_function": words.common >= FUNCTION,
        "segment_capital_unknown": words.unknown & words.capital,
    }
    *totals, plain = words.sums([*kinds.values(), words.plain])
    share = np.stack(totals) / np.maximum(plain, 1)
    return {
        **dict(zip(kinds, share.take(segment, axis=1), strict=True)),
        "segment_words": np.log1p(plain).take(segment),
        "language": np.minimum(words.speech[rows], _SPEECHES),
        "opens": words.head.take(segment) == rows,
    }


def _count_bits(bits: Ints) -> Floats:
    """Return how many languages each bit set holds."""
    held = bits[:, None] >> np.arange(len(LANGUAGES)) & 1
    return np.asarray(held.sum(axis=1), np.float64)

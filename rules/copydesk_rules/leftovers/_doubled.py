"""Find lines in which every letter is doubled."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np

from copydesk.columns.batch import Batch, Text
from copydesk.columns.dtypes import Ints
from copydesk.columns.ragged import distinct
from copydesk.language.lexicon import languages_of_words
from copydesk_rules.leftovers._forms import Place
from copydesk_rules.leftovers._mentions import mentions
from copydesk_rules.leftovers._signs import line_table

_PAIR = re.compile(r"(.)\1")
_WORD = re.compile(r"\w+")
_FEWEST = 6  # pairs; `AAbb` is a code
_SURE = 0.95


def find_doubled(batch: Batch, share: float) -> list[Place]:
    """Return the lines or words of doubled letters in the prose of a batch, in order."""
    lines, about, found = batch.derive(line_table), batch.derive(mentions), []
    for row in _candidates(batch).tolist():
        start, end = int(lines.start[row]), int(lines.end[row])
        line = batch.text[start:end]
        span = _doubled_span(line, share)
        if span and about.prose_block(start) >= 0 and _has_a_word(single(line[slice(*span)])):
            found.append(Place(start + span[0], start + span[1], "doubled", _SURE))
    return found


def _candidates(batch: Batch) -> Ints:
    """Return the lines with two equal capitals and then two equal small letters, ascending."""
    at, codes = batch.capitals, batch.codes
    at = at[codes.take(at + 1, mode="clip") == codes.take(at)]
    third, fourth = codes.take(at + 2, mode="clip"), codes.take(at + 3, mode="clip")
    at = at[(third == fourth) & (third != codes.take(at))]
    rows = np.searchsorted(batch.derive(line_table).start, at, side="right") - 1
    return distinct(rows[rows >= 0])


def _doubled_span(line: str, share: float) -> tuple[int, int] | None:
    """Return where the doubled words of a line begin and end."""
    words = list(_WORD.finditer(line))
    doubled = [match for match in words if _paired(match[0])]
    if not doubled:
        return None
    first, last = doubled[0].start(), doubled[-1].end()
    within = [match for match in words if first <= match.start() < last]
    letters = sum(len(match[0]) for match in within)
    paired = sum(len(match[0]) for match in within if _paired(match[0]))
    pairs = sum(len(match[0]) // 2 for match in doubled)
    return (first, last) if pairs >= _FEWEST and paired >= share * letters else None


def _paired(word: str) -> bool:
    """Tell whether a word is of pairs; `JJJJMMDD`, where a letter stands in two running, is a code."""
    if len(word) % 2 or _PAIR.sub("", word):
        return False
    halves = word[::2]
    return sum(one == other for one, other in pairwise(halves)) * 4 <= len(halves)


def _has_a_word(text: str) -> bool:
    """Tell whether a text holds a word that a language knows: `[[CC]YY]MMDD` is a form of dates."""
    words = Batch([Text(text)]).words
    return bool((languages_of_words(words.hash)[words.length > 2] != 0).any())


def single(text: str) -> str:
    """Return a text with one of each pair of letters, signs and spaces."""
    return _PAIR.sub(r"\1", text)

"""Find words glued together, and take them apart: `thatthe`, `whathepays`, `Ihappen`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Ints
from copydesk.language.lexicon import in_other_language, language_of_documents
from copydesk.language.technical import is_technical
from copydesk.language.word_bags import word_bags
from copydesk.word_lists import languages_with
from copydesk_rules.garbled._glued_candidates import (
    listed_pairs,
    parts_of_pair,
    unknown_words,
    usable,
)
from copydesk_rules.garbled._glued_clues import weigh
from copydesk_rules.garbled._glued_cuts import likeliest_cuts
from copydesk_rules.garbled._glued_view import Cut

_LISTED = 2.0  # weight of a listed pair of function words
_DOUBTFUL = 0.7  # of its weight a word keeps where the language of its document is not clear


class Glued(NamedTuple):
    """A glued word: its row of the word table, its parts, how much speaks for the cut, and what.

    From a weight of 1.2 on a word needs no company.
    """

    row: int
    parts: tuple[str, ...]
    weight: float
    clues: tuple[str, ...]


def find_glued(batch: Batch, least: int) -> list[Glued]:
    """Return the glued words of a batch, in order.

    They have at least `least` letters, no list knows them, and they are made of common words of
    their document's language. Documents of no clear language are read as English: too many of their
    words may be glued to tell.
    """
    spoken = np.array(batch.derive(language_of_documents), object)
    unclear = spoken == ""
    spoken[unclear] = "en"
    spoken[batch.derive(word_bags)] = ""
    found: list[Glued] = []
    for language in languages_with("glued_strong"):
        if language in spoken:
            rows = unknown_words(batch, spoken == language, language, least)
            found += _weighed(likeliest_cuts(batch, rows, language), language)
    if "en" in spoken:
        found += _pairs(batch, usable(batch, listed_pairs(batch), spoken == "en"))
    if not found:
        return []
    document = batch.document_of_word.take([word.row for word in found])
    kept = _in_own_language(batch, found, spoken.take(document)) & ~_in_code(batch, found, document)
    doubtful = unclear.take(document)
    found = [
        word._replace(weight=_DOUBTFUL * word.weight) if doubtful[number] else word
        for number, word in enumerate(found)
        if kept[number]
    ]
    return sorted(found, key=lambda word: word.row)


def _weighed(cuts: Sequence[Cut], language: str) -> list[Glued]:
    weighed = ((cut, weigh(cut, language)) for cut in cuts)
    return [
        Glued(cut.row, cut.parts, verdict.score, verdict.clues)
        for cut, verdict in weighed
        if verdict.score > 0
    ]


def _pairs(batch: Batch, rows: Ints) -> list[Glued]:
    """Return pairs of function words that lists of words hold as one."""
    hashes = batch.words.hash.take(rows).tolist()
    return [
        Glued(row, parts_of_pair(hashed), _LISTED, ("pair of function words",))
        for row, hashed in zip(rows.tolist(), hashes, strict=True)
    ]


def _in_own_language(batch: Batch, found: Sequence[Glued], languages: AnyArray) -> AnyArray:
    """Return which words lie in blocks that are not clearly in another language.

    `besoin` is no `be so in`.
    """
    rows = np.array([word.row for word in found], np.int64)
    return ~in_other_language(batch, rows, languages.tolist())


def _in_code(batch: Batch, found: Sequence[Glued], document: Ints) -> AnyArray:
    """Return which words are names in documents about code: `notAfter`."""
    capital = [any(map(str.isupper, "".join(word.parts)[1:])) for word in found]
    return batch.derive(is_technical).take(document) & np.array(capital, np.bool_)

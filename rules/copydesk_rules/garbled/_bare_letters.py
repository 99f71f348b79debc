"""Tell text that is written without the marks of its letters on purpose: `nao` for `não`.

On old keyboards and in chats people write so, and no word of it is garbled.
"""

from __future__ import annotations

import functools
import itertools
import unicodedata
from collections import defaultdict

import numpy as np

from copydesk.columns.batch import Batch, Text
from copydesk.columns.dtypes import Ints, Mask
from copydesk.language.lexicon import LANGUAGES, zipf
from copydesk.word_lists import of_language
from copydesk_rules.garbled._words import SegmentWords

_KNOWN = 2.9  # Zipf frequency of a word with its marks
_RARE = 3.7  # ... below which a word may lack them
_SHARE = 0.5  # of the rare words of a segment that have marks to lack
_MOST = 12  # words of a segment that are tried, and letters of such a word
_BARE = {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss"}


def written_bare(words: SegmentWords, segment: Ints) -> Mask:
    """Return which segments, of documents without a marked letter, have words that only lack their
    marks.
    """
    return np.array([_bare(words, int(each)) for each in segment], np.bool_)


def _bare(words: SegmentWords, segment: int) -> bool:
    marked = _marked_letters(LANGUAGES[int(words.language[segment])])
    head, size = int(words.head[segment]), int(words.size[segment])
    if not marked or not _plain_document(words.batch, int(words.start[head])):
        return False
    rows = np.flatnonzero(
        words.plain[head : head + size] & (words.common[head : head + size] < _RARE)
    )
    spoken = [
        words.batch.slice(int(words.start[row]), int(words.end[row])).lower()
        for row in (head + rows[:_MOST]).tolist()
    ]
    language = LANGUAGES[int(words.language[segment])]
    lacking = sum(len(word) <= _MOST and _lacks_marks(word, language) for word in spoken)
    return bool(spoken) and lacking >= _SHARE * len(spoken)


def _plain_document(batch: Batch, at: int) -> bool:
    """Tell whether a document has no letter beyond ASCII."""
    number = int(batch.document_at(at))
    text = batch.text[int(batch.document_start[number]) : int(batch.document_end[number])]
    return text.isascii() or not any(c.isalpha() for c in text if ord(c) >= 0x80)


@functools.lru_cache(maxsize=4096)
def _lacks_marks(word: str, language: str) -> bool:
    """Tell whether a word is a known one of the language with marks on one or two letters."""
    marked = _marked_letters(language)
    places = [(at, letter) for at, bare in enumerate(word) for letter in marked.get(bare, ())]
    tries = []
    for changes in itertools.chain(((one,) for one in places), itertools.combinations(places, 2)):
        letters = list(word)
        for at, letter in changes:
            letters[at] = letter
        tries.append("".join(letters))
    return bool(tries) and bool(
        zipf(Batch([Text(" ".join(tries))]).words.hash, language).max() >= _KNOWN
    )


@functools.cache
def _marked_letters(language: str) -> dict[str, list[str]]:
    """Return the marked letters of a language by what is left of them without their marks."""
    found = defaultdict[str, list[str]](list)
    for letter in of_language(language, "letters"):
        bare = _BARE.get(letter, unicodedata.normalize("NFD", letter)[0])
        if len(bare) == 1:
            found[bare].append(letter)
    return dict(found)

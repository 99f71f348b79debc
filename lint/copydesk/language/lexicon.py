"""How common words are, by their hashes: shipped frequency lists, looked up a column at a time (built by `tools/build_lexicon.py`)."""

from __future__ import annotations

import functools
from importlib.resources import files

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Floats, Hashes, Ints, Mask
from copydesk.columns.lookup import Lookup

LANGUAGES = tuple("en de fr es it pt nl pl sv da fi cs ro tr ru uk el hu".split())
_STOPWORDS = 120  # the most frequent words of a language: half of the running words of any of its texts
_CLEAR = 0.2  # English news has 0.35 to 0.5 stop words; lists and tables fall below 0.2


@functools.cache
def _table(language: str) -> AnyArray:
    table: AnyArray = np.load(str(files("copydesk.language") / "tables" / f"{language}.npy"), allow_pickle=False)
    return table


@functools.cache
def _lookup(language: str) -> tuple[Lookup, Floats]:
    table = _table(language)
    return Lookup(table["hash"]), table["zipf"] / 10.0


def zipf(hashes: Hashes, language: str = "en") -> Floats:
    """Return each word's Zipf frequency (log10 of its occurrences in a billion words; `the` is 7.7); 0 where it is unknown.

    English knows 80,000 words (down to about Zipf 2.4), the other languages 12,000 (down to about 3.5). Source: wordfreq 3.1 (Speer 2022).
    """
    lookup, frequency = _lookup(language)
    return lookup.values(frequency, hashes, 0.0)


def known(hashes: Hashes, language: str = "en") -> Mask:
    """Return which words the language's list holds."""
    return _lookup(language)[0].has(hashes)


def english_zipf(batch: Batch) -> Floats:
    """Return the English Zipf frequency of every word of a batch; for `batch.once`."""
    return zipf(batch.words.hash)


@functools.cache
def _stopwords() -> tuple[Lookup, Ints]:
    """Return the most frequent words of all languages, and for each a bit set of the languages whose they are."""
    tops = []
    for language in LANGUAGES:
        table = _table(language)
        tops.append(table["hash"][np.argsort(-table["zipf"].astype(np.int64), kind="stable")[:_STOPWORDS]])
    lookup = Lookup(np.concatenate(tops))
    bits = np.zeros(lookup.hashes.size, np.int64)
    for number, top in enumerate(tops):
        bits[lookup.rows(top)] |= 1 << number
    return lookup, bits


def language_of_documents(batch: Batch) -> list[str]:
    """Return the language of each document, "" where none is clear; for `batch.once`.

    The language whose most frequent words make up the largest share of the document, if that share is at least _CLEAR.
    """
    lookup, bits = _stopwords()
    spoken = lookup.values(bits, batch.words.hash, 0)
    rows = np.flatnonzero(spoken)
    spoken, document = spoken[rows], batch.document_of_word[rows]
    counts = np.array([np.bincount(document[spoken >> number & 1 == 1], minlength=len(batch)) for number in range(len(LANGUAGES))])
    words = np.maximum(np.bincount(batch.document_of_word, minlength=len(batch)), 1)
    best = counts.argmax(axis=0)
    clear = counts.max(axis=0) >= _CLEAR * words
    return [LANGUAGES[number] if sure else "" for number, sure in zip(best.tolist(), clear.tolist(), strict=True)]


def english_documents(batch: Batch) -> Mask:
    """Return which documents are in English; shape (documents,); for `batch.once`."""
    return np.array([language == "en" for language in batch.once(language_of_documents)], np.bool_)

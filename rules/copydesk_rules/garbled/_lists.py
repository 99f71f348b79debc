"""Read the word lists of this family, and those that each language has for it, as hashes.

A `Lookup` is for columns of words; a `frozenset` of hashes for single candidates.
"""

from __future__ import annotations

import functools

from copydesk.columns.hashing import hash_vocabulary
from copydesk.columns.lookup import Lookup, listed
from copydesk.word_lists import entries, of_all_languages, of_language
from copydesk_rules.garbled import WORDS


@functools.cache
def family_words(name: str) -> Lookup:
    """Return the words of `words/NAME.txt`."""
    return listed(WORDS / f"{name}.txt")


@functools.cache
def family_hashes(name: str) -> frozenset[int]:
    """Return the hashes of the words of `words/NAME.txt`."""
    return frozenset(hash_vocabulary(entries(WORDS / f"{name}.txt")).tolist())


@functools.cache
def language_hashes(name: str) -> frozenset[int]:
    """Return the hashes of the words that the lists of this name hold, of all languages."""
    return frozenset(hash_vocabulary(of_all_languages(name)).tolist())


@functools.cache
def hashes_of_language(language: str, name: str) -> frozenset[int]:
    """Return the hashes of the words of a language's list; none where it has no such list."""
    return frozenset(hash_vocabulary(of_language(language, name)).tolist())


@functools.cache
def words_of_all_languages(name: str) -> Lookup:
    """Return the words that the lists of this name hold, of all languages."""
    return Lookup.of(of_all_languages(name))


@functools.cache
def words_of_language(language: str, name: str) -> Lookup | None:
    """Return the words of a language's list, None where it has no list of this name."""
    words = of_language(language, name)
    return Lookup.of(words) if words else None

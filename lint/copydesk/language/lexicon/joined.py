"""The frequency lists of all languages as one table: which languages know a word.

Two tables are shipped joined, as reading 28 lists takes a quarter of the time of a commit hook's
run: `tables/union.npy` of all words, mapped into memory, and `tables/common_words.npy` of the
commonest.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np

from copydesk.columns.dtypes import AnyArray, Floats, Hashes, Ints
from copydesk.columns.lookup import Lookup
from copydesk.columns.ragged import heads
from copydesk.language import TABLES
from copydesk.language.lexicon.frequencies import (
    HALF,
    LANGUAGES,
    UPPER_HALF,
    common_words,
    frequency_list,
    frequency_lookup,
)

FUNCTION_WORD = 5.4  # Zipf frequency: 320 to 565 words a language, 0.4 to 0.6 of its running words
_STOP_WORDS = 120  # the most frequent words of a language: half of the running words of its texts
BITS = 32  # of a set of languages in the shipped tables


def union_of_lists(languages: Sequence[str] = LANGUAGES) -> AnyArray:
    """Return what `tables/union.npy` holds, uint32 of shape (2, words).

    The upper halves of the hashes of all lists' words, ascending, and for each a bit set: bit n is
    set where the list of `languages[n]` holds it. Raises ValueError for more languages than bits.
    """
    return np.stack(_bit_sets([frequency_list(language)[0] for language in languages]))


def common_of_lists(languages: Sequence[str] = LANGUAGES) -> AnyArray:
    """Return what `tables/common_words.npy` holds, uint32 of shape (3, words).

    The upper halves of the hashes, ascending; the languages of whose most frequent words it is one
    (_STOP_WORDS each), and those where its frequency is that of a FUNCTION_WORD, as bit sets.
    """
    stop = _bit_sets(
        [hashes[_largest(tenths, _STOP_WORDS)] for hashes, tenths in map(frequency_list, languages)]
    )
    function = _bit_sets([common_words(language, FUNCTION_WORD) for language in languages])
    table = np.zeros((3, np.union1d(stop[0], function[0]).size), np.uint32)
    table[0] = np.union1d(stop[0], function[0])
    for row, (halves, bits) in enumerate((stop, function), 1):
        table[row, np.searchsorted(table[0], halves)] = bits
    return table


def languages_of_words(hashes: Hashes) -> Ints:
    """Return a bit set for each word, shape (words,): bit n is set where LANGUAGES[n] knows it.

    Few words are asked for, so they are searched for: a Lookup of 700,000 hashes takes longer to
    make than it saves.
    """
    halves, bits = _shipped("union")
    wanted = (hashes >> HALF).astype(np.uint32)
    row = np.searchsorted(halves, wanted)
    found = halves.take(row, mode="clip") == wanted
    return np.where(found, bits.take(row, mode="clip").astype(np.int64), 0)


def languages_of_function_words(hashes: Hashes) -> Ints:
    """Return a bit set for each word, shape (words,): bit n where it is one of LANGUAGES[n]."""
    lookup, bits = _function_words()
    return bits.take(lookup.rows(hashes & UPPER_HALF))


@functools.cache
def stop_words() -> tuple[Lookup, Ints]:
    """Return the most frequent words of all languages, by the upper halves of their hashes, and
    for each row the bit set of the languages whose stop word it is.

    One row more is that of all other words: the empty set.
    """
    halves, stop, _ = _shipped("common_words")
    return _lookup(halves, stop)


@functools.cache
def _function_words() -> tuple[Lookup, Ints]:
    halves, _, function = _shipped("common_words")
    return _lookup(halves, function)


def _lookup(halves: AnyArray, bits: AnyArray) -> tuple[Lookup, Ints]:
    some = np.flatnonzero(bits)
    lookup = Lookup(halves[some].astype(np.uint64) << HALF)
    return lookup, np.append(bits[some], 0).astype(np.int64)


def count_by_language(bits: Ints, group: Ints, groups: int) -> Floats:
    """Count, for each group of words, those of each language; shape (groups, languages).

    `bits`, `group`: the bit set of each word, and its group; shape (words,).
    """
    pattern, number = np.unique(bits, return_inverse=True)
    counts = np.bincount(group * pattern.size + number, minlength=groups * pattern.size)
    # Integers have no fast product; these counts are exact in floats.
    return counts.reshape(groups, pattern.size).astype(np.float64) @ members(pattern)


def members(sets: Ints) -> Floats:
    """Return which languages are in each bit set, as 0 or 1; shape (sets, languages)."""
    return (sets[:, None] >> np.arange(len(LANGUAGES)) & 1).astype(np.float64)


def preload() -> None:
    """Load what nearly every run looks words up in.

    Called before worker processes are forked, so that they share its memory.
    """
    frequency_lookup("en")
    stop_words()
    _shipped("union")


@functools.cache
def _shipped(name: str) -> AnyArray:
    """Return a shipped table, mapped into memory: only the pages that are searched are read."""
    return np.asarray(np.load(TABLES / f"{name}.npy", mmap_mode="r", allow_pickle=False))


def _bit_sets(lists: Sequence[Hashes]) -> tuple[AnyArray, AnyArray]:
    """Return the upper halves of the hashes in these lists, ascending, and for each the bit set
    of the lists that hold it; uint32.
    """
    if len(lists) > BITS:
        raise ValueError(f"{len(lists)} languages; a set of languages has {BITS} bits")
    rows = np.concatenate([hashes | np.uint64(n) for n, hashes in enumerate(lists)])
    rows.sort()
    halves = (rows >> HALF).astype(np.uint32)
    first = np.flatnonzero(heads(halves))
    bit = np.left_shift(np.uint32(1), (rows & np.uint64(255)).astype(np.uint32))
    return halves[first], np.bitwise_or.reduceat(bit, first)


def _largest(tenths: AnyArray, count: int) -> Ints:
    """Return the rows of the `count` largest values, of equal ones the first."""
    above = np.flatnonzero(tenths >= np.partition(tenths, -count)[-count])
    return above[np.argsort(~tenths[above], kind="stable")[:count]]

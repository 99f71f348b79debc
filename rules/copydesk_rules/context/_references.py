"""Trace mentions of events (a launch, clashes, a ruling) back to the words that mentioned them first.

An event is a folder of `words/events/`: the nouns that refer back to it, and the words that may
have mentioned it before. To add one, add a folder; `tests/context` holds each to a first example.
"""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Hashes, Ints, Mask
from copydesk.columns.hashing import hash_vocabulary, hash_word
from copydesk.columns.lookup import Lookup
from copydesk.columns.ragged import distinct, expand
from copydesk.word_lists import entries
from copydesk_rules.context import WORDS

EVENTS = tuple(sorted((WORDS / "events").iterdir()))  # at most 64: a bit each

_ENDINGS = ("", "s", "es", "d", "ed", "ing", "ings", "er", "ers")


def _forms(word: str) -> list[str]:
    """Return a word with the endings of English verbs and nouns, whether or not they exist."""
    forms = [word + ending for ending in _ENDINGS]
    if word.endswith("e"):
        forms += [word[:-1] + "ing", word[:-1] + "ings"]
    if word.endswith("y"):
        forms += [word[:-1] + "ies", word[:-1] + "ied"]
    if len(word) > 2 and word[-1] not in "aeiouwxy" and word[-2] in "aeiou":
        forms += [word + word[-1] + ending for ending in ("ed", "ing", "er", "ers")]
    return forms


@functools.cache
def _nouns() -> tuple[Lookup, Hashes]:
    """Return the nouns, and a bit set of events a row (bit k: EVENTS[k])."""
    return _table(
        [
            [form for noun in entries(event / "nouns.txt") for form in (noun, noun + "s")]
            for event in EVENTS
        ]
    )


@functools.cache
def _mentions() -> tuple[Lookup, Hashes]:
    """Return the words that mention an event in all their forms, and a bit set of events a row.

    They are 12,000, made when a noun needs them.
    """
    lists = ("nouns.txt", "mentions.txt")
    return _table(
        [
            [form for name in lists for word in entries(event / name) for form in _forms(word)]
            for event in EVENTS
        ]
    )


def _table(events: list[list[str]]) -> tuple[Lookup, Hashes]:
    bits: dict[str, int] = {}
    for number, words in enumerate(events):
        for word in words:
            bits[word] = bits.get(word, 0) | 1 << number
    hashes = hash_vocabulary(tuple(bits))
    lookup = Lookup(hashes)
    mask = np.zeros(lookup.hashes.size - 1, np.uint64)
    mask[lookup.rows(hashes)] = np.array(list(bits.values()), np.uint64)
    return lookup, mask


def event_nouns(batch: Batch, rows: Ints) -> Hashes:
    """Return the events each word's noun may refer to, a bit set a word, 0 for other words."""
    nouns, mask = _nouns()
    return nouns.values(mask, batch.words.hash[rows], 0)


def mentioned_before(batch: Batch, rows: Ints, events: Hashes, first: Ints) -> Mask:
    """Return for which nouns (rows of the word table) a word of one of their `events` is at or after
    word `first` and before them.
    """
    found = np.zeros(rows.size, np.bool_)
    if not rows.size:
        return found
    at, bits = _mentions_in(batch, distinct(batch.document_of_word[rows]))
    for event in _members(events):
        chosen = np.flatnonzero(events & event)
        own = at[np.flatnonzero(bits & event)]
        last = np.searchsorted(own, rows[chosen]) - 1
        if own.size:
            found[chosen] |= (last >= 0) & (own.take(last, mode="clip") >= first[chosen])
    return found


def _mentions_in(batch: Batch, documents: Ints) -> tuple[Ints, Hashes]:
    """Return the words of some documents that mention an event, rows of the word table, ascending,
    and the events of each, a bit set.
    """
    begin, end = batch.words_between(batch.document_start, batch.document_end)
    at = expand(begin[documents], (end - begin)[documents])[1]
    lookup, mask = _mentions()
    words = batch.words.hash.take(at)
    bits = lookup.values(mask, words, 0)
    bits[batch.words.capital.take(at) & (words == np.uint64(hash_word("march")))] = 0  # the month
    mentions = np.flatnonzero(bits)
    return at[mentions], bits[mentions]


def _members(events: Hashes) -> list[np.uint64]:
    """Return the events, a bit each, that are in any of some sets."""
    together = int(np.bitwise_or.reduce(events))
    return [np.uint64(1 << number) for number in range(len(EVENTS)) if together >> number & 1]

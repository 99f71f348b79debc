"""Measure how much of a block consists of listed labels: buttons, prompts, names of departments."""

from __future__ import annotations

import functools
from typing import NamedTuple

import numpy as np

from copydesk.columns.batch import Batch, Text
from copydesk.columns.dtypes import Floats, Hashes, Ints, Mask
from copydesk.columns.lookup import Lookup
from copydesk.columns.ragged import Runs, distinct
from copydesk_rules.page._blocks import words_of
from copydesk_rules.page._word_lists import listed_in

# odd: a phrase's key is its words' hashes as digits of this base
_CHAIN = np.uint64(0x9E3779B97F4A7C15)


class Labels(NamedTuple):
    """What some blocks consist of; every column of shape (rows,)."""

    widget: Floats  # share of its words, numbers aside, that are widgets
    label: Floats  # share that are widgets, labels or names of departments
    phrases: Ints  # listed phrases, those inside others not counted


class _Beginnings(NamedTuple):
    """The first words of listed phrases, this many of them."""

    lookup: Lookup
    whole: Mask  # they are a whole phrase; shape of the lookup's rows
    widget: Mask  # they are a whole widget


def labels(batch: Batch, rows: Ints) -> Labels:
    """Measure how much of some blocks consists of listed phrases.

    Phrases are compared word by word: case, punctuation and spacing make no difference.
    """
    word, owner, number = words_of(batch, rows)
    size, widget = _phrases_at(batch.words.hash.take(word), owner)
    at = np.flatnonzero(size)
    found = Runs(at, size[at])
    total = np.maximum(np.bincount(owner[~number], minlength=rows.size), 1)

    def share(phrases: Runs) -> Floats:
        covered = distinct(phrases.positions)
        return np.bincount(owner[covered[~number[covered]]], minlength=rows.size) / total

    widgets = widget[at]
    reached = np.maximum.accumulate(np.append(0, found.end))[:-1]
    outer = at >= reached  # a phrase that begins inside another is part of it
    return Labels(
        share(Runs(at[widgets], found.size[widgets])),
        share(found),
        np.bincount(owner[at[outer]], minlength=rows.size),
    )


def _phrases_at(hashes: Hashes, owner: Ints) -> tuple[Ints, Mask]:
    """Return the words of the longest listed phrase that begins at each word, 0 where none does,
    and whether it is a widget; all of shape (words,).

    `owner`: the block of each word; a phrase lies in one.
    """
    size, widget = np.zeros(hashes.size, np.int64), np.zeros(hashes.size, np.bool_)
    at, key = np.arange(hashes.size), hashes
    for length, listed in enumerate(_beginnings(), 1):
        row = listed.lookup.rows(key)
        known = np.flatnonzero(row >= 0)
        at, key, row = at[known], key[known], row[known]
        whole = listed.whole[row]
        size[at[whole]], widget[at[whole]] = length, listed.widget[row[whole]]
        following = at + length
        inside = following < hashes.size
        inside &= owner.take(following, mode="clip") == owner[at]
        at, key = at[inside], key[inside] * _CHAIN + hashes[following[inside]]
        if not at.size:
            break
    return size, widget


@functools.cache
def _beginnings() -> list[_Beginnings]:
    """Return the beginnings of all listed phrases, of one word, of two, and so on."""
    widgets = listed_in("widgets")
    listed = Batch([Text(phrase) for phrase in widgets + listed_in("labels", "sections")])
    at, end = listed.words_between(listed.document_start, listed.document_end)
    of_widget, key = np.arange(at.size) < len(widgets), np.zeros(at.size, np.uint64)
    tables = []
    while at.size:
        key = key * _CHAIN + listed.words.hash[at]
        lookup, last = Lookup(key), at + 1 == end
        whole, widget = (np.zeros(lookup.hashes.size, np.bool_) for _ in range(2))
        whole[lookup.rows(key[last])] = True
        widget[lookup.rows(key[last & of_widget])] = True
        tables.append(_Beginnings(lookup, whole, widget))
        at, end, of_widget, key = at[~last] + 1, end[~last], of_widget[~last], key[~last]
    return tables

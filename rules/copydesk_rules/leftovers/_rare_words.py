"""Look up, in one pass for all rules, the words that are rare in prose and tell of leftovers."""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints
from copydesk.columns.lookup import Lookup
from copydesk_rules.leftovers._lists import listed

LISTS = ("filler_rare", "filler_heads", "placeholder_words", "model_words")


def rare_words(batch: Batch) -> Ints:
    """Return the rows of the word table that any of the lists holds; for `batch.derive`."""
    return np.flatnonzero(_lookup(*LISTS).has(batch.words.hash))


def words_of_list(batch: Batch, name: str) -> Ints:
    """Return the rows of the word table that a list holds, ascending."""
    rows = batch.derive(rare_words)
    return rows[_lookup(name).has(batch.words.hash.take(rows))] if rows.size else rows


@functools.cache
def _lookup(*names: str) -> Lookup:
    return Lookup.of(sorted({entry for name in names for entry in _entries(name)}))


def _entries(name: str) -> list[str]:
    if name == "filler_heads":
        return [sentence.split()[0].lower() for sentence in listed("filler")]
    return list(listed(name))

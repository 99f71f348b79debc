"""How often the words of some lists, and words of some shapes, stand in documents."""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Floats, Hashes, Ints, Mask
from copydesk.columns.hashing import hash_vocabulary
from copydesk.columns.lookup import Lookup
from copydesk.columns.opaque import OPAQUE
from copydesk.columns.ragged import Runs
from copydesk.language.kinds.rows import FEW, Rows
from copydesk.language.lexicon.frequencies import english_tenths, slots_of_words
from copydesk.language.lexicon.joined import languages_of_words
from copydesk.language.lexicon.spoken import english_documents, sets_of_words
from copydesk.word_lists import entries

_WORDS = Path(__file__).parent / "words"
COUNTED = (
    "first_person",
    "second_person",
    "third_person",
    "reporting",
    "legal",
    "reference",
)
LISTS = (*COUNTED, "fields", "furniture")
_SPLIT = 0.005  # of the words
_SAMPLED = 200  # words of a document that are looked at: enough for rates of one in a hundred


@functools.cache
def _listed() -> tuple[Lookup, AnyArray]:
    """Return the words of all lists, and for each the set of lists that hold it, as bits."""
    hashes = [hash_vocabulary(entries(_WORDS / f"{name}.txt")) for name in LISTS]
    lookup = Lookup(np.concatenate(hashes))
    bits = np.zeros(lookup.hashes.size - 1, np.uint8)
    for number, some in enumerate(hashes):
        bits[lookup.rows(some)] |= np.uint8(1 << number)
    return lookup, lookup.laid_out(bits, 0)


def word_rates(batch: Batch, rows: Rows) -> dict[str, Floats]:
    """Return shares of the first words of each document, by feature; each of shape (documents,)."""
    words, classes = batch.words, batch.classes
    first, end = batch.words_between(batch.document_start, batch.document_end)
    size = end - first
    sampled = Runs.of_sizes(np.minimum(size, _SAMPLED))
    # Spread evenly over the document: its beginning is headings and names of authors.
    at = sampled.spread(first)
    at += sampled.ranks * sampled.spread(size) // np.maximum(sampled.spread(sampled.size), 1)
    seen, members = np.maximum(sampled.size.astype(np.float64), 1), sampled
    start, stop = words.start.take(at), words.end.take(at)
    length = stop - start
    begins, last = classes.take(start), classes.take(np.maximum(stop - 1, 0))
    before = batch.codes.take(np.maximum(start - 1, 0))
    after, beyond = classes.take(stop, mode="clip"), classes.take(stop + 1, mode="clip")
    beyond[stop + 1 >= members.spread(batch.document_end)] = ch.NEWLINE  # not the next document's
    symbol = after == ch.SYMBOL
    lookup, bits = _listed()
    listed = bits.take(lookup.slots(words.hash.take(at)))
    masks: dict[str, Mask] = {
        "stop_words": batch.derive(sets_of_words).take(at) > 0,
        "symbols": symbol | (classes.take(np.maximum(start - 1, 0)) == ch.SYMBOL),
        "social": (before == ord("@")) | (before == ord("#")),
        "inner_marks": (after == ch.TERMINAL) & ((beyond == ch.LOWER) | (beyond == ch.COMMA)),
        "split_words": (after == ch.DASH) & (last == ch.LOWER) & (beyond >= ch.SPACE),
    }
    for row, name in enumerate(COUNTED):
        masks[f"words_{name}"] = (listed & np.uint8(1 << row)) > 0
    out = {name: _count(mask, members) / seen for name, mask in masks.items()}
    mixed = (begins <= ch.UPPER) & (last == ch.DIGIT) | (begins == ch.LOWER) & (last == ch.UPPER)
    out["noise"] = out["split_words"] + _count(mixed, members) / seen
    out["noise"] += _humps(batch) / np.maximum(size, 1)
    out["numbers"] = _count(words.number, Runs.between(first, end)) / np.maximum(size, 1)
    judged = (begins == ch.LOWER) & (length > 2)
    strange = english_tenths(batch.derive(slots_of_words).take(at)) == 0
    out["unknown"] = _unknown(
        words.hash.take(at),
        judged,
        strange,
        members,
        batch.derive(english_documents),
        out["split_words"],
    )
    opaque = np.zeros(len(batch))
    if rows.declared.any():
        code = batch.codes.take(start, mode="clip") >= OPAQUE
        opaque = members.reduce(np.add, np.where(code, length, 0))
        opaque = opaque / np.maximum(members.reduce(np.add, length), 1)
    out["opaque"] = opaque
    return out | _heads_of_rows(rows, lookup, bits)


def _humps(batch: Batch) -> Ints:
    """Return how many capitals follow a small letter in each document."""
    capitals = batch.capitals
    inner = capitals[batch.classes.take(np.maximum(capitals - 1, 0)) == ch.LOWER]
    ends = np.searchsorted(inner, batch.document_end)
    return np.asarray(ends - np.searchsorted(inner, batch.document_start), np.int64)


def _count(mask: Mask, runs: Runs) -> Ints:
    """Return how many rows of each run are true; fast where few are."""
    at = np.flatnonzero(mask)
    return np.searchsorted(at, runs.end) - np.searchsorted(at, runs.start)


def _unknown(
    hashes: Hashes, judged: Mask, strange: Mask, members: Runs, english: Mask, split: Floats
) -> Floats:
    """Return the share of judged words of each document that are no words.

    `strange`: words that the English list lacks. Words of documents in other languages are looked
    up in the lists of all only where hyphens split words.
    """
    seen = np.maximum(_count(judged, members), 1)
    strange = strange & judged
    share = _count(strange, members) / seen
    rows = np.flatnonzero(strange & members.spread(~english & (split >= _SPLIT)))
    owner = members.owner[rows]
    unknown = owner[languages_of_words(hashes[rows]) == 0]
    others = np.bincount(unknown, minlength=len(members)) / seen
    return np.where(english, share, others)


def _heads_of_rows(rows: Rows, lookup: Lookup, bits: AnyArray) -> dict[str, Floats]:
    """Return the shares of rows that are labels of records, and that are buttons and links."""
    words, size = rows.batch.words, np.maximum(rows.runs.size, 1)
    button, field = np.zeros(len(rows), np.bool_), np.zeros(len(rows), np.bool_)
    if len(words):
        few = np.flatnonzero((rows.words > 0) & (rows.words <= FEW) & ~rows.ended)
        first = rows.word_bounds[0]
        for step in range(FEW):
            some = few[rows.words[few] > step]
            button[some] |= _has(bits, lookup, words.hash.take(first[some] + step), "furniture")
        labelled = np.flatnonzero(rows.label)
        last = first[labelled] + rows.label_words[labelled] - 1
        for row in (first[labelled], last):
            field[labelled] |= _has(bits, lookup, words.hash.take(row), "fields")
    return {
        "field_labels": _count(field, rows.runs) / size,
        "furniture": _count(button, rows.runs) / size,
    }


def _has(bits: AnyArray, lookup: Lookup, hashes: AnyArray, name: str) -> Mask:
    bit = np.uint8(1 << LISTS.index(name))
    return np.asarray((bits.take(lookup.slots(hashes)) & bit) > 0, np.bool_)

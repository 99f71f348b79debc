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


class _Sample:
    """Some words of each document, spread evenly over it: its beginning is headings and names.

    `at`: rows of the word table; `members`: those of each document; `start`, `stop` (offsets),
    `begins`, `last`: the classes of their first and last characters, `after`, `beyond`: of the two
    behind them. Columns of shape (words looked at,).
    """

    def __init__(self, batch: Batch) -> None:
        words, classes = batch.words, batch.classes
        first, end = batch.words_between(batch.document_start, batch.document_end)
        self.batch, self.whole = batch, Runs.between(first, end)
        size = self.whole.size
        self.members = Runs.of_sizes(np.minimum(size, _SAMPLED))
        spread = self.members.spread
        self.at: Ints = spread(first)
        self.at += self.members.ranks * spread(size) // np.maximum(spread(self.members.size), 1)
        self.start, self.stop = words.start.take(self.at), words.end.take(self.at)
        self.begins = classes.take(self.start)
        self.last = classes.take(np.maximum(self.stop - 1, 0))
        self.after = classes.take(self.stop, mode="clip")
        self.beyond = classes.take(self.stop + 1, mode="clip")
        self.beyond[self.stop + 1 >= spread(batch.document_end)] = ch.NEWLINE  # the next document's

    def share(self, mask: Mask) -> Floats:
        """Return the share of each document's words for which `mask` is true."""
        return _count(mask, self.members) / np.maximum(self.members.size, 1)


def word_rates(batch: Batch, rows: Rows) -> dict[str, Floats]:
    """Return shares of words of each document, by feature; each of shape (documents,)."""
    sample, size = _Sample(batch), _lengths(batch)
    out = _list_rates(sample) | _mark_rates(sample)
    begins, last = sample.begins, sample.last
    mixed = (begins <= ch.UPPER) & (last == ch.DIGIT) | (begins == ch.LOWER) & (last == ch.UPPER)
    out["noise"] = out["split_words"] + sample.share(mixed) + _humps(batch) / size
    out["numbers"] = _count(batch.words.number, sample.whole) / size
    out["unknown"] = _unknown(sample, out["split_words"])
    out["opaque"] = _opaque(sample, rows)
    return out | _heads_of_rows(rows)


def _lengths(batch: Batch) -> Ints:
    """Return how many words each document has, at least 1."""
    first, end = batch.words_between(batch.document_start, batch.document_end)
    return np.asarray(np.maximum(end - first, 1), np.int64)


def _list_rates(sample: _Sample) -> dict[str, Floats]:
    batch = sample.batch
    lookup, bits = _listed()
    listed = bits.take(lookup.slots(batch.words.hash.take(sample.at)))
    out = {"stop_words": sample.share(batch.derive(sets_of_words).take(sample.at) > 0)}
    for row, name in enumerate(COUNTED):
        out[f"words_{name}"] = sample.share((listed & np.uint8(1 << row)) > 0)
    return out


def _mark_rates(sample: _Sample) -> dict[str, Floats]:
    """Return the shares of words beside which symbols and marks stand."""
    batch, after, beyond = sample.batch, sample.after, sample.beyond
    place = np.maximum(sample.start - 1, 0)
    before, previous = batch.codes.take(place), batch.classes.take(place)
    inner = (after == ch.TERMINAL) & ((beyond == ch.LOWER) | (beyond == ch.COMMA))
    split = (after == ch.DASH) & (sample.last == ch.LOWER) & (beyond >= ch.SPACE)
    return {
        "symbols": sample.share((after == ch.SYMBOL) | (previous == ch.SYMBOL)),
        "social": sample.share((before == ord("@")) | (before == ord("#"))),
        "inner_marks": sample.share(inner),
        "split_words": sample.share(split),
    }


def _opaque(sample: _Sample, rows: Rows) -> Floats:
    """Return the share of code and addresses in the sentences of documents that mark them."""
    if not rows.declared.any():
        return np.zeros(len(sample.batch))
    length, members = sample.stop - sample.start, sample.members
    code = sample.batch.codes.take(sample.start, mode="clip") >= OPAQUE
    opaque = members.reduce(np.add, np.where(code, length, 0))
    return np.asarray(opaque / np.maximum(members.reduce(np.add, length), 1), np.float64)


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


def _unknown(sample: _Sample, split: Floats) -> Floats:
    """Return the share of small words of each document that are no words.

    English words are those of the English list. Words of documents in other languages are looked up
    in the lists of all, and only where hyphens `split` words.
    """
    batch, members = sample.batch, sample.members
    judged = (sample.begins == ch.LOWER) & (sample.stop - sample.start > 2)
    strange = judged & (english_tenths(batch.derive(slots_of_words).take(sample.at)) == 0)
    seen, english = np.maximum(_count(judged, members), 1), batch.derive(english_documents)
    rows = np.flatnonzero(strange & members.spread(~english & (split >= _SPLIT)))
    unknown = languages_of_words(batch.words.hash.take(sample.at.take(rows))) == 0
    others = np.bincount(members.owner[rows[unknown]], minlength=len(members))
    return np.asarray(np.where(english, _count(strange, members), others) / seen, np.float64)


def _heads_of_rows(rows: Rows) -> dict[str, Floats]:
    """Return the shares of rows that are labels of records, and that are buttons and links."""
    words, size = rows.batch.words, np.maximum(rows.runs.size, 1)
    button, field = np.zeros(len(rows), np.bool_), np.zeros(len(rows), np.bool_)
    if len(words):
        few = np.flatnonzero((rows.words > 0) & (rows.words <= FEW) & ~rows.ended)
        first = rows.word_bounds[0]
        for step in range(FEW):
            some = few[rows.words[few] > step]
            button[some] |= _has(words.hash.take(first[some] + step), "furniture")
        labelled = np.flatnonzero(rows.label)
        last = first[labelled] + rows.label_words[labelled] - 1
        for row in (first[labelled], last):
            field[labelled] |= _has(words.hash.take(row), "fields")
    return {
        "field_labels": _count(field, rows.runs) / size,
        "furniture": _count(button, rows.runs) / size,
    }


def _has(hashes: Hashes, name: str) -> Mask:
    lookup, bits = _listed()
    bit = np.uint8(1 << LISTS.index(name))
    return np.asarray((bits.take(lookup.slots(hashes)) & bit) > 0, np.bool_)

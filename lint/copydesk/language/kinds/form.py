"""The form of documents as columns: one feature a column, one value a document.

Features are shares and rates, so that a long text and a short one of a kind look alike. They come
from tables that rules need as well; words are looked up in the first few hundred of a document.
"""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.blocks import BlockKind
from copydesk.columns.dtypes import AnyArray, Floats, Ints, Mask
from copydesk.columns.hashing import hash_vocabulary
from copydesk.columns.lookup import Lookup
from copydesk.columns.opaque import OPAQUE
from copydesk.columns.ragged import Runs
from copydesk.language.kinds.rows import Rows, rows_of
from copydesk.language.lexicon.spoken import stop_words_of
from copydesk.word_lists import entries

_WORDS = Path(__file__).parent / "words"
LISTS = (
    "first_person",
    "second_person",
    "third_person",
    "reporting",
    "legal",
    "reference",
    "fields",
    "furniture",
)
_SAMPLED = 400  # words of a document that are looked up: enough for rates of one in a hundred
_SHORT_ROW, _LONG_ROW = 40, 250  # characters
_FEW = 4  # words of a row that is a name, a button, a heading


@functools.cache
def _listed() -> tuple[Lookup, AnyArray]:
    """Return the words of all lists, and for each the set of lists that hold it, as bits."""
    hashes = [hash_vocabulary(entries(_WORDS / f"{name}.txt")) for name in LISTS]
    lookup = Lookup(np.concatenate(hashes))
    bits = np.zeros(lookup.hashes.size - 1, np.uint8)
    for number, some in enumerate(hashes):
        bits[lookup.rows(some)] |= np.uint8(1 << number)
    return lookup, lookup.laid_out(bits, 0)


class _Counter:
    """Counts what lies in each document."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch

    def at(self, offsets: Ints) -> Floats:
        """Return how many of some ascending offsets lie in each document."""
        edges = np.searchsorted(offsets, self.batch.document_start)
        ends = np.searchsorted(offsets, self.batch.document_end)
        return (ends - edges).astype(np.float64)

    def of_class(self, *kinds: int) -> Floats:
        """Return how many characters of some neighbouring classes each document has."""
        classes = self.batch.classes
        found = classes == kinds[0]
        for kind in kinds[1:]:
            found |= classes == kind
        return self.at(np.flatnonzero(found))


def features(batch: Batch) -> dict[str, Floats]:
    """Return every feature by its name, each of shape (documents,); for `batch.derive`."""
    rows, count = batch.derive(rows_of), _Counter(batch)
    size = np.maximum(rows.runs.size.astype(np.float64), 1)
    visible = np.maximum(rows.total(rows.length), 1)
    out = {
        "log_length": np.log10(visible),
        "log_rows": np.log10(size),
        "log_row_length": np.log10(visible / size),
    }
    out |= _row_features(rows, size, visible)
    out |= _character_features(batch, rows, count, visible, size)
    out |= _word_features(batch, rows, count)
    return out


def _row_features(rows: Rows, size: Floats, visible: Floats) -> dict[str, Floats]:
    few = rows.words <= _FEW
    plain = rows.kind < BlockKind.TABLE
    label = rows.label & plain
    bare = few & ~rows.ended & (rows.words > 0) & plain
    inner = ~rows.ended & (rows.first == ch.LOWER)
    marked = {
        "ended": rows.ended,
        "short": rows.length < _SHORT_ROW,
        "few": few,
        "dashed": rows.dashed & ~rows.declared[rows.document_of],
        "quoted": rows.quoted,
        "label": label,
        "recurring_label": rows.recurring(label, 3, rows.label_hash),
        "recurring_row": rows.recurring(bare, 3, rows.hash),
        "numbered": rows.numbered & plain,
        "sectioned": rows.sectioned & plain,
        "timed": rows.timed,
        "bulleted": rows.bulleted,
        "shouted": rows.shouted & plain,
        "indented": rows.indent,
        "lower_start": rows.first == ch.LOWER,
        "fragment": inner,
        "colon_end": (rows.last_code == ord(":")) | (rows.last_code == 0xFF1A),
        "question": (rows.last_code == ord("?")) | (rows.last_code == 0xFF1F),
        "comma_end": (rows.last_code == ord(",")) | (rows.last_code == ord(";")),
        "code_end": np.isin(rows.last_code, [ord(mark) for mark in "{};)>\\]"]),
        "bare": bare,
        "apart": rows.apart,
        "upper_start": rows.first == ch.UPPER,
        "heading": rows.kind == BlockKind.HEADING,
        "table": rows.kind == BlockKind.TABLE,
        "ruled": (rows.words == 0) & plain,
        "speaker": rows.recurring(
            few & (rows.words > 0) & plain & (rows.first == ch.UPPER), 4, rows.hash
        ),
    }
    out = {name: rows.total(mask) / size for name, mask in marked.items()}
    weighed = {
        "ended_text": rows.ended,
        "long_text": rows.length >= _LONG_ROW,
        "code_text": rows.kind == BlockKind.CODE,
        "table_text": rows.kind == BlockKind.TABLE,
        "quoted_text": rows.quoted,
        "dashed_text": marked["dashed"],
    }
    for name, mask in weighed.items():
        out[name] = rows.total(np.where(mask, rows.length, 0)) / visible
    out["front_matter"] = rows.total(rows.kind == BlockKind.FRONT_MATTER)
    out["declared"] = rows.declared.astype(np.float64)
    out["page"] = np.array([text.is_page for text in rows.batch.texts], np.float64)
    squared = rows.total(np.minimum(rows.length, 1000) ** 2) / size
    mean = rows.total(np.minimum(rows.length, 1000)) / size
    out["row_spread"] = np.sqrt(np.maximum(squared - mean**2, 0)) / np.maximum(mean, 1)
    first = np.minimum(rows.runs.start, max(len(rows) - 1, 0))
    if len(rows):
        out["dateline"] = sum(
            rows.dated[np.minimum(first + step, rows.runs.end - 1)] for step in range(4)
        ).astype(np.float64)
        second = np.minimum(first + 1, rows.runs.end - 1)
        out["headline"] = (
            ~rows.ended[first]
            & (rows.words[first] <= 20)
            & rows.ended[second]
            & (rows.length[second] >= 60)
        ).astype(np.float64)
        out["first_question"] = marked["question"][first].astype(np.float64)
        out["first_sectioned"] = (marked["sectioned"] | rows.numbered)[first].astype(np.float64)
        out["first_ended"] = rows.ended[first].astype(np.float64)
    else:
        out |= dict.fromkeys(
            ("dateline", "headline", "first_question", "first_sectioned", "first_ended"), 0 * size
        )
    return out


def _character_features(
    batch: Batch, rows: Rows, count: _Counter, visible: Floats, size: Floats
) -> dict[str, Floats]:
    codes, classes = batch.codes, batch.classes
    symbols = np.flatnonzero(classes == ch.SYMBOL)
    symbol = codes.take(symbols)
    ends = np.flatnonzero(classes == ch.TERMINAL)
    end = codes.take(ends)
    asked = (end == ord("?")) | (end == 0xFF1F) | (end == 0x61F)
    called = (end == ord("!")) | (end == 0xFF01)
    quotes = np.flatnonzero(classes == ch.QUOTE)
    terminals = np.maximum(count.at(ends), 1)
    capitals = batch.capitals
    before = classes.take(np.maximum(capitals - 1, 0))
    digits = np.flatnonzero(classes == ch.DIGIT)
    beside = classes.take(np.maximum(digits - 1, 0))
    wide = codes.take(digits) >= OPAQUE
    after = classes.take(np.minimum(ends + 1, classes.size - 1)) if classes.size else ends
    glued = (after == ch.LOWER) | (after == ch.COMMA)
    dashes = np.flatnonzero(classes == ch.DASH)
    dashed = dashes[(dashes > 0) & (dashes + 1 < classes.size)]
    split = (classes.take(dashed - 1) == ch.LOWER) & (classes.take(dashed + 1) >= ch.SPACE)
    commas = np.flatnonzero(classes == ch.COMMA)
    loose = classes.take(np.maximum(commas - 1, 0)) >= ch.SPACE
    out = {
        "symbols": count.at(symbols) / visible,
        "bars": count.at(symbols[symbol == ord("|")]) / size,
        "signs": count.at(symbols[np.isin(symbol, [ord(mark) for mark in "=<>+~^`"])]) / visible,
        "social": count.at(symbols[np.isin(symbol, [ord("@"), ord("#")])]) / visible,
        "odd": count.at(symbols[np.isin(symbol, [ord(m) for m in "^~|\\■•¦\ufffd*»«"])]) / visible,
        "emoji": count.at(symbols[symbol > 0x2190]) / visible,
        "asked": count.at(ends[asked]) / terminals,
        "called": count.at(ends[called]) / terminals,
        "quotes": count.at(quotes) / visible,
        "humps": count.at(capitals[before == ch.LOWER]) / visible,
        "mixed": count.at(digits[(beside <= ch.LETTER) & ~wide]) / visible,
        "opaque": count.at(digits[wide]) / visible,
        "glued_ends": count.at(ends[glued]) / terminals,
        "split_words": count.at(dashed[split]) / visible,
        "loose_commas": count.at(commas[loose]) / visible,
        "commas": count.at(commas) / visible,
        "sentence_length": np.log10(np.maximum(visible / terminals, 1)),
        "brackets": count.of_class(ch.OPENER) / visible,
    }
    out["noise"] = 1000 * (out["humps"] + out["mixed"] + out["split_words"] + out["loose_commas"])
    return out


def _word_features(batch: Batch, rows: Rows, count: _Counter) -> dict[str, Floats]:
    words = batch.words
    first, end = batch.words_between(batch.document_start, batch.document_end)
    runs = Runs.between(first, end)
    size = np.maximum(runs.size.astype(np.float64), 1)
    out = {
        "numbers": runs.reduce(np.add, words.number.astype(np.int64)) / size,
        "capitals": runs.reduce(np.add, words.capital.astype(np.int64)) / size,
        "letters": runs.reduce(np.add, (words.length == 1).astype(np.int64)) / size,
        "word_length": runs.reduce(np.add, words.length) / size,
        "stop_words": runs.reduce(np.add, batch.derive(stop_words_of).astype(np.int64)) / size,
    }
    sampled = Runs.between(first, np.minimum(end, first + _SAMPLED))
    lookup, bits = _listed()
    found = bits.take(lookup.slots(words.hash.take(sampled.positions)))
    seen = np.maximum(sampled.size.astype(np.float64), 1)
    members = Runs.of_sizes(sampled.size)
    for number, name in enumerate(LISTS[:6]):
        mask = (found & np.uint8(1 << number)) > 0
        out[f"words_{name}"] = members.reduce(np.add, mask.astype(np.int64)) / seen
    out |= _heads_of_rows(rows, lookup, bits)
    return out


def _heads_of_rows(rows: Rows, lookup: Lookup, bits: AnyArray) -> dict[str, Floats]:
    """Return the shares of rows that are labels of records, and that are buttons and links."""
    words, size = rows.batch.words, np.maximum(rows.runs.size, 1)
    if not len(words):
        return dict.fromkeys(("field_labels", "furniture"), np.zeros(len(rows.batch)))
    few = np.flatnonzero((rows.words > 0) & (rows.words <= _FEW) & ~rows.ended)
    first = rows.word_bounds[0]
    button = np.zeros(len(rows), np.bool_)
    for step in range(_FEW):
        some = few[rows.words[few] > step]
        button[some] |= _has(bits, lookup, words.hash.take(first[some] + step), "furniture")
    labelled = np.flatnonzero(rows.label)
    last = first[labelled] + rows.label_words[labelled] - 1
    field = np.zeros(len(rows), np.bool_)
    field[labelled] = _has(bits, lookup, words.hash.take(first[labelled]), "fields")
    field[labelled] |= _has(bits, lookup, words.hash.take(last), "fields")
    return {"field_labels": rows.total(field) / size, "furniture": rows.total(button) / size}


def _has(bits: AnyArray, lookup: Lookup, hashes: AnyArray, name: str) -> Mask:
    bit = np.uint8(1 << LISTS.index(name))
    return np.asarray((bits.take(lookup.slots(hashes)) & bit) > 0, np.bool_)

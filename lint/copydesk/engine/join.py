"""The join on equal keys between a corpus rule's halves, in memory: sort, then link each bucket's members.

Units of equal content are collapsed first: only the first of each takes part in the join, the others are paired with it. A bucket is
linked as a star around its first member, and each member with the one before it: two pairs a member, so a bucket of a hundred thousand
costs two hundred thousand pairs and is never dropped (docs/adr/0005).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from copydesk.columns.dtypes import Hashes, Ints
from copydesk.columns.lookup import Lookup
from copydesk.engine.map import Part
from copydesk.rule import Candidates


@dataclass(frozen=True, slots=True)
class Pool:
    """The words of every document, once for all rules, and where each part's words and documents begin."""

    words: Hashes
    numbers: Ints
    word_base: Ints
    document_base: Ints


@dataclass(frozen=True, slots=True)
class Units:
    """The units of one corpus rule: `document`, and `start`, `end` in that document's text; shape (units,)."""

    document: Ints
    start: Ints
    end: Ints


def pool(parts: Sequence[Part]) -> Pool:
    """Concatenate the words of all parts."""
    sizes = np.array([part.words.size for part in parts], np.int64)
    base = np.cumsum(sizes) - sizes
    counts = np.array([part.documents for part in parts], np.int64)
    words = np.concatenate([part.words for part in parts]) if parts else np.zeros(0, np.uint64)
    numbers = np.concatenate([part.numbers + shift for part, shift in zip(parts, base, strict=True)]) if parts else np.zeros(0, np.int64)
    return Pool(words, numbers, base, np.cumsum(counts) - counts)


def join(parts: Sequence[Part], key: str, pooled: Pool) -> tuple[Units, Candidates]:
    """Return the units of one sketch over all parts, and its candidate pairs."""
    columns: list[list[Ints]] = [[] for _ in range(5)]
    contents: list[Hashes] = []
    keys: list[Hashes] = []
    owners: list[Ints] = []
    count = 0
    for part, word_base, document_base in zip(parts, pooled.word_base, pooled.document_base, strict=True):
        if key not in part.sketches:
            continue
        sketch, document = part.sketches[key]
        for column, values in zip(
            columns,
            (document + document_base, sketch.start, sketch.end, sketch.first_word + word_base, sketch.end_word + word_base),
            strict=True,
        ):
            column.append(values)
        contents.append(sketch.content)
        keys.append(sketch.key)
        owners.append(sketch.unit + count)
        count += sketch.start.size
    document, start, end, first_word, end_word = (np.concatenate(c) if c else np.zeros(0, np.int64) for c in columns)
    content = np.concatenate(contents) if contents else np.zeros(0, np.uint64)
    key_column = np.concatenate(keys) if keys else np.zeros(0, np.uint64)
    unit = np.concatenate(owners) if owners else np.zeros(0, np.int64)
    first, second = _pairs(content, unit, key_column)
    candidates = Candidates(document, first_word, end_word, pooled.words, pooled.numbers, first, second)
    return Units(document, start, end), candidates


def _pairs(content: Hashes, unit: Ints, key: Hashes) -> tuple[Ints, Ints]:
    """Return the pairs to judge, each once, the smaller unit first."""
    copies, representative = _equal_content(content)
    lone = representative[unit] == unit
    firsts, seconds = [representative[copies]], [copies]
    unit, key = _shared(unit[lone], key[lone])
    order = np.lexsort((unit, key))
    unit, key = unit[order], key[order]
    if unit.size:
        same = np.flatnonzero(key[1:] == key[:-1]) + 1
        head = np.flatnonzero(np.append(True, key[1:] != key[:-1]))
        star = unit[head[np.searchsorted(head, same, side="right") - 1]]
        firsts += [star, unit[same - 1]]
        seconds += [unit[same], unit[same]]
    first, second = np.concatenate(firsts), np.concatenate(seconds)
    low, high = np.minimum(first, second), np.maximum(first, second)
    different = low != high
    packed = np.unique(low[different] << np.int64(32) | high[different])
    return packed >> np.int64(32), packed & np.int64(0xFFFFFFFF)


def _shared(unit: Ints, key: Hashes) -> tuple[Ints, Hashes]:
    """Keep the keys that stand more than once: nearly all stand once, and sorting values alone is five times as fast as with rows."""
    ordered = np.sort(key)
    twice = Lookup(ordered[1:][ordered[1:] == ordered[:-1]]).has(key)
    return unit[twice], key[twice]


def _equal_content(content: Hashes) -> tuple[Ints, Ints]:
    """Return the units that repeat an earlier unit's content, and for every unit the first one of its content."""
    order = np.argsort(content, kind="stable")
    ordered = content[order]
    new = np.append(True, ordered[1:] != ordered[:-1])[: content.size]
    representative = np.empty(content.size, np.int64)
    representative[order] = order[np.flatnonzero(new)][np.cumsum(new) - 1] if content.size else order
    return np.flatnonzero(representative != np.arange(content.size)), representative

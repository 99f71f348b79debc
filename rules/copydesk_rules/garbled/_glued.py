"""Take words apart that stand in no list.

`thatthe`, `whathepays`, `Ihappen` are common words without their spaces.
"""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass, replace

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Floats, Ints, Mask
from copydesk.language.lexicon import english_zipf, in_other_language, language_of_documents, zipf
from copydesk.language.technical import manuals
from copydesk_rules.garbled import TABLES
from copydesk_rules.garbled._function_words import (
    ENDINGS,
    NAMED,
    PREFIXES,
    STRONG,
    TELLING,
    function_words,
    listed_pairs,
)
from copydesk_rules.garbled._parts import hash_spans

_LONGEST, _PART = 60, 14  # letters of a word, and of its parts, that are taken apart
_AT_ONCE = 1024  # words that are taken apart at a time: their tables are some megabytes
_NONE, _RARE = -99.0, -80.0  # a part that is no word; a sum below holds one
_LEAST = {
    "en": 3.4
}  # Zipf frequency of a part of three letters or more; lists of other languages are short
_LEAST_ELSEWHERE = 4.2
# letters of the longest function word that is looked for at the start of a word with a capital
_OPENING = 5
_SEEN, _COMMON, _FAMILIAR = (
    3.8,
    4.4,
    4.9,
)  # Zipf frequency of the other word where ever less else speaks for the cut
_LISTED = 3.6  # Zipf frequency below which a glued pair may stand in the lists
_COMMON_ELSEWHERE = 4.8
_IN_COMPANY = 1.0  # weight of a word that counts only where others of its block are glued
_SENTENCE = 15  # letters of a word from which four parts are no accident: `anathemas`
_DOUBTFUL = 0.7  # of its weight a word keeps where the language of its document is not clear
_CODE = np.isin(
    np.arange(0x80), [ord(mark) for mark in "#@/\\_.&=~$%:<>[]{}|^*+-"]
)  # by code, directly before a word: a handle, an address
_CODE_AFTER = frozenset("@/\\_.=(&")


@dataclass(frozen=True, slots=True)
class Glued:
    """A glued word: `row` of the word table, its `parts` as text,
    and how much speaks for the cut: from 1.2 on it needs no company.
    """

    row: int
    parts: tuple[str, ...]
    weight: float


def find_glued(batch: Batch, least: int) -> list[Glued]:
    """Return, in order, every word of at least `least` letters that no list knows and that is
    made of common words of its language.
    """
    found: list[Glued] = []
    spoken = np.array(batch.derive(language_of_documents))
    unclear = np.flatnonzero(spoken == "")  # too many words may be glued to tell
    spoken[unclear] = "en"
    for language in sorted(set(spoken.tolist()) & set(STRONG)):
        rows = _unknown(batch, spoken == language, language, least)
        for some in range(0, rows.size, _AT_ONCE):
            found += _take_apart(batch, rows[some : some + _AT_ONCE], language)
    if (spoken == "en").any():
        found += _listed(batch, spoken == "en")
    if unclear.size and found:
        at = batch.words.start[[word.row for word in found]]
        doubtful = np.isin(np.searchsorted(batch.document_start, at, side="right") - 1, unclear)
        found = [
            replace(word, weight=_DOUBTFUL * word.weight) if doubt else word
            for word, doubt in zip(found, doubtful, strict=True)
        ]
    return sorted(_own_speech(batch, found, spoken), key=lambda word: word.row)


def _own_speech(batch: Batch, found: list[Glued], spoken: AnyArray) -> list[Glued]:
    """Leave out words of blocks that are clearly in another language (`besoin` is no `be so
    in`), and names in code (`notAfter`).
    """
    rows = np.array([word.row for word in found], np.int64)
    document = batch.document_of_word.take(rows)
    name = batch.derive(manuals).take(document) & np.array(
        [any(map(str.isupper, "".join(word.parts)[1:])) for word in found], np.bool_
    )
    return [
        found[row]
        for row in np.flatnonzero(
            ~name & ~in_other_language(batch, rows, spoken.take(document).tolist())
        ).tolist()
    ]


def _listed(batch: Batch, spoken: Mask) -> list[Glued]:
    listed, pairs = listed_pairs()
    common = batch.derive(english_zipf)
    rows = np.flatnonzero((common > 0) & (common < _LISTED))
    rows = rows[listed.has(batch.words.hash.take(rows))]
    rows = _usable(
        batch, rows[batch.classes.take(batch.words.start.take(rows)) == ch.LOWER], spoken
    )
    return [Glued(row, pairs[int(batch.words.hash[row])], 2.0) for row in rows.tolist()]


def _unknown(batch: Batch, spoken: Mask, language: str, least: int) -> Ints:
    words, classes = batch.words, batch.classes
    rows = np.flatnonzero(batch.derive(english_zipf) == 0)
    length = words.length.take(rows)
    rows = rows[(length >= least) & (length <= _LONGEST)]
    first, second = (classes.take(words.start.take(rows) + step) for step in (0, 1))
    rows = rows[
        (first == ch.LOWER) & (second == ch.LOWER)
        | _opens(batch, rows, language) & (first == ch.UPPER) & _first(batch, rows)
    ]
    if language == "en":
        rows = rows[
            ~np.isin((words.hash.take(rows) >> np.uint64(32)).astype(np.uint32), whole_words())
        ]
    else:
        rows = rows[zipf(words.hash.take(rows), language) == 0]
    return _usable(batch, rows, spoken)


@functools.cache
def whole_words() -> AnyArray:
    """Return the upper halves of the hashes of rare English words that look glued (built by
    `tools/build_whole_words.py`).
    """
    table: AnyArray = np.load(TABLES / "whole_words.npy", allow_pickle=False)
    return table


def _first(batch: Batch, rows: Ints) -> Mask:
    """Return which words begin their sentence, or what is quoted in it.

    A capital elsewhere is a name's, Morgan Theriot's.
    """
    sentence, start = batch.sentence_of_word.take(rows), batch.words.start.take(rows)
    before = batch.classes.take(np.maximum(start - 1, 0))
    quoted = (before == ch.QUOTE) | (before == ch.OPENER) | (before == ch.APOSTROPHE)
    return np.asarray(
        (sentence >= 0) & (quoted | (batch.sentences.start.take(sentence) == start)), np.bool_
    )


def _opens(batch: Batch, rows: Ints, language: str) -> Mask:
    """Return which words begin with the letters of a function word."""
    size = np.arange(1, _OPENING + 1)
    start = np.repeat(batch.words.start.take(rows), _OPENING)
    hashes = hash_spans(batch, (start, start + np.tile(size, rows.size)))
    known = np.logical_or(*(listed.has(hashes) for listed in function_words(language)))
    return np.asarray(known.reshape(-1, _OPENING).any(axis=1), np.bool_)


def _usable(batch: Batch, rows: Ints, spoken: Mask) -> Ints:
    """Return which words stand in prose of documents in the language, stand there once,
    and touch no mark of addresses and code.
    """
    words, text = batch.words, batch.text
    document = np.searchsorted(batch.document_start, words.start.take(rows), side="right") - 1
    block = np.searchsorted(batch.blocks.start, words.start.take(rows), side="right") - 1
    kept = (
        spoken.take(document)
        & (block >= 0)
        & (words.start.take(rows) < batch.blocks.end.take(block))
        & batch.blocks.prose.take(block)
    )
    kept &= ~_CODE.take(np.minimum(batch.codes.take(words.start.take(rows) - 1, mode="clip"), 0x7F))
    rows, document = rows[kept], document[kept]
    _, again, count = np.unique(
        words.hash.take(rows) ^ document.astype(np.uint64), return_inverse=True, return_counts=True
    )
    rows = rows[count[again] == 1]  # a word that is written so twice is a name
    tails = [text[end : end + 2] for end in words.end.take(rows).tolist()]
    clear = [not (t[:1] in _CODE_AFTER and (t[1:].isalnum() or t[:1] in "@_(")) for t in tails]
    return rows[np.array(clear, np.bool_)]


def _take_apart(batch: Batch, rows: Ints, language: str) -> list[Glued]:
    """Cut each word into the likeliest parts (Viterbi over the words' frequencies) and return
    those that are all common words.
    """
    start, length = batch.words.start.take(rows), batch.words.length.take(rows)
    longest = int(length.max())
    sums, back = (
        np.full((rows.size, longest + 1), 10 * _NONE),
        np.zeros((rows.size, longest + 1), np.int64),
    )
    sums[:, 0] = 0
    parts, every = _parts(batch, start, length, longest, language), np.arange(rows.size)
    for end in range(1, longest + 1):
        size = np.arange(1, min(_PART, end) + 1)
        value = sums[:, end - size] + parts[:, end - size, size - 1]
        best = value.argmax(axis=1)
        sums[:, end], back[:, end] = value[every, best], best + 1
    cut: list[tuple[int, int, int]] = []  # word, start and end of each part
    for row in np.flatnonzero(
        (sums[every, length] > _RARE) & (back[every, length] < length)
    ).tolist():
        ends, origin = [int(length[row])], int(start[row])
        while ends[-1]:
            ends.append(ends[-1] - int(back[row, ends[-1]]))
        cut += [(int(rows[row]), origin + a, origin + b) for a, b in itertools.pairwise(ends[::-1])]
    return _weigh_all(batch, np.array(cut, np.int64).reshape(-1, 3), language)


def _weigh_all(batch: Batch, cut: Ints, language: str) -> list[Glued]:
    """Weigh the cuts of some words: `cut` holds word, start and end of each part, shape (parts,
    3).
    """
    row, start, end = cut.T
    hashes = hash_spans(batch, (start, end))
    strong, weak = (listed.has(hashes) for listed in function_words(language))
    strong &= end - start > 1
    common = zipf(hashes, language)
    found = []
    head = np.flatnonzero(np.append(True, row[1:] != row[:-1])[: row.size])
    for a, b in itertools.pairwise([*head.tolist(), row.size]):
        parts = tuple(
            batch.slice(x, y) for x, y in zip(start[a:b].tolist(), end[a:b].tolist(), strict=True)
        )
        weight = _weigh(parts, strong[a:b], weak[a:b], common[a:b], language)
        if weight:
            found.append(Glued(int(row[a]), parts, weight))
    return found


def _parts(batch: Batch, start: Ints, length: Ints, longest: int, language: str) -> Floats:
    """Return the log frequency of each part of each word, shape (words, starts, sizes).

    _NONE where a part is too rare for its size.
    """
    at, size = np.arange(longest)[None, :, None], np.arange(1, _PART + 1)[None, None, :]
    row, first, many = np.nonzero(at + size <= length[:, None, None])
    begin = start[row] + first
    hashes = hash_spans(batch, (begin, begin + many + 1))
    common = zipf(hashes, language)
    function = np.logical_or(*(listed.has(hashes) for listed in function_words(language)))
    least = np.where(
        many >= 2, np.where(many == 2, 4.6, _LEAST.get(language, _LEAST_ELSEWHERE)), 9.0
    )
    parts = np.full((start.size, longest, _PART), _NONE)
    parts[row, first, many] = np.where(function | (common >= least), common - 9, _NONE)
    return parts


def _weigh(
    parts: tuple[str, ...], strong: Mask, weak: Mask, common: Floats, language: str
) -> float:
    """Weigh one cut by its parts: which are function words, and how common each is (Zipf).

    Shape (parts,).
    """
    size = [len(part) for part in parts]
    other = np.flatnonzero(~strong & ~weak)
    content = float(common[other].min(initial=9))
    if (
        any(part[1:] != part[1:].lower() and not part.isupper() for part in parts)
        or size.count(1) > 1
    ):
        return 0.0
    if language != "en":
        # Of three parts and more are endings made, which lists of 40,000 forms do not know:
        # `pardonnerait` is no `par donner ait`.
        if len(parts) == 2 and strong.any() and content >= _COMMON_ELSEWHERE and parts[0].islower():
            return 1.5
        return (
            _IN_COMPANY
            if min(size) > 1 and strong.any() and (other.size or len(parts) > 2)
            else 0.0
        )
    familiar = content >= (_SEEN if strong.any() else _COMMON)
    sound = familiar and min((size[row] for row in other.tolist()), default=4) >= 4
    if parts[0][0].isupper():
        return _weigh_capital(parts, strong, weak, sound, content)
    if (
        len(parts) > 3
        and strong.any()
        and strong.sum() + weak.sum() > 1
        and (1 not in size or sum(size) >= _SENTENCE)
    ):
        return 1.5
    if strong.any():
        clear = 1 not in size or (sound and other.size and "a" in parts)
        return (
            2.0
            if clear and (len(parts) == 2 or (sound and (other.size or strong.sum() > 1)))
            else 0.5
        )
    if len(parts) == 2 and weak.sum() == 1 and size[other[0]] >= 4:
        told = (
            _weigh_pair(parts[0], parts[1], content)
            if weak[0]
            else _weigh_ending(parts[0], parts[1], content)
        )
        return told or (0.5 if sound else 0.0)
    told = min(size) > 1 and len(parts) > 2 and not TELLING.isdisjoint(parts)
    return (1.5 if told else 0.5) if sound else 0.0


def _weigh_ending(beside: str, word: str, content: float) -> float:
    """Weigh a weak English word after an ordinary one."""
    clubby = word == "by" and beside.endswith("b")
    return (
        1.5
        if word in TELLING and not clubby and content >= (_FAMILIAR if word in ENDINGS else _SEEN)
        else 0.0
    )


def _weigh_pair(word: str, beside: str, content: float) -> float:
    """Weigh a weak English word before an ordinary one."""
    if word in TELLING:
        return 1.5 if content >= (_FAMILIAR if word in PREFIXES else _SEEN) else 0.0
    article = word == ("an" if beside[0] in "aeiou" else "a")
    return 1.2 if article and content >= _FAMILIAR and len(beside) >= 5 else 0.0


def _weigh_capital(
    parts: tuple[str, ...], strong: Mask, weak: Mask, sound: bool, content: float
) -> float:
    """Judge an English word with a capital: names are made of anything."""
    if not sound or any(part[0].isupper() for part in parts[1:]):
        return 0.0
    if strong[0] and len(parts[0]) > 2 and content < 9 and parts[0] not in NAMED:
        return 1.5
    if (len(parts) > 2 and strong[1:].any()) or (parts[0] == "I" and content >= 4.5):
        return 1.2
    return 0.5 if strong.any() or weak.any() else 0.25

"""Know a web page's furniture by what it says.

The labels, prompts and notices of the phrase lists, block by block.

What needs a page around it (menus, teasers, lists of links) is judged in `boilerplate_pages`.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch, Text
from copydesk.columns.blocks import BlockKind
from copydesk.columns.dtypes import AnyArray, Floats, Ints, Mask
from copydesk.columns.hashing import hash_vocabulary
from copydesk.columns.lookup import Lookup
from copydesk_rules.page import _boilerplate_openings as boilerplate_openings
from copydesk_rules.page import _boilerplate_phrases as boilerplate_phrases

# Characters. A block up to the first, or one without an end mark up to the second, is searched for
# phrases; a longer one only if it
# holds an anchor word, and none beyond the third: prompts are short (99 in 100 of the development
# set's have fewer than 400).
_SENTENCE, _LINE, _LONGEST = 60, 220, 700
_MOSTLY = 0.8  # of the words: the block consists of labels
_HALF, _PART = (
    0.5,
    0.35,
)  # of the words: a prompt with a name or a product in it; one of some length
_PROMPT_WORDS = (3, 40)  # phrase words that make a prompt; the words it may have in all
_TELLING_WORDS = 60
_SHORT_WORDS = 8  # an opening, and half of the rest
_FILLER_WORDS = 25  # a block between two pieces of furniture
_LABELS_IN_ROW = 3  # names of departments that stand in one block
_MOMENT_WORDS = 12
_CLOSERS = 3  # quotes and brackets after an end mark
_HEAD = 64  # characters that an opening phrase may take
_SHOWN = 48  # characters of a block that a message quotes
_CHAIN = np.uint64(
    0x9E3779B97F4A7C15
)  # odd: a phrase's key is its words' hashes as digits of this base
_BULLETS = "-\u2013\u2014\u2022\u00bb\u203a>*|\u00b7+# "
_ACCOUNT = re.compile(
    r"@\w|\bon (?:twitter|facebook|instagram|youtube|tiktok|linkedin)\b", re.IGNORECASE
)  # `Follow ... on Twitter`
PROMPT, APPEAL = 1, 2  # what an anchor word is of
_FIRST = re.compile(r"\w+|\W")


@dataclass(frozen=True, slots=True)
class Furniture:
    """What the phrase lists say of each block; every column of shape (blocks,)."""

    widget: Floats  # share of its words (numbers apart) that are widgets
    label: Floats  # share that are widgets, labels or names of departments
    phrases: Ints  # phrases found
    opening: Ints  # words of the opening phrase, 0 without one
    telling: Mask  # the opening is one that no article's paragraph has
    certain: Mask  # furniture wherever it stands, whatever the page

    def of(self, chosen: Mask) -> Furniture:
        """Return what they say of some blocks."""
        widget, label, phrases, opening, telling = (
            self.widget,
            self.label,
            self.phrases,
            self.opening,
            self.telling,
        )
        return Furniture(
            widget[chosen],
            label[chosen],
            phrases[chosen],
            opening[chosen],
            telling[chosen],
            self.certain[chosen],
        )


def split_phrases(text: str) -> list[str]:
    """Return the phrases of a list, separated by `|`, without the line breaks in them."""
    return [" ".join(phrase.split()) for phrase in text.split("|")]


@functools.cache
def _labels() -> list[tuple[Lookup, Mask, Mask]]:
    """Return, for each number of words.

    The labels' beginnings of that length, which are whole labels, and which are widgets.
    """
    widgets = split_phrases(boilerplate_phrases.WIDGETS) + split_phrases(
        boilerplate_phrases.WIDGETS_ABROAD
    )
    others = split_phrases(boilerplate_phrases.LABELS) + split_phrases(boilerplate_phrases.SECTIONS)
    listed = Batch([Text(phrase) for phrase in widgets + others])
    at, end = (
        np.searchsorted(listed.words.start, side)
        for side in (listed.document_start, listed.document_end)
    )
    number, key = np.arange(at.size), np.zeros(at.size, np.uint64)
    tables = []
    while at.size:
        key = key * _CHAIN + listed.words.hash[at]
        lookup, last = Lookup(key), at + 1 == end
        whole, widget = (np.zeros(lookup.hashes.size, np.bool_) for _ in range(2))
        whole[lookup.rows(key[last])] = True
        widget[lookup.rows(key[last & (number < len(widgets))])] = True
        tables.append((lookup, whole, widget))
        at, end, number, key = at[~last] + 1, end[~last], number[~last], key[~last]
    return tables


@functools.cache
def _openings() -> tuple[dict[str, tuple[tuple[str, ...], list[tuple[str, int, bool]]]], Lookup]:
    """Return the opening phrases by their first word or sign (phrase, words,
    whether it is telling; longest first) and the first words.

    The phrases of each first word stand once more without the rest, to be compared all at once.
    """
    telling = tuple(split_phrases(boilerplate_openings.TELLING))
    out: dict[str, list[tuple[str, int, bool]]] = {}
    for phrase in sorted(
        {*telling, *split_phrases(boilerplate_openings.OPENINGS)},
        key=lambda phrase: (-len(phrase), phrase),
    ):
        words = _FIRST.findall(phrase)
        out.setdefault(words[0], []).append(
            (phrase, max(1, sum(word.isalnum() for word in words)), phrase.startswith(telling))
        )
    heads = {
        next((word for word in _FIRST.findall(phrase) if word.isalnum()), "")
        for phrases in out.values()
        for phrase, _, _ in phrases
    }
    return {
        head: (tuple(phrase for phrase, _, _ in rows), rows) for head, rows in out.items()
    }, Lookup.of(sorted(heads - {""}))


@functools.cache
def _anchors() -> tuple[Lookup, Ints]:
    """Return the words that prompts and appeals have, and for each a bit set of these two."""
    kinds = {
        PROMPT: boilerplate_openings.ANCHORS.split(),
        APPEAL: boilerplate_openings.APPEAL_ANCHORS.split(),
    }
    lookup = Lookup.of(dict.fromkeys(word for words in kinds.values() for word in words))
    bits = np.zeros(lookup.hashes.size, np.int64)
    for kind, words in kinds.items():
        bits[lookup.rows(hash_vocabulary(tuple(words)))] |= kind
    return lookup, bits


def anchored(batch: Batch) -> Ints:
    """Return a bit set for each block.

    PROMPT if it holds an anchor word of prompts, APPEAL if one of appeals; for `batch.derive`.
    """
    (lookup, bits), blocks, words = _anchors(), batch.blocks, batch.words
    found = np.flatnonzero(lookup.has(words.hash))
    at, out = words.start[found], np.zeros(len(blocks), np.int64)
    row = np.searchsorted(blocks.start, at, side="right") - 1
    inside = (row >= 0) & (at < blocks.end.take(row, mode="clip"))
    np.bitwise_or.at(out, row[inside], bits[lookup.rows(words.hash[found[inside]])])
    return out


@functools.cache
def _moments() -> Lookup:
    return Lookup.of(dict.fromkeys(boilerplate_openings.MOMENTS.split()))


def ends_sentence(batch: Batch) -> Mask:
    """Return which blocks end in an end mark (closing quotes and brackets apart.

    Dots of omission do not count); for `batch.derive`.
    """
    start, at = batch.blocks.start, batch.blocks.end - 1
    kind = batch.classes.take(at)
    for _ in range(_CLOSERS):
        at = at - (
            ((kind == ch.CLOSER) | (kind == ch.QUOTE) | (kind == ch.APOSTROPHE)) & (at > start)
        )
        kind = batch.classes.take(at)
    dots = (batch.codes.take(at) == 0x2026) | (
        (batch.codes.take(at) == ord(".")) & (batch.codes.take(np.maximum(at - 1, 0)) == ord("."))
    )
    return np.asarray((kind == ch.TERMINAL) & ~dots, np.bool_)


def _suspects(batch: Batch) -> Ints:
    """Return the blocks to search for phrases, ascending."""
    blocks = batch.blocks
    length = blocks.end - blocks.start
    line = (length <= _LINE) & ~batch.derive(ends_sentence)
    return np.flatnonzero(
        (length <= _SENTENCE)
        | line
        | ((batch.derive(anchored) & PROMPT > 0) & (length <= _LONGEST))
    )


def furniture(batch: Batch) -> Furniture:
    """Search the blocks that may be furniture for the phrase lists; for `batch.derive`."""
    rows = _suspects(batch)

    def spread(column: AnyArray) -> AnyArray:
        out = np.zeros(len(batch.blocks), column.dtype)
        out[rows] = column
        return out

    widget, label, phrases, opening, telling = (
        spread(column) for column in (*_coverage(batch, rows), *_opening(batch, rows))
    )
    return Furniture(
        widget,
        label,
        phrases,
        opening,
        telling,
        _certain(batch, widget, label, phrases, opening, telling),
    )


def words_of(batch: Batch, rows: Ints) -> tuple[Ints, Ints, Mask]:
    """Return the words of some blocks, in a row.

    For each the number of its block among them, and whether it is a number.
    """
    first, last = (side[rows] for side in batch.block_words)
    size = last - first
    begin = np.cumsum(size) - size
    owner = np.repeat(np.arange(rows.size), size)
    word = np.arange(owner.size) + (first - begin)[owner]
    return word, owner, batch.classes.take(batch.words.start.take(word)) == ch.DIGIT


def _coverage(batch: Batch, rows: Ints) -> tuple[Floats, Floats, Ints]:
    """Return each block's share of words in widgets, in labels of any kind,
    and how many phrases it has.
    """
    word, owner, numbers = words_of(batch, rows)
    hashes = batch.words.hash.take(word)
    at, next_word, key = np.arange(word.size), np.arange(word.size), np.zeros(word.size, np.uint64)
    size, widget = np.zeros(word.size, np.int64), np.zeros(word.size, np.bool_)
    for length, (lookup, whole, widgets) in enumerate(_labels(), 1):
        key = key * _CHAIN + hashes.take(next_word)
        row = lookup.rows(key)
        kept = np.flatnonzero(row >= 0)
        at, key, row = at[kept], key[kept], row[kept]
        size[at[whole[row]]], widget[at[whole[row]]] = length, widgets[row[whole[row]]]
        next_word = at + length
        inside = np.flatnonzero(
            (next_word < word.size) & (owner.take(next_word, mode="clip") == owner[at])
        )
        at, key, next_word = at[inside], key[inside], next_word[inside]
        if not at.size:
            break
    at = np.flatnonzero(size)
    size, widget = size[at], widget[at]
    reached = np.maximum.accumulate(np.append(0, at + size))[:-1]
    outer = at >= reached  # a phrase that begins inside another is part of it
    total = np.maximum(np.bincount(owner, ~numbers, minlength=rows.size), 1)
    shares = []
    for chosen in (widget, np.ones(at.size, np.bool_)):
        begun = np.bincount(at[chosen], minlength=word.size + 1) - np.bincount(
            at[chosen] + size[chosen], minlength=word.size + 1
        )
        inside = np.flatnonzero(np.cumsum(begun)[:-1])
        shares.append(np.bincount(owner[inside[~numbers[inside]]], minlength=rows.size) / total)
    return shares[0], shares[1], np.bincount(owner[at[outer]], minlength=rows.size)


def _opening(batch: Batch, rows: Ints) -> tuple[Ints, Mask]:
    """Return the words of the phrase each block opens with, and whether it is a telling one."""
    openings, heads = _openings()
    size, telling = np.zeros(rows.size, np.int64), np.zeros(rows.size, np.bool_)
    blocks, text = batch.blocks, batch.text
    first = np.minimum(batch.block_words[0][rows], max(len(batch.words) - 1, 0))
    likely = (
        heads.has(batch.words.hash[first]) if len(batch.words) else np.zeros(rows.size, np.bool_)
    )
    likely |= batch.classes.take(blocks.start[rows]) == ch.SYMBOL
    numbers = np.flatnonzero(likely)
    spans = zip(
        numbers.tolist(),
        blocks.start[rows[numbers]].tolist(),
        blocks.end[rows[numbers]].tolist(),
        strict=True,
    )
    for number, start, end in spans:
        head = (
            text[start : min(end, start + _HEAD)]
            .lower()
            .replace("\u2019", "'")
            .replace("\u00a0", " ")
            .lstrip(_BULLETS)
        )
        key = _FIRST.match(head)
        if head.startswith("follow") and _ACCOUNT.search(text, start, min(end, start + _LINE)):
            size[number], telling[number] = 1, True
            continue
        listed, phrases = openings.get(key[0], ((), ())) if key else ((), ())
        for phrase, words, tells in phrases if head.startswith(listed) else ():
            if head.startswith(phrase) and not (
                phrase[-1].isalnum() and head[len(phrase) : len(phrase) + 1].isalnum()
            ):
                size[number], telling[number] = words, tells
                break
    return size, telling


def _certain(
    batch: Batch, widget: Floats, label: Floats, phrases: Ints, opening: Ints, telling: Mask
) -> Mask:
    first, last = batch.block_words
    size, ended = last - first, batch.derive(ends_sentence)
    blocks, codes = batch.blocks, batch.codes
    free = (blocks.kind != BlockKind.HEADING) & blocks.prose & (size > 0)
    least, most = _PROMPT_WORDS
    question = codes.take(np.maximum(blocks.end - 1, 0)) == ord("?")
    spoken = widget * size
    prompt = (
        (((widget >= _HALF) & (spoken >= least)) | ((widget >= _PART) & (spoken >= 2 * least)))
        & (size <= most)
        & ~question
    )
    bracketed = (codes.take(blocks.start) == ord("[")) & (codes.take(blocks.end - 1) == ord("]"))
    short = (opening > 0) & ~ended & (widget >= _HALF) & (size <= _SHORT_WORDS)
    listed = (label >= _MOSTLY) & ((phrases >= _LABELS_IN_ROW) | bracketed)
    certain = free & (
        (widget >= _MOSTLY)
        | prompt
        | short
        | (telling & (size <= _TELLING_WORDS))
        | listed
        | _timestamps(batch)
    )
    # What stands beside it and has a phrase of its own, or stands between two and has at least
    # some.
    before, after = _neighbours(certain, blocks.document_of)
    some = (widget > 0) | (opening > 0)
    beside = (before | after) & (
        (label >= _MOSTLY) | ((opening > 0) & ~ended & (size <= _FILLER_WORDS))
    )
    between = before & after & (some | (label >= _HALF)) & (size <= _FILLER_WORDS)
    return np.asarray(certain | (free & (beside | between)), np.bool_)


def _neighbours(mask: Mask, document: Ints) -> tuple[Mask, Mask]:
    """Return which blocks have a marked one before, and which after them, in the same document."""
    same = document[1:] == document[:-1]
    return np.append(False, mask[:-1] & same)[: mask.size], np.append(mask[1:] & same, False)[
        : mask.size
    ]


def _timestamps(batch: Batch) -> Mask:
    """Return the blocks that are a date with a time of day (`Monday 3 May 2021 05:41 EDT`).

    Words of dates and numbers, a colon in one.
    """
    (first, last), out = batch.block_words, np.zeros(len(batch.blocks), np.bool_)
    rows = np.flatnonzero((last - first >= 4) & (last - first <= _MOMENT_WORDS))
    head = first[rows]
    rows = rows[
        _moments().has(batch.words.hash[head])
        | (batch.classes[batch.words.start[head]] == ch.DIGIT)
    ]
    word, owner, number = words_of(batch, rows)
    named = _moments().has(batch.words.hash.take(word)) & ~number
    strange = np.bincount(owner, ~named & ~number, minlength=rows.size)
    long = named & (batch.words.end.take(word) - batch.words.start.take(word) > 1)
    dated = rows[
        (strange == 0) & (np.bincount(owner, long, minlength=rows.size) >= 2)
    ]  # not `11:27 a.m.` alone
    out[[row for row in dated.tolist() if _holds_clock(batch, row)]] = True
    return out


def _holds_clock(batch: Batch, row: int) -> bool:
    start, end = int(batch.blocks.start[row]), int(batch.blocks.end[row])
    colon = np.flatnonzero(batch.codes[start + 1 : end - 1] == ord(":")) + start + 1
    return bool(
        ((batch.classes[colon - 1] == ch.DIGIT) & (batch.classes[colon + 1] == ch.DIGIT)).any()
    )


def runs(batch: Batch, marked: Mask) -> tuple[Ints, Ints]:
    """Return the first and the last block of each unbroken run of marked blocks in one document."""
    rows = np.flatnonzero(marked)
    document = batch.blocks.document_of[rows]
    cut = (np.diff(rows) > 1) | (np.diff(document) > 0)
    return rows[np.append(True, cut)[: rows.size]], rows[np.append(cut, True)[: rows.size]]


def quoted(batch: Batch, first: Ints, last: Ints) -> list[str]:
    """Say of each run how it begins and how many blocks follow, for a message."""
    out = []
    for row, more in zip(first.tolist(), (last - first).tolist(), strict=True):
        start, end = int(batch.blocks.start[row]), int(batch.blocks.end[row])
        shown = " ".join(batch.slice(start, min(end, start + _SHOWN)).split()) + (
            "..." if end - start > _SHOWN else ""
        )
        out.append(
            f'"{shown}"'
            + (f" and {more} more {'block' if more == 1 else 'blocks'}" if more else "")
        )
    return out

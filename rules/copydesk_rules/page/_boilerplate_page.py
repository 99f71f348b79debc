"""The shape of a scraped page, block by block.

What tells its menus, teasers and notices from the article between them.

Columns of plain numbers, each with a name, for the scored combination in `boilerplate_pages`. The
ideas are old ones: stop words and length (Pomikálek 2011, jusText), neighbours (Kohlschütter 2010,
text density), one best stretch of text (Pasternack and Roth 2009); new is the overlap of a short
block's words with the page's prose, which tells its own headline from those of other stories.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Floats, Hashes, Ints, Mask
from copydesk.columns.lookup import Lookup
from copydesk.columns.ragged import distinct
from copydesk_rules.page._boilerplate import Furniture, ends_sentence
from copydesk_rules.page._boilerplate_openings import FUNCTION_WORDS

Columns = dict[str, AnyArray]

_SIZES = (1, 2, 3, 5, 8, 12, 18, 26, 40, 70)  # words; where the classes of length begin
_NO_WORDS = 0.3  # overlap of a block without longer words
_FAR = 60  # blocks; farther is far
DOCUMENT_KEY, _BLOCK = (
    np.uint64(0x9E3779B97F4A7C15),
    np.uint64(0xD6E8FEB86659FD93),
)  # odd factors: (document, hash) as one key


@dataclass(frozen=True, slots=True)
class Shape:
    """What both passes know of each block; every column of shape (blocks,)."""

    document: Ints
    words: Ints
    ended: Mask
    prose: Mask  # a long sentence or more
    overlap: Floats  # share of its longer words that the prose of its page has as well
    repeated: Mask  # stands twice on its page
    gap: Floats  # 1 if a blank line stands before it
    local: Columns


@functools.cache
def _stop() -> Lookup:
    return Lookup.of(dict.fromkeys(FUNCTION_WORDS.split()))


def _sum(flag: AnyArray, first: Ints, last: Ints) -> AnyArray:
    total = np.zeros(flag.size + 1, np.float64 if flag.dtype == np.float64 else np.int64)
    np.cumsum(flag, out=total[1:])
    return total.take(last) - total.take(first)


def _count(at: Ints, start: Ints, end: Ints) -> Ints:
    return np.searchsorted(at, end) - np.searchsorted(at, start)


def shape(batch: Batch, found: Furniture) -> Shape:
    """Measure every block of a batch that holds whole pages."""
    blocks, words, classes = batch.blocks, batch.words, batch.classes
    document, (first, last) = blocks.document_of, batch.block_words
    size = last - first
    each, ended = np.maximum(size, 1), batch.derive(ends_sentence)
    stop = _stop().has(words.hash)
    stops = _sum(stop, first, last) / each
    prose = ended & (size >= 12) & (stops >= 0.25) & (found.widget < 0.2)
    longer = (words.length > 3) & ~stop & ~words.number
    overlap, common, rare = _overlap(
        batch, np.flatnonzero(longer & (batch.block_of_word >= 0)), prose
    )
    repeated = _repeated(batch.block_hash ^ document.astype(np.uint64) * DOCUMENT_KEY)
    signs = {
        kind: _count(np.flatnonzero(classes == kind), blocks.start, blocks.end) / each
        for kind in (ch.TERMINAL, ch.COMMA, ch.SYMBOL)
    }
    head, tail = classes.take(blocks.start), batch.codes.take(blocks.end - 1)
    quoted = ((head == ch.QUOTE) | (head == ch.OPENER) | (head == ch.APOSTROPHE)) & ~np.isin(
        batch.codes.take(blocks.start), (40, 91)
    )
    long, few = np.clip(size / 20, 0, 1), (size > 3) & (size < 20)
    capital, shouted = (
        _sum(words.capital, first, last) / each,
        (words.uppercase == words.length) & (words.length > 1),
    )
    shout = _sum(shouted, first, last) / each
    before, after, mean = _gaps(batch)
    local: Columns = {}
    of_size = np.searchsorted(_SIZES, size, side="right")
    for number in range(len(_SIZES) + 1):
        local[f"size {number} ended"], local[f"size {number} open"] = (
            (of_size == number) & ended,
            (of_size == number) & ~ended,
        )
    local |= {
        "stop words": stops,
        "stop words, long": stops * long,
        "stop words, some": np.minimum(stops, 0.35),
        "capitals": capital * (size > 1),
        "capitals, long": capital * long,
        "numbers": _sum(words.number, first, last) / each,
        "upper case": shout * (1 - long),
        "upper case, long": shout * long,
        "colon": tail == ord(":"),
        "omission": tail == 0x2026,
        "quote": quoted,
        "quote, ended": quoted & ended,
        "lower case": head == ch.LOWER,
        "symbol": head == ch.SYMBOL,
        "symbols": np.clip(signs[ch.SYMBOL], 0, 0.5),
        "commas": np.clip(signs[ch.COMMA], 0, 0.3),
        "marks": np.clip(signs[ch.TERMINAL], 0, 0.3),
        "sentences": np.clip(signs[ch.TERMINAL] * each, 0, 4) * ended,
        "repeated": repeated,
        "repeated, long": repeated & (size > 7),
        "widgets": found.widget,
        "labels": found.label,
        "phrases": np.clip(found.phrases, 0, 4),
        "opening": np.clip(found.opening, 0, 4),
        "telling": found.telling,
        "opening, ended": (found.opening > 0) & ended,
        "word length": np.clip((blocks.end - blocks.start) / each - 6, -3, 4),
        "blank before": before - mean,
        "blank after": after - mean,
        "blank around": before * after - mean**2,
        "overlap": overlap,
        "overlap, few": overlap * few,
        "overlap, long": overlap * long * ended,
        "overlapping": np.clip(common, 0, 6),
        "no long words": rare == 0,
    }
    return Shape(
        document,
        size,
        ended,
        prose,
        np.where(rare > 0, overlap, _NO_WORDS),
        repeated,
        before,
        local,
    )


def title_overlap(batch: Batch, first: Mask) -> tuple[Floats, Ints]:
    """Return which share and how many, up to six,
    of each block's longer words stand in its page's first block, the window's title.
    """
    words = batch.words
    longer = (words.length > 3) & ~_stop().has(words.hash) & ~words.number
    share, common, total = _overlap(
        batch, np.flatnonzero(longer & (batch.block_of_word >= 0)), first
    )
    return np.where(total > 0, share, _NO_WORDS), np.minimum(common, 6)


def before_and_after(mask: Mask, low: Ints, high: Ints) -> tuple[Ints, Ints]:
    """Return how many marked blocks stand above each block and below it,
    on the page that spans blocks [low, high).
    """
    at = np.arange(mask.size)
    return _sum(mask, low, at), _sum(mask, at + 1, high)


def _repeated(keys: Hashes) -> Mask:
    _, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    return np.asarray(counts[inverse] > 1, np.bool_)


def _overlap(batch: Batch, rows: Ints, prose: Mask) -> tuple[Floats, Ints, Ints]:
    """Return which share, how many and of how many of each block's words stand in the prose of
    its page, in other blocks.
    """
    block = batch.block_of_word[rows]
    key = batch.words.hash[rows] ^ batch.blocks.document_of[block].astype(np.uint64) * DOCUMENT_KEY
    in_prose = prose[block]
    _, word = np.unique(key, return_inverse=True)
    _, own, times = np.unique(
        key ^ block.astype(np.uint64) * _BLOCK, return_inverse=True, return_counts=True
    )
    elsewhere = (
        np.bincount(word, in_prose)[word] - np.where(in_prose, times[own], 0) > 0
        if rows.size
        else np.zeros(0, np.bool_)
    )
    total = np.bincount(block, minlength=prose.size)
    common = np.bincount(block, elsewhere, minlength=prose.size)
    return common / np.maximum(total, 1), common, total


def _gaps(batch: Batch) -> tuple[Floats, Floats, Floats]:
    """Return whether a blank line stands before and after each block,
    and how often on its page: only a page that mixes both tells.
    """
    blocks, document = batch.blocks, batch.blocks.document_of
    breaks = batch.line_ends
    lines = np.searchsorted(breaks, blocks.start[1:]) - np.searchsorted(breaks, blocks.end[:-1])
    before = np.append(1.0, np.where(document[1:] != document[:-1], 1, np.clip(lines, 1, 2) - 1))[
        : len(blocks)
    ]
    after = np.append(before[1:], 1.0)[: len(blocks)]
    count = np.bincount(document)
    return before, after, (np.bincount(document, before) / np.maximum(count, 1))[document]


def shift(column: AnyArray, document: Ints, by: int, fill: float) -> Floats:
    """Return each block's value `by` blocks before it (after it, if negative).

    `fill` beyond the page.
    """
    out = np.full(column.size, fill, np.float64)
    if abs(by) >= column.size:
        return out
    to, source = (
        (slice(by, None), slice(None, -by)) if by > 0 else (slice(None, by), slice(-by, None))
    )
    out[to] = np.where(document[to] == document[source], column[source], fill)
    return out


def window(column: AnyArray, reach: int, low: Ints, high: Ints) -> Floats:
    """Return the mean over `reach` blocks to each side, inside the page that spans blocks [low,
    high).
    """
    at = np.arange(column.size)
    begin, end = np.maximum(at - reach, low), np.minimum(at + reach + 1, high)
    return np.asarray(_sum(column, begin, end) / (end - begin), np.float64)


def surroundings(this: Shape, found: Furniture) -> Columns:
    """Measure what stands around each block.

    Distances to prose and to labels, means over windows, neighbours, place on the page.
    """
    document = this.document
    numbers = np.arange(document.size)
    low, high = (
        np.searchsorted(document, document),
        np.searchsorted(document, document, side="right"),
    )
    listed = found.label >= 0.8
    out: Columns = {}
    for name, mask in {
        "prose": this.prose,
        "widget": (found.widget >= 0.8) | found.telling,
        "label": listed,
    }.items():
        last = np.maximum.accumulate(np.where(mask, numbers, -1))
        following = np.minimum.accumulate(np.where(mask, numbers, numbers.size)[::-1])[::-1]
        last, following = np.append(-1, last[:-1]), np.append(following[1:], numbers.size)
        back = np.minimum(np.where(last >= low, numbers - last, _FAR), _FAR)
        ahead = np.minimum(np.where(following < high, following - numbers, _FAR), _FAR)
        a, z = np.log(back), np.log(ahead)
        out |= {
            f"{name} before": a,
            f"{name} after": z,
            f"{name} near": np.minimum(a, z),
            f"{name} far": np.maximum(a, z),
        }
        out |= {
            f"{name} next before": back == 1,
            f"{name} next after": ahead == 1,
            f"{name} around": (back < 4) & (ahead < 4),
        }
    columns = {
        "labels": listed,
        "prose": this.prose,
        "overlap": this.overlap,
        "repeated": this.repeated,
    }
    for reach in (2, 6, 15):
        out |= {
            f"{name} within {reach}": window(np.asarray(column, np.float64), reach, low, high)
            for name, column in columns.items()
        }
    near = {
        "overlap": this.overlap,
        "label": found.label,
        "gap": this.gap,
        "words": np.log1p(this.words),
        "ended": this.ended,
    }
    for by in (1, -1, 2, -2):
        out |= {
            f"{name} at {-by}": shift(np.asarray(column, np.float64), document, by, 0.0)
            for name, column in near.items()
        }
    place = (numbers - low) / (high - low)
    share = window(np.asarray(this.prose, np.float64), numbers.size, low, high)
    out |= {
        "place": place,
        "top": place < 0.1,
        "blocks": np.log(high - low),
        "share of prose": share,
        "prose and place": share * place,
    }
    return out | {"off the middle": np.abs(place - 0.5)}


def smoothed(score: Floats, document: Ints) -> Columns:
    """Measure what the first pass says of each block and its neighbours,
    and where the page's best stretch of text lies.
    """
    low, high = (
        np.searchsorted(document, document),
        np.searchsorted(document, document, side="right"),
    )
    score = np.clip(score, -5, 5)
    out: Columns = {"score": score}
    for by in (1, 2, 3):
        out |= {
            f"score at -{by}": shift(score, document, by, 2.0),
            f"score at {by}": shift(score, document, -by, 2.0),
        }
    out |= {f"score within {reach}": window(score, reach, low, high) for reach in (3, 8, 20)}
    inside, above, below, mass = (np.zeros(score.size) for _ in range(4))
    gain = np.where(
        score < 0, -score, -0.5 * score
    )  # a menu entry costs half of what a sentence gains: stretches bridge small gaps
    for first, end in zip(distinct(low).tolist(), distinct(high).tolist(), strict=True):
        total = np.concatenate(([0.0], np.cumsum(gain[first:end])))
        rise = total - np.minimum.accumulate(total)
        stop = int(np.argmax(rise))
        start = int(np.argmin(total[: stop + 1]))
        row = np.arange(end - first)
        inside[first:end] = (row >= start) & (row < stop)
        above[first:end], below[first:end] = (
            np.maximum(start - row, 0),
            np.maximum(row - stop + 1, 0),
        )
        mass[first:end] = min(float(rise[stop]), 60.0) / 60
    out |= {
        "inside": inside,
        "above": np.log1p(above),
        "below": np.log1p(below),
        "after": below > 0,
        "mass": mass,
    }
    return out | {"mass, inside": mass * inside, "just above": above == 1, "two above": above == 2}

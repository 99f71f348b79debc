"""Judge the order of English words.

How well each word follows those before it, by classes of words counted in news.

`word_order.npz` is built by `tools/build_word_order.py`: the 20,000 commonest words of 40 MB of
news in 242 classes (the 150 commonest alone, the others by what stands beside them), and how much
likelier one class is after another, after the one before that, and (in 64 coarse classes) after two
others, than by chance, in eighths of a bit. Marks between words are classes too.
"""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Floats, Hashes, Ints, Mask
from copydesk.columns.lookup import Lookup
from copydesk.columns.opaque import OPAQUE
from copydesk.language.lexicon import WordNumbers
from copydesk_rules.garbled import TABLES
from copydesk_rules.garbled._word_pairs import usual

CLASSES, COARSE, LISTED = 256, 64, 20_000
EDGE, COMMA, STOP, DASH, CLOSING, OTHER, OPENING, NUMBER, NAME = range(
    9
)  # classes that are no listed words; EDGE: where a sentence ends
RARE = {
    "s": 9,
    "d": 10,
    "g": 11,
    "y": 12,
}  # classes of words that are not listed, by their last letter
UNKNOWN, FIRST = 13, 14  # any other such word; the class of the commonest listed word
OFTEN = 60  # so many classes are of the most frequent words, which are function words
EIGHTH = 0.125
# What stands before a full stop inside a sentence.
_ABBREVIATIONS = (
    "etc gov govt dept approx est vol resp incl misc corp prof sec min max tel ext adj dir esp orig perh prob abbrev usu syn viz cent "
    "bzw usw ecc prov art pag pág núm cap fig"
).split()
_FAR = 50.0  # a window that does not fit
_WINDOW = 7
_INNER = (
    -4.0
)  # bits by which a window fits worse than by chance, where another sentence may begin inside


class Tables:
    """The shipped tables, laid out for lookup.

    `after`, `skip` of shape (CLASSES, CLASSES), `third` of shape (COARSE,) * 3.
    """

    def __init__(self, shipped: dict[str, AnyArray]) -> None:
        self.after, self.skip, self.third = (
            shipped[name].ravel() for name in ("after", "skip", "third")
        )
        self.coarse = shipped["coarse"].astype(np.int64)
        self.words = Lookup(shipped["hash"].astype(np.uint64) << np.uint64(32))
        self.kind = self.words.laid_out(shipped["kind"].astype(np.int16), -1)
        self.plain = WordNumbers(
            self.words, self.words.laid_out(shipped["kind"], UNKNOWN)
        )  # one class for all that are not listed
        known = shipped["after"].copy()
        known[UNKNOWN], known[:, UNKNOWN] = 0, 0
        self.known_after = known.ravel()
        self.small = self.words.laid_out(shipped["small"], 0)

    def slots(self, hashes: AnyArray) -> Ints:
        """Return where words stand in the list."""
        return self.words.slots(hashes & np.uint64(0xFFFFFFFF00000000))


@functools.cache
def abbreviations() -> Lookup:
    """Return words that a full stop follows inside a sentence."""
    return Lookup.of(_ABBREVIATIONS)


@functools.cache
def tables() -> Tables:
    """Return the shipped tables."""
    with np.load(TABLES / "word_order.npz", allow_pickle=False) as shipped:
        return Tables(dict(shipped))


def usually_small(hashes: Hashes) -> Mask:
    """Return which words are listed and nearly always written small; names are not."""
    shipped = tables()
    return np.asarray(shipped.small.take(shipped.slots(hashes)) > 0, np.bool_)


def gap_classes(batch: Batch, before: Ints, after: Ints) -> Ints:
    """Return the class of what stands between two words, 0 where that is a space.

    Ends `before` and starts `after`, shape (gaps,).
    """
    near, far = batch.classes.take(before, mode="clip"), batch.classes.take(after - 1, mode="clip")
    quoted = (far == ch.QUOTE) | (far == ch.APOSTROPHE)
    out = np.full(before.size, OTHER, np.int64)
    out[near >= ch.SPACE] = np.where(
        (far == ch.OPENER) | quoted, OPENING, np.where(far >= ch.SPACE, 0, OTHER)
    )[near >= ch.SPACE]
    out[near == ch.COMMA] = COMMA
    out[near == ch.DASH] = DASH
    out[(near == ch.QUOTE) | (near == ch.CLOSER) | (near == ch.APOSTROPHE)] = CLOSING
    stop = near == ch.TERMINAL
    out[stop] = np.where(
        far >= ch.SPACE, STOP, np.where((far == ch.CLOSER) | quoted, CLOSING, OTHER)
    )[stop]
    return out


def word_classes(batch: Batch, rows: Ints, slots: Ints, listed: AnyArray) -> Ints:
    """Return the class of each word; `slots`: where they stand in the list, `listed`.

    The classes of the list, laid out for its slots.
    """
    words = batch.words
    kinds = listed.take(slots).astype(np.int64)
    left = np.flatnonzero(kinds < 0)
    last = batch.codes.take(words.end.take(rows[left]) - 1)
    rare = np.full(left.size, UNKNOWN)
    for letter, number in RARE.items():
        rare[last == ord(letter)] = number
    kinds[left] = np.where(words.capital.take(rows[left]), NAME, rare)
    kinds[words.number.take(rows)] = NUMBER
    return kinds


def tokens(batch: Batch, first: Ints, last: Ints, kinds: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the classes of the words and marks of some stretches, each stretch behind an EDGE,
    the stretch of each, and each word's place.

    `kinds`: the classes of the words of all stretches; stretches are [first, last), rows of the
    word table.
    """
    size = last - first
    head = np.cumsum(size) - size
    rows = np.arange(int(size.sum())) - np.repeat(head - first, size)
    end = batch.words.end.take(rows)
    final = np.zeros(rows.size, np.bool_)
    final[head + size - 1] = True
    gaps = gap_classes(
        batch, end, np.where(final, end + 1, batch.words.start.take(rows + 1, mode="clip"))
    )
    follows = np.where(final, EDGE, np.where(gaps > 0, gaps, -1))
    both = np.stack((kinds, follows), axis=1).ravel()
    kept = both >= 0
    place = np.cumsum(kept)[::2]
    stretch = np.repeat(np.repeat(np.arange(size.size), size), 2)[kept]
    return (
        np.concatenate(([EDGE], both[kept])),
        np.concatenate(([0], stretch)),
        np.asarray(place, np.int64),
    )


def suspicious(batch: Batch, first: Ints, last: Ints, least: float) -> Mask:
    """Return which stretches have seven words in a row that fit together by `least` bits at
    most, or a full stop before a small letter.

    Where a word that is written small has a capital behind a small one, `least` is _INNER. One pass
    over the words of the batch: 98 of 100 stretches of clean news end here. No stretch is empty;
    they are in order.
    """
    shipped, words = tables(), batch.words
    kinds = shipped.plain.of(batch)
    sums = np.zeros(len(words) + _WINDOW, np.int32)
    fits = shipped.known_after.take(kinds[:-1].astype(np.intp) * CLASSES + kinds[1:])
    fits *= words.start[1:] - words.end[:-1] == 1
    np.cumsum(fits, dtype=np.int32, out=sums[1 : len(words)])
    sums[len(words) :] = sums[len(words) - 1]
    windows = np.stack(
        (first, np.maximum(last - _WINDOW, first + 1)), axis=1
    ).ravel()  # those that lie inside their stretch
    lowest = np.minimum.reduceat(np.append(sums[_WINDOW:] - sums[:-_WINDOW], 0), windows)[::2]
    inner = np.flatnonzero(words.capital[1:] & ~words.capital[:-1] & (words.length[1:] > 1)) + 1
    inner = inner[words.start.take(inner) - words.end.take(inner - 1) == 1]
    inner = inner[batch.classes.take(words.start.take(inner - 1)) == ch.LOWER]
    inner = inner[usually_small(words.hash.take(inner))]
    row = np.searchsorted(first, inner, side="right") - 1
    row = row[(row >= 0) & (inner > first.take(row)) & (inner < last.take(row))]
    limit = np.full(first.size, least)
    limit[row] = max(least, _INNER)
    stops = np.flatnonzero(batch.classes == ch.TERMINAL)
    stops = stops[(stops > 0) & (stops + 2 < batch.classes.size)]
    broken = (
        (batch.classes.take(stops + 1) == ch.SPACE)
        & (batch.classes.take(stops + 2) == ch.LOWER)
        & (batch.classes.take(stops - 1) == ch.LOWER)
    )
    after = np.searchsorted(words.start, stops[broken])
    row = np.searchsorted(first, after, side="right") - 1
    row = row[(row >= 0) & (after < last.take(row))]
    marked = np.zeros(first.size, np.bool_)
    marked[row] = True
    return np.asarray(marked | (lowest <= limit / EIGHTH), np.bool_)


def whole_sentences(batch: Batch, first: Ints, last: Ints) -> Mask:
    """Return which stretches hold no handle and no tag (`@someone`, `#this`),
    no code and no address.

    What holds a tag has an order of its own, and is no sentence.
    """
    marks = np.flatnonzero((batch.codes == ord("@")) | (batch.codes == ord("#")))
    after = np.searchsorted(batch.words.start, marks)
    if any(text.layout for text in batch.texts):
        after = np.concatenate(
            (after, np.flatnonzero(batch.codes.take(batch.words.start) >= OPAQUE))
        )
    row = np.searchsorted(first, after, side="right") - 1
    row = row[(row >= 0) & (after < last.take(row))]
    plain = np.ones(first.size, np.bool_)
    plain[row] = False
    return plain


def measure(batch: Batch, first: Ints, last: Ints) -> Floats:
    """Return the features of some stretches, shape (stretches, features),
    that the forest `word_order_trees` weighs.
    """
    shipped, size = tables(), last - first
    head, count = np.cumsum(size) - size, size.size
    rows = np.arange(int(size.sum())) - np.repeat(head - first, size)
    slots = shipped.slots(batch.words.hash.take(rows))
    kinds = word_classes(batch, rows, slots, shipped.kind)
    token, stretch, place = tokens(batch, first, last, kinds)
    pair, skip, third = _fits(shipped, token)
    total, of = pair + third, stretch[1:]
    many = np.bincount(of, minlength=count).astype(np.float64)

    def mean(column: AnyArray) -> Floats:
        return np.bincount(of, column, minlength=count) / many

    capital, number = batch.words.capital.take(rows), batch.words.number.take(rows)
    word_stretch = np.repeat(np.arange(count), size)
    begins, breaks = _junctions(batch, rows, head, shipped.small.take(slots) > 0, kinds)
    columns: list[AnyArray] = [mean(pair), mean(third), mean(skip), mean(total)]
    columns += [mean(pair < low) for low in (-1.0, -2.5)] + [
        mean(total < low) for low in (-2.0, -4.0, -6.0)
    ]
    columns += [_lowest(total, of, width, count) for width in (2, 4, 7, 12)] + [
        mean(np.minimum(total + 3, 0))
    ]
    for marked in (begins, breaks):
        columns.append(np.bincount(word_stretch, marked, minlength=count))
        worst = np.zeros(count)
        np.minimum.at(worst, word_stretch[marked], total[place[marked] - 1])
        columns.append(worst)
    columns += [
        np.minimum(columns[-4], columns[-2]),
        np.log(size),
        mean((token[1:] > NAME) & (token[1:] <= UNKNOWN)),
        mean(token[1:] == OTHER),
        np.bincount(word_stretch, capital, minlength=count) / size,
        np.bincount(word_stretch, number, minlength=count) / size,
        many / size,
        *_strangers(batch, rows, word_stretch, kinds, count),
        ~capital[head],
        np.bincount(word_stretch, (kinds >= FIRST) & (kinds < FIRST + OFTEN), minlength=count)
        / size,
    ]
    return np.stack(columns, axis=1).astype(np.float64)


def _strangers(batch: Batch, rows: Ints, of: Ints, kinds: Ints, count: int) -> list[Floats]:
    """Return of each stretch the share of neighbours that are no usual pair,
    and its worst windows of words; each of shape (stretches,).
    """
    words = batch.words
    beside = (of[1:] == of[:-1]) & (words.start.take(rows[1:]) - words.end.take(rows[:-1]) == 1)
    known = usual(words.hash.take(rows[:-1]), words.hash.take(rows[1:]))
    listed = (kinds[1:] >= FIRST) & (kinds[:-1] >= FIRST)
    common = listed & (kinds[1:] < FIRST + OFTEN) | listed & (kinds[:-1] < FIRST + OFTEN)
    odd = np.where(beside & listed, np.where(known, 1.0, -1.0), 0.0)
    owner = of[1:]
    size = np.maximum(np.bincount(owner[beside], minlength=count), 1).astype(np.float64)
    shares = [
        np.bincount(owner[beside & mask & ~known], minlength=count) / size
        for mask in (listed, common)
    ]
    return shares + [_lowest(odd, owner, width, count) for width in (3, 6, 10)]


def oddest(batch: Batch, first: int, last: int, width: int) -> tuple[int, int]:
    """Return the `width` words in a row of one stretch that fit together worst,
    as first and end row of the word table.
    """
    shipped, rows = tables(), np.arange(first, last)
    kinds = word_classes(batch, rows, shipped.slots(batch.words.hash[first:last]), shipped.kind)
    token, _, place = tokens(batch, np.array([first]), np.array([last]), kinds)
    pair, _, third = _fits(shipped, token)
    sums = np.concatenate(([0.0], np.cumsum(pair + third)))
    width = min(width, last - first)
    worst = int(np.argmin(sums[place[width - 1 :]] - sums[place[: place.size - width + 1]]))
    return first + worst, first + worst + width


def _fits(shipped: Tables, token: Ints) -> tuple[Floats, Floats, Floats]:
    """Return how well each token but the first follows the one before, the one before that,
    and both, in bits; 0 over an EDGE.
    """
    pair = shipped.after.take(token[:-1] * CLASSES + token[1:]) * EIGHTH
    skip, third = np.zeros(pair.size), np.zeros(pair.size)
    inner = token[1:-1] != EDGE
    coarse = shipped.coarse.take(token)
    skip[1:] = shipped.skip.take(token[:-2] * CLASSES + token[2:]) * EIGHTH * inner
    third[1:] = (
        shipped.third.take((coarse[:-2] * COARSE + coarse[1:-1]) * COARSE + coarse[2:])
        * EIGHTH
        * inner
    )
    return pair, skip, third


def _lowest(column: Floats, of: Ints, width: int, count: int) -> Floats:
    """Return the lowest sum of `width` neighbours in each stretch."""
    lowest = np.full(count, _FAR)
    if column.size >= width:
        sums = np.concatenate(([0.0], np.cumsum(column)))
        inside = of[width - 1 :] == of[: of.size - width + 1]
        np.minimum.at(lowest, of[width - 1 :][inside], (sums[width:] - sums[:-width])[inside])
    return lowest


def _junctions(batch: Batch, rows: Ints, head: Ints, small: Mask, kinds: Ints) -> tuple[Mask, Mask]:
    """Return which words have a capital that they hardly ever have, behind a small one,
    and which small words stand behind a full stop.

    `small`: whether a word is nearly always written small.
    """
    words, classes = batch.words, batch.classes
    start, end = words.start.take(rows), words.end.take(rows)
    inside = np.ones(rows.size, np.bool_)
    inside[head] = False
    before = np.maximum(np.arange(rows.size) - 1, 0)
    first, second = classes.take(start), classes.take(start + 1, mode="clip")
    lower = first == ch.LOWER
    near = start - end.take(before)
    begins = (
        (first == ch.UPPER)
        & small
        & (end - start > 1)
        & (second == ch.LOWER)
        & inside
        & lower.take(before)
        & (near == 1)
    )
    begins &= classes.take(np.maximum(start - 1, 0)) == ch.SPACE
    dotted = (
        (batch.codes.take(end, mode="clip") == ord("."))
        & lower
        & (end - start > 2)
        & (kinds >= FIRST)
    )
    dotted &= ~abbreviations().has(words.hash.take(rows))
    breaks = lower & (second != ch.UPPER) & inside & dotted.take(before) & (near == 2)
    return np.asarray(begins, np.bool_), np.asarray(breaks, np.bool_)

"""Compare how a passage that stands in two documents fits each of them.

The one it was own_units from, and the one it strayed into.
"""

from __future__ import annotations

import numpy as np

from copydesk.candidates import CAPITAL, NUMBER, Candidates
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Floats, Ints, Mask
from copydesk.columns.hashing import finish
from copydesk.language.lexicon import english_slots, zipf
from copydesk.rule import Sketch
from copydesk_rules.context._coherence import CHANCE, OWN
from copydesk_rules.context._mentions import quotation_marks
from copydesk_rules.context._topics import Pieces, as_piece, odds, sums_of

_AROUND = 3  # sentences before and after
_COMMONEST, _UNKNOWN = 5.6, 1.5  # Zipf frequencies, as of content words
_PART = 256  # passages compared at a time
_MIX = np.uint64(0x9E3779B97F4A7C15)
_OF_SIDE = (
    "topic",
    "surprise",
    "surprise_word",
    "around",
    "seam",
    "usual",
    "spread",
    "place",
    "units",
    "capitals",
)
FEATURES = (*_OF_SIDE, *(f"{name}_there" for name in _OF_SIDE), "alike", "run", "words", "shared")


def told_sketch(batch: Batch, *, min_words: int = 8) -> Sketch:
    """Sketch the sentences of at least `min_words` words,
    so that equal ones meet that are the writer's own.

    What is quoted is printed by many, and is no unit that another equals: sentences with a
    quotation mark, or behind an odd number of them in their block, and those of blocks with an `@`,
    which posts have.
    """
    first, last = batch.sentence_words
    rows = np.flatnonzero(last - first >= min_words)
    start, end, first, last = (
        batch.sentences.start[rows],
        batch.sentences.end[rows],
        first[rows],
        last[rows],
    )
    marks = batch.derive(quotation_marks)
    marks = marks[batch.codes.take(marks) != ord("‘")]
    block = batch.sentences.block_of[rows]
    opened, begun, ended = (
        np.searchsorted(marks, at) for at in (batch.blocks.start[block], start, end)
    )
    ats = np.flatnonzero(batch.codes == ord("@"))
    posted = np.searchsorted(ats, batch.blocks.end[block]) > np.searchsorted(
        ats, batch.blocks.start[block]
    )
    quoted = (ended > begun) | ((begun - opened) % 2 == 1) | posted
    content = batch.hash_of(first, last)
    document = batch.blocks.document_of[block]
    place = (start - batch.document_start[document] + 1).astype(np.uint64)
    content[quoted] = finish(content[quoted] ^ place[quoted] * _MIX)
    none = np.zeros(0, np.int64)
    return Sketch(start, end, first, last, content, none, none.astype(np.uint64))


def features(candidates: Candidates, unit: Ints, run: Ints, shared: Ints) -> Floats:
    """Return what the model judges passages by, in the first document and in the second.

    Shape (passages, 2, features).

    `unit`: the first sentence of each passage in either document, shape (passages, 2); `run`: how
    many sentences it has; `shared`: how many the two documents have in common.
    """
    out = np.zeros((run.size, 2, len(FEATURES)))
    own = candidates.copies == 1
    for first in range(0, run.size, _PART):
        part = slice(first, first + _PART)
        out[part] = _of_part(
            _Table(candidates, unit[part].ravel(), np.repeat(run[part], 2), own), shared[part]
        )
    return out


class _Table:
    """All sentences of the documents of some passages, side by side.

    Rows [`head`, `head` + `count`) are those of one side's document.
    """

    def __init__(self, candidates: Candidates, unit: Ints, run: Ints, own: Mask) -> None:
        self.run = run
        document = candidates.document[unit]
        first = np.searchsorted(candidates.document, document)
        self.count: Ints = np.searchsorted(candidates.document, document, side="right") - first
        self.head: Ints = np.cumsum(self.count) - self.count
        self.side: Ints = np.repeat(np.arange(unit.size), self.count)
        row = np.arange(self.side.size) - self.head[self.side]
        at = (unit - first)[self.side]
        self.mine: Mask = (row >= at) & (row < at + run[self.side])
        self.before: Mask = (row >= at - _AROUND) & (row < at)
        self.after: Mask = (row >= at + run[self.side]) & (row < at + run[self.side] + _AROUND)
        self.place: Floats = (unit - first) / np.maximum(self.count - run, 1)
        units = row + first[self.side]
        self.own: Mask = own[units]  # what stands nowhere else in the corpus
        hashes, start, stop = candidates.words_of(units)
        self.words = hashes
        self.row_of_word: Ints = np.repeat(np.arange(units.size), stop - start)
        self.sums, self.weights = sums_of(english_slots(hashes), self.row_of_word, units.size)
        capitals = [
            int(candidates.capitals_of(u + k).sum())
            for u, r in zip(unit.tolist(), run.tolist(), strict=True)
            for k in range(r)
        ]
        self.capitals: Ints = np.add.reduceat(capitals, np.cumsum(run) - run)

    def joined(self, chosen: Mask) -> tuple[Ints, Ints]:
        """Return the sums of vectors and weights of the chosen sentences of each side."""
        return np.add.reduceat(self.sums * chosen[:, None], self.head), np.add.reduceat(
            self.weights * chosen, self.head
        )

    def surprise(self) -> tuple[AnyArray, AnyArray]:
        """Return how surprisingly few content words of each passage stand in the rest of its
        document, and how many they are.
        """
        words = self.words & ~(NUMBER | CAPITAL)
        side = self.side[self.row_of_word]
        key = words ^ (side.astype(np.uint64) + np.uint64(1)) * _MIX
        mine = np.flatnonzero(self.mine[self.row_of_word])
        distinct, row = np.unique(key[mine], return_index=True)
        side, frequency = side[mine][row], zipf(words[mine][row])
        there = np.isin(distinct, key[self.own[self.row_of_word]])
        kept = frequency < _COMMONEST
        level = np.minimum(
            ((np.maximum(frequency, _UNKNOWN) - 1.5) * 2).astype(np.int64), len(OWN) - 1
        )
        own, chance = np.array(OWN)[level], np.array(CHANCE)[level]
        odd = np.where(there, np.log(chance / own), np.log((1 - chance) / (1 - own)))
        sides = self.head.size
        return np.bincount(side[kept], weights=odd[kept], minlength=sides), np.bincount(
            side[kept], minlength=sides
        )


def _of_part(table: _Table, shared: Ints) -> Floats:
    single = table.run == 1
    mine, rest = table.joined(table.mine), table.joined(table.own)
    own = _chosen(single, as_piece(*mine, sentence=True), as_piece(*mine))
    rest_ = as_piece(*rest)
    before, after = (table.joined(some & table.own) for some in (table.before, table.after))
    surprise, content = table.surprise()
    usual, spread = _usual(table, rest)
    one = {
        "topic": odds(own, rest_),
        "surprise": surprise,
        "surprise_word": surprise / np.maximum(content, 1),
        "around": odds(own, as_piece(before[0] + after[0], before[1] + after[1])),
        "seam": odds(as_piece(*before), as_piece(*after)),
        "usual": usual,
        "spread": spread,
        "place": table.place,
        "units": table.count - table.run,
        "capitals": table.capitals,
    }
    here = np.stack([np.asarray(one[name], np.float64) for name in _OF_SIDE], axis=1).reshape(
        -1, 2, len(_OF_SIDE)
    )
    alike = odds(
        Pieces(rest_.mean[::2], rest_.worth[::2]), Pieces(rest_.mean[1::2], rest_.worth[1::2])
    )
    words = np.bincount(
        table.side[table.row_of_word],
        weights=table.mine[table.row_of_word],
        minlength=table.head.size,
    )[::2]
    common = np.repeat(np.stack((alike, table.run[::2], words, shared), axis=1)[:, None], 2, axis=1)
    return np.concatenate((here, here[:, ::-1], common), axis=2)


def _chosen(one: Mask, first: Pieces, second: Pieces) -> Pieces:
    return Pieces(
        np.where(one[:, None], first.mean, second.mean), np.where(one, first.worth, second.worth)
    )


def _usual(table: _Table, rest: tuple[Ints, Ints]) -> tuple[Floats, Floats]:
    """Return mean and spread of the odds of each side's own sentences to share the topic of the
    others.
    """
    row = np.flatnonzero(table.own)
    side = table.side[row]
    sums, weights = table.sums[row], table.weights[row]
    each = odds(
        as_piece(sums, weights, sentence=True),
        as_piece(rest[0][side] - sums, rest[1][side] - weights),
    )
    count = np.maximum(np.bincount(side, minlength=table.head.size), 1)
    mean = np.bincount(side, weights=each, minlength=table.head.size) / count
    return mean, np.sqrt(
        np.maximum(
            np.bincount(side, weights=each**2, minlength=table.head.size) / count - mean**2, 0
        )
    )

"""Compare how a passage that two documents have in common fits each of them: the one that it was
taken from, and the one that it strayed into.

One row of features a passage and document, for the forest of `misplaced_passage`. To add a feature
of a document, name it in `_OF_SIDE`, compute it in `_of_sides`, and train anew.
"""

from __future__ import annotations

import numpy as np

from copydesk.candidates import CAPITAL, NUMBER, Candidates
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Floats, Ints, Mask
from copydesk.columns.hashing import finish
from copydesk.columns.ragged import Runs, keys_in_document
from copydesk.language.lexicon import english_slots, zipf
from copydesk.rule import Count, Links, Sketch
from copydesk.similarity.exchanges import Passages
from copydesk_rules.context._mentions import quotation_marks
from copydesk_rules.context._model import Model
from copydesk_rules.context._topics import Segments, Sums, odds, sums_of
from copydesk_rules.context._word_fit import CHANCE, OWN

_AROUND = 3  # sentences before and after
_COMMONEST, _UNKNOWN = 5.6, 1.5  # Zipf frequencies, as of content words
_PART = 256  # passages compared at a time
_OF_SIDE = (
    "topic",  # log-odds of the passage to share the topic of the document's own sentences
    "surprise",  # how surprisingly few of its content words these have
    "surprise_word",  # the same for each content word
    "around",  # topic fit to three sentences before and three after
    "seam",  # topic fit of the sentences before to those after
    "usual",  # mean topic fit of the document's own sentences
    "spread",  # standard deviation of the same
    "place",  # in the document, 0 for its beginning, 1 for its end
    "units",  # other sentences of the document
    "capitals",  # capitalized words of the passage
)
FEATURES = (*_OF_SIDE, *(f"{name}_there" for name in _OF_SIDE), "alike", "run", "words", "shared")
MODEL = Model("passage", FEATURES)
TOPIC, THERE = FEATURES.index("topic"), FEATURES.index("topic_there")
_PLACE_THERE = FEATURES.index("place_there")
_LEAD = 0.08  # of a document: lists of stories repeat what begins it


def unquoted_sketch(batch: Batch, *, min_words: Count = 8) -> Sketch:
    """Return a sketch of the sentences of at least `min_words` words, by which equal ones meet that
    are the writer's own: many print the same quotation, so a quoted sentence equals no other.
    """
    first, last = batch.sentence_words
    rows = np.flatnonzero(last - first >= min_words)
    first, last, start = first[rows], last[rows], batch.sentences.start[rows]
    content, quoted = batch.hash_of(first, last), _quoted(batch, rows)
    document = batch.blocks.document_of[batch.sentences.block_of[rows]]
    place = start - batch.document_start[document]
    content[quoted] = finish(keys_in_document(place[quoted], content[quoted]))
    none = np.zeros(0, np.int64)
    return Sketch(
        start, batch.sentences.end[rows], first, last, content, none, none.astype(np.uint64)
    )


def _quoted(batch: Batch, rows: Ints) -> Mask:
    """Return which sentences have a quotation mark, or an odd number of them before them in their
    block, or are in a block with an `@`, which posts have.
    """
    block = batch.sentences.block_of[rows]
    begin, end = batch.blocks.start[block], batch.blocks.end[block]
    marks = batch.derive(quotation_marks)
    marks = marks[batch.codes.take(marks) != ord("‘")]
    opened, begun, ended = (
        np.searchsorted(marks, at)
        for at in (begin, batch.sentences.start[rows], batch.sentences.end[rows])
    )
    ats = np.flatnonzero(batch.codes == ord("@"))
    posted = np.searchsorted(ats, end) > np.searchsorted(ats, begin)
    return np.asarray((ended > begun) | ((begun - opened) % 2 == 1) | posted, np.bool_)


def features(candidates: Candidates, unit: Ints, run: Ints, shared: Ints) -> Floats:
    """Return what the model judges passages by, in the first document and in the second.

    Shape (passages, 2, features). `unit`: the first sentence of each passage in either document,
    shape (passages, 2); `run`: how many sentences it has; `shared`: how many the two documents have
    in common; both of shape (passages,).
    """
    out = np.zeros((run.size, 2, len(FEATURES)))
    own = candidates.copies == 1
    for first in range(0, run.size, _PART):
        part = slice(first, first + _PART)
        table = _Table(candidates, unit[part].ravel(), np.repeat(run[part], 2), own)
        out[part] = _of_part(table, shared[part])
    return out


def sureness(score: Floats, here: Floats, better: Mask) -> Floats:
    """Return how sure passages are strays, by the model's score; `better`: whose topic fits better
    there, `here`: their features where they are foreign; all of shape (passages,).
    """
    sure = MODEL.confidence(score)
    # A passage whose topic fits here as well may be background that both articles need.
    fits = here[:, TOPIC] > MODEL.threshold("fits_here")
    sure = np.where(fits, np.minimum(sure, MODEL.threshold("fitting_confidence")), sure)
    # What fits no better there is mostly an author's own text used twice, and what begins the other
    # document is its summary.
    likely = better & (here[:, _PLACE_THERE] >= _LEAD)
    return np.where(likely, sure, np.minimum(sure, MODEL.threshold("no_better_confidence")))


def links_of(found: Passages, rows: Ints, second: Mask, sure: Floats, here: Floats) -> Links:
    """Return a link for each sentence of some passages; `second`: those foreign in the second
    document, `sure`: how sure they are, `here`: their features where they are foreign.
    """
    first, other = found.unit[rows].T
    copies = Runs(np.where(second, other, first), found.run[rows])
    origins = Runs(np.where(second, first, other), found.run[rows])
    topic, there = (
        copies.spread(np.round(here[:, column], 1)).tolist() for column in (TOPIC, THERE)
    )
    return Links(
        copies.positions,
        origins.positions,
        np.ones(copies.positions.size),
        copies.spread(sure),
        {"topic_fit": topic, "topic_fit_there": there},
    )


class _Table:
    """All sentences of the documents of some passages; each document is a *side* of its passage.

    `sides`: the run of each side's rows. Of each row: its `side`; whether it is `mine` (of the
    passage), shortly `before` or `after` it, or the side's `own` (nowhere else in the corpus); the
    `sums` of its words. Of each word: its hash (`words`) and its row. Of each side: `run`, the
    sentences of its passage; the `place` of the passage, 0 to 1; `capitals` in it.
    """

    def __init__(self, candidates: Candidates, unit: Ints, run: Ints, own: Mask) -> None:
        document = candidates.document[unit]
        first = np.searchsorted(candidates.document, document)
        count = np.searchsorted(candidates.document, document, side="right") - first
        self.run, self.sides = run, Runs.of_sizes(count)
        self.side: Ints = self.sides.owner
        self.place: Floats = (unit - first) / np.maximum(count - run, 1)
        begin = (unit - first)[self.side]
        self._mark(self.sides.ranks, begin, begin + run[self.side])
        units = Runs(first, count).positions
        self.own: Mask = own[units]
        self.words, start, stop = candidates.words_of(units)
        self.row_of_word: Ints = Runs.between(start, stop).owner
        self.sums = Sums(*sums_of(english_slots(self.words), self.row_of_word, units.size))
        passage = Runs(unit, run)
        capitals = [int(candidates.capitals_of(u).sum()) for u in passage.positions.tolist()]
        self.capitals = Runs.of_sizes(run).reduce(np.add, np.array(capitals, np.int64))

    def _mark(self, row: Ints, begin: Ints, end: Ints) -> None:
        """Mark the rows of the passage [begin, end) and those around it, as counted in its side."""
        self.mine: Mask = (row >= begin) & (row < end)
        self.before: Mask = (row >= begin - _AROUND) & (row < begin)
        self.after: Mask = (row >= end) & (row < end + _AROUND)

    def joined(self, chosen: Mask) -> Sums:
        """Return the sums of the chosen sentences of each side."""
        kept = Sums(self.sums.vectors * chosen[:, None], self.sums.weights * chosen)
        return kept.joined(self.sides.start)

    def surprise(self) -> tuple[AnyArray, AnyArray]:
        """Return how surprisingly few content words of each passage occur in the rest of its
        document, and how many they are.
        """
        words = self.words & ~(NUMBER | CAPITAL)
        side, sides = self.side[self.row_of_word], len(self.sides)
        key = keys_in_document(side, words)
        mine = np.flatnonzero(self.mine[self.row_of_word])
        distinct, row = np.unique(key[mine], return_index=True)
        side, frequency = side[mine][row], zipf(words[mine][row])
        there = np.isin(distinct, key[self.own[self.row_of_word]])
        kept = frequency < _COMMONEST
        surprise = np.bincount(
            side[kept], weights=_surprise(frequency, there)[kept], minlength=sides
        )
        return surprise, np.bincount(side[kept], minlength=sides)


def _surprise(frequency: Floats, there: Mask) -> Floats:
    """Return the surprise of words that occur in the rest of a document, or do not."""
    step = (np.maximum(frequency, _UNKNOWN) - 1.5) * 2
    level = np.minimum(step.astype(np.int64), len(OWN) - 1)
    own, chance = np.array(OWN)[level], np.array(CHANCE)[level]
    ratio = np.where(there, chance / own, (1 - chance) / (1 - own))
    return np.asarray(np.log(ratio), np.float64)


def _of_part(table: _Table, shared: Ints) -> Floats:
    """Return the features of some passages, shape (passages, 2, features)."""
    rest = table.joined(table.own)
    here = _of_sides(table, rest).reshape(-1, 2, len(_OF_SIDE))
    side_of_word = table.side[table.row_of_word]
    mine = table.mine[table.row_of_word]
    words = np.bincount(side_of_word, weights=mine, minlength=len(table.sides))
    one, other = (rest.take(np.arange(k, table.run.size, 2)).segments() for k in (0, 1))
    common = np.stack((odds(one, other), table.run[::2], words[::2], shared), axis=1)
    both = np.repeat(common[:, None], 2, axis=1)
    return np.concatenate((here, here[:, ::-1], both), axis=2)


def _of_sides(table: _Table, rest: Sums) -> Floats:
    """Return how each passage fits each side, shape (sides, _OF_SIDE)."""
    mine = table.joined(table.mine)
    own = _chosen(table.run == 1, mine.segments(sentence=True), mine.segments())
    before, after = (table.joined(some & table.own) for some in (table.before, table.after))
    around = Sums(before.vectors + after.vectors, before.weights + after.weights)
    surprise, content = table.surprise()
    usual, spread = _usual(table, rest)
    columns = {
        "topic": odds(own, rest.segments()),
        "surprise": surprise,
        "surprise_word": surprise / np.maximum(content, 1),
        "around": odds(own, around.segments()),
        "seam": odds(before.segments(), after.segments()),
        "usual": usual,
        "spread": spread,
        "place": table.place,
        "units": table.sides.size - table.run,
        "capitals": table.capitals,
    }
    return np.stack([np.asarray(columns[name], np.float64) for name in _OF_SIDE], axis=1)


def _chosen(one: Mask, first: Segments, second: Segments) -> Segments:
    return Segments(
        np.where(one[:, None], first.mean, second.mean), np.where(one, first.worth, second.worth)
    )


def _usual(table: _Table, rest: Sums) -> tuple[Floats, Floats]:
    """Return mean and spread of the log-odds of each side's own sentences to share the topic of the
    others.
    """
    row, sides = np.flatnonzero(table.own), len(table.sides)
    side, sums = table.side[row], table.sums.take(row)
    each = odds(sums.segments(sentence=True), rest.take(side).without(sums).segments())
    count = np.maximum(np.bincount(side, minlength=sides), 1)
    mean = np.bincount(side, weights=each, minlength=sides) / count
    square = np.bincount(side, weights=each**2, minlength=sides) / count
    return mean, np.sqrt(np.maximum(square - mean**2, 0))

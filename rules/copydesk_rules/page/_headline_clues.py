"""Judge a line between paragraphs: does it have a headline's form, or matter that its article lacks?"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints, Mask
from copydesk.columns.ragged import Runs
from copydesk.language.evidence import Clue
from copydesk.language.names import uppercase
from copydesk.language.terms import terms
from copydesk_rules.page._headline_lines import labelled, questions
from copydesk_rules.page._word_lists import lookup

BASE, LABELLED = 0.55, 0.8  # confidence of a line with one clue; of one with a label
_LONG_WORDS = 7
_LOUD = 0.75  # of the words: all in capitals
_LONG_LETTERS = 4
_NAMES = re.compile(
    r"(?=.*, )(?:(?:[A-Z][\w.'’-]*|of|the|for|in|at|and|de|van),? )+[A-Z][\w.'’-]*$"
)


class Limits(NamedTuple):
    """The thresholds that a line is judged by; see `stray_headline`."""

    title_case: float
    foreign_share: float
    known_share: float
    plain_content: int
    min_content: int


class Line(NamedTuple):
    """A line that may be a headline, and its article."""

    words: int
    cased: bool  # title case, or all in capitals
    verb: bool  # a headline verb after its first word
    auxiliary: bool
    past: bool  # an auxiliary that headlines leave out: had, were
    talking: bool  # it begins as whole sentences do
    content: int  # content words
    shared: int  # of them, those that other blocks of the article have
    fellows: int  # such lines in the article that are no questions
    question: bool
    colon: bool
    labelled: bool  # OPINION: or the like before it
    named: bool  # names in a row
    limits: Limits

    @property
    def unknown(self) -> bool:
        """The article has none of its content words."""
        return self.content >= self.limits.min_content and self.shared == 0

    @property
    def foreign(self) -> bool:
        """The article has few of its content words."""
        few = self.shared < self.limits.foreign_share * self.content
        return self.content >= self.limits.min_content and few

    @property
    def alone(self) -> bool:
        """It is the only such line of its article."""
        return self.fellows == 1

    @property
    def long(self) -> bool:
        """It is longer than most subheadings."""
        return self.words >= _LONG_WORDS

    @property
    def speaks(self) -> bool:
        """It holds a headline verb or an auxiliary."""
        return self.verb or self.auxiliary

    @property
    def plain(self) -> bool:
        """It has neither capitals nor a colon."""
        return not self.cased and not self.colon

    @property
    def known(self) -> bool:
        """The article has (nearly) all of its content words."""
        share = self.limits.known_share if self.plain else 1
        return self.shared >= share * max(self.content, 1)

    @property
    def slight(self) -> bool:
        """It is plain, and has too few content words to be judged by them."""
        few = self.plain and self.content < self.limits.plain_content
        return few and not (self.unknown and self.long)


def _headline_case(line: Line) -> bool:
    return line.cased and (line.verb or line.colon or (line.alone and line.long))


def _no_sentence(line: Line) -> bool:
    apart = line.alone or (line.foreign and line.speaks)
    return line.long and apart and not line.talking


def _other_words(line: Line) -> bool:
    return line.unknown and (line.long or line.verb or not line.cased)


def _other_matter(line: Line) -> bool:
    heading = line.alone and not line.talking and not line.auxiliary
    return line.foreign and (line.colon or heading)


# Each is reason enough by itself; those of weight 0 rule a line out, unless a label precedes.
CLUES: tuple[Clue[Line], ...] = (
    Clue("label of headlines", LABELLED, lambda line: line.labelled),
    Clue("headline case", BASE, lambda line: not line.question and _headline_case(line)),
    Clue("long, and no sentence", BASE, lambda line: not line.question and _no_sentence(line)),
    Clue(
        "none of the article's words", BASE, lambda line: not line.question and _other_words(line)
    ),
    Clue(
        "few of the article's words", BASE, lambda line: not line.question and _other_matter(line)
    ),
    Clue(
        "question in headline case",
        BASE,
        lambda line: line.question and line.unknown and line.cased and line.fellows == 0,
    ),
    Clue("the article's own words", 0, lambda line: line.known and not line.labelled),
    Clue("too little to judge by", 0, lambda line: line.slight and not line.labelled),
    Clue(
        "reports what happened",
        0,
        lambda line: line.past and not line.cased and not line.labelled,
    ),
    Clue("names in a row", 0, lambda line: line.named and not line.speaks and not line.labelled),
)
# What they add to the confidence of a line that a clue spoke for.
WEIGHTS: tuple[Clue[Line], ...] = (
    Clue("headline verb in headline case", 0.15, lambda line: line.cased and line.verb),
    Clue("few of the article's words", 0.15, lambda line: line.foreign),
    Clue("none of the article's words", 0.1, lambda line: line.unknown),
    Clue("another such line", -0.15, lambda line: line.fellows > 1),
)


def views(batch: Batch, rows: Ints, limits: Limits) -> Iterator[Line]:
    """Return the views of lines between paragraphs. `rows`: ascending, of the block table."""
    question = questions(batch, rows)
    content, shared = _content(batch, rows)
    of_document = np.bincount(batch.blocks.document_of[rows[~question]], minlength=len(batch))
    columns = (
        *_words(batch, rows, limits.title_case),
        content,
        shared,
        of_document[batch.blocks.document_of[rows]],
        question,
        _has_colon(batch, rows),
        labelled(batch, rows),
        np.array([bool(_NAMES.match(batch.block_text(row))) for row in rows.tolist()], np.bool_),
    )
    values = (column.tolist() for column in columns)
    return map(Line, *values, itertools.repeat(limits))


def _words(
    batch: Batch, rows: Ints, title_case: float
) -> tuple[Ints, Mask, Mask, Mask, Mask, Mask]:
    """Return the number of words of each line, whether it is cased, holds a headline verb, an
    auxiliary, one of the past, and whether it begins as sentences do.
    """
    first, end = (side[rows] for side in batch.block_words)
    words, lines = batch.words, Runs.between(first, end)
    at, line = lines.positions, lines.owner
    inner = lines.ranks > 0

    def count(marked: Mask) -> Ints:
        return np.bincount(line[marked], minlength=rows.size)

    def holds(name: str) -> Mask:
        return count(inner & lookup(name).has(words.hash[at])) > 0

    long = inner & (words.length[at] >= _LONG_LETTERS) & ~words.number[at]
    cased = count(long & words.capital[at]) / np.maximum(count(long), 1) >= title_case
    loud = count(uppercase(batch, at) >= words.length[at]) >= _LOUD * lines.size
    verb, auxiliary, past = map(
        holds, ("headline_verbs", "headline_auxiliaries", "past_auxiliaries")
    )
    talking = lookup("sentence_heads").has(words.hash.take(first, mode="clip"))
    return lines.size, cased | loud, verb, auxiliary, past, talking


def _content(batch: Batch, rows: Ints) -> tuple[Ints, Ints]:
    """Return how many content words each line has, and how many of them other blocks have."""
    found = batch.derive(terms)
    place = np.full(len(batch.blocks), -1)
    place[rows] = np.arange(rows.size)
    owner = place[found.block]
    shared = owner[(owner >= 0) & found.elsewhere]
    content = np.bincount(owner[owner >= 0], minlength=rows.size)
    return content, np.bincount(shared, minlength=rows.size)


def _has_colon(batch: Batch, rows: Ints) -> Mask:
    colons = np.flatnonzero(batch.codes == ord(":"))
    start, end = (
        np.searchsorted(colons, side[rows]) for side in (batch.blocks.start, batch.blocks.end)
    )
    return np.asarray(end > start)

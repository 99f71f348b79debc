"""Judge a line between paragraphs: does it have a headline's form, or matter that its article lacks?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints, Mask
from copydesk.columns.ragged import Runs
from copydesk.language.evidence import Clue
from copydesk.language.names import uppercase
from copydesk.language.terms import terms
from copydesk.patterns import late_pattern
from copydesk_rules.page._headline_lines import broken, labelled, listed, questions
from copydesk_rules.page._word_lists import lookup

# Of lines in 32 MB of news that one clue alone speaks for, two in five are strays; of those with a
# label, or of foreign matter in a headline's form, nearly all.
BASE, LABELLED, LEAST, MOST = 0.4, 0.85, 0.05, 0.95
_LONG_WORDS = 7
_FEW_CONTENT = 3  # content words: one of three in common tells little
_ARTICLES = 2  # the, a, an in one line: headlines leave most of them out
_LOUD = 0.75  # of the words: all in capitals
_LONG_LETTERS = 4
# where a second sentence begins
_SECOND = late_pattern(r"[a-z]{2}[.?!][\"”’»]? [\"“„«]?[A-Z]")
_NAMES = late_pattern(
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
    led: bool  # it begins with an article: the, a, an
    articles: int
    pronoun: bool  # it holds a personal pronoun
    after_clause: bool  # it begins as a clause of time or place does, and has a comma
    counted: bool  # it begins with a number
    content: int  # content words
    shared: int  # of them, those that other blocks of the article have
    fellows: int  # such lines in the article that are no questions
    questions: int  # questions among such lines
    question: bool
    colon: bool
    listed: bool  # another line without an end mark is beside it
    broken: bool  # it goes on in the block below
    labelled: bool  # OPINION: or the like before it
    named: bool  # names in a row
    sentences: bool  # more than one
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
    def narrates(self) -> bool:
        """It is a whole sentence whose end mark is missing, by its beginning and little words."""
        little = self.led or self.after_clause or self.articles >= _ARTICLES
        return not self.cased and (self.talking or (self.plain and little))

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


def _other_question(line: Line) -> bool:
    """Articles ask themselves questions in their own words, as the heading of each part, or of
    somebody just named: "Will he resign?"
    """
    lone = line.questions == 1 and line.long and not line.pronoun
    return line.unknown and (line.cased or lone)


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
        "question about something else",
        BASE,
        lambda line: line.question and line.fellows == 0 and _other_question(line),
    ),
    Clue("the article's own words", 0, lambda line: line.known and not line.labelled),
    Clue("too little to judge by", 0, lambda line: line.slight and not line.labelled),
    Clue(
        "reports what happened",
        0,
        lambda line: line.past and not line.cased and not line.labelled,
    ),
    Clue(
        "several sentences",
        0,
        lambda line: line.sentences and not line.cased and not line.labelled,
    ),
    Clue("names in a row", 0, lambda line: line.named and not line.speaks and not line.labelled),
    Clue("goes on in the next block", 0, lambda line: line.broken and not line.labelled),
)
# What they add to the confidence of a line that a clue spoke for.
WEIGHTS: tuple[Clue[Line], ...] = (
    Clue("headline verb in headline case", 0.2, lambda line: line.cased and line.verb),
    Clue("headline verb", 0.1, lambda line: line.plain and line.verb and not line.narrates),
    Clue(
        "few of the article's words",
        0.25,
        lambda line: line.foreign and (line.content > _FEW_CONTENT or line.unknown),
    ),
    Clue("none of the article's words", 0.15, lambda line: line.unknown),
    Clue(
        "topic and title",
        0.1,
        lambda line: line.colon and line.long and not line.narrates,
    ),
    Clue("reads as a sentence", -0.35, lambda line: line.narrates),
    Clue("question in a sentence's letters", -0.2, lambda line: line.question and line.plain),
    Clue("begins with a number", -0.2, lambda line: line.counted and line.plain),
    Clue("beside another line", -0.2, lambda line: line.listed),
    Clue("another such line", -0.15, lambda line: line.fellows > 1),
)


def views(batch: Batch, rows: Ints, limits: Limits) -> Iterator[Line]:
    """Return the views of lines between paragraphs. `rows`: ascending, of the block table."""
    question = questions(batch, rows)
    content, shared = _content(batch, rows)
    document = batch.blocks.document_of[rows]
    lines, questioned = (
        np.bincount(document[chosen], minlength=len(batch))[document]
        for chosen in (~question, question)
    )
    texts = [batch.block_text(row) for row in rows.tolist()]
    columns = (
        *_words(batch, rows, limits.title_case),
        content,
        shared,
        lines,
        questioned,
        question,
        _has_colon(batch, rows),
        listed(batch, rows),
        broken(batch, rows),
        labelled(batch, rows),
        np.array([bool(_NAMES.match(text)) for text in texts], np.bool_),
        np.array([bool(_SECOND.search(text)) for text in texts], np.bool_),
    )
    values = (column.tolist() for column in columns)
    found = [Line._make((*each, limits)) for each in zip(*values, strict=True)]
    # a paragraph that lost its end mark is no subheading
    pairs = zip(document.tolist(), found, strict=True)
    lost = Counter(at for at, line in pairs if line.narrates and not line.question)
    for at, line in zip(document.tolist(), found, strict=True):
        yield line._replace(fellows=max(line.fellows - lost[at], int(not line.question)))


def _words(batch: Batch, rows: Ints, title_case: float) -> tuple[Ints | Mask, ...]:
    """Return the columns `words` to `counted` of `Line`."""
    first, end = (side[rows] for side in batch.block_words)
    words, lines = batch.words, Runs.between(first, end)
    at, line = lines.positions, lines.owner
    inner = lines.ranks > 0

    def count(marked: Mask) -> Ints:
        return np.bincount(line[marked], minlength=rows.size)

    def holds(name: str) -> Mask:
        return count(inner & lookup(name).has(words.hash[at])) > 0

    def begins(name: str) -> Mask:
        return lookup(name).has(words.hash.take(first, mode="clip"))

    long = inner & (words.length[at] >= _LONG_LETTERS) & ~words.number[at]
    cased = count(long & words.capital[at]) / np.maximum(count(long), 1) >= title_case
    loud = count(uppercase(batch, at) >= words.length[at]) >= _LOUD * lines.size
    return (
        lines.size,
        cased | loud,
        *map(holds, ("headline_verbs", "headline_auxiliaries", "past_auxiliaries")),
        *map(begins, ("sentence_heads", "articles")),
        count(lookup("articles").has(words.hash[at])),
        holds("pronouns"),
        begins("clause_heads") & (count(_before_comma(batch, at)) > 0),
        words.number.take(first, mode="clip"),
    )


def _before_comma(batch: Batch, words: Ints) -> Mask:
    """Return which words have a comma right behind them."""
    behind = batch.codes.take(batch.words.end[words], mode="clip")
    return np.asarray(behind == ord(","), np.bool_)


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

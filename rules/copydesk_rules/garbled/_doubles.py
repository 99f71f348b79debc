"""Find words, or runs of two or three words, that stand twice in a row by mistake."""

from __future__ import annotations

import itertools
from functools import cached_property
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.language.evidence import Clue, strongest
from copydesk.language.lexicon import in_other_language, language_of_documents, zipf
from copydesk_rules.garbled._code_signs import CodeSigns
from copydesk_rules.garbled._doubled_runs import runs_that_follow_again
from copydesk_rules.garbled._lists import (
    family_hashes,
    hashes_of_language,
    language_hashes,
    words_of_language,
)

SIZES = (1, 2, 3)  # words of a run that is looked for
_AHEAD = 8  # words before a run that are looked at
_SHORT = 6.0  # Zipf of an ordinary word that is shorter than the limit
_OTHERS = 4  # words of a sentence beside a doubled one, that is no cry then


class Limits(Struct, frozen=True):
    """How common (Zipf) and how long a word must be that is no function word."""

    zipf: float
    length: int


class Repeat(Struct, frozen=True, dict=True):
    """A run of `size` words, from row `first` of the word table on, that follows once more."""

    batch: Batch
    limits: Limits
    first: int
    size: int

    @cached_property
    def hashes(self) -> list[int]:
        """The hashes of the run's words."""
        return [int(word) for word in self.batch.words.hash[self.first : self.first + self.size]]

    @property
    def document(self) -> int:
        """The document that the run lies in."""
        return int(self.batch.document_of_word[self.first])

    @cached_property
    def language(self) -> str:
        """The language of the document, "" where it is not clear."""
        return self.batch.derive(language_of_documents)[self.document]

    @cached_property
    def neighbors(self) -> list[int]:
        """The rows of the words before and behind both copies, inside the document."""
        around = (self.first - 1, self.first + 2 * self.size)
        documents = self.batch.document_of_word
        return [
            row for row in around if 0 <= row < documents.size and documents[row] == self.document
        ]

    @cached_property
    def ahead(self) -> list[int]:
        """The hashes of up to eight words before the run in its sentence, the nearest first."""
        sentences = self.batch.sentence_of_word
        rows = range(self.first - 1, max(self.first - 1 - _AHEAD, -1), -1)
        same = itertools.takewhile(lambda row: sentences[row] == sentences[self.first], rows)
        return [int(self.batch.words.hash[row]) for row in same]

    @property
    def numeral(self) -> bool:
        """A capital letter beside the same as a small word: `Mieszko I i jego`, `part A a`."""
        first, second = self._capitals()
        return self.length == 1 and first != second

    def _capitals(self) -> tuple[bool, bool]:
        start = self.batch.words.start
        first, second = (int(start[row]) for row in (self.first, self.first + self.size))
        return self.batch.text[first].isupper(), self.batch.text[second].isupper()

    @property
    def named(self) -> bool:
        """Capitals behind a word with one: `Elizabeth I I`."""
        if self._capitals() != (True, True):
            return False
        return bool(self.ahead) and bool(self.batch.words.capital[self.first - 1])

    @property
    def particle(self) -> bool:
        """The particle of a verb before a preposition: `log in in time`, `go on on Tuesday`."""
        verbs = language_hashes("particle_verbs")
        particles = family_hashes("particles")
        return self.hashes[0] in particles and bool(self.ahead) and self.ahead[0] in verbs

    @property
    def two_clauses(self) -> bool:
        """The end of a clause that is a subject, and the verb: `what it is is a lie`."""
        openers = family_hashes("clause_openers")
        return self.hashes[0] in family_hashes("clause_verbs") and (
            any(word in openers for word in self.ahead)
            or (len(self.ahead) > 1 and self.ahead[0] in family_hashes("clause_subjects"))
        )

    @property
    def subject_after_object(self) -> bool:
        """`it it` before a verb: the end of a clause, and the next one's subject."""
        behind = self.first + 2 * self.size
        if self.hashes[0] not in family_hashes("clause_subjects") or not self.ahead:
            return False
        follows = behind < len(self.batch.words) and int(self.batch.words.hash[behind])
        return follows in family_hashes("clause_verbs")

    @property
    def relative(self) -> bool:
        """A pronoun beside its like behind a comma: `der Mann, in dem dem Volk …`."""
        if self.hashes[0] not in language_hashes("doubled_pronouns"):
            return False
        start = int(self.batch.words.start[max(self.first - 2, 0)])
        return "," in self.batch.text[start : int(self.batch.words.start[self.first])]

    @cached_property
    def sentence_words(self) -> int:
        """Words of the sentence that it lies in, 0 outside sentences."""
        sentence = int(self.batch.sentence_of_word[self.first])
        if sentence < 0:
            return 0
        first, end = self.batch.sentence_words
        return int(end[sentence] - first[sentence])

    @property
    def cried(self) -> bool:
        """Little else stands in its sentence or in its quotation marks: a cry, a refrain, a list."""
        return self.sentence_words < 2 * self.size + _OTHERS or self._quoted

    @property
    def _quoted(self) -> bool:
        words, classes = self.batch.words, self.batch.classes
        start, end = words.start[self.first], words.end[self.first + 2 * self.size - 1]
        marks = classes.take([max(start - 1, 0), end], mode="clip")
        return bool(np.isin(marks, (ch.QUOTE, ch.OPENER, ch.CLOSER)).all())

    @property
    def in_code(self) -> bool:
        """Signs of code stand near."""
        words = self.batch.words
        last = self.first + 2 * self.size - 1
        return self.batch.derive(CodeSigns).near(int(words.start[self.first]), int(words.end[last]))

    @property
    def saying(self) -> bool:
        """A clause that is a subject, and the same again: `what is done is done`."""
        openers = family_hashes("clause_openers")
        return any(word in openers for word in self.ahead[:3])

    @property
    def thrice(self) -> bool:
        """The word stands there a third time, which is meant, or a fault of another kind."""
        return any(int(self.batch.words.hash[row]) == self.hashes[0] for row in self.neighbors)

    @property
    def spelled_out(self) -> bool:
        """A single letter beside another."""
        if self.length > 1:
            return False
        return any(self.batch.words.length[row] == 1 for row in self.neighbors)

    @property
    def length(self) -> int:
        """Letters of the first word."""
        return int(self.batch.words.length[self.first])

    @property
    def never_doubled(self) -> bool:
        """A function word of the language that hardly ever stands twice."""
        single = words_of_language(self.language or "en", "never_doubled")
        return single is not None and bool(single.has(self.batch.words.hash[[self.first]])[0])

    @property
    def meant(self) -> bool:
        """The first words are words that people double."""
        doubled = hashes_of_language(self.language or "en", "doubled")
        return all(word in doubled for word in self.hashes[:2])

    @property
    def ordinary(self) -> bool:
        """A common word in small letters that is long enough.

        In a language that says what people double; in others than English, where verbs of two
        clauses meet without a comma, not behind a word that opens a clause.
        """
        if not hashes_of_language(self.language, "doubled"):
            return False
        if self.batch.words.capital[self.first] or (self.language != "en" and self.in_clause):
            return False
        common = zipf(self.batch.words.hash[[self.first]], self.language)[0]
        if self.length < self.limits.length:
            return bool(common >= _SHORT)
        return bool(common >= self.limits.zipf)

    @property
    def in_clause(self) -> bool:
        """A word that opens a clause stands before it."""
        return any(word in family_hashes("clause_openers") for word in self.ahead)

    @property
    def linked(self) -> bool:
        """The run links a longer repetition: `again and again and again`."""
        return any(word in language_hashes("links") for word in self.hashes)


WORD: tuple[Clue[Repeat], ...] = (
    Clue("three times in a row", 0.0, lambda repeat: repeat.thrice),
    Clue("spelled out", 0.0, lambda repeat: repeat.spelled_out),
    Clue("a numeral, or a letter that names something", 0.0, lambda repeat: repeat.numeral),
    Clue("a name's numeral", 0.0, lambda repeat: repeat.named),
    Clue("particle of a verb", 0.0, lambda repeat: repeat.particle),
    Clue("end of one clause and verb of another", 0.0, lambda repeat: repeat.two_clauses),
    Clue("end of one clause and subject of another", 0.0, lambda r: r.subject_after_object),
    Clue("pronoun behind a comma", 0.0, lambda repeat: repeat.relative),
    Clue("function word that is never doubled", 0.92, lambda repeat: repeat.never_doubled),
    Clue(
        "common word that is not doubled on purpose",
        0.8,
        lambda r: r.ordinary and not r.meant and not r.cried and not r.in_code,
    ),
    Clue(
        "common word, in a cry or near code",
        0.3,
        lambda r: r.ordinary and not r.meant and (r.cried or r.in_code),
    ),
)
RUN: tuple[Clue[Repeat], ...] = (
    Clue("one word, again and again", 0.0, lambda repeat: len(set(repeat.hashes)) == 1),
    Clue("words doubled on purpose", 0.0, lambda repeat: repeat.meant),
    Clue("link of a longer repetition", 0.0, lambda repeat: repeat.linked),
    Clue("saying", 0.0, lambda repeat: repeat.saying),
    Clue(
        "run of words doubled",
        0.85,
        lambda repeat: repeat.language != "" and repeat.sentence_words != 2 * repeat.size,
    ),
)


class Doubled(NamedTuple):
    """A doubled run of words: first row of the word table, words in a copy, confidence, clues."""

    first: int
    size: int
    confidence: float
    clues: tuple[str, ...]


def find_doubled(batch: Batch, limits: Limits) -> list[Doubled]:
    """Return every run that stands twice by mistake, in order; of runs that overlap the shortest."""
    found: list[Doubled] = []
    covered = np.zeros(len(batch.words), np.bool_)
    for size in SIZES:
        at = runs_that_follow_again(batch, size)
        at = at[~covered[at]]
        judged = []
        for first in at.tolist():
            verdict = strongest(WORD if size == 1 else RUN, Repeat(batch, limits, first, size))
            if verdict.score > 0:
                judged.append(Doubled(first, size, verdict.score, verdict.clues))
        for double in _in_own_language(batch, judged) if size == 1 else judged:
            if not covered[double.first]:
                found.append(double)
                covered[double.first : double.first + 2 * size] = True
    return sorted(found)


def _in_own_language(batch: Batch, found: list[Doubled]) -> list[Doubled]:
    """Leave out words of blocks that are clearly in another language than their document."""
    rows = np.array([double.first for double in found], np.int64)
    spoken = batch.derive(language_of_documents)
    languages = [spoken[row] for row in batch.document_of_word.take(rows).tolist()]
    other = in_other_language(batch, rows, languages).tolist()
    return [double for double, elsewhere in zip(found, other, strict=True) if not elsewhere]

"""Find words, or runs of two or three words, that stand twice in a row by mistake."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints
from copydesk.language.evidence import Clue, strongest
from copydesk.language.lexicon import english_zipf, in_other_language, language_of_documents
from copydesk_rules.garbled._lists import language_hashes, words_of_language

SIZES = (1, 2, 3)  # words of a run that is looked for
# By class, beside a run: `go-between between`, `rock 'n' roll`.
_HYPHENS = np.isin(np.arange(32), (ch.DASH, ch.APOSTROPHE, ch.JOINER))


@dataclass(frozen=True, slots=True)
class Limits:
    """How common (Zipf) and how long an English word must be that is no function word."""

    zipf: float
    length: int


@dataclass(frozen=True)
class Repeat:
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
        """The first words are English words that people double."""
        return all(word in language_hashes("doubled") for word in self.hashes[:2])

    @property
    def ordinary(self) -> bool:
        """A common English word in small letters that is long enough."""
        return (
            self.language == "en"
            and self.length >= self.limits.length
            and not self.batch.words.capital[self.first]
            and bool(self.batch.derive(english_zipf)[self.first] >= self.limits.zipf)
        )

    @property
    def linked(self) -> bool:
        """The run links a longer repetition: `again and again and again`."""
        return any(word in language_hashes("links") for word in self.hashes)


WORD: tuple[Clue[Repeat], ...] = (
    Clue("three times in a row", 0.0, lambda repeat: repeat.thrice),
    Clue("spelled out", 0.0, lambda repeat: repeat.spelled_out),
    Clue("function word that is never doubled", 0.92, lambda repeat: repeat.never_doubled),
    Clue(
        "common word that is not doubled on purpose",
        0.8,
        lambda repeat: repeat.ordinary and not repeat.meant,
    ),
)
RUN: tuple[Clue[Repeat], ...] = (
    Clue("one word, again and again", 0.0, lambda repeat: len(set(repeat.hashes)) == 1),
    Clue("words doubled on purpose", 0.0, lambda repeat: repeat.meant),
    Clue("link of a longer repetition", 0.0, lambda repeat: repeat.linked),
    Clue("run of words doubled", 0.85, lambda repeat: repeat.language != ""),
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
        at = _repeated(batch, size)
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


def _repeated(batch: Batch, size: int) -> Ints:
    """Return the first row of each run of `size` words that follows once more, in prose.

    Nothing but one space, or a line end inside a paragraph, stands between the words. Names and
    numbers are doubled on purpose: no word of the second copy has a capital, or is a number.
    """
    hashes = batch.words.hash
    at = np.flatnonzero(hashes[size:] == hashes[:-size])
    runs = max(at.size - size + 1, 0)
    at = at[:runs][at[size - 1 :] - at[:runs] == size - 1]  # `size` such words in a row
    start, end, classes = batch.words.start, batch.words.end, batch.classes
    for step in range(2 * size - 1):
        gap = end.take(at + step)
        at = at[(start.take(at + step + 1) - gap == 1) & (classes.take(gap) >= ch.SPACE)]
    for step in range(size, 2 * size):
        kind = classes.take(start.take(at + step))
        at = at[(kind != ch.UPPER) & (kind != ch.DIGIT)]
    block, last = batch.block_of_word.take(at), batch.block_of_word.take(at + 2 * size - 1)
    at = at[(block >= 0) & (block == last)]
    at = at[batch.blocks.prose.take(batch.block_of_word.take(at))]
    before = classes.take(np.maximum(start.take(at) - 1, 0))
    after = classes.take(end.take(at + 2 * size - 1), mode="clip")
    return np.asarray(at[~_HYPHENS.take(before) & (after != ch.DASH)], np.int64)

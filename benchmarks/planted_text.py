"""Make paragraphs of a made-up language and plant edits in copies of them.

The same seed makes the same text.

A sentence comes from a small English grammar whose nouns, verbs, adjectives and names are invented
from syllables: 7,000 of them, so two paragraphs that are not copies share function words and hardly
a run of three words. Words are letters only; some sentences hold a plain number. Every original
takes part in one edit, so what is a copy of what is known.

Paragraphs have one to five sentences of 8 to about 30 words, and twelve words at least. The kinds
of edits:

    1, 2, 3 words   that many words, not numbers, exchanged for other invented words, anywhere in the paragraph
    sentence moved  one of its sentences, of eight words and more, put between the sentences of a paragraph of other text
    suffix          a sentence of other text added at the end
    merged          two originals in one paragraph
    split           its sentences as two paragraphs, each of at least twelve words
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

KINDS = ("1 word", "2 words", "3 words", "sentence moved", "suffix", "merged", "split")
LEAST_SENTENCE, LEAST_PARAGRAPH = (
    8,
    12,
)  # words: below, a repeated sentence or paragraph is none by definition

_ONSETS = "b br c ch cl d dr f fl g gr h j k l m n p pl pr qu r s sh sl st t th tr v w z".split()
_VOWELS = "a e i o u ai ea ie oa ou".split()
_CODAS = ["", "", "", "l", "m", "n", "nd", "r", "rk", "s", "st", "t", "x"]
_LINKS = "because while although before after since until unless whereas".split()
_PLACES = "in near under above behind beside against across without towards".split()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences, each a list of words without its full stop."""

    sentences: tuple[tuple[str, ...], ...]

    @property
    def text(self) -> str:
        """The paragraph as it is written."""
        return " ".join(written(sentence) for sentence in self.sentences)

    @property
    def words(self) -> int:
        """How many words it has."""
        return sum(map(len, self.sentences))


@dataclass(frozen=True, slots=True)
class Plant:
    """An edit: the originals, the paragraphs it made,
    and the text that both sides have where that is not the whole paragraph.
    """

    kind: str
    originals: tuple[Paragraph, ...]
    edited: tuple[Paragraph, ...]
    shared: str = ""


def written(sentence: tuple[str, ...]) -> str:
    """Return a sentence as it is written."""
    return sentence[0][0].upper() + sentence[0][1:] + " " + " ".join(sentence[1:]) + "."


class Writer:
    """Writes sentences and paragraphs; all chance comes from one generator."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - reproducible text, no secret
        known: set[str] = set()
        self._nouns, self._verbs, self._adjectives = (
            self._invent(count, known) for count in (3000, 1800, 1400)
        )
        self._names = [name.capitalize() for name in self._invent(800, known)]

    def _invent(self, count: int, known: set[str]) -> list[str]:
        words: list[str] = []
        while len(words) < count:
            syllables = self._chance.choice((2, 2, 3))
            word = "".join(
                self._pick(_ONSETS) + self._pick(_VOWELS) + self._pick(_CODAS)
                for _ in range(syllables)
            )
            if word not in known:
                known.add(word)
                words.append(word)
        return words

    def _pick(self, some: list[str]) -> str:
        return self._chance.choice(some)

    def _thing(self) -> list[str]:
        """Return a noun phrase of one to four words."""
        shape = self._chance.random()
        if shape < 0.15:
            return [self._pick(self._names)]
        if shape < 0.25:
            return [str(self._chance.randrange(3, 2000)), self._pick(self._nouns)]
        if shape < 0.65:
            return [
                self._pick(["the", "a", "their", "this", "every"]),
                self._pick(self._adjectives),
                self._pick(self._nouns),
            ]
        return [self._pick(["the", "a", "its", "no", "some"]), self._pick(self._nouns)]

    def _clause(self) -> list[str]:
        clause = [*self._thing(), self._pick(self._verbs), *self._thing()]
        return (
            [*clause, self._pick(_PLACES), *self._thing()]
            if self._chance.random() < 0.6
            else clause
        )

    def sentence(self) -> tuple[str, ...]:
        """Return a sentence of 8 to about 30 words."""
        words = self._clause()
        while len(words) < LEAST_SENTENCE or (len(words) < 18 and self._chance.random() < 0.5):
            words += [self._pick(_LINKS), *self._clause()]
        return tuple(words)

    def paragraph(self, least: int = 1, most: int = 5) -> Paragraph:
        """Return a paragraph of some sentences, of at least twelve words."""
        sentences = [self.sentence() for _ in range(self._chance.randint(least, most))]
        while sum(map(len, sentences)) < LEAST_PARAGRAPH:
            sentences.append(self.sentence())
        return Paragraph(tuple(sentences))

    def shuffle(self, some: list[int]) -> None:
        """Shuffle in place."""
        self._chance.shuffle(some)

    def plant(self, kind: str) -> Plant:
        """Write an original and edit it."""
        edits: dict[str, Callable[[], Plant]] = {
            "sentence moved": self._moved,
            "suffix": self._suffix,
            "merged": self._merged,
        }
        if kind in edits:
            return edits[kind]()
        return self._split() if kind == "split" else self._exchanged(kind)

    def _exchanged(self, kind: str) -> Plant:
        original = self.paragraph()
        sentences = [list(sentence) for sentence in original.sentences]
        places = [
            (row, at)
            for row, sentence in enumerate(sentences)
            for at, word in enumerate(sentence)
            if word.isalpha()
        ]
        for row, at in self._chance.sample(places, int(kind[0])):
            sentences[row][at] = self._pick(self._nouns + self._verbs + self._adjectives)
        return Plant(kind, (original,), (Paragraph(tuple(map(tuple, sentences))),))

    def _moved(self) -> Plant:
        original, host = self.paragraph(), self.paragraph()
        sentence = self._chance.choice(original.sentences)
        at = self._chance.randint(0, len(host.sentences))
        edited = Paragraph((*host.sentences[:at], sentence, *host.sentences[at:]))
        return Plant("sentence moved", (original,), (edited,), written(sentence))

    def _suffix(self) -> Plant:
        original = self.paragraph()
        return Plant("suffix", (original,), (Paragraph((*original.sentences, self.sentence())),))

    def _merged(self) -> Plant:
        one, other = self.paragraph(), self.paragraph()
        return Plant("merged", (one, other), (Paragraph(one.sentences + other.sentences),))

    def _split(self) -> Plant:
        while True:
            original = self.paragraph(2)
            at = self._chance.randint(1, len(original.sentences) - 1)
            halves = Paragraph(original.sentences[:at]), Paragraph(original.sentences[at:])
            if min(half.words for half in halves) >= LEAST_PARAGRAPH:
                return Plant("split", (original,), halves)

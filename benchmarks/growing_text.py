"""Texts made to be hard for a near-duplicate join; `join_growth.py` lints them.

    identical  100,000 times one paragraph, ten in a document: the documents are equal too
    repeated   the same, but one paragraph in ten is of other text: no document is a copy
    one word   50,000 paragraphs of 40 words that differ in one of them, each from each
    sentence   50,000 paragraphs of other text that share one sentence of 15 words
    formula    50,000 paragraphs of one form with other numbers: near by their words, and no copies
    passage    50,000 paragraphs of other text that share one fingerprint of 8 words, and no sentence or passage
    band       50,000 sentences in one MinHash band, found by trying, and not alike
    chain      50,000 paragraphs, each near the one before it and the next, and no others
    document   one document of 50,000 paragraphs of two sentences, each of which stands in another paragraph once more
    giant      a paragraph of 50,000 sentences, each of which stands in a short paragraph once more

All words but those shared are drawn anew for each paragraph from a vocabulary of invented words;
the same size gives the same text.
"""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np

from copydesk.columns.batch import Batch, Text
from copydesk.columns.dtypes import Hashes
from copydesk.similarity.passages import SHINGLE
from copydesk.similarity.shingles import shingles
from copydesk.similarity.signatures import band_keys
from copydesk.similarity.sketches import ROWS, sentence_signatures


class Words:
    """Invented words, drawn by chance."""

    def __init__(self, seed: int = 1) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - reproducible text, no secret
        letters = "bcdfghklmnprstvwz"
        self.known = [
            f"{a}{v}{b}{w}{c}"
            for a in letters
            for v in "aeiou"
            for b in letters
            for w in "aeo"
            for c in letters
        ]

    def some(self, count: int) -> list[str]:
        """Return that many words."""
        return self.chance.choices(self.known, k=count)

    def sentence(self, count: int) -> str:
        """Return a sentence of that many words."""
        return written(self.some(count))


def written(words: list[str]) -> str:
    """Return words as a sentence."""
    return f"{words[0].capitalize()} {' '.join(words[1:])}."


def identical(count: int) -> list[str]:
    """Return one paragraph many times."""
    words = Words()
    return [f"{words.sentence(15)} {words.sentence(12)} {words.sentence(13)}"] * count


def repeated(count: int) -> list[str]:
    """Return one paragraph many times, every tenth replaced by one of its own."""
    words = Words()
    same = identical(1)[0]
    return [
        f"{words.sentence(25)} {words.sentence(25)}" if number % 10 == 0 else same
        for number in range(count)
    ]


def one_word(count: int) -> list[str]:
    """Return paragraphs of 40 words that differ in one.

    The n-th has its own word at a place that goes round.
    """
    words = Words()
    base = words.some(40)
    out = []
    for number in range(count):
        mine = [*base[: number % 40], f"w{_letters(number)}", *base[number % 40 + 1 :]]
        out.append(" ".join(written(mine[at : at + 20]) for at in (0, 20)))
    return out


def _letters(number: int) -> str:
    return "".join(chr(97 + int(digit)) for digit in str(number))


def sentence(count: int) -> list[str]:
    """Return unlike paragraphs that share one sentence."""
    words = Words()
    shared = words.sentence(15)
    return [f"{words.sentence(14)} {shared} {words.sentence(14)}" for _ in range(count)]


def formula(count: int) -> list[str]:
    """Return paragraphs of one form with other numbers."""
    words = Words()
    form = words.some(24)
    draw = words.chance.randrange
    return [
        written([w if at % 4 else str(draw(10, 10**6)) for at, w in enumerate(form)][1:])
        for _ in range(count)
    ]


def passage(count: int) -> list[str]:
    """Return unlike paragraphs that share a run of 8 words.

    Of 2,000 runs the one with the least hash, which winnowing always chooses.
    """
    words = Words()
    tried = [words.some(SHINGLE) for _ in range(2000)]
    batch = Batch([Text(" ".join(run)) for run in tried])
    first = np.arange(len(tried)) * SHINGLE
    column, _, _ = shingles(batch.words.hash, first, first + SHINGLE, SHINGLE)
    shared = tried[int(column.argmin())]
    return [written([*words.some(16), *shared, *words.some(16)]) for _ in range(count)]


def band(count: int) -> list[str]:
    """Return unlike sentences that share a band.

    Six of twelve words are fixed, and those are kept whose key is the commonest of the first.

    A band is three minima of pairs of words. The fixed words often give all three, while two
    sentences agree in five pairs of seventeen, less than any rule asks for.
    """
    words = Words()
    fixed = words.some(6)
    kept: list[str] = []
    hot, key = -1, np.uint64(0)
    while len(kept) < count:
        drawn = [written([*words.some(3), *fixed, *words.some(3)]) for _ in range(4096)]
        keys = band_keys(Batch([Text(text) for text in drawn]).derive(sentence_signatures), ROWS)
        assert len(keys) == len(drawn)
        if hot < 0:
            _, key, hot = max((*_commonest(column), number) for number, column in enumerate(keys.T))
        kept += [drawn[row] for row in np.flatnonzero(keys[:, hot] == key).tolist()]
    return kept[:count]


def _commonest(column: Hashes) -> tuple[int, np.uint64]:
    values, often = np.unique(column, return_counts=True)
    return int(often.max()), values[often.argmax()]


def chain(count: int) -> list[str]:
    """Return paragraphs cut out of one endless text,
    each four words further on than the one before.
    """
    words = Words()
    text = words.some(4 * count + 40)
    return [written(text[4 * number : 4 * number + 40]) for number in range(count)]


def document(count: int) -> list[str]:
    """Return paragraphs of two sentences, each of which stands once more, in another paragraph."""
    words = Words()
    halves = [words.sentence(14) for _ in range(count)]
    return [f"{halves[number]} {halves[(number * 7 + 3) % count]}" for number in range(count)]


def giant(count: int) -> list[str]:
    """Return a paragraph of many sentences,
    and for each of them a paragraph that holds it among other words.
    """
    words = Words()
    held = [words.sentence(14) for _ in range(count - 1)]
    return [" ".join(held), *(f"{words.sentence(14)} {one}" for one in held)]


MADE: dict[str, tuple[int, Callable[[int], list[str]]]] = {
    "identical": (100_000, identical),
    "repeated": (100_000, repeated),
    "one word": (50_000, one_word),
    "sentence": (50_000, sentence),
    "formula": (50_000, formula),
    "passage": (50_000, passage),
    "band": (50_000, band),
    "chain": (50_000, chain),
    "document": (50_000, document),
    "giant": (50_000, giant),
}

"""Find many phrases at once, case-blind, at word bounds: Aho-Corasick over a batch's text."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from ahocorasick_rs import AhoCorasick, MatchKind

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints


class Phrases:
    """A list of phrases, compiled once.

    Case, and the shape of apostrophes, make no difference; white space in them is one space.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self.phrases = tuple(dict.fromkeys(_plain(phrase) for phrase in phrases))
        self._automaton = AhoCorasick(self.phrases, matchkind=MatchKind.LeftmostLongest)

    def find(self, batch: Batch) -> tuple[Ints, Ints, Ints]:
        """Return number, start and end of each phrase found, leftmost longest,
        where a word neither runs into it nor out of it.
        """
        found = self._automaton.find_matches_as_indexes(batch.derive(plain_text))
        number, start, end = np.array(found, np.int64).reshape(-1, 3).T
        classes = np.append(batch.classes, ch.NEWLINE)
        word = (classes >= ch.LOWER) & (classes <= ch.JOINER)
        inside_left = (
            (start > 0) & word[np.maximum(start - 1, 0)] & word[np.minimum(start, classes.size - 1)]
        )
        inside_right = word[end] & word[np.maximum(end - 1, 0)]
        whole = ~(inside_left | inside_right)
        return number[whole], start[whole], end[whole]


def plain_text(batch: Batch) -> str:
    """Return a batch's text as phrases are compared: lower case, plain apostrophes and spaces.

    Offsets stay; for `batch.derive`.
    """
    return _plain(batch.text)


def _plain(text: str) -> str:
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters grow when lowered (İ); offsets must not move
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    for typographic, plain in (("’", "'"), ("ʼ", "'"), ("\u00a0", " "), ("\u202f", " ")):
        lowered = lowered.replace(typographic, plain)
    return lowered

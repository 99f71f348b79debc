"""Find many phrases at once, whatever their case, at word bounds, by Aho-Corasick."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from ahocorasick_rs import AhoCorasick, MatchKind

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints


class Phrases:
    """A list of phrases, compiled once.

    Case and the form of apostrophes and spaces make no difference.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self.phrases = tuple(dict.fromkeys(_plain(phrase) for phrase in phrases))
        self._automaton = AhoCorasick(self.phrases, matchkind=MatchKind.LeftmostLongest)

    def find(self, batch: Batch) -> tuple[Ints, Ints, Ints]:
        """Return the number, start and end of each phrase found, each of shape (matches,).

        Of overlapping phrases the leftmost, then the longest. No word crosses the bounds of a match.
        """
        found = self._automaton.find_matches_as_indexes(batch.derive(plain_text))
        number, start, end = np.array(found, np.int64).reshape(-1, 3).T
        classes = np.append(batch.classes, ch.NEWLINE)
        word = (classes >= ch.LOWER) & (classes <= ch.JOINER)
        cut = (start > 0) & word[np.maximum(start - 1, 0)]
        cut &= word[np.minimum(start, classes.size - 1)]
        whole = ~(cut | word[end] & word[np.maximum(end - 1, 0)])
        return number[whole], start[whole], end[whole]


def plain_text(batch: Batch) -> str:
    """Return a batch's text as phrases are compared: lower case, plain apostrophes and spaces.

    Offsets stay the same. For `batch.derive`.
    """
    return _plain(batch.text)


def _plain(text: str) -> str:
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters grow when lowered (İ); offsets must not move
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    for typographic, plain in (("’", "'"), ("ʼ", "'"), ("\u00a0", " "), ("\u202f", " ")):
        lowered = lowered.replace(typographic, plain)
    return lowered

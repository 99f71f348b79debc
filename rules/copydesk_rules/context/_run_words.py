"""Gather the content words of some runs of sentences, and weigh them: the rarer a word, the more it
says.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Floats, Ints, Mask
from copydesk.columns.ragged import expand
from copydesk.language.terms import terms


class RunWords:
    """The content words of the runs of sentences [first, end), one run after another.

    Every column of shape (words,). `run`: the run of each word; `elsewhere`, `number`, and
    `together` and `nearest` (its company): see Terms; `name`: begins with a capital, but not a
    sentence.
    """

    def __init__(self, batch: Batch, first: Ints, end: Ints) -> None:
        t = batch.derive(terms)
        begin, stop = np.searchsorted(t.sentence, first), np.searchsorted(t.sentence, end)
        self._runs = first.size
        self.run, at = expand(begin, stop - begin)
        word = t.word.take(at)
        self.elsewhere: Mask = t.elsewhere.take(at)
        self.number: Mask = t.number.take(at)
        self.name: Mask = batch.words.capital.take(word) & (
            word != batch.sentence_words[0].take(t.sentence.take(at))
        )
        self.together, self.nearest = t.company(at)
        self._titled = t.titled(at)
        self._weight = np.clip(7.0 - t.zipf.take(at), 0.5, 5.0)
        self._total = np.maximum(
            np.bincount(self.run, weights=self._weight, minlength=self._runs), 0.5
        )

    def share(self, mask: Mask) -> Floats:
        """Return the share that some of the words have of the weight of their run; shape (runs,)."""
        return (
            np.bincount(self.run, weights=self._weight * mask, minlength=self._runs) / self._total
        )

    def count(self, mask: Mask) -> Ints:
        """Return how many of some of the words each run has; shape (runs,)."""
        return np.bincount(self.run[mask], minlength=self._runs)

    def features(self) -> dict[str, Floats | Ints]:
        """Return the features that sentences and paragraphs share; each of shape (runs,)."""
        return {
            "seen": self.share(self.elsewhere),
            "titled": self.share(self._titled & self.elsewhere),
            "names": self.count(self.name),
            "new_names": self.count(self.name & ~self.elsewhere),
            "new_numbers": self.count(self.number & ~self.elsewhere),
        }

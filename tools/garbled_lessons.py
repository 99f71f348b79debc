"""What the models of GAR106 learn from: texts as the rule sees them, with what is known of each.

For `tools/train_garbled.py`.
"""

from __future__ import annotations

import difflib
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

for _root in ("lint", "rules"):
    sys.path.insert(0, str(Path(__file__).parent.parent / _root))
from copydesk.columns.batch import Batch, Text
from copydesk.columns.dtypes import AnyArray, Floats, Ints, Mask
from copydesk_rules.garbled._model import stacked
from copydesk_rules.garbled._mojibake import misread_utf8
from copydesk_rules.garbled._segments import hints, many_odd_words, segments
from copydesk_rules.garbled._sentence_features import sentence_features
from copydesk_rules.garbled._suspects import Look, look_closely
from copydesk_rules.garbled._word_features import word_features
from copydesk_rules.garbled._words import SegmentWords
from copydesk_rules.garbled.garbled_words import garbled_words

LIMITS = {name: float(str(value)) for name, value in garbled_words.thresholds.items()}
# Languages of letters beyond ASCII.
_LOSSY = "de fr es it pt nl pl sv da fi cs ro tr hu sk sl nb ca lt lv".split()
_LOST = 2  # letters
_ROWS = 250  # texts a batch


@dataclass
class Part:
    """A batch of texts as the rule sees them: their segments and suspicious words.

    `words` and `word_names`: the features of the suspects of `look` and their names. `text_of_word`
    and `text`: the text of each suspect and of each segment. `garbled_word`: which suspects are not
    in the true text of theirs. `misread`: the texts that were decoded wrongly.
    """

    segments: SegmentWords
    look: Look
    words: AnyArray
    word_names: tuple[str, ...]
    text_of_word: Ints
    text: Ints
    garbled_word: Mask
    misread: set[int]

    def weighed(self, odds: Floats) -> Mask:
        """Return which segments the rule weighs, given the verdicts on their words."""
        words, runs = self.segments, self.segments.segments
        telling = (odds >= LIMITS["min_word"]) & ~words.named[self.look.rows]
        gate = np.zeros(words.count, np.bool_)
        gate[words.segment[self.look.rows[telling]]] = True
        gate &= many_odd_words(words.batch, runs, LIMITS["odd_share"], LIMITS["min_odd"])
        return np.asarray(gate & (words.size >= LIMITS["min_words"]), np.bool_)


class Measured:
    """Texts as the rule sees them, all batches together; columns as in Part."""

    def __init__(self, parts: list[Part]) -> None:
        self.parts = parts
        self.words = np.concatenate([part.words for part in parts])
        self.word_names = parts[0].word_names
        self.text_of_word = np.concatenate([part.text_of_word for part in parts])
        self.text = np.concatenate([part.text for part in parts])
        self.garbled_word = np.concatenate([part.garbled_word for part in parts])
        self.misread = sorted(set[int]().union(*(part.misread for part in parts)))
        self._ends = np.cumsum([part.look.rows.size for part in parts])[:-1]

    def weighed(self, odds: Floats) -> Mask:
        """Return which segments the rule weighs, given the verdicts on their words."""
        verdicts = np.split(odds, self._ends)
        return np.concatenate(
            [part.weighed(some) for part, some in zip(self.parts, verdicts, strict=True)]
        )

    def sentences(self, odds: Floats) -> tuple[AnyArray, tuple[str, ...]]:
        """Return the features of the segments and their names, given the verdicts on their words."""
        verdicts = np.split(odds, self._ends)
        features = [
            sentence_features(part.segments, part.look, some)
            for part, some in zip(self.parts, verdicts, strict=True)
        ]
        return np.concatenate([stacked(some) for some in features]), tuple(features[0])


def measure(texts: list[Text], truths: list[str], gated: bool = False) -> Measured:
    """Measure texts, or what the rule would look at of them.

    `truths`: the true text of each, or nothing where it is not known.
    """
    return Measured(
        [
            _part(texts[begin : begin + _ROWS], truths[begin : begin + _ROWS], begin, gated)
            for begin in range(0, len(texts), _ROWS)
        ]
    )


def _part(texts: list[Text], truths: list[str], begin: int, gated: bool) -> Part:
    """Measure one batch of texts, the first of which is number `begin`."""
    batch = Batch(texts)
    runs = segments(batch)
    runs = runs.take(np.flatnonzero(runs.size > 0))
    if gated:
        odd = many_odd_words(batch, runs, LIMITS["odd_share"], LIMITS["min_odd"])
        runs = runs.take(np.flatnonzero(odd))
    document = batch.document_at(batch.words.start[runs.start])
    words = SegmentWords(batch, runs, batch.derive(hints)[document])
    look = look_closely(words)
    features = word_features(words, look)
    text = document + begin
    misread = np.array([span.start for span in batch.derive(misread_utf8)], np.int64)
    return Part(
        words,
        look,
        stacked(features),
        tuple(features),
        text[words.segment[look.rows]],
        text,
        _unlike(batch, truths)[words.row[look.rows]],
        set((batch.document_at(misread) + begin).tolist()),
    )


def _unlike(batch: Batch, truths: list[str]) -> Mask:
    """Return which words of a batch are not in the true text of their document, if there is one."""
    wrong = np.zeros(len(batch.words), np.bool_)
    bounds = batch.words_between(batch.document_start, batch.document_end)
    for truth, first, end in zip(truths, *bounds, strict=True):
        if truth:
            whole = Batch([Text(truth)])
            found, true = _plain(batch, first, end), _plain(whole, 0, len(whole.words))
            matcher = difflib.SequenceMatcher(None, found, true, autojunk=False)
            wrong[first:end] = True
            for block in matcher.get_matching_blocks():
                wrong[first + block.a : first + block.a + block.size] = False
    return wrong


def _plain(batch: Batch, first: int, end: int) -> list[str]:
    """Return the words of a span, without ligatures and long s.

    Scans and their true texts differ in them by convention.
    """
    starts, ends = batch.words.start[first:end].tolist(), batch.words.end[first:end].tolist()
    words = [batch.slice(start, stop) for start, stop in zip(starts, ends, strict=True)]
    return [unicodedata.normalize("NFKC", word).replace("’", "'") for word in words]


def without_accents(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return clean rows of other languages without their letters beyond ASCII.

    As some exports leave them; those that lose several.
    """
    made = {"label": "garbled", "cls": "lossy", "severity": "light", "real": False}
    lost = []
    for row in rows:
        letters = [c for c in row["text"] if c.isalpha()]
        wide = sum(ord(c) >= 0x80 for c in letters)
        clean = row["label"] == "clean" and row["lang"] in _LOSSY
        if clean and _LOST <= wide <= len(letters) / 4:
            text = "".join(c for c in row["text"] if not (c.isalpha() and ord(c) >= 0x80))
            lost.append(row | made | {"text": text, "clean": row["text"]})
    return lost

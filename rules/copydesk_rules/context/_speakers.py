"""Judge a lone surname that speaks at its first mention: is its introduction really missing?

A handful a megabyte, so each is looked at in plain Python.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

import numpy as np
from msgspec import Struct

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints
from copydesk.language.evidence import Clue, Verdict, strongest
from copydesk.language.lexicon import english_documents
from copydesk.language.names import first_mentions, little_known, speakers

COMMONEST, WORDS_BEFORE, MIN_BLOCK_WORDS = 3.4, 40, 8  # see unintroduced_name

_CLOSED = "]"  # "[Jerrold] Nadler said": an editor's introduction
_OPENING, _CLOSING = "“„«", "”»"
# "Montanans", "Norwegians": people of a place, whom nobody introduces
_PEOPLES = ("ans", "ists", "ites", "crats")
_LONG = 8  # letters of a name from which two may differ; below, one, and none below five
_SHORT = 5
ALONE = 0.45  # a name that nobody else has may be one that every reader knows: below the limit


def lone_speakers(
    batch: Batch,
    commonest: float = COMMONEST,
    words_before: int = WORDS_BEFORE,
    min_block_words: int = MIN_BLOCK_WORDS,
) -> Ints:
    """Return the little known names that speak alone at their first mention.

    Rows of the word table, ascending; see `unintroduced_name` for the thresholds.
    """
    rows = batch.derive(speakers)
    english = batch.derive(english_documents)[batch.document_of_word[rows]]
    rows = rows[english & (batch.block_of_word[rows] >= 0)]
    if not rows.size:
        return rows
    block, document = batch.block_of_word[rows], batch.document_of_word[rows]
    begin, end = batch.block_words
    first_word = np.searchsorted(batch.words.start, batch.document_start[document])
    running = (
        batch.blocks.prose[block]
        & (end[block] - begin[block] >= min_block_words)
        & (rows - first_word >= words_before)
    )
    rows = rows[running]
    rows = rows[little_known(batch, rows, commonest)]
    return rows[first_mentions(batch, rows)]


def missing_introductions(batch: Batch) -> Ints:
    """Return how many speakers of each document lack their introduction, shape (documents,); for
    `batch.derive`.
    """
    rows = lone_speakers(batch)
    rows = rows[[verdict(batch, row).score >= ALONE for row in rows.tolist()]]
    return np.bincount(batch.document_of_word[rows], minlength=len(batch))


class Speaker(Struct, frozen=True):
    """A capitalized word that speaks alone: the word, its block's text before and after it, and the
    other spelling under which the document has it, or "".
    """

    name: str
    before: str
    after: str
    other: str

    @property
    def verb(self) -> str:
        """The word after the name, or "" where the name ends the sentence."""
        follows = self.after[1:].split(maxsplit=1) if self.after[:1] == " " else []
        return follows[0] if follows else ""

    @property
    def quoted(self) -> bool:
        """Whether the name is inside a quotation, whose speaker need not introduce anybody."""
        opened = sum(self.before.count(mark) for mark in _OPENING)
        closed = sum(self.before.count(mark) for mark in _CLOSING)
        return self.before.count('"') % 2 == 1 or opened > closed


CLUES: tuple[Clue[Speaker], ...] = (
    Clue("quoted", 0.0, lambda speaker: speaker.quoted),
    Clue("headline", 0.0, lambda speaker: speaker.verb[:1].isupper()),
    Clue("label", 0.0, lambda speaker: not _sentence(speaker.before + speaker.after)),
    Clue("bracketed", 0.0, lambda speaker: speaker.before.rstrip().endswith(_CLOSED)),
    Clue(
        "people",
        0.0,
        lambda speaker: len(speaker.name) >= _LONG and speaker.name.endswith(_PEOPLES),
    ),
    Clue("source", 0.3, lambda speaker: speaker.before.endswith("according to ")),
    Clue("alone", ALONE, lambda speaker: not speaker.before.endswith("according to ")),
    Clue("other spelling", 0.85, lambda speaker: bool(speaker.other)),
)


def _sentence(block: str) -> bool:
    """Return whether a block of text ends as a sentence does; headlines and links do not."""
    return block.rstrip("\"”’')» \n\r\t")[-1:] in ".!?…:;,—-"


def speaker(batch: Batch, row: int) -> Speaker:
    """Return the view of a word (a row of the word table)."""
    block = int(batch.block_of_word[row])
    start, end = int(batch.words.start[row]), int(batch.words.end[row])
    return Speaker(
        batch.slice(start, end),
        batch.slice(int(batch.blocks.start[block]), start),
        batch.slice(end, int(batch.blocks.end[block])),
        _other_spelling(batch, row),
    )


def verdict(batch: Batch, row: int) -> Verdict:
    """Return how sure it is that a word (a row of the word table) lacks its introduction."""
    return strongest(CLUES, speaker(batch, row))


def spelled(batch: Batch, row: int) -> str:
    """Return the words for the message where the document spells the name otherwise."""
    other = _other_spelling(batch, row)
    return f" (spelled {other} elsewhere)" if other else ""


def _other_spelling(batch: Batch, row: int) -> str:
    """Return a name of the document that is this one but for a slip of the pen, or ""."""
    name = batch.slice(int(batch.words.start[row]), int(batch.words.end[row]))
    near = len(name) >= _LONG
    if len(name) < _SHORT:
        return ""
    from rapidfuzz.distance import DamerauLevenshtein

    for other in batch.derive(_capitalized)(int(batch.document_of_word[row])):
        if other != name and abs(len(other) - len(name)) <= 1 and other[0] == name[0]:
            distance = DamerauLevenshtein.distance(name, other, score_cutoff=1 + near)
            if 0 < distance <= 1 + near and not _inflected(name, other):
                return other
    return ""


def _inflected(one: str, other: str) -> bool:
    """Return whether two names differ in an ending alone: "Iran" and "Irans"."""
    return one.startswith(other) or other.startswith(one)


def _capitalized(batch: Batch) -> Callable[[int], tuple[str, ...]]:
    """Return a function from a document to its capitalized words; for `batch.derive`."""

    @functools.lru_cache(maxsize=64)
    def of(document: int) -> tuple[str, ...]:
        first, end = batch.words_between(
            batch.document_start[document : document + 1],
            batch.document_end[document : document + 1],
        )
        rows = range(int(first[0]), int(end[0]))
        words = batch.words
        found = (
            batch.slice(int(words.start[at]), int(words.end[at]))
            for at in rows
            if words.capital[at]
        )
        return tuple(dict.fromkeys(found))

    return of

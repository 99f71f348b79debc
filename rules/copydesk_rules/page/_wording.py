"""What the word lists say of each block: how much of it is labels, and how it opens."""

from __future__ import annotations

import functools

import numpy as np
from msgspec import Struct

from copydesk.columns.batch import Batch
from copydesk.columns.blocks import BlockKind
from copydesk.columns.dtypes import AnyArray, Floats, Ints, Mask
from copydesk.columns.hashing import hash_vocabulary
from copydesk.columns.lookup import Lookup
from copydesk_rules.page._blocks import ends_sentence
from copydesk_rules.page._labels import labels
from copydesk_rules.page._openings import openings
from copydesk_rules.page._templates import templates
from copydesk_rules.page._word_lists import listed_in

# Characters. A block up to the first, or one without an end mark up to the second, is searched for
# phrases; a longer one only if it holds a word of prompts, and none beyond the third: prompts are
# short (99 in 100 of the development set's have fewer than 400).
_SENTENCE, _LINE, _LONGEST = 60, 220, 700
PROMPT, APPEAL = 1, 2  # what a word is of
_WORDS = {PROMPT: "prompt_words", APPEAL: "appeal_words"}


class Wording(Struct, frozen=True):
    """What the word lists say of each block; every column of shape (blocks,)."""

    widget: Floats  # share of its words, numbers aside, that are widgets
    label: Floats  # share that are widgets, labels or names of departments
    phrases: Ints  # listed phrases found
    opening: Ints  # words of the listed opening, 0 without one
    certain_opening: Mask  # no paragraph of an article opens so
    prompt: Mask  # a listed prompt is all of it, or most

    def take(self, chosen: Mask) -> Wording:
        """Return what they say of some blocks."""
        return Wording(
            self.widget[chosen],
            self.label[chosen],
            self.phrases[chosen],
            self.opening[chosen],
            self.certain_opening[chosen],
            self.prompt[chosen],
        )


def wording(batch: Batch) -> Wording:
    """Search the blocks that may be boilerplate for listed phrases; for `batch.derive`."""
    rows = _searched(batch)

    def spread(column: AnyArray) -> AnyArray:
        out = np.zeros(len(batch.blocks), column.dtype)
        out[rows] = column
        return out

    widget, label, phrases = map(spread, labels(batch, rows))
    opening, certain = map(spread, openings(batch, rows))
    unprompted = np.zeros(len(batch.blocks), np.bool_)
    return _with_templates(batch, Wording(widget, label, phrases, opening, certain, unprompted))


def _with_templates(batch: Batch, found: Wording) -> Wording:
    """Return what is found, with the listed templates: a prompt counts as a widget, a notice as a
    certain opening.
    """
    rows = np.flatnonzero(batch.blocks.kind != BlockKind.HEADING)
    prompt, notice = templates(batch, rows)
    for share in (found.widget, found.label):
        share[rows] = np.maximum(share[rows], prompt)
    found.phrases[rows] = np.maximum(found.phrases[rows], prompt > 0)
    found.opening[rows] = np.maximum(found.opening[rows], notice)
    found.certain_opening[rows] |= notice > 0
    found.prompt[rows] = prompt > 0
    return found


def _searched(batch: Batch) -> Ints:
    """Return the blocks to search for phrases, ascending."""
    length = batch.blocks.end - batch.blocks.start
    line = (length <= _LINE) & ~batch.derive(ends_sentence)
    prompt = (batch.derive(word_kinds) & PROMPT > 0) & (length <= _LONGEST)
    return np.flatnonzero((length <= _SENTENCE) | line | prompt)


def word_kinds(batch: Batch) -> Ints:
    """Return a bit set for each block: PROMPT if it holds a word of prompts, APPEAL if one of
    appeals; for `batch.derive`.
    """
    (lookup, kinds), blocks, words = _kinds_of_words(), batch.blocks, batch.words
    found = np.flatnonzero(lookup.has(words.hash))
    at, out = words.start[found], np.zeros(len(blocks), np.int64)
    row = batch.block_at(at)
    inside = (row >= 0) & (at < blocks.end.take(row, mode="clip"))
    np.bitwise_or.at(out, row[inside], kinds[lookup.rows(words.hash[found[inside]])])
    return out


@functools.cache
def _kinds_of_words() -> tuple[Lookup, Ints]:
    """Return the words that prompts and appeals have, and for each a bit set of these two."""
    lookup = Lookup.of(listed_in(*_WORDS.values()))
    kinds = np.zeros(lookup.hashes.size, np.int64)
    for kind, name in _WORDS.items():
        kinds[lookup.rows(hash_vocabulary(listed_in(name)))] |= kind
    return lookup, kinds

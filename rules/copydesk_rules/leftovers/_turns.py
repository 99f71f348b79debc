"""Find the labels and headings by which instruction formats part turns: `Assistant:`, `### Input:`."""

from __future__ import annotations

import functools
import re

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.blocks import BlockKind
from copydesk.columns.dtypes import Ints
from copydesk.columns.lookup import Lookup
from copydesk.columns.ragged import among
from copydesk_rules.leftovers._chat_forms import in_dialogue, turn_words
from copydesk_rules.leftovers._forms import Place
from copydesk_rules.leftovers._lists import listed
from copydesk_rules.leftovers._mentions import mentions

_LONGEST = 40  # characters of such a heading
_ALONE, _BESIDE_TEXT = 0.85, 0.6  # confidence in a label by the text after it
_COLONS = (ord(":"), ord("："))


def find_turns(batch: Batch) -> list[Place]:
    """Return the headings that a format with a layout shows, and the labels, in order."""
    return sorted([*_headings(batch), *_labels(batch)])


def _headings(batch: Batch) -> list[Place]:
    """Return the headings of the third level that are named as the parts of an instruction."""
    blocks = batch.blocks
    rows = np.flatnonzero(
        (blocks.kind == BlockKind.HEADING) & (blocks.end - blocks.start <= _LONGEST)
    )
    rows = rows[among(batch.codes.take(blocks.end[rows] - 1), _COLONS)]
    found = []
    for row in rows.tolist():
        start, end = int(blocks.start[row]), int(blocks.end[row])
        whole = _heading_pattern().fullmatch(batch.text, start, end)
        if whole and _third_level(batch, start) and not _among_alike(batch, row):
            found.append(Place(start, end, "heading of an instruction format", 0.85))
    about = batch.derive(mentions)
    return [e for e in found if not about.speaks_of("token_talk", e.start, e.end)]


def _third_level(batch: Batch, start: int) -> bool:
    _, first, _ = batch.derive(mentions).document(start)
    before = batch.raw(max(first, start - 4), start) if start > first else ""
    return before.endswith(("### ", "###"))


def _among_alike(batch: Batch, row: int) -> bool:
    """Tell whether other headings of the document that are no turns end in a colon as well."""
    blocks = batch.blocks
    own = (blocks.document_of == blocks.document_of[row]) & (blocks.kind == BlockKind.HEADING)
    alike = own & among(batch.codes.take(np.maximum(blocks.end - 1, 0)), _COLONS)
    return any(
        not _heading_pattern().fullmatch(batch.block_text(other).strip())
        for other in np.flatnonzero(alike).tolist()
    )


def _labels(batch: Batch) -> list[Place]:
    """Return the labels of a model's turns, and those of the asker in a document that has such."""
    models, askers = (
        _speaking(batch, _names("model_names")),
        _speaking(batch, _names("asker_names")),
    )
    if not models.size:
        return []
    document = batch.blocks.document_of
    askers = askers[among(document[askers], document[models])]
    found = []
    for row in sorted([*models.tolist(), *askers.tolist()]):
        start = int(batch.blocks.start[row])
        end = int(batch.words.end[batch.block_words[0][row]]) + 1
        alone = end >= int(batch.blocks.end[row])
        if not in_dialogue(batch, start) and not batch.derive(mentions).spoken_of(start, end):
            sure = _ALONE if alone else _BESIDE_TEXT
            found.append(Place(start, end, "label of a chat turn", sure))
    return found


def _speaking(batch: Batch, names: Lookup) -> Ints:
    """Return the blocks of prose that begin with one of some names and a colon."""
    first, end = batch.block_words
    rows = np.flatnonzero((first < end) & batch.blocks.prose)
    word = first[rows]
    rows = rows[names.has(batch.words.hash.take(word)) & batch.words.capital.take(word)]
    word = first[rows]
    colon = among(batch.codes.take(batch.words.end[word], mode="clip"), _COLONS)
    return np.asarray(rows[colon & (batch.words.start[word] == batch.blocks.start[rows])], np.int64)


@functools.cache
def _names(which: str) -> Lookup:
    return Lookup.of(listed(which))


@functools.cache
def _heading_pattern() -> re.Pattern[str]:
    return re.compile(rf"{turn_words()} ?[:：]", re.IGNORECASE)

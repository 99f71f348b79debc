"""Find runs of filler words."""

from __future__ import annotations

import functools
import re

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints
from copydesk.columns.lookup import Lookup
from copydesk.columns.ragged import distinct
from copydesk_rules.leftovers._forms import Place
from copydesk_rules.leftovers._lists import any_of, listed
from copydesk_rules.leftovers._mentions import mentions
from copydesk_rules.leftovers._rare_words import words_of_list

_GAP = 4  # other words between two words of filler
_SURE, _KNOWN, _EXAMPLE = 0.97, 0.93, 0.3
_QUOTES = "\"'`“„«("
_SHARE = 0.5  # of a run's words that are filler's
_FEWEST = 2  # such words, where all of the block is a run: a heading


def find_filler(batch: Batch, min_words: int) -> list[Place]:
    """Return the runs of filler in the prose of a batch, in order."""
    rare = words_of_list(batch, "filler_rare")
    found = [*_known(batch)]
    if not rare.size:
        return found
    blocks = batch.blocks
    for block in distinct(batch.block_of_word.take(rare)).tolist():
        if block >= 0 and blocks.prose[block]:
            found.extend(_runs(batch, block, min_words))
    return sorted(found)


def _runs(batch: Batch, block: int, min_words: int) -> list[Place]:
    first, end = (int(side[block]) for side in batch.block_words)
    hashes = batch.words.hash[first:end]
    filler = np.flatnonzero(_lookup("filler_words").has(hashes)) + first
    rare = set(np.flatnonzero(_lookup("filler_rare").has(hashes)) + first)
    found = []
    for run in np.split(filler, np.flatnonzero(np.diff(filler) > _GAP) + 1):
        size = int(run[-1] - run[0]) + 1
        whole = size >= end - first - 1 and run.size >= _FEWEST
        different = distinct(batch.words.hash[run]).size
        enough = different >= min_words or (whole and different >= _FEWEST and size == run.size)
        if enough and run.size >= _SHARE * size and rare.intersection(run.tolist()):
            found.append(_place(batch, block, run))
    return found


def _place(batch: Batch, block: int, run: Ints) -> Place:
    """Return the place of a run, with the end mark after it."""
    start, end = int(batch.words.start[run[0]]), int(batch.words.end[run[-1]])
    about = batch.derive(mentions)
    example = about.about_code(start) or batch.text[max(start - 1, 0)] in _QUOTES
    end += batch.text[end : min(end + 1, int(batch.blocks.end[block]))] == "."
    return Place(start, end, "filler text", _EXAMPLE if example else _SURE)


def _known(batch: Batch) -> list[Place]:
    """Return the sentences of filler of other languages, where the text does not speak of them."""
    found = []
    about = batch.derive(mentions)
    for row in words_of_list(batch, "filler_heads").tolist():
        start = int(batch.words.start[row])
        match = _sentences().match(batch.text, start)
        if match and about.prose_block(start) >= 0 and not about.quoted(start, match.end()):
            found.append(Place(start, match.end(), "filler text", _KNOWN))
    return found


@functools.cache
def _lookup(name: str) -> Lookup:
    return Lookup.of(listed(name))


@functools.cache
def _sentences() -> re.Pattern[str]:
    return re.compile(any_of("filler"), re.IGNORECASE)

"""Find a caption or credit line that stands again close by.

Pages carry a caption twice, once for the picture and once for its gallery or its description, and a
scraper keeps both: `... urged` and below it `... urged (Reuters)`. A line counts when it is the
other one plus what sites add to captions: a credit, a `Photo:`, gallery controls, an ellipsis.
Equal lines count when they carry a credit, or have no end mark and stand a few blocks apart. It
finds all 61 real and 82 of 83 planted pairs of the development set; 29 of 30 findings read in news
were right (2026-11).

## Bad
    Divers bring the ship's bell ashore at Sandholm harbour

    Divers bring the ship's bell ashore at Sandholm harbour (Reuters)
## Good
    Divers bring the ship's bell ashore at Sandholm harbour

    The team watched divers bring the ship's bell ashore at Sandholm harbour, and an old woman wept.
## Misses
    A caption reworded, or repeated inside a sentence: quoting is no mistake. Equal sentences with an end mark: see duplicate-paragraph.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.blocks import BlockKind
from copydesk.columns.dtypes import Ints, Mask
from copydesk.columns.ragged import equal_in_document, recurring_in_document
from copydesk.rule import Hits, document_rule
from copydesk_rules.page._caption_repeats import without_repeats
from copydesk_rules.page._caption_words import bare, copies, core, unmarked
from copydesk_rules.page._credits import added, credited, cut_short

_LAGS = 3  # earlier lines of the same first or last three words to try
_LONG = 10  # words: no label or credit is as long
_MIX = np.uint64(0x9E3779B97F4A7C15)


@document_rule("CAP101", "caption repeats the one on {other}")
def repeated_caption(
    batch: Batch,
    *,
    min_words: int = 3,
    max_words: int = 60,
    plain_words: int = 5,
    paragraph_words: int = 20,
    plain_copies: int = 3,
    window: int = 4,
    reach: int = 16,
) -> Hits:
    """Mark each block of `min_words` to `max_words` words that is an earlier one,
    or is it with a credit around it; the first copy stays.

    For equal lines without a credit: `plain_words` they have at least (shorter ones are labels),
    fewer than `paragraph_words` (longer ones are duplicate-paragraph's), `plain_copies` of them in
    the document at most (more are a running label), and no more than `window` blocks apart (menus
    repeat further away). `reach`: how many blocks apart the copies of a short line may be.
    """
    size = batch.block_words[1] - batch.block_words[0]
    start, end = batch.blocks.start, batch.blocks.end
    rows = np.flatnonzero((size >= max(min_words, 3)) & (size <= max_words) & batch.blocks.prose)
    opening = batch.classes[start[rows]]
    listed = batch.blocks.kind[rows] == BlockKind.LIST
    listed |= (opening == ch.DASH) | (
        (opening == ch.SYMBOL) & (batch.codes[start[rows]] != ord("©"))
    )
    rows = rows[
        ~listed & ~bare(batch, rows)
    ]  # no items of a list, no signatures of posts, no credit without a name
    ordered, fresh = copies(batch, rows)
    group = np.cumsum(fresh) - 1
    label = (size[ordered] < plain_words) | (
        (np.bincount(group)[group] > plain_copies) & (size[ordered] < _LONG)
    )
    short = ~label & (size[ordered] < paragraph_words)
    again = _equal(
        batch,
        ordered,
        fresh,
        short & unmarked(batch, ordered) & (np.diff(ordered, prepend=-1) <= window),
    )
    first_copy = np.ones(size.size, np.bool_)
    first_copy[ordered[~fresh]] = False
    found = _contained(batch, rows[first_copy[rows]]) | again
    if not found:
        return Hits.none()
    later, earlier = np.array(sorted(found.items()), np.int64).reshape(-1, 2).T
    later, earlier = (
        side[(later - earlier <= reach) | (size[later] >= _LONG)] for side in (later, earlier)
    )
    sure = [
        0.75 if row in again and not credited(batch.block_text(row)) else 0.9
        for row in later.tolist()
    ]
    fix, other = without_repeats(batch, later, earlier), (start[earlier], end[earlier])
    return Hits.at(start[later], end[later], confidence=sure, other=other, fix=fix)


def _equal(batch: Batch, rows: Ints, fresh: Mask, close: Mask) -> dict[int, int]:
    """Return the blocks whose words stood before, each with the first copy.

    `fresh` marks the first of each group.
    """
    first = rows[np.maximum.accumulate(np.where(fresh, np.arange(fresh.size), 0))]
    again = np.flatnonzero(~fresh)
    pairs = zip(rows[again].tolist(), first[again].tolist(), close[again].tolist(), strict=True)
    return {
        later: earlier
        for later, earlier, near in pairs
        if near or credited(batch.block_text(later))
    }


def _contained(batch: Batch, rows: Ints) -> dict[int, int]:
    """Return the blocks that an earlier one begins or ends, caption words aside,
    and that add nothing but a credit.
    """
    first, end = core(batch, batch.block_words[0][rows], batch.block_words[1][rows])
    hashes, size, document = batch.words.hash, end - first, batch.blocks.document_of[rows]
    best: dict[int, tuple[int, int]] = {}
    for edge in (first, end - 3):
        key = hashes[edge] + hashes[edge + 1] * _MIX + (hashes[edge + 2] * _MIX ^ _MIX) * _MIX
        alike = recurring_in_document(document, key)
        if not alike.size:
            continue
        order, fresh = equal_in_document(document[alike], key[alike])
        order = alike[order]
        group = np.cumsum(fresh)
        pairs = [
            (order[lag:][same], order[:-lag][same])
            for lag in range(1, _LAGS + 1)
            for same in [group[lag:] == group[:-lag]]
        ]
        later, earlier = (np.concatenate(side) for side in zip(*pairs, strict=True))
        common = np.minimum(size[later], size[earlier])
        here, there = (
            (first[later], first[earlier])
            if edge is first
            else (end[later] - common, end[earlier] - common)
        )
        for row in np.flatnonzero(
            (hashes[here] == hashes[there])
            & (hashes[here + common - 1] == hashes[there + common - 1])
        ).tolist():
            copy, origin, words = int(rows[later[row]]), int(rows[earlier[row]]), int(common[row])
            if (words, -origin) > best.get(copy, (0, 0)) and _adds_a_credit(
                batch, copy, int(here[row]), origin, int(there[row]), words
            ):
                best[copy] = (words, -origin)
    return {copy: -origin for copy, (_, origin) in best.items()}


def _adds_a_credit(batch: Batch, copy: int, here: int, origin: int, there: int, words: int) -> bool:
    """Tell whether two blocks share `words` words in a row,
    and what stands around them is what sites put around captions.
    """
    hashes, starts, ends = batch.words.hash, batch.blocks.start, batch.blocks.end
    if not np.array_equal(hashes[here : here + words], hashes[there : there + words]):
        return False
    inside, outside = (
        batch.words.start[[here, there]],
        batch.words.end[[here + words - 1, there + words - 1]],
    )
    before = [
        batch.slice(int(starts[block]), int(at))
        for block, at in zip((copy, origin), inside, strict=True)
    ]
    after = [
        batch.slice(int(at), int(ends[block]))
        for block, at in zip((copy, origin), outside, strict=True)
    ]
    return all(map(added, before)) and added(after[0]) and (cut_short(after[0]) or added(after[1]))

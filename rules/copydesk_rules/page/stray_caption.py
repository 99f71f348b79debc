"""Find a caption, a credit, a video's title or a link to another story that stands between the
paragraphs of the text.

A scraper that keeps what a page shows inside its story breaks the story there: the reader of the
plain text, and whatever is trained on it, meets `Image copyright ...` or `Related: ...` in
mid-argument. Three kinds of line count. Marked ones say what they are: an agency or photographer at
their end, `Photo:`, `(left)`, a player's fallback text, somebody who celebrates during a game.
Links have no end mark and announce a story (`Read more:`), end in `Read more`, join topic and title
without a space, or are a headline in capitals. Unmarked ones are short, have no end mark, stand
directly between two full paragraphs, and read as a picture's description, or a film's or a chart's
title. An article with more than two short lines has sub-headings, and there unmarked lines do not
count. Lines apart are known by their place: what stands under `Related stories`, headlines in a
row, a line that returns; and, where a page has left other furniture, a sentence without a full
stop, twice as long as the lines that are sub-headings. Of 48 findings read in 40 MB of news
(2026-11) 45 were strays (of such sentences, three in a hundred findings, half); of strays in the
development set's pages it finds, with the boilerplate rules, 80 in 100, and flags 1 in 100 of the
article's own lines.

## Bad
    The ferry left the harbour at noon with ninety people on board, most of them on their way to the market in Sandholm.

    Drone footage of the ferry in the storm off Sandholm

    An hour later the engine stopped, and the captain asked the coast guard for help.
## Good
    The ferry left the harbour at noon with ninety people on board, most of them on their way to the market in Sandholm.

    An hour later the engine stopped, and the captain asked the coast guard for help.
## Misses
    Captions without a mark that have an end mark; short ones that begin with no name and verb of pictures; names alone. A headline of
    another story without any announcement is stray-headline's. The verbs, announcements and words of films and charts are English.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.blocks import BlockKind
from copydesk.columns.dtypes import Ints, Mask
from copydesk.language.technical import manuals
from copydesk.rule import Hits, document_rule
from copydesk_rules.page import _captions as captions
from copydesk_rules.page._boilerplate import ends_sentence, furniture
from copydesk_rules.page._boilerplate_pages import page_scores
from copydesk_rules.page._interrupting_lines import DESCRIPTION, lines_apart
from copydesk_rules.page._titles import pointer_of, title_of

# confidence of what its own marks say; in documents about code lines stand apart for other reasons
_MARKED = 0.9


@document_rule("CAP102", "{kind} stands in the text", yields_to=("CAP101", "BOI101"))
def stray_caption(
    batch: Batch,
    *,
    min_words: int = 2,
    max_words: int = 80,
    body_words: int = 12,
    plain_words: int = 5,
    plain_lines: int = 2,
) -> Hits:
    """Mark each block of `min_words` to `max_words` words that is a caption by its marks,
    or by its form where there are no sub-headings.

    `body_words`: what a full paragraph has at least, beside an end mark. `plain_words`: the length
    from which a line is judged by its form: most sub-headings have two to four words.
    `plain_lines`: how many lines without an end mark an article may have between its paragraphs; in
    40 MB of news five in six such lines stand in articles with more, and nearly all of those are
    sub-headings.
    """
    if not len(batch.blocks):
        return Hits.none()
    first, end = batch.block_words
    size, ended, document = end - first, batch.derive(ends_sentence), batch.blocks.document_of
    full = ended & (size >= body_words) & batch.blocks.prose
    above, below = _follows(full, document), _follows(full[::-1], document[::-1])[::-1]
    opening = np.append(True, document[1:] != document[:-1])
    rows = np.flatnonzero(
        (above | below) & ~opening & batch.blocks.prose & (size >= min_words) & (size <= max_words)
    )
    texts = _marked(batch, rows)
    inside = above & below & batch.blocks.prose & (size > 0)
    line = inside & ~ended & (size < 2 * body_words)
    line[list(texts)] = False
    edges = (
        (above | below)
        & ~opening
        & batch.blocks.prose
        & (size > 0)
        & ~ended
        & (size < 2 * body_words)
    )
    edges[list(texts)] = False
    for row in np.flatnonzero(edges).tolist():
        kind = pointer_of(batch.block_text(row), inside=bool(inside[row]))
        if kind:
            texts[row] = kind, 0.85
            line[row] = False
    few = np.bincount(document[line], minlength=len(batch)) <= plain_lines
    between = np.zeros(size.size, np.bool_)
    between[1:-1] = full[:-2] & full[2:]
    plain = (
        line
        & between
        & (size >= plain_words)
        & few[document]
        & (batch.blocks.kind == BlockKind.PROSE)
    )
    plain &= batch.classes.take(batch.blocks.end - 1) != ch.COMMA
    for row in np.flatnonzero(plain).tolist():
        text = batch.block_text(row)
        kind = title_of(text)
        if kind:
            texts[row] = kind, 0.6
    stray, scores = batch.derive(furniture).certain.copy(), batch.derive(page_scores)
    stray[list(texts)] = True
    for row, kind in lines_apart(batch, ended, stray).items():
        if scores[row] > 0 or not np.isfinite(
            scores[row]
        ):  # on a scraped page its model knows the article's title and its lists
            texts.setdefault(row, (kind, 0.6 if kind == DESCRIPTION else 0.75))
    code = batch.derive(manuals)[document]
    found = np.array(
        sorted(row for row, (_, sure) in texts.items() if sure >= _MARKED or not code[row]),
        np.int64,
    )
    kinds, sure = (
        [texts[row][0] for row in found.tolist()],
        [texts[row][1] for row in found.tolist()],
    )
    return Hits.at(batch.blocks.start[found], batch.blocks.end[found], confidence=sure, kind=kinds)


def _marked(batch: Batch, rows: Ints) -> dict[int, tuple[str, float]]:
    """Return what those of some blocks are that say so themselves, and how sure that is."""
    found: dict[int, tuple[str, float]] = {}
    edge, inner = captions.signed(batch, rows)
    for at in np.flatnonzero(edge | inner).tolist():
        row, text = int(rows[at]), batch.block_text(int(rows[at]))
        if edge[at] and captions.signs_off(text):
            found[row] = "credit line", 0.8
        elif (edge[at] and captions.credited(text)) or (inner[at] and captions.placed(text)):
            found[row] = "caption", _MARKED
    return found


def _follows(full: Mask, document: Ints) -> Mask:
    """Return which blocks have a full paragraph before them in their document."""
    row = np.maximum.accumulate(np.where(full, np.arange(full.size), -1))
    before = np.append(-1, row[:-1])
    return np.asarray((before >= 0) & (document[before] == document))

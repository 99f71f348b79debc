"""Find a caption, a credit, a video's title or a link to another story inside an article's text.

Remove the line, as the fix (unsafe) does: a reader of the plain text, and whatever is trained on it,
meets `Image copyright ...` in mid-argument. Give a subheading of your own the form of one.

Lines are judged by four kinds of evidence; the finding names the clues that hold. *Marks*: an
agency or photographer at the end, `Photo:`, `(left)`, a player's fallback text. *Pointers*: no end
mark, and a line announces a story (`Read more:`), ends in `Read more`, joins topic and title
without a space, or is a headline in capitals. *Titles*: short lines between two full paragraphs that
read as a picture's description, or a film's or a chart's title, where there are at most two.
*Place*: what is under `Related stories`, headlines in a row, a line that returns; and, where a page
has left other boilerplate, a sentence without a full stop. Manuals have none.

## Bad
    The ferry left the harbour at noon with ninety people on board, most of them on their way to the market in Sandholm.

    Drone footage of the ferry in the storm off Sandholm

    An hour later the engine stopped, and the captain asked the coast guard for help.
## Good
    The ferry left the harbour at noon with ninety people on board, most of them on their way to the market in Sandholm.

    An hour later the engine stopped, and the captain asked the coast guard for help.
## Measured
Of 48 findings read in news 45 were strays (2026-11). Of judged findings in 26 kinds of text it shows
29 of 30 right and none of 41 wrong ones; in pages it flags 1 in 100 of an article's lines (2026-12).
## Misses
Captions with an end mark and no other mark, and names alone. Its verbs and titles are English.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.fixes import FixColumns
from copydesk.language.evidence import Verdict
from copydesk.language.section_numbers import numbered_headings
from copydesk.language.technical import is_technical
from copydesk.rule import Count, Hits, Size, document_rule
from copydesk_rules.page._blocks import block_sizes, marked_items
from copydesk_rules.page._certain import certain_blocks
from copydesk_rules.page._interrupting_lines import DESCRIPTION, interrupting_lines
from copydesk_rules.page._line_forms import LINK
from copydesk_rules.page._page_documents import manuals
from copydesk_rules.page._page_model import page_scores
from copydesk_rules.page._stray_lines import (
    MARKED,
    Verdicts,
    marked_lines,
    places,
    pointing_lines,
    titled_lines,
)

# Confidence of lines known by their place: links, others on pages and elsewhere, open sentences.
_LINKED, _ON_PAGE, _APART, _DESCRIBED = 0.8, 0.65, 0.45, 0.6


@document_rule(
    "CAP102", "{kind} inside the article body", yields_to=("CAP101", "BOI101", "LEF"), fix="unsafe"
)
def stray_caption(
    batch: Batch,
    *,
    min_words: Count = 2,
    max_words: Size = 80,
    body_words: Count = 12,
    plain_words: Count = 5,
    plain_lines: Count = 2,
) -> Hits:
    """Mark each block of `min_words` to `max_words` words that is a caption by its marks, or by
    its form where there are no subheadings.

    `body_words`: what a full paragraph has at least, beside an end mark. `plain_words`: the length
    from which a line is judged by its form. `plain_lines`: how many lines without an end mark an
    article may have between its paragraphs; with more they are nearly all subheadings.
    """
    if not len(batch.blocks):
        return Hits.none()
    place, size = places(batch, body_words), block_sizes(batch)
    own = marked_items(batch) | batch.derive(numbered_headings)  # items, `Figure 7.16. Settings`
    fits = place.beside & (size >= min_words) & (size <= max_words) & ~own
    found = marked_lines(batch, np.flatnonzero(fits))
    found |= pointing_lines(batch, place, found)
    found |= titled_lines(batch, place, found, plain_words, plain_lines)
    found = _apart(batch, found) | found  # what a line itself says comes before its place
    document = batch.blocks.document_of  # those about code set lines apart for other reasons
    code, manual = batch.derive(is_technical)[document], batch.derive(manuals)[document]
    marked = [row for row in sorted(found) if found[row].score >= MARKED or not code[row]]
    kept = [row for row in marked if not manual[row]]
    rows = np.array(kept, np.int64)
    start, end = batch.blocks.start[rows], batch.blocks.end[rows]
    return Hits.at(
        start,
        end,
        confidence=[found[row].score for row in kept],
        fix=FixColumns.removing(start, end),
        kind=[found[row].words[0] for row in kept],
        clues=[list(found[row].clues) for row in kept],
    )


def _apart(batch: Batch, known: Verdicts) -> Verdicts:
    """Return the lines that are known by their place, `known` ones among them.

    What is boilerplate by its wording is site-widget's. On a scraped page those that its model takes
    for content are left out: it knows the article's title and its lists. Elsewhere it gives no score.
    """
    certain = certain_blocks(batch)
    stray = certain.copy()
    stray[list(known)] = True
    odds = batch.derive(page_scores)
    found = {}
    for row, kind in interrupting_lines(batch, stray).items():
        if not certain[row] and (odds[row] > 0 or not np.isfinite(odds[row])):
            apart = _ON_PAGE if np.isfinite(odds[row]) else _APART
            confidence = {LINK: _LINKED, DESCRIPTION: _DESCRIBED}.get(kind, apart)
            found[row] = Verdict(confidence, ("place between paragraphs",), (kind,))
    return found

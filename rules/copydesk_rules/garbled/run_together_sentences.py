"""Find two sentences run together without a space: `visit againSign up`, `he said.The mayor`.

Insert the missing space or line break; where a scraper made the text, let it put a line break
between elements. The fix inserts a space; it is safe
between an end mark and a word that begins sentences, and unsafe elsewhere. Text taken out of HTML loses the break between two elements, and the last word of
one is glued to the first word of the next: that word is in no index, and no sentence splitter finds
the seam.

A seam is a small letter, an end mark, a bracket or a quotation mark directly before a capital.
Product names and code look the same, so the words on both sides must be known words that end and
begin sentences, or a name repeated just before (`Jane Roe Jane RoeMore`), and the whole must be
unknown. The evidence of a finding names the clues that hold. For other languages than English the
word lists are short: there one side may be unknown if the other is a common word and both are
between small words.

## Bad
    You can change this in your settingsPlease read our terms before you sign up.
## Good
    The new iPhone app from LinkedIn runs on macOS, says JavaScript author J.D. McAllister (e.g.The Verge or Yahoo!News readers).
## Measured
Of 70 findings read in news 68 were right; of the labeled seams of the development set 0.86
(sentences joined) and 0.98 (widgets glued into a sentence) are found, by all rules together
(2026-11).
## Misses
Seams between a name and an ordinary noun (`KrakowTickets`), where a brand could be meant, and those
without a capital. In documents about code, seams that only their letters show: `originalColumn`, `typing.Never`.
"""

from __future__ import annotations

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, Share, Zipf, document_rule
from copydesk_rules.garbled._missing_spaces import parting
from copydesk_rules.garbled._seams import find_seams


@document_rule("GAR102", "no space between {left} and {right}: sentences run together")
def run_together_sentences(
    batch: Batch, *, left_zipf: Zipf = 3.0, right_zipf: Zipf = 2.7, min_confidence: Share = 0.7
) -> Hits:
    """Mark the words on both sides of each seam.

    `left_zipf`, `right_zipf`: how common (Zipf scale) the word before and the word after must be in
    the document's language, or in English, where the seam is not proved otherwise.
    `min_confidence`: seams of a lower confidence are not reported.
    """
    seams = [
        seam
        for seam in find_seams(batch, left_zipf, right_zipf)
        if seam.confidence >= min_confidence
    ]
    if not seams:
        return Hits.none()
    return Hits.at(
        [seam.start for seam in seams],
        [seam.end for seam in seams],
        confidence=[seam.confidence for seam in seams],
        fix=parting(batch, seams),
        left=[batch.slice(seam.start, seam.at) for seam in seams],
        right=[batch.slice(seam.at, seam.end) for seam in seams],
        clues=[seam.clues for seam in seams],
    )

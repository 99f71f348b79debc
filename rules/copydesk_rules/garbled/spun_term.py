"""Find terms whose words a program exchanged for synonyms: `counterfeit consciousness`.

Look for the original: the text was spun, copied from another one and passed through a program that
exchanges words so that no one finds the copy. It does not know that `artificial intelligence` and
`breast cancer` are terms, and makes `counterfeit consciousness` and `bosom malignancy` of them.

The terms of some fields, of computing and medicine above all, are listed with what such programs
make of them (tortured phrases, as Cabanac, Labbé and Magazinov call them). One may be meant as it
says, so two different ones must stand in a document. Those in quotation marks are spoken of.

## Bad
    The haze figuring hub learns by profound learning which patients may have a bosom malignancy.
## Good
    The clinic tells breast cancer apart by deep learning, and nobody there speaks of “profound learning” or a “bosom malignancy”.
## Measured
On 26 kinds of real text and 40 MB of news (2026-12) nothing is shown. How many are found in papers that
others have called spun is not known.
## Misses
Terms that are not listed, other languages than English, and texts with a single spun term.
"""

from __future__ import annotations

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.garbled._spun_terms import spun_terms


@document_rule("GAR112", "a term with its words exchanged: “{found}” should read “{term}”")
def spun_term(batch: Batch) -> Hits:
    """Mark each spun term; its confidence grows with how many different ones the document has."""
    found = spun_terms(batch)
    start, end = [spun.start for spun in found], [spun.end for spun in found]
    return Hits.at(
        start,
        end,
        confidence=[spun.confidence for spun in found],
        found=[batch.slice(spun.start, spun.end) for spun in found],
        term=[spun.term for spun in found],
    )

"""Find a document that is another one with some text changed, added or left out.

Keep one of the two, mostly the longer or the later. News agencies send corrections, rewrites and
expanded takes; sites publish one article under two addresses with another first line. Each counts
twice in statistics and in training.

Candidates come from MinHash signatures and from equal paragraphs; each is verified exactly on its
words: the Jaccard similarity of the three-word runs, or the share of the shorter document that the
longer one contains. Tables and results, whose numbers differ though their words do not, are not
reported. What the document has in common with the other is not reported again paragraph by
paragraph.

## Bad
    --- ferry-early.txt ---
    The ferry to Sandholm will run twice a day from May, the company said on Monday.

    Islanders had asked for it since the bridge was closed in the autumn. Tickets go on sale next week.
    --- ferry-late.txt ---
    The ferry to Sandholm will run twice a day from May, the company said on Monday.

    Islanders had asked for it since the bridge was shut in the autumn. Tickets go on sale next week at the harbour office.
## Good
    --- ferry.txt ---
    The ferry to Sandholm will run twice a day from May, the company said on Monday.
    --- bridge.txt ---
    The bridge to Sandholm was shut in the autumn, after a barge had struck its second pier.
## Measured
On Reuters and AllSides every labelled pair of a Jaccard similarity of 0.6 and more is found, and
0.997 and 0.999 of all reported pairs are true, by all rules together (2026-11).
## Misses
Documents of fewer than ten words, and those rewritten so freely that six tenths of their three-word
runs are gone.
"""

from __future__ import annotations

from copydesk.candidates import Candidates
from copydesk.rule import Count, Links, Share, corpus_rule
from copydesk.similarity.nearness import Nearness
from copydesk.similarity.sketches import document_sketch


@corpus_rule(
    "DUP102",
    "near-duplicate of the document at {other} ({percent} %, {measure}){changed}",
    sketch=document_sketch,
    yields_to=("DUP101",),
    role="copy",
    unit="document",
)
def near_duplicate_document(
    candidates: Candidates,
    *,
    similarity: Share = 0.6,
    containment: Share = 0.85,
    least_held: Count = 50,
    short: Count = 20,
    short_similarity: Share = 0.7,
    number_share: Share = 0.5,
) -> Links:
    """Link each document to the representative of its cluster, the first of it.

    Documents that are equal word for word are left to duplicate-document.

    `similarity`: Jaccard similarity of shingles from which two match. `containment`: the share of the
    shorter one that the longer contains, from which they match too. `least_held`: words that a
    document needs to be called a part of another: a brief of one paragraph is a paragraph of it,
    which duplicate-paragraph reports. `short`: words of the shorter document below which shingles
    are word pairs, and `short_similarity` the similarity that these need. `number_share`: the share
    of numbers that two copies must have in common.
    """
    return Nearness(
        similarity, containment, short, short_similarity, number_share, least_held
    ).link(candidates)

"""Find a sentence that occurs again, equal or nearly, also inside a longer paragraph.

Delete one of the two; where both are in one document, word for word, the fix (unsafe) deletes the
second. Spun and stitched articles repeat a sentence with a word exchanged (`USA` for
`US`), or carry one sentence into a paragraph that says other things around it.

Candidates share a band of a MinHash signature of word pairs and are verified on the order of their
words: twice the common words in order over all words of both. A sentence behind a colon counts by itself, and so
does one that a longer sentence holds. The confidence rises with the bits of surprisal of the shared
words, falls with those exchanged, is higher where both are in one document, and is low where a figure, a date or a name differs: then it is
another fact in the same form.

## Bad
    The province says it needs the dam to protect its farmland against what it sees as careless planning upstream.

    Engineers expect a decision by Friday, although neither side has met the mediator since March. The province says it needs the dam to protect its farmland against what it sees as reckless planning upstream.
## Good
    The province says it needs the dam to protect its farmland against what it sees as careless planning upstream.

    Engineers expect a decision by Friday. Farmers upstream fear for their own fields, and have hired a lawyer.
## Measured
With near-duplicate-paragraph it finds all of 300 sentences that were planted in another paragraph,
and 289 of 300 with three words changed; 14 of 14 findings read in news were right (2026-11).
In 26 kinds of text 32 of 37 findings that a strict editor had called right are told, and 3 of 35
wrong ones; 0.97 are right, weighted by how many each stands for (2026-12).
## Misses
Sentences of fewer than eight words or 60 bits: they repeat by chance. Sentences that differ in a
figure and little else: they tell another fact.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from copydesk.candidates import Candidates
from copydesk.columns.dtypes import Mask
from copydesk.rule import Count, Links, Share, Size, corpus_rule
from copydesk.similarity.clusters import link, repeats_inside
from copydesk.similarity.overlap import (
    equal_words,
)
from copydesk_rules.duplicates._confidence import (
    REPEATING,
    of_sentences,
    other_figures,
)
from copydesk_rules.duplicates._differences import differences
from copydesk_rules.duplicates._sentence_likeness import SentenceLikeness
from copydesk_rules.duplicates._units import sentences


@corpus_rule(
    "DUP203",
    "repeats the sentence at {other} ({percent} %{figures}){changed}",
    sketch=sentences,
    yields_to=(
        "DUP101",
        "DUP102",
        "DUP201",
        "DUP202",
        "DUP204",
        "CAP101",
        "BOI",
        "CTX201",
    ),
    role="copy",
    unit="sentence",
    fix="unsafe",
    told_once_in=REPEATING,
)
def repeated_sentence(
    candidates: Candidates,
    *,
    pair_share: Share = 0.5,
    similarity: Share = 0.85,
    number_share: Share = 0.5,
    held_words: Count = 12,
    held_pairs: Share = 0.7,
    held_share: Share = 0.9,
    passage: Size = 25,
) -> Links:
    """Link each sentence to the representative of its cluster, the first of it.

    `pair_share`: Jaccard similarity of word pairs below which a pair is not aligned: one word exchanged inside a sentence of eight leaves 0.56. `similarity`: share of words in common
    order; 0.85 is one word in seven exchanged. `number_share`: the share of numbers that two copies
    must have in common. `held_words`, `held_pairs`, `held_share`: words of a sentence that a longer
    one holds, and the shares of its word pairs and of its words in order that are found there.
    `passage`: words of a run from which copied-passage reports it instead.
    """
    likeness = SentenceLikeness(
        pair_share, similarity, number_share, held_words, held_pairs, held_share, passage
    )
    links = link(candidates, likeness)
    found = differences(candidates, links.origin, links.copy)
    inside = repeats_inside(candidates.document, links.copy, links.origin)
    return replace(
        links,
        confidence=of_sentences(found, candidates.kinds_of(links.copy), inside),
        details={"figures": other_figures(found)},
        removable=_equal_inside(candidates, links, inside),
    )


def _equal_inside(candidates: Candidates, links: Links, inside: Mask) -> Mask:
    """Return which copies are, word for word, a sentence of their own document (`inside`)."""
    pairs = candidates.pairs(links.origin, links.copy)
    same = pairs.equal & inside
    same[same] = equal_words(pairs.where(same))
    return np.asarray(same, np.bool_)

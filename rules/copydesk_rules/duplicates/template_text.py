"""Find paragraphs of one template, which differ in figures, dates or names only.

Decide whether the corpus should hold the template at all: results tables in words, dividend notices
and form letters teach a model the form and no language. A writer who meets it once should check
that the figures were changed wherever they had to be.

The paragraphs are near-copies (see near-duplicate-paragraph), but what is exchanged are figures
(numbers, numbers in words, months, weekdays) and names, and few words stand around each. Two such
paragraphs tell other facts, so this is no copy, and the confidence is low; a long copy that was
corrected in one figure is left to near-duplicate-paragraph. In references, numbered texts, records
and listings, which are made of templates, it is lower still, and another figure is another fact
however long the text is.

## Bad
    The board of the Orme Valley Water Company declared a quarterly dividend of 12 cents, payable on March 3 to holders of record on February 9, and said that it expects the same in the summer.

    Nothing else was decided.

    The board of the Orme Valley Water Company declared a quarterly dividend of 17 cents, payable on June 4 to holders of record on May 12, and said that it expects the same in the summer.
## Good
    The board of the Orme Valley Water Company declared a quarterly dividend of 12 cents, payable on March 3 to holders of record on February 9.

    A quarter later shareholders were told to wait until the new reservoir is full.
## Measured
18 of 20 findings read in 13 kinds of text differed in figures or names only (2026-12). What is
wrong with a template only its owner knows, so that nothing is fitted to verdicts.
## Misses
Templates in which words other than figures and names differ too, and sentences inside longer
paragraphs.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from copydesk.candidates import Candidates
from copydesk.columns.dtypes import Floats
from copydesk.rule import Count, Links, Share, corpus_rule
from copydesk.similarity.nearness import Nearness
from copydesk_rules.duplicates._confidence import REPEATING, of_templates, templates
from copydesk_rules.duplicates._differences import differences
from copydesk_rules.duplicates._units import similar_paragraphs


@corpus_rule(
    "DUP206",
    "template of the paragraph at {other} with other figures or names ({percent} %){changed}",
    sketch=similar_paragraphs,
    yields_to=("DUP101", "DUP102", "DUP201", "DUP202", "CAP101"),
    told_once_in=REPEATING,
)
def template_text(
    candidates: Candidates,
    *,
    similarity: Share = 0.5,
    short: Count = 20,
    short_similarity: Share = 0.6,
) -> Links:
    """Link each paragraph to the first of its template.

    `similarity`: Jaccard similarity of word triples from which two are compared; below it a template
    has more slots than text. `short`: words of the shorter paragraph below which word pairs are
    compared, and `short_similarity` the similarity that these need.
    """

    def choose(pairs: Candidates, value: Floats) -> Floats:
        near = np.flatnonzero(value > 0)
        found = differences(pairs, pairs.first[near], pairs.second[near])
        value[near[~templates(found, pairs.kinds_of(pairs.second[near]))]] = 0.0
        return value

    nearness = Nearness(similarity, 1.1, short, short_similarity, number_share=0.0)
    links = nearness.link(candidates, choose)
    found = differences(candidates, links.origin, links.copy)
    sure = of_templates(found, candidates.kinds_of(links.copy))
    return replace(links, confidence=sure, details={})

"""Find a short line that recurs in many documents of a corpus, as boilerplate does.

Remove it from all of them; a line that belongs there goes into the allow-list, once. `copydesk learn
boilerplate` writes the same lines to a file that a team reviews and commits, so that a single new
file is checked against them too.

A scraper carries a site's prompts, notices and signatures into every article. No list knows them
all, but the corpus does: a line of a few words that is in several documents, word for word, is the
site's, unless the documents are copies of each other. Case, white space and punctuation make no
difference.

Much recurs by nature: chapter headings, speakers, formulas of law, keys of records, subheadings. So
the rule speaks in articles, essays and pages only, and there of lines that stand alone as furniture
does: no headline, no question or sentence, no item of a list, no line that leads to a
paragraph; where the kind of a text is not clear, only of its first and last lines. In a chat it
tells who comes and goes (`12: PART`). A page's menu, and a chat, is one finding.

## Bad
    --- bridge.txt ---
    The bridge will be closed to lorries until the spring, the council said on Monday.

    Reporting from the islands since 1921
    --- ferry.txt ---
    The ferry broke down off Sandholm in the storm, and its passengers spent the night on board.

    Reporting from the islands since 1921
    --- school.txt ---
    Two schools on the northern coast will share a head teacher from the autumn.

    Reporting from the islands since 1921
## Good
    --- bridge.txt ---
    The bridge will be closed to lorries until the spring, the council said on Monday.
    --- ferry.txt ---
    The ferry broke down off Sandholm in the storm, and its passengers spent the night on board.
    --- school.txt ---
    Two schools on the northern coast will share a head teacher from the autumn.
## Measured
On 26 kinds of text (2026-12) 21 of 23 places that a reader had called boilerplate are shown, and none
of 58 that a reader had called wrong; the first version showed all of both.
## Misses
A line with another date or name in each document. Lines of one word, which recur by chance. In a
large corpus those of a small site: a line must be in one document of 500. Notes under sections.
"""

from __future__ import annotations

import numpy as np

from copydesk.candidates import Candidates
from copydesk.columns.batch import Batch
from copydesk.columns.document_kinds import DocumentKind
from copydesk.rule import Count, Links, Share, Size, Sketch, corpus_rule
from copydesk.similarity.overlap import equal_words
from copydesk.similarity.sketches import exact_sketch
from copydesk_rules.page._blocks import block_sizes
from copydesk_rules.page._furniture_lines import furniture_lines

_MOST = 0.97  # confidence of a line that recurs in many documents of a kind that has furniture
# ... and what it is multiplied with in the others, by the number of the kind.
_LIKELY = np.full(len(DocumentKind), 0.8)
_LIKELY[[DocumentKind.PAGE, DocumentKind.ARTICLE]] = 1.0


def short_lines(batch: Batch, *, min_words: Count = 2, max_words: Size = 25) -> Sketch:
    """Sketch each line of `min_words` to `max_words` words that may be a site's.

    One word recurs by chance, and longer blocks are duplicate-paragraph's.
    """
    blocks, size = batch.blocks, block_sizes(batch)
    short = furniture_lines(batch) & (size >= min_words) & (size <= max_words)
    return exact_sketch(batch, blocks.start[short], blocks.end[short], min_words=min_words)


@corpus_rule(
    "BOI201",
    "recurs in {documents} documents ({rank}: {other})",
    sketch=short_lines,
    yields_to=("DUP101", "DUP102", "BOI101", "BOI102", "CAP101", "CAP102"),
    role="boilerplate",
    unit="paragraph",
    kinds=("article", "page", "essay", "dialogue", "short", "unclear"),
    told_once=True,
    told_once_in=("page", "dialogue"),
    fix="unsafe",
)
def recurring_boilerplate(
    candidates: Candidates,
    *,
    documents: Size = 3,
    share: Share = 0.002,
    sentence_words: Count = 9,
    sentence_documents: Size = 8,
) -> Links:
    """Link each place of a line that is in at least `documents` documents, and in `share` of all
    that have short lines, to its first.

    Lines of `sentence_words` and more must be in `sentence_documents`: several versions of one
    agency report share whole sentences. The first place is linked to the second, so that it is
    marked as well.
    """
    candidates = candidates.where(candidates.equal)
    spread = candidates.documents_with(candidates.second)
    common = share * (int(candidates.document.max()) + 1 if len(candidates) else 0)
    least = np.where(
        candidates.size[candidates.second] >= sentence_words,
        max(documents, sentence_documents),
        documents,
    )
    candidates = candidates.where(spread >= np.maximum(least, common))
    same = np.flatnonzero(equal_words(candidates))
    first, second = candidates.first[same], candidates.second[same]
    origin, row = np.unique(first, return_index=True)
    copy, other = np.concatenate((second, origin)), np.concatenate((first, second[row]))
    count = candidates.documents_with(copy)
    sure = np.minimum(1 - 0.3 / count, _MOST) * _LIKELY[candidates.kinds_of(copy)]
    rank = ["first"] * second.size + ["next"] * origin.size
    details = {"documents": count.tolist(), "rank": rank}
    every = np.ones(copy.size, np.bool_)  # the first place is boilerplate as well
    return Links(copy, other, np.ones(copy.size), sure, details, removable=every)

"""Find what a web page puts around its articles.

Buttons, log-in and newsletter prompts, menus, teasers, notices.

A scraper that takes the whole page carries them along; in a corpus they teach a model that articles
end in `Post a comment`, and they are the first thing a reader of a search result stumbles on. Two
kinds of evidence count. *What a block says*: it consists of labels and prompts that recur on many
sites (in seven languages), or opens as no paragraph of an article does; that holds wherever it
stands, also run together (`Share Tweet Print`). *How it looks*: on a page that shows five different
labels, or is mostly a menu, a scored combination of length, function words, punctuation,
neighbours, the run of lines a block stands in and the words it shares with the page's prose tells
menus and teasers from the article; a list that the article introduces with a colon stays. On pages
of sites it was not trained on (five folds over the labelled pages of the development set, 2026-11)
it finds 98 % of the furniture and flags 4 % of the content, half of that score tables and product
lists inside three articles; of 30 findings read in 40 MB of news 30 were furniture. Neighbouring
blocks make one finding.

## Bad
    The ferry will run every hour from Monday, the harbour board said after a long meeting.

    Share Tweet Email Print

    Tickets can be bought on board, and children under six travel free of charge.

    Sign up for our newsletter
## Good
    The ferry will run every hour from Monday, the harbour board said after a long meeting.

    What it will cost

    Tickets can be bought on board, and children under six travel free of charge.
## Misses
    A teaser, a byline or the name of a department that stands alone in an article: its shape is that of a subheading. Furniture written
    as full sentences without any of the listed phrases. Languages beyond the seven have their menus judged by shape only.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.blocks import BlockKind
from copydesk.fixes import FixColumns
from copydesk.rule import Hits, document_rule
from copydesk_rules.page._boilerplate import furniture, quoted, runs
from copydesk_rules.page._boilerplate_listed import listed
from copydesk_rules.page._boilerplate_pages import page_scores

_CERTAIN, _SUREST = 0.95, 0.97  # of findings by phrase on the development set 99 in 100 are right


@document_rule(
    "BOI101",
    "site furniture: {what}",
    role="boilerplate",
    unit="paragraph",
    phrase_files="phrases",
)
def site_widget(
    batch: Batch, *, score: float = 4.0, beside: float = 1.5, phrases: tuple[str, ...] = ()
) -> Hits:
    """Mark each run of blocks that are furniture by their words,
    or by their looks on a scraped page.

    `score`: log-odds from which looks are enough; `beside`: from which they are in a run with a
    block that is furniture already: at 2.5 one in a hundred less is found, and a quarter less
    content flagged. Figures for single thresholds stand in
    `copydesk_rules.page._boilerplate_weights`. `phrases`: lines that are furniture wherever they
    stand, besides the files of `boilerplate-phrases`, which `copydesk learn boilerplate` writes.
    """
    blocks, scores = batch.blocks, batch.derive(page_scores)
    certain = batch.derive(furniture).certain | listed(batch, phrases)
    likely = (blocks.kind != BlockKind.HEADING) & blocks.prose
    first, last = runs(batch, certain | ((scores >= beside) & likely))
    if not first.size:
        return Hits.none()
    seeds = np.concatenate(([0], np.cumsum(certain | ((scores >= score) & likely))))
    told = seeds[last + 1] > seeds[first]
    first, last = first[told], last[told]
    sure = np.minimum(
        np.maximum(1 / (1 + np.exp(-np.clip(scores, -30, 30))), np.where(certain, _CERTAIN, 0)),
        _SUREST,
    )
    total = np.concatenate(([0.0], np.cumsum(sure)))
    confidence = (total[last + 1] - total[first]) / (last + 1 - first)
    start, end = blocks.start[first], blocks.end[last]
    return Hits.at(
        start,
        end,
        confidence=confidence,
        fix=FixColumns.removing(start, end),
        what=quoted(batch, first, last),
    )

"""Find a document that C4's filter drops because hardly any sentence is left in the lines that
it keeps.

C4 keeps pages with at least five sentences in the first version of its paper (Raffel et al., arXiv
1910.10683v1) and in DataTrove, with three in the last version (section 2.2) and in the code that
made the data set, counted after lines without an end mark, short lines and notices are gone. C4
holds English only, so the rule is silent where a document is clearly in another language.

## Bad
    The ferry leaves at seven. It comes back at noon. The crossing takes an hour. In winter it takes two
    Bring a coat.
## Good
    The ferry leaves at seven. It comes back at noon. The crossing takes an hour. In winter it takes two. Bring a coat.
## Misses
    The filter's own sentence splitter may see one sentence more or less: 4 of 1,959 documents have another verdict (2026-11).
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.heuristics._clean_crawl import KEPT, lines_at, verdicts
from copydesk_rules.heuristics._lines import dropped, read_as_english, totals


@document_rule(
    "HEU306",
    "would be dropped by C4: too few sentences in the lines that it keeps, {observed} of at least {limit}",
    opt_in=True,
    within="any",
)
def c4_few_sentences(
    batch: Batch, *, min_sentences: int = 5, min_words: int = 3, marks: str = '.?!"'
) -> Hits:
    """Mark the first line of a document with too few sentences in the lines that are kept.

    `min_sentences`: DataTrove has 5, the code that made C4 3. `min_words`, `marks`: what keeps a
    line, as for HEU302 and HEU301.
    """
    line = lines_at(batch, batch.sentences.start)
    kept = verdicts(batch, marks, min_words)[line] == KEPT
    document = batch.blocks.document_of[batch.sentences.block_of]
    found = totals(batch, document[kept]).astype(np.int64)
    drop = (found < min_sentences) & batch.derive(read_as_english)
    sure = np.where(
        found < min_sentences - 1, 1.0, 0.7
    )  # one sentence short: the filter's own splitter may see it
    return dropped(batch, drop, sure=sure, observed=found, limit=min_sentences)

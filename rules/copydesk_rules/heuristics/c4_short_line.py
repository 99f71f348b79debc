"""Find a line that C4's filter drops because it has too few words.

C4 keeps lines of at least three words in the first version of its paper (Raffel et al., arXiv
1910.10683v1) and in DataTrove, of five in the last version (section 2.2) and in the code that made
the data set. Lines without an end mark are dropped before: HEU301 has those. C4 holds English only,
so the rule is silent where a document is clearly in another language.

## Bad
    Closed today.
    The ferry leaves at seven in the morning.
## Good
    The ferry leaves.
    It comes back at noon.
## Misses
    Lines of languages that are written without spaces, which have one word each.
"""

from __future__ import annotations

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.heuristics._clean_crawl import SHORT, verdicts
from copydesk_rules.heuristics._lines import lines_of, marked, read_as_english


@document_rule(
    "HEU302",
    "line would be dropped by C4: too few words, {observed} of at least {limit}",
    opt_in=True,
    within="any",
)
def c4_short_line(batch: Batch, *, min_words: int = 3, marks: str = '.?!"') -> Hits:
    """Mark each line that ends as it should and has too few words.

    `min_words`: words between white space; DataTrove has 3, the code that made C4 5. `marks`: as
    for HEU301.
    """
    table = batch.derive(lines_of)
    short = (verdicts(batch, marks, min_words) == SHORT) & batch.derive(read_as_english)[
        table.document_of
    ]
    return marked(batch, short, observed=table.words, limit=min_words)

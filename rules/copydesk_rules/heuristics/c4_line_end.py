"""Find a line that C4's filter drops because it does not end in a full stop,
a question or exclamation mark, or a quotation mark.

C4 keeps lines that end in `.`, `?`, `!` or `"`, and not in `...` (Raffel et al. 2020, arXiv
1910.10683, section 2.2). That takes menus and captions away, and headings, list points and every
line that ends in a typographic quotation mark too; FineWeb left the check out. C4 holds English
only, so the rule is silent where a document is clearly in another language.

## Bad
    The ferry leaves at seven in the morning
## Good
    The ferry leaves at seven in the morning.
    "Does it come back?" she asked.
    It does, at noon.[12]
## Misses
    Nothing that C4 would drop: references as in Wikipedia are left out before the end is looked at.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.heuristics._clean_crawl import ended
from copydesk_rules.heuristics._lines import lines_of, marked, read_as_english


@document_rule(
    "HEU301",
    "line would be dropped by C4: it ends in {last}, only lines that end in {marks} are kept",
    opt_in=True,
    within="any",
)
def c4_line_end(batch: Batch, *, marks: str = '.?!"') -> Hits:
    """Mark each line that does not end as it should.

    `marks`: the characters that a line may end in; section 2.2 and the reference code (DataTrove
    adds `'`).
    """
    table = batch.derive(lines_of)
    wrong = ~ended(batch, marks) & batch.derive(read_as_english)[table.document_of]
    rows = np.flatnonzero(wrong)
    last = np.full(len(table), "", "<U5")
    dots = table.ends_with_ellipsis(character=False)
    for row in rows.tolist():
        last[row] = "“...”" if dots[row] else f"“{batch.text[int(table.end[row]) - 1]}”"
    return marked(batch, wrong, last=last, marks=" ".join(marks))

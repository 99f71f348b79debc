"""Find a line that C4's filter drops as a notice about Javascript, cookies,
privacy or terms of use.

C4 drops every line with the word Javascript, since "please enable Javascript" stands on many pages
(Raffel et al. 2020, arXiv 1910.10683, section 2.2), and lines with `terms of use`, `privacy
policy`, `cookie policy`, `uses cookies`, `use of cookies` or `use cookies` (its code). An article
about any of them loses its lines too. Lines without an end mark, or too short, are dropped before:
HEU301 and HEU302.

## Bad
    The old timetable was drawn by hand, the new one needs Javascript.
## Good
    The old timetable was drawn by hand, the new one needs a browser.
## Misses
    Notices in other words or other languages: BOI101 knows more of them.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.heuristics._clean_crawl import NOTICE, NOTICES, lines_at, notices, verdicts
from copydesk_rules.heuristics._lines import lines_of, marked


@document_rule(
    "HEU303", "line would be dropped by C4: it has “{phrase}”", opt_in=True, within="any"
)
def c4_notice_line(batch: Batch, *, min_words: int = 3, marks: str = '.?!"') -> Hits:
    """Mark each line that the earlier checks keep and that has one of the phrases.

    `min_words`, `marks`: what keeps a line so far, as for HEU302 and HEU301.
    """
    table = batch.derive(lines_of)
    number, start, _ = batch.derive(notices)
    phrase = np.full(len(table), "", "<U16")
    phrase[lines_at(batch, start)[::-1]] = np.array(NOTICES.phrases)[
        number[::-1]
    ]  # the first one of a line is written last
    return marked(batch, verdicts(batch, marks, min_words) == NOTICE, phrase=phrase)

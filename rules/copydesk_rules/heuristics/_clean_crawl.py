"""What C4's filter does with each line of a page: keeps it, drops it, or drops the page for it.

Checks come in the order of the reference code: a line that is dropped for one reason is not looked
at for the next.
"""

from __future__ import annotations

import re

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints, Mask
from copydesk.language.phrases import Phrases
from copydesk_rules.heuristics._lines import lines_of

KEPT, UNENDED, SHORT, NOTICE = range(4)
_CITATION = re.compile(
    r"\[\d*\]|\[edit\]|\[citation needed\]"
)  # C4 cuts Wikipedia's references out before it looks at a line's end
NOTICES = Phrases(
    (
        "javascript",
        "terms of use",
        "privacy policy",
        "cookie policy",
        "uses cookies",
        "use of cookies",
        "use cookies",
    )
)  # _POLICY_SUBSTRINGS of the reference code, and the word in "please enable Javascript"


def ended(batch: Batch, marks: str) -> Mask:
    """Return which lines end in one of `marks` but not in three full stops,
    references left out; shape (lines,).
    """
    table = batch.derive(lines_of)
    found = table.ends_with(marks) & ~table.ends_with_ellipsis(character=False)
    for row in np.flatnonzero(table.ends_with("]")).tolist():
        line = _CITATION.sub("", batch.slice(int(table.start[row]), int(table.end[row])))
        found[row] = line.endswith(tuple(marks)) and not line.endswith("...")
    return found


def verdicts(batch: Batch, marks: str, min_words: int) -> Ints:
    """Return KEPT, or why the line is dropped: UNENDED, SHORT or NOTICE; shape (lines,)."""
    known = batch.derive(_verdicts)
    if (marks, min_words) not in known:
        table = batch.derive(lines_of)
        verdict = np.full(len(table), KEPT)
        verdict[lines_at(batch, batch.derive(notices)[1])] = NOTICE
        verdict[table.words < min_words] = SHORT
        verdict[~ended(batch, marks)] = UNENDED
        known[marks, min_words] = verdict
    return known[marks, min_words]


def _verdicts(batch: Batch) -> dict[tuple[str, int], Ints]:
    """Hold the verdicts of a batch by what keeps a line,
    since several rules ask for the same ones; for `batch.derive`.
    """
    return {}


def notices(batch: Batch) -> tuple[Ints, Ints, Ints]:
    """Return number, start and end of each of the phrases of NOTICES; for `batch.derive`."""
    return NOTICES.find(batch)


def lines_at(batch: Batch, at: Ints) -> Ints:
    """Return the lines that offsets of ink lie in, one row for each."""
    return np.searchsorted(batch.derive(lines_of).start, at, side="right") - 1

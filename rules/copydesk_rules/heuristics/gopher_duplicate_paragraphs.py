"""Find a document that Gopher's filter drops for paragraphs that stand more than once in it.

MassiveText drops a document of whose paragraphs more than 30 %, or of whose characters more than 20
%, are copies of an earlier paragraph (Rae et al. 2021, arXiv 2112.11446, table A1). A paragraph is
what stands between blank lines.

## Bad
    Monday: closed
    Tuesday: nine to five

    Wednesday: nine to five

    Monday: closed
    Tuesday: nine to five
## Good
    Monday: closed
    Tuesday: nine to five

    Wednesday: nine to five
## Misses
    Paragraphs that differ in a letter or a mark: DUP202 finds those.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.hashing import hash_runs
from copydesk.rule import Hits, document_rule
from copydesk_rules.heuristics._lines import dropped, lengths, lines_of, percent, repeats, totals


@document_rule(
    "HEU202",
    "would be dropped by Gopher: {observed:g} % of {of} are in copies of earlier paragraphs, at most {limit:g} % are kept",
    opt_in=True,
    within="any",
)
def gopher_duplicate_paragraphs(
    batch: Batch, *, max_share: float = 0.3, max_characters: float = 0.2
) -> Hits:
    """Mark the copies of earlier paragraphs where they are too many.

    `max_share`: of the document's paragraphs; `max_characters`: of its characters; Gopher, table
    A1.
    """
    table = batch.derive(lines_of)
    if not len(table):
        return Hits.none()
    head = np.append(True, (np.diff(table.number) != 1) | (np.diff(table.document_of) != 0))
    first = np.flatnonzero(head)
    end = np.append(first[1:], len(table))
    document = table.document_of[first]
    copies, _ = repeats(document, hash_runs(table.hash, first, end))
    size = np.add.reduceat(table.length + 1, first) - 1
    paragraphs = totals(batch, document[copies]) / np.maximum(totals(batch, document), 1)
    characters = totals(batch, document[copies], size[copies]) / batch.derive(lengths)
    by_number = paragraphs > max_share
    copied = np.isin(np.cumsum(head) - 1, copies)
    limit = percent(np.where(by_number, max_share, max_characters))
    of = np.where(by_number, "paragraphs", "characters")
    observed = percent(np.where(by_number, paragraphs, characters))
    return dropped(
        batch,
        by_number | (characters > max_characters),
        copied,
        observed=observed,
        limit=limit,
        of=of,
    )

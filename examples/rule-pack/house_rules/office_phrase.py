"""Find a phrase that an office says and a reader does not.

Press releases bring them in. Case makes no difference; a phrase counts as whole words only.

## Bad
    The council will leverage the old railway yard going forward.
## Good
    The council will use the old railway yard from now on.
## Misses
    Phrases that nobody has listed: add yours to the threshold `phrases`.
"""

from __future__ import annotations

import functools

from copydesk.columns.batch import Batch
from copydesk.language.phrases import Phrases
from copydesk.rule import Hits, document_rule


@document_rule("HOUSE102", "an office says “{phrase}”")
def office_phrase(
    batch: Batch,
    *,
    phrases: tuple[str, ...] = ("going forward", "leverage the", "key stakeholders"),
) -> Hits:
    """Mark each of `phrases`."""
    listed = _list(phrases)
    number, start, end = listed.find(batch)
    return Hits.at(start, end, phrase=[listed.phrases[row] for row in number.tolist()])


@functools.lru_cache(maxsize=4)
def _list(phrases: tuple[str, ...]) -> Phrases:
    return Phrases(phrases)

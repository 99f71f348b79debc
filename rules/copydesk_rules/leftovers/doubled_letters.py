"""Find a line in which every letter is doubled: `TToowwnn  CCoouunncciill`.

Take each letter once, or copy the line again. Prints fake bold type by printing a letter twice, and
an extractor that takes both gives a line that no search finds.

Nearly all letters and digits of the line must come in equal pairs, and at least one of them must be a
capital. The unsafe fix takes one of each pair.

## Bad
    TThhee  HHaarrbboouurr  RReeppoorrtt  22002255
## Good
    The bookkeeper saw Aaron feeding the llamas in the vacuum hall.
## Measured
On 26 kinds of real text and 40 MB of news (2026-12) nothing is shown.
## Misses
Lines in which letters come three times or more, and doubled lines without a capital letter.
"""

from __future__ import annotations

from copydesk.columns.batch import Batch
from copydesk.fixes import FixColumns
from copydesk.rule import Hits, Share, document_rule
from copydesk_rules.leftovers._doubled import find_doubled, single
from copydesk_rules.leftovers._hits import quoted


@document_rule("LEF114", "every letter doubled: {text} → {single}")
def doubled_letters(batch: Batch, *, share: Share = 0.9) -> Hits:
    """Mark each run of words whose letters come in pairs.

    `share`: of the letters of a line so many come in pairs.
    """
    found = find_doubled(batch, share)
    if not found:
        return Hits.none()
    start, end = [place.start for place in found], [place.end for place in found]
    texts = [single(batch.text[place.start : place.end]) for place in found]
    return Hits.at(
        start,
        end,
        confidence=[place.confidence for place in found],
        fix=FixColumns.of("unsafe", start, end, texts),
        text=[quoted(batch, place.start, place.end) for place in found],
        single=[f"“{text}”" for text in texts],
    )

"""Find two columns of print that were read across, line by line.

Read the columns one after the other. A converter took the lines of a page as they lie, so that each line
holds half a sentence of one column and half of another.

Four lines or more, one after another, must have a gap of three spaces or more at the same place,
with words of prose on both sides that go on from line to line: few begin with a capital or end in an
end mark. A table has numbers, names or short cells on a side.

## Bad
    The committee looked at the yearly     approved the money for a second
    report of the harbour office and       boat, which is to sail from the
    found that fewer people travel         western pier as soon as the crew
    in winter than ten years ago, but      has been trained and the weather
    that freight has grown by half and     allows it. Nobody voted against
## Good
    Ferry        in summer every hour
    Bus          in winter only on Sundays
    Boat         by request
    On foot      when the tide allows it
## Measured
On 26 kinds of real text and 40 MB of news (2026-12) nothing is shown.
## Misses
Columns whose gap is one or two spaces wide or was lost altogether.
"""

from __future__ import annotations

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, Size, document_rule
from copydesk_rules.leftovers._columns import find_columns
from copydesk_rules.leftovers._hits import hits_at


@document_rule("LEF117", "{form}: {text}")
def interleaved_columns(batch: Batch, *, min_lines: Size = 4) -> Hits:
    """Mark each run of lines that hold two columns of prose.

    `min_lines`: fewer lines show no columns.
    """
    return hits_at(batch, find_columns(batch, min_lines), removable=False)

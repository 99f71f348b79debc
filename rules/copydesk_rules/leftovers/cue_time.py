"""Find the numbers and times of subtitles in a text: `00:00:17,840 --> 00:00:19,670`.

Delete them, and join the lines that they part. The text was taken from a subtitle file, and its
cues came along.

A line with two times and an arrow counts, with the cue's number above it; cues that follow one another are
one finding. A file that consists of cues is a subtitle file, and is left alone.

## Bad
    The keeper was asked about the winter, and he had much to say about it.

    12
    00:00:17,840 --> 00:00:19,670
    We had no bread for nine days.

    He showed the reporter the lamp and the old boat, and then he made tea for all of us.

    The interview ends with a look at the sea, which has been calm since March.
## Good
    The train leaves at 12:40 and arrives at 14:05.
## Measured
On 26 kinds of real text and 40 MB of news (2026-12) nothing is shown.
## Misses
Times without an arrow, which transcripts have by nature.
"""

from __future__ import annotations

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.leftovers._cues import find_cues
from copydesk_rules.leftovers._hits import hits_at


@document_rule("LEF115", "{form}: {text}")
def cue_time(batch: Batch) -> Hits:
    """Mark each run of cues in a text that is no subtitle file."""
    return hits_at(batch, find_cues(batch), removable=False)

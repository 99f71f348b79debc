"""Find rolling captions: lines of a transcript that each come twice, or again with more words.

Take each line once. Live captions scroll: a line is shown when it is new and again when the next one
pushes it up, and a transcript made of all that was shown has everything twice.

Lines without end marks must repeat the line before, or its words and more, at least three different
ones in a row of lines that are mostly such. A loop of one line is another fault (GAR105).

## Bad
    hello and welcome to the harbour where
    hello and welcome to the harbour where
    most boats come in at night when
    most boats come in at night when
    crews sort what they have caught before
    crews sort what they have caught before
## Good
    The boats come in at night.
    The crews sort what they have caught, and the boats go out again.
## Measured
On 26 kinds of real text and 40 MB of news (2026-12) nothing is shown.
## Misses
Captions of three lines or more that scroll together.
"""

from __future__ import annotations

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, Size, document_rule
from copydesk_rules.leftovers._hits import hits_at
from copydesk_rules.leftovers._rolling import find_rolling


@document_rule("LEF116", "{form}: {text}", yields_to=("GAR105",))
def rolling_caption(batch: Batch, *, min_lines: Size = 3) -> Hits:
    """Mark each run of lines that repeat the line before.

    `min_lines`: so many different lines must be repeated.
    """
    return hits_at(batch, find_rolling(batch, min_lines), removable=False)

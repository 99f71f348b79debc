"""Find what an editor meant to replace: `[INSERT NAME HERE]`, `[Your Name]`, `TKTK`, `TODO:`, `xxx`.

Put in what is missing. Writers mark what is to come, and templates tell their user what to write;
such a mark in a finished text was forgotten.

Words in brackets count that tell somebody to insert something, or that name a blank of a letter
as its user's (`your company`). `TKTK`, `[TK]`, `TODO:` and `FIXME:` count in texts that are not about
code; a row of x where a number, a date or a name should be (`$xx million`, `xx.xx.2026`).

## Bad
    The fund has given [INSERT AMOUNT HERE] to the harbour museum since it opened in 1998.
## Good
    The boy said: “I'll be there [in the harbour] at nine,” and wrote his name [sic] on the wall.
## Measured
On 26 kinds of real text and 40 MB of news (2026-12): 38 findings, nearly all of them blanks of letters
that a language model wrote (`[Your Name]`); two blanks of a form that a page quotes are arguable.
## Misses
Blanks without brackets, such as a bare `NAME`, and `TK` alone, which is also the name of things.
"""

from __future__ import annotations

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.leftovers._forms import find_forms
from copydesk_rules.leftovers._hits import hits_at
from copydesk_rules.leftovers._placeholder_forms import FORMS, find_words


@document_rule("LEF104", "{form}: {text}")
def editorial_placeholder(batch: Batch) -> Hits:
    """Mark each place where something was to be filled in."""
    return hits_at(batch, sorted([*find_forms(batch, FORMS), *find_words(batch)]))

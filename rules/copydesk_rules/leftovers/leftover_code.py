"""Find code of a web page in its text: scripts, style sheets, JSON-LD, PHP.

Delete it. It stood in the page beside the article, and an extractor took what is inside a script or
a style element for text.

A line counts if most of it has the form of a statement: `window.x = …;`, `function(…) {`,
`.class { color: red; }`, `{"@context": "https://schema.org", …}`. Lines like it right after it belong
to the same finding. In a text that is about code or has much of it, code is no leftover.

## Bad
    The harbour museum will open again on Saturday, its director said.

    window.dataLayer = window.dataLayer || []; function gtag(){dataLayer.push(arguments);}

    Visitors can see the old lamp, and the boat that brought it.
## Good
    The boat's name was (function) “window”; nobody knew why.
## Measured
On 26 kinds of real text and 40 MB of news (2026-12): 7 findings, all right: scripts in pages.
## Misses
Code of other kinds than a page has, and a statement that is the part of a line of prose.
"""

from __future__ import annotations

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.leftovers._code_lines import find_code
from copydesk_rules.leftovers._hits import hits_at


@document_rule("LEF107", "{form} left in the text: {text}", yields_to=("LEF106",), fix="unsafe")
def leftover_code(batch: Batch) -> Hits:
    """Mark each run of lines of code."""
    return hits_at(batch, find_code(batch))

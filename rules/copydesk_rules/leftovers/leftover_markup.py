"""Find markup that nobody turned into text: wiki links and templates, BBCode, shortcodes, TeX.

Convert it, or delete it. A converter knew another dialect, a forum's post or a site's source was taken
without its software, or an extractor put a name where a formula was (`formula_1`).

Each dialect has forms that prose has not: `[[Category:…]]`, `{{convert|3|km}}`, `[quote]…[/quote]`,
`[caption id="…"]`, `\\begin{…}`, `\\textit{…}`, `<ref name="…">`. They do not count in a text that
is about markup or consists of it: a template, a LaTeX source, a page with code. Markdown in plain
text is common and no fault; in Markdown itself only what no site generator knows counts.

## Bad
    The lighthouse stands on a rock {{convert|3|km|mi}} off the coast.
## Good
    In wikitext a link is written [[like this]], and BBCode has [b]bold[/b] letters.
## Measured
On 26 kinds of real text and 40 MB of news (2026-12): 8 findings, all right: six shortcodes, two formulas.
## Misses
Single signs of markup, such as a star or an underscore, and dialects that nobody has listed.
"""

from __future__ import annotations

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.leftovers._forms import find_forms
from copydesk_rules.leftovers._hits import hits_at
from copydesk_rules.leftovers._markup_forms import FORMS, find_formulas


@document_rule("LEF106", "{form}: {text}", yields_to=("GAR110", "LEF103"))
def leftover_markup(batch: Batch) -> Hits:
    """Mark each piece of markup."""
    return hits_at(batch, sorted([*find_forms(batch, FORMS), *find_formulas(batch)]))

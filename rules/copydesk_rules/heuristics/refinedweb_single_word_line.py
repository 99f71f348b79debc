"""Find a line that RefinedWeb's filter drops because it has one word.

RefinedWeb takes out lines with a single word (Penedo et al. 2023, arXiv 2306.01116, appendix G.2):
buttons, and headings too. A word is what stands between white space, so a line of a language
without spaces is one: the rule leaves lines with more than one ideograph alone.

## Bad
    Timetable
    The ferry leaves at seven in the morning.
## Good
    Our timetable
    The ferry leaves at seven in the morning.
## Misses
    Buttons of two words.
"""

from __future__ import annotations

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.heuristics._lines import lines_of, marked
from copydesk_rules.heuristics._refined import single_words


@document_rule(
    "HEU504", "line would be dropped by RefinedWeb: a single word", opt_in=True, within="any"
)
def refinedweb_single_word_line(batch: Batch) -> Hits:
    """Mark each line of one word."""
    unspaced = batch.derive(lines_of).count(ch.IDEOGRAPH) > 1
    return marked(batch, single_words(batch) & ~unspaced)

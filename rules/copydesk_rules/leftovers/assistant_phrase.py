"""Find what a language model says to the person who asks it: `As an AI language model, I …`.

Delete it, and look at the text around it: a model wrote or rewrote it. Refusals (`I'm sorry, but I
can't help with that request`), introductions (`Sure! Here is a rewritten version`), words on its
training (`my knowledge cutoff`) and farewells (`I hope this helps`) are pasted with the text that was
asked for.

The phrases are listed in sixteen languages. Words of a model about itself count at the beginning of a
sentence in the first person, refusals and introductions at the beginning of a paragraph, farewells as a
paragraph of their own in a text that speaks to nobody else. What is in quotation marks, and what is
said of a model in the third person, is prose. The fix, which is unsafe, deletes paragraphs that are
nothing else.

## Bad
    The ferry will be replaced by a bridge in the spring, the county said on Friday.

    As an AI language model, I cannot predict when the work will be finished.
## Good
    As an AI language model, the program has no opinion of its own, said the professor.

    “I'm sorry, but I can't help with that request,” it answered her again and again.
## Measured
On 26 kinds of real text and 40 MB of news (2026-12) nothing is shown. Of 147 leftovers of
all rules of this family, put between paragraphs of 20 kinds, 136 are found; most that are missed lie in documents about code.
## Misses
Phrases that nobody has listed, and farewells in texts in the first or second person.
"""

from __future__ import annotations

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.leftovers._assistant import find_phrases
from copydesk_rules.leftovers._hits import hits_at


@document_rule("LEF101", "{form}: {text}", yields_to=("BOI101",), fix="unsafe")
def assistant_phrase(batch: Batch) -> Hits:
    """Mark each sentence that a language model says about itself or its answer."""
    return hits_at(batch, find_phrases(batch))

"""Find tokens of chat and instruction formats left in text: `<|im_start|>`, `[INST]`, `### Response:`.

Delete them, or the whole exchange that they frame. They mark turns where a language model is
trained or asked, and come into articles with text that a model wrote or a data set held. A model that learns from
them learns to print them.

Special tokens count wherever prose holds them; headings of instruction formats (`### Response:`)
and labels of turns (`Human:`, `Assistant:`) where they begin a line of a text that is no
conversation. A text that speaks of tokens, prompts or templates is left alone, and so are tokens
in quotation marks and in code.

## Bad
    The ferry will be replaced by a bridge in the spring, the county said on Friday.

    <|im_end|>

    Work on the piers is to begin as soon as the ice has gone.
## Good
    Chat formats mark each turn with a token such as <|im_start|>, and a tokenizer must know it.
## Measured
On 26 kinds of real text and 40 MB of news (2026-12) nothing is shown. It has no natural
findings there, so how many of its findings are right is not known.
## Misses
Labels of turns in a text that has many lines with labels, as a play or a chat has.
"""

from __future__ import annotations

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.leftovers._chat_forms import FORMS
from copydesk_rules.leftovers._forms import find_forms
from copydesk_rules.leftovers._hits import hits_at
from copydesk_rules.leftovers._turns import find_turns


@document_rule("LEF102", "{form}: {text}", fix="unsafe")
def chat_token(batch: Batch) -> Hits:
    """Mark each token of a chat or instruction format."""
    return hits_at(batch, sorted([*find_forms(batch, FORMS), *find_turns(batch)]))

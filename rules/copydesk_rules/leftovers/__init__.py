"""Find what the making of a text left in it: prompts, templates, markup, page frames, time codes.

- `_signs` gates: the places of rare characters, and the lines of a batch; `_mentions` says where a
  text only speaks of what the rules look for.
- LEF101: `_assistant_patterns` compiles the phrases of `words/xx/`, `_assistant` judges sentences.
- LEF102 to LEF107: a rule has its forms as a table of patterns, `_forms` finds them.
- LEF109, LEF110: `_page_numbers` and `_running_heads` learn within the document.
"""

from pathlib import Path

WORDS = Path(__file__).parent / "words"  # lists, one entry a line

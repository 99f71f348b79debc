"""Report a record of a JSONL file or a table that has no text field.

Where a corpus keeps its text under another name, name it: `--text-field body`, or
`--text-field body.text` for a field inside a field. `copydesk init` finds the field that holds most
text and writes it to the configuration.

The record is well-formed, but the field that should hold its text is missing or is not a string, so
nothing was checked. A run of such records is reported once, with their number.

## Bad
    --- articles.jsonl ---
    {"id": "a1", "body": "The mayor opened the new library on Saturday."}
## Good
    --- articles.jsonl ---
    {"id": "a1", "text": "The mayor opened the new library on Saturday."}
"""

from __future__ import annotations

from copydesk.rule import engine_rule


@engine_rule(
    "IOE202",
    "no text in field {field!r}{more}; the record has {fields}; --text-field names another",
)
def record_without_text() -> None:
    """Reported while reading."""

"""Report a record of a JSONL file or a table that has no text field.

Where a corpus keeps its text under another name, name it: `--text-field body`, or
`--text-field body.text` for a field inside a field. Several fields are separated by commas:
`--text-field prompt,completion`; those of a chat are `messages[].content`. `copydesk init` finds the
fields that hold the text and writes them to the configuration.

The record is well-formed, but the fields that should hold its text are missing or are not strings,
so nothing was checked. It is reported once per file, at the first such record, with their number;
records whose field is there and no string (`null`) are told apart.

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

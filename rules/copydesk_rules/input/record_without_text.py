"""Report a record of a JSONL file or a table that has no text field.

The record is well-formed, but the field that should hold its text is missing or holds no string, so
nothing was checked. Where a corpus keeps its text under another name, say so: `--text-field body`,
or `--text-field body.text` for a field inside a field. Reported once for a run of records, with
their number.

## Bad
    --- articles.jsonl ---
    {"id": "a1", "body": "The mayor opened the new library on Saturday."}
## Good
    --- articles.jsonl ---
    {"id": "a1", "text": "The mayor opened the new library on Saturday."}
"""

from __future__ import annotations

from copydesk.rule import engine_rule


@engine_rule("IOE202", "no text in field {field!r}{more}; the record has {fields}")
def record_without_text() -> None:
    """Reported while reading."""

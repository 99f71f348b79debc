"""Report a line of a JSONL file that is not a JSON object,
or a record of a web archive that is damaged.

A cut-off download, a stray comma or a log message between records makes a line that no reader of
the corpus can use. In a WARC file a record may be cut off, state a length that does not fit, or
hold a body that does not unpack. All other records are still checked; where a compressed archive is
broken in the middle, those before.

## Bad
    --- articles.jsonl ---
    {"id": "a1", "text": "The mayor opened the new library on Saturday."}
    {"id": "a2", "text": "The library has
## Good
    --- articles.jsonl ---
    {"id": "a1", "text": "The mayor opened the new library on Saturday."}
    {"id": "a2", "text": "The library has room for forty thousand books."}
"""

from __future__ import annotations

from copydesk.rule import engine_rule


@engine_rule("IOE201", "not a {kind} record: {error}")
def malformed_record() -> None:
    """Reported while reading."""

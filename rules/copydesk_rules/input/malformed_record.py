"""Report a record of a JSONL file or a web archive that cannot be read.

Repair the line or remove it; download a truncated archive again.

A truncated download, a stray comma or a log message between records makes a line of JSONL that is
not a JSON object. A WARC record may be truncated, declare a length that does not fit, or have a
body that does not decompress. All other records are still checked; where a compressed archive is
broken in the middle, those before the break.

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

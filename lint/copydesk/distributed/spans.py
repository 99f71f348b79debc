"""Where a finding lies in the text of its row, for rows of a data frame."""

from __future__ import annotations

import json

from copydesk.finding import Place
from copydesk.reading.document import Document
from copydesk.reading.record_places import record_of

Span = tuple[int, int]


def text_span(place: Place, document: Document) -> Span:
    """Return the span of a place of a record in the record's text, in code points."""
    record = record_of(document.origin)
    if record is None or place.document is None:
        return 0, 0
    at, text = place.document, document.text
    start = document.origin.starts[at.line - 1] + at.column - 1
    raw = record.text[place.offset - record.offset : place.end_offset - record.offset]
    try:
        length = len(json.loads(f'"{raw}"', strict=False))
    except ValueError:
        length = len(raw)
    return start, min(len(text), start + length)

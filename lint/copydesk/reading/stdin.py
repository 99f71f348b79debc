"""Standard input as a source."""

from __future__ import annotations

from copydesk.reading.formats import format_of
from copydesk.reading.source import Source


def standard_input(content: bytes, name: str) -> Source:
    """Return standard input as a source called `name`,
    read in the format that the name declares (plain text where none).
    """
    kind, packing = format_of(name)
    return Source(name, None, kind or "text", packing, named=True, content=content)

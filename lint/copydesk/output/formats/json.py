"""The format `json`: everything, as one document."""

from __future__ import annotations

import msgspec

from copydesk.output.native import report
from copydesk.output.render_input import RenderInput


def render(given: RenderInput) -> str:
    """Return the report as one JSON document, a value a line."""
    whole = report(given, lambda values: msgspec.Raw(msgspec.json.encode(values)))
    written = msgspec.json.encode(whole)
    del whole  # a long report is held once, not in every form at the same time
    written = msgspec.json.format(written, indent=1)
    written += b"\n"
    return written.decode("utf-8")

"""The format `json`: everything, as one document."""

from __future__ import annotations

import msgspec

from copydesk.output.native import report
from copydesk.output.render_input import RenderInput


def render(given: RenderInput) -> str:
    """Return the report as one JSON document, a value a line."""
    whole = report(given, lambda values: msgspec.Raw(msgspec.json.encode(values)))
    return msgspec.json.format(msgspec.json.encode(whole), indent=1).decode("utf-8") + "\n"

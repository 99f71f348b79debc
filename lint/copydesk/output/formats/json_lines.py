"""The format `json-lines`: a finding a line, then one line with all the rest.

That line is `{"type": "summary", …}`.
"""

from __future__ import annotations

import msgspec

from copydesk.output.native import report
from copydesk.output.render_input import RenderInput


def render(given: RenderInput) -> str:
    """Return a JSON object a line."""
    document = report(given)
    rows = [{"type": "finding", **finding} for finding in document["findings"]]
    rows.append(
        {"type": "summary", **{key: value for key, value in document.items() if key != "findings"}}
    )
    return "".join(msgspec.json.encode(row).decode("utf-8") + "\n" for row in rows)

"""The format `grouped`: findings under the name of their file."""

from __future__ import annotations

import itertools

from copydesk.output.escape import visible
from copydesk.output.formats.concise import marker
from copydesk.output.render_input import RenderInput
from copydesk.output.style import Painter


def render(given: RenderInput) -> str:
    """Return a block for each file: its name, then rows of `line:column  CODE  message`."""
    paint = Painter(color=given.color)
    blocks = []
    for path, some in itertools.groupby(
        given.report.findings, key=lambda finding: finding.place.path
    ):
        findings = list(some)
        where = [f"{finding.place.line}:{finding.place.column}" for finding in findings]
        width = max(map(len, where))
        rows = [
            f"  {at:>{width}}  {paint(finding.rule, finding.severity)}  "
            f"{marker(finding, paint, unsafe=given.unsafe_fixes)}{visible(finding.message)}\n"
            for at, finding in zip(where, findings, strict=True)
        ]
        blocks.append(f"{paint(visible(path), 'path')}:\n{''.join(rows)}")
    return "\n".join(blocks)

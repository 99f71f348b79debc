"""The format `concise`: one line for each finding, `path:line:column: CODE message (record)`.

`[*]` before a message marks a finding that `--fix` fixes. A record is named by its id.
"""

from __future__ import annotations

from copydesk.finding import Finding
from copydesk.output.escape import visible
from copydesk.output.render_input import RenderInput
from copydesk.output.style import Painter
from copydesk.reading.places import clip

_LONGEST = 120  # characters of a record's id that are shown


def marker(finding: Finding, paint: Painter, *, unsafe: bool) -> str:
    """Return `[*] ` for a finding that `--fix` fixes; `unsafe`: with `--unsafe-fixes`."""
    return (
        f"[{paint('*', 'fixable')}] " if finding.fix and finding.fix.applies(unsafe=unsafe) else ""
    )


def headline(finding: Finding, paint: Painter, *, unsafe: bool) -> str:
    """Return the line that names a finding."""
    place = finding.place
    where = f"{paint(visible(place.path), 'path')}:{place.line}:{place.column}"
    record = place.document.id if place.document else None
    named = (
        f" ({paint(visible(clip(record, _LONGEST)), 'dim')})"
        if record and record not in finding.message
        else ""
    )
    return f"{where}: {paint(finding.rule, finding.severity)} {marker(finding, paint, unsafe=unsafe)}{visible(finding.message)}{named}"


def render(given: RenderInput) -> str:
    """Return all findings as text."""
    paint = Painter(color=given.color)
    return "".join(
        headline(finding, paint, unsafe=given.unsafe_fixes) + "\n"
        for finding in given.report.findings
    )

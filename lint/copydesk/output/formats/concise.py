"""The format `concise`: one line for each finding, `path:line:column: CODE message (record)`.

`[*]` before a message marks a finding that `--fix` fixes. A record is named by its id, and by the field if its text has several.
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
    named = _named(finding)
    named = f" ({paint(visible(named), 'dim')})" if named else ""
    return f"{where}: {paint(finding.rule, finding.severity)} {marker(finding, paint, unsafe=unsafe)}{visible(finding.message)}{named}"


def _named(finding: Finding) -> str:
    """Return what names the record, and the field if its text has several."""
    record = finding.place.document
    if record is None:
        return ""
    name = clip(record.id, _LONGEST) if record.id and record.id not in finding.message else ""
    return ", ".join(filter(None, (name, record.part)))


def render(given: RenderInput) -> str:
    """Return all findings as text."""
    paint = Painter(color=given.color)
    return "".join(
        headline(finding, paint, unsafe=given.unsafe_fixes) + "\n"
        for finding in given.report.findings
    )

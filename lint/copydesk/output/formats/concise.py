"""The format `concise`: a finding a line, `path:line:column: CODE message`."""

from __future__ import annotations

from copydesk.finding import Finding
from copydesk.output.escape import visible
from copydesk.output.sheet import Sheet
from copydesk.output.style import Painter


def headline(finding: Finding, paint: Painter) -> str:
    """Return the line that names a finding."""
    place = finding.place
    where = f"{paint(visible(place.path), 'path')}:{place.line}:{place.column}"
    return f"{where}: {paint(finding.rule, finding.severity)} {visible(finding.message)}"


def render(sheet: Sheet) -> str:
    """Return all findings as text."""
    paint = Painter(color=sheet.color)
    return "".join(headline(finding, paint) + "\n" for finding in sheet.report.findings)

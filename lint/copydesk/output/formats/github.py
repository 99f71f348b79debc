"""The format `github`: workflow commands, which GitHub Actions shows as annotations."""

from __future__ import annotations

from copydesk.finding import SEVERITIES, Finding
from copydesk.output.escape import escaped, visible
from copydesk.output.render_input import RenderInput

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def render(given: RenderInput) -> str:
    """Return a command for each finding, the most severe and most confident first.

    GitHub shows ten of each kind in a step and drops the rest.
    """
    ordered = sorted(
        given.report.findings, key=lambda f: (-SEVERITIES.index(f.severity), -f.confidence, f.order)
    )
    return "".join(map(_command, ordered))


def _command(finding: Finding) -> str:
    place = finding.place
    values = {"file": _path(place.path), "line": place.line, "endLine": place.end_line}
    if place.line == place.end_line:  # GitHub refuses columns for a span of several lines
        values |= {"col": place.column, "endColumn": place.end_column}
    values |= {"title": f"copydesk {finding.rule}"}
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in values.items())
    message = f"{finding.rule} {finding.name}: {visible(finding.message)}"
    return f"::{_COMMANDS[finding.severity]} {listed}::{_data(message)}\n"


def _path(name: str) -> str:
    """Return a name with its line ends, which the command escapes, and no other control."""
    return "".join(c if c in "\r\n" else escaped(c) for c in name)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

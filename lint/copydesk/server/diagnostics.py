"""Findings as diagnostics of the Language Server Protocol."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from lsprotocol import types

from copydesk.output.escape import visible
from copydesk.output.native import well_formed
from copydesk.output.units import Ruler
from copydesk.rule import Rule, Severity
from copydesk.server.buffer import Buffer
from copydesk.server.judge import Other, Position, Shown

_SEVERITIES: dict[Severity, types.DiagnosticSeverity] = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}


def diagnostics(
    shown: Sequence[Shown],
    buffer: Buffer,
    ruler: Ruler,
    page: Callable[[Rule], str],
    support: types.PublishDiagnosticsClientCapabilities,
) -> list[types.Diagnostic]:
    """Return a diagnostic for each finding.

    `page` returns the address of a rule's page, `support` is what the client can show.
    """
    text = buffer.text[buffer.skip :]
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    return [
        types.Diagnostic(
            range=_range(one, ruler, whole=one.start <= first and one.end >= last),
            message=message(one),
            severity=_SEVERITIES[one.finding.severity],
            code=one.finding.rule,
            code_description=types.CodeDescription(page(one.rule))
            if support.code_description_support
            else None,
            source="copydesk",
            tags=[types.DiagnosticTag.Unnecessary]
            if support.tag_support and _removable(one)
            else None,
            related_information=[_related(other) for other in one.others]
            if support.related_information and one.others
            else None,
        )
        for one in shown
    ]


def message(one: Shown) -> str:
    """Return the message of a finding."""
    return well_formed(visible(one.finding.message))


def _range(one: Shown, ruler: Ruler, *, whole: bool) -> types.Range:
    """Return the range of a finding; for one about the whole text, that of its first line."""
    start, end = ruler.position(one.start), ruler.position(one.end)
    if whole and start[0] < end[0]:
        end = ruler.position(ruler.offset(start[0], sys.maxsize))
    return span(start, end)


def span(start: Position, end: Position) -> types.Range:
    """Return a range of the protocol."""
    return types.Range(types.Position(*start), types.Position(*end))


def _removable(one: Shown) -> bool:
    """Return whether the fix removes all that the finding marks: editors show such text faded."""
    fix = one.finding.fix
    return fix is not None and any(
        not edit.text and edit.offset <= one.start and one.end <= edit.end_offset
        for edit in fix.edits
    )


def _related(other: Other) -> types.DiagnosticRelatedInformation:
    return types.DiagnosticRelatedInformation(
        types.Location(other.uri, span(other.start, other.end)),
        well_formed(visible(f"the other place, {other.name}")),
    )

"""Code actions: the fix of a finding, a comment that suppresses it, all safe fixes at once."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from lsprotocol import types

from copydesk.finding import Edit, Finding
from copydesk.output.units import Ruler
from copydesk.server.buffer import Buffer
from copydesk.server.diagnostics import span
from copydesk.server.judge import Shown

FIX_ALL = "source.fixAll.copydesk"


class Request(msgspec.Struct, frozen=True):
    """What to do to a version of a document when an action is chosen.

    Suppress a finding of `rule` in a span; without a rule, apply all safe fixes.
    """

    uri: str
    version: int | None
    rule: str = ""
    start: int = 0
    end: int = 0


def asked_for(kind: str, only: Sequence[str] | None) -> bool:
    """Return whether a client asks for a kind of action; a kind includes those below it."""
    return only is None or any(kind == one or kind.startswith(f"{one}.") for one in only)


def at(
    shown: Sequence[Shown], diagnostics: Sequence[types.Diagnostic], first: int, last: int
) -> list[tuple[Shown, types.Diagnostic]]:
    """Return the findings under the cursor, or around a selection, the narrowest first.

    Where none is around a selection, those inside it.
    """
    here = list(zip(shown, diagnostics, strict=True))
    around = [pair for pair in here if pair[0].start <= first and last <= pair[0].end]
    inside = [pair for pair in here if first <= pair[0].start and pair[0].end <= last]
    return sorted(around or inside, key=lambda pair: pair[0].end - pair[0].start)


def is_safe(one: Shown) -> bool:
    """Return whether a finding has a safe fix."""
    return one.finding.fix is not None and one.finding.fix.applicability == "safe"


def fix_action(
    one: Shown, diagnostic: types.Diagnostic, edit: types.WorkspaceEdit
) -> types.CodeAction:
    """Return the action that applies a finding's fix; an unsafe one says so and is not preferred."""
    safe = is_safe(one)
    caution = "" if safe else ", which may remove intended text"
    return types.CodeAction(
        title=f"Fix {_named(one.finding)}{caution}",
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[diagnostic],
        is_preferred=safe,
        edit=edit,
    )


def suppress_action(one: Shown, diagnostic: types.Diagnostic, buffer: Buffer) -> types.CodeAction:
    """Return the action that suppresses a finding with a comment; its edit is made when chosen."""
    request = Request(buffer.uri, buffer.version, one.finding.rule, one.start, one.end)
    title = f"Suppress {_named(one.finding)} here"
    return types.CodeAction(
        title, types.CodeActionKind.QuickFix, [diagnostic], data=msgspec.to_builtins(request)
    )


def fix_all_action(buffer: Buffer, edit: types.WorkspaceEdit | None = None) -> types.CodeAction:
    """Return the action that applies all safe fixes; without an edit, it is made when chosen."""
    data = None if edit else msgspec.to_builtins(Request(buffer.uri, buffer.version))
    return types.CodeAction("Apply all safe fixes (copydesk)", FIX_ALL, edit=edit, data=data)


def workspace_edit(
    buffer: Buffer, ruler: Ruler, edits: Sequence[Edit], *, versioned: bool
) -> types.WorkspaceEdit:
    """Return edits of a buffer; `versioned`: for this version only, if the client supports it."""
    made = [
        types.TextEdit(
            span(ruler.position(edit.offset), ruler.position(edit.end_offset)), edit.text
        )
        for edit in edits
    ]
    if not versioned:
        return types.WorkspaceEdit(changes={buffer.uri: made})
    document = types.OptionalVersionedTextDocumentIdentifier(uri=buffer.uri, version=buffer.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, made)])


def _named(finding: Finding) -> str:
    return f"{finding.name.replace('-', ' ')} ({finding.rule})"

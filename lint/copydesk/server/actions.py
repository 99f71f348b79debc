"""What an editor offers to do about findings.

Their fixes, a comment that silences one, all safe fixes at once.
"""

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


class Wanted(msgspec.Struct, frozen=True):
    """What an action does to a version of a document.

    Silence a finding of a rule in a span of it; without a rule, apply all safe fixes.
    """

    uri: str
    version: int | None
    rule: str = ""
    start: int = 0
    end: int = 0


def asked_for(kind: str, only: Sequence[str] | None) -> bool:
    """Tell whether a client that asks for these kinds only wants this one.

    A kind stands for those below it.
    """
    return only is None or any(kind == one or kind.startswith(f"{one}.") for one in only)


def fix_action(
    one: Shown, diagnostic: types.Diagnostic, edit: types.WorkspaceEdit
) -> types.CodeAction:
    """Return the action that applies a finding's fix.

    One that may lose something says so, and is never the preferred one.
    """
    safe = one.finding.fix is not None and one.finding.fix.applicability == "safe"
    caution = "" if safe else ", which may take out what was meant"
    return types.CodeAction(
        title=f"Fix {_named(one.finding)}{caution}",
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[diagnostic],
        is_preferred=safe,
        edit=edit,
    )


def ignore_action(one: Shown, diagnostic: types.Diagnostic, buffer: Buffer) -> types.CodeAction:
    """Return the action that puts in a comment by which a finding does not count.

    Its edit is made when it is chosen.
    """
    wanted = Wanted(buffer.uri, buffer.version, one.finding.rule, one.start, one.end)
    title = f"Ignore {_named(one.finding)} here"
    return types.CodeAction(
        title, types.CodeActionKind.QuickFix, [diagnostic], data=msgspec.to_builtins(wanted)
    )


def fix_all_action(buffer: Buffer, edit: types.WorkspaceEdit | None = None) -> types.CodeAction:
    """Return the action that applies all safe fixes.

    Without its edit, which is then made when it is chosen.
    """
    data = None if edit else msgspec.to_builtins(Wanted(buffer.uri, buffer.version))
    return types.CodeAction("Fix all that is safe (copydesk)", FIX_ALL, edit=edit, data=data)


def workspace_edit(
    buffer: Buffer, ruler: Ruler, edits: Sequence[Edit], *, versioned: bool
) -> types.WorkspaceEdit:
    """Return edits of a buffer; `versioned`: as the client takes them, for this version only."""
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

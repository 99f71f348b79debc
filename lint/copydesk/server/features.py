"""The handlers of the Language Server Protocol's messages."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from lsprotocol import types

from copydesk.config.config import NAMES
from copydesk.finding import Edit
from copydesk.output.units import Ruler
from copydesk.server import actions
from copydesk.server.buffer import Buffer
from copydesk.server.hover import markdown, plain
from copydesk.server.judge import Shown
from copydesk.server.project import Misconfigured, Opener
from copydesk.server.service import Document, Published, Service
from copydesk.server.suppressing import FORMATS, suppressing_edit

_KINDS = [types.CodeActionKind.QuickFix, actions.FIX_ALL]


def made(opener: Opener, *, delay: float, limit: int) -> Service:
    """Return a server with its handlers; `delay` is in seconds, `limit` in bytes."""
    service = Service(opener, delay=delay, limit=limit)
    service.feature(types.INITIALIZED)(_initialized)
    service.feature(types.SHUTDOWN)(_shut_down)
    service.feature(types.TEXT_DOCUMENT_DID_OPEN)(_opened)
    service.feature(types.TEXT_DOCUMENT_DID_CHANGE)(_changed)
    service.feature(types.TEXT_DOCUMENT_DID_SAVE)(_saved)
    service.feature(types.TEXT_DOCUMENT_DID_CLOSE)(_closed)
    service.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)(_configured)
    service.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)(_configured)
    service.feature(types.TEXT_DOCUMENT_HOVER)(_hover)
    service.feature(
        types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(_KINDS, resolve_provider=True)
    )(_actions)
    service.feature(types.CODE_ACTION_RESOLVE)(_resolve)
    return service


async def _initialized(ls: Service, params: types.InitializedParams) -> None:
    """Ask the client to report changes of configurations, if it can."""
    workspace = ls.client_capabilities.workspace
    watched = workspace and workspace.did_change_watched_files
    if watched and watched.dynamic_registration:
        watchers = [types.FileSystemWatcher(f"**/{name}") for name in NAMES]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        registration = types.Registration(
            "configuration", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options
        )
        await ls.client_register_capability_async(types.RegistrationParams([registration]))


def _shut_down(ls: Service, params: None) -> None:
    ls.stopped = True


def _opened(ls: Service, params: types.DidOpenTextDocumentParams) -> None:
    if params.text_document.uri in ls.documents:
        ls.discard(params.text_document.uri)
    ls.documents[params.text_document.uri] = Document()
    ls.lint(params.text_document.uri)


def _changed(ls: Service, params: types.DidChangeTextDocumentParams) -> None:
    ls.lint(params.text_document.uri, typing=True)


def _saved(ls: Service, params: types.DidSaveTextDocumentParams) -> None:
    ls.lint(params.text_document.uri, refresh=True)


def _closed(ls: Service, params: types.DidCloseTextDocumentParams) -> None:
    ls.discard(params.text_document.uri)


def _configured(ls: Service, params: object) -> None:
    for uri in ls.documents:
        ls.lint(uri, refresh=True)


def _hover(ls: Service, params: types.HoverParams) -> types.Hover | None:
    published = _published(ls, params.text_document.uri)
    if published is None:
        return None
    at = published.buffer.ruler(ls.encoding).offset(params.position.line, params.position.character)
    shown = [one for one in published.shown if one.start <= at < max(one.end, one.start + 1)]
    if not shown:
        return None
    document = ls.client_capabilities.text_document
    formats = (document and document.hover and document.hover.content_format) or ()
    rich = types.MarkupKind.Markdown in formats
    text = markdown(shown) if rich else plain(shown)
    return types.Hover(
        types.MarkupContent(types.MarkupKind.Markdown if rich else types.MarkupKind.PlainText, text)
    )


async def _actions(ls: Service, params: types.CodeActionParams) -> list[types.CodeAction]:
    uri, only = params.text_document.uri, params.context.only
    published, buffer = _published(ls, uri), ls.buffer(uri)
    found: list[types.CodeAction] = []
    if published and actions.asked_for(types.CodeActionKind.QuickFix, only):
        ruler = published.buffer.ruler(ls.encoding)
        first, last = (
            ruler.offset(at.line, at.character) for at in (params.range.start, params.range.end)
        )
        for one, diagnostic in actions.at(published.shown, published.diagnostics, first, last):
            found += _quick_fixes(ls, published.buffer, ruler, one, diagnostic)
    if published and buffer and only is None and _resolves(ls):
        if any(actions.is_safe(one) for one in published.shown):
            found.append(actions.fix_all_action(buffer))  # requested at every move of the cursor
    elif (
        buffer
        and only is not None
        and actions.asked_for(actions.FIX_ALL, only)
        and (edit := await _fix_all(ls, buffer))
    ):
        found.append(actions.fix_all_action(buffer, edit))
    return found


def _quick_fixes(
    ls: Service, buffer: Buffer, ruler: Ruler, one: Shown, diagnostic: types.Diagnostic
) -> list[types.CodeAction]:
    found = []
    if one.finding.fix:
        found.append(
            actions.fix_action(one, diagnostic, _edit(ls, buffer, ruler, one.finding.fix.edits))
        )
    if buffer.format in FORMATS and _resolves(ls) and one.rule.scope != "engine":
        found.append(actions.suppress_action(one, diagnostic, buffer))
    return found


async def _resolve(ls: Service, action: types.CodeAction) -> types.CodeAction:
    """Make the edit of a chosen action, none if the document changed meanwhile."""
    try:
        request = msgspec.convert(action.data, actions.Request)
    except msgspec.ValidationError:
        return action  # the data of another server, or of nobody
    buffer = ls.buffer(request.uri)
    published = _published(ls, request.uri)
    shown = {one.finding.rule for one in published.shown} if published else set()
    known = not request.rule or request.rule in shown
    if buffer is None or buffer.version != request.version or not known:
        return action
    if request.rule:
        text = buffer.text[buffer.skip :]
        edit = await ls.work(
            lambda: suppressing_edit(text, request.start, request.end, request.rule, buffer.format)
        )
        action.edit = _edit(ls, buffer, buffer.ruler(ls.encoding), [edit]) if edit else None
    else:
        action.edit = await _fix_all(ls, buffer)
    return action


async def _fix_all(ls: Service, buffer: Buffer) -> types.WorkspaceEdit | None:
    """Return the edit of all safe fixes, None if there are none."""
    if ls.is_too_large(buffer):
        return None
    try:
        edits = await ls.work(lambda: ls.judge.fixed(buffer))
    except Misconfigured as error:
        ls.complain(f"copydesk: {error}")
        return None
    return _edit(ls, buffer, Ruler(buffer.text, ls.encoding), edits) if edits else None


def _published(ls: Service, uri: str) -> Published | None:
    """Return what was published of a document, if its text is still the same."""
    document, buffer = ls.documents.get(uri), ls.buffer(uri)
    return (
        document.published
        if document
        and document.published
        and buffer
        and document.published.buffer.text == buffer.text
        else None
    )


def _edit(ls: Service, buffer: Buffer, ruler: Ruler, edits: Sequence[Edit]) -> types.WorkspaceEdit:
    workspace = ls.client_capabilities.workspace
    versioned = bool(
        workspace and workspace.workspace_edit and workspace.workspace_edit.document_changes
    )
    return actions.workspace_edit(buffer, ruler, edits, versioned=versioned)


def _resolves(ls: Service) -> bool:
    document = ls.client_capabilities.text_document
    support = document and document.code_action and document.code_action.resolve_support
    return bool(support and "edit" in support.properties)

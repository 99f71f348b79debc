"""An editor for tests: pygls' own client,
speaking to a real server process over standard input and output.
"""

from __future__ import annotations

import asyncio
import functools
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from lsprotocol import types
from pygls.lsp.client import LanguageClient

from copydesk.output.units import Encoding, Ruler

COMMAND = [sys.executable, "-m", "copydesk", "server"]
PATIENCE = 60.0  # seconds


def capabilities(encoding: str | None = None) -> types.ClientCapabilities:
    """Return what the editor can do; with `encoding`, it counts columns in that one only."""
    return types.ClientCapabilities(
        general=types.GeneralClientCapabilities(position_encodings=[encoding])
        if encoding
        else None,
        workspace=types.WorkspaceClientCapabilities(
            workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True),
            did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(
                dynamic_registration=True
            ),
        ),
        text_document=types.TextDocumentClientCapabilities(
            publish_diagnostics=types.PublishDiagnosticsClientCapabilities(
                related_information=True,
                code_description_support=True,
                tag_support=types.ClientDiagnosticsTagOptions([types.DiagnosticTag.Unnecessary]),
            ),
            hover=types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown]),
            code_action=types.CodeActionClientCapabilities(
                resolve_support=types.ClientCodeActionResolveOptions(["edit"])
            ),
        ),
    )


class Editor:
    """Open texts and what the server says of them."""

    def __init__(self, encoding: Encoding) -> None:
        self.client = LanguageClient("editor", "1")
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.published: list[types.PublishDiagnosticsParams] = []
        self.messages: list[str] = []
        self.watched: list[str] = []
        self.code: int | None = None
        self._encoding = encoding
        self._news = asyncio.Event()
        self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(
            lambda params: self._heard(lambda: self.published.append(params))
        )
        self.client.feature(types.WINDOW_SHOW_MESSAGE)(
            lambda params: self._heard(lambda: self.messages.append(params.message))
        )
        self.client.feature(types.CLIENT_REGISTER_CAPABILITY)(
            lambda params: self._registered(params)
        )

    def _heard(self, note: Callable[[], None]) -> None:
        note()
        self._news.set()

    def _registered(self, params: types.RegistrationParams) -> None:
        self._heard(
            lambda: self.watched.extend(
                registration.method for registration in params.registrations
            )
        )

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until something is so."""

        async def wait() -> None:
            while not true():
                self._news.clear()
                await self._news.wait()

        await asyncio.wait_for(wait(), PATIENCE)

    def open(self, uri: str | Path, text: str, language: str = "plaintext") -> str:
        """Open a text; return its address."""
        uri = uri.as_uri() if isinstance(uri, Path) else uri
        self.texts[uri], self.versions[uri] = text, 1
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, language, 1, text))
        )
        return uri

    def type(self, uri: str, text: str) -> None:
        """Change a text."""
        self.texts[uri] = text
        self.versions[uri] += 1
        document = types.VersionedTextDocumentIdentifier(uri=uri, version=self.versions[uri])
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))

    def save(self, uri: str, path: Path) -> None:
        """Write a text to its file, and say so."""
        path.write_bytes(self.texts[uri].encode())
        self.client.text_document_did_save(
            types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(uri))
        )

    def close(self, uri: str) -> None:
        """Close a text."""
        self.client.text_document_did_close(
            types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri))
        )

    def configure(self, path: Path, text: str) -> None:
        """Write a configuration, and say so as an editor that watches files."""
        path.write_text(text, encoding="utf-8")
        event = types.FileEvent(path.as_uri(), types.FileChangeType.Changed)
        self.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))

    def said(self, uri: str) -> list[types.PublishDiagnosticsParams]:
        """Return what was published of the version of a text as it is now."""
        return [
            one for one in self.published if one.uri == uri and one.version == self.versions[uri]
        ]

    async def diagnostics(
        self, uri: str, rules: Sequence[str] | None = None
    ) -> Sequence[types.Diagnostic]:
        """Return the diagnostics of a text as it is now, in order.

        With `rules`, as soon as they are of these.
        """
        await self.until(
            lambda: any(
                rules is None or [d.code for d in one.diagnostics] == list(rules)
                for one in self.said(uri)
            )
        )
        return self.said(uri)[-1].diagnostics

    def marked(self, uri: str, span: types.Range) -> str:
        """Return the text in a range."""
        ruler = Ruler(self.texts[uri], self._encoding)
        return self.texts[uri][
            ruler.offset(span.start.line, span.start.character) : ruler.offset(
                span.end.line, span.end.character
            )
        ]

    async def actions(self, uri: str, *only: str) -> list[types.CodeAction]:
        """Return what is offered for all of a text, resolved where that is needed."""
        everything = types.Range(types.Position(0, 0), types.Position(1_000_000, 0))
        return await self._actions(uri, everything, only)

    async def actions_at(self, uri: str, line: int, column: int) -> list[types.CodeAction]:
        """Return what is offered with the cursor at a place."""
        at = types.Position(line, column)
        return await self._actions(uri, types.Range(at, at), ())

    async def _actions(
        self, uri: str, span: types.Range, only: Sequence[str]
    ) -> list[types.CodeAction]:
        context = types.CodeActionContext(diagnostics=[], only=list(only) or None)
        params = types.CodeActionParams(types.TextDocumentIdentifier(uri), span, context)
        found = []
        for action in await self.client.text_document_code_action_async(params) or ():
            assert isinstance(action, types.CodeAction)
            found.append(
                await self.client.code_action_resolve_async(action) if action.data else action
            )
        return found

    async def action(self, uri: str, title: str) -> types.CodeAction:
        """Return the one action that is called so, in part."""
        (found,) = [action for action in await self.actions(uri) if title in action.title]
        return found

    def applied(self, uri: str, action: types.CodeAction) -> str:
        """Return the text as it is after an action."""
        assert action.edit
        assert action.edit.document_changes
        (change,) = action.edit.document_changes
        assert isinstance(change, types.TextDocumentEdit)
        assert (change.text_document.uri, change.text_document.version) == (uri, self.versions[uri])
        text, ruler = self.texts[uri], Ruler(self.texts[uri], self._encoding)
        for edit in reversed(change.edits):
            assert isinstance(edit, types.TextEdit)
            start, end = (
                ruler.offset(at.line, at.character) for at in (edit.range.start, edit.range.end)
            )
            text = text[:start] + edit.new_text + text[end:]
        return text

    async def hover(self, uri: str, line: int, character: int) -> str:
        """Return what is shown over a place; "" where nothing is."""
        params = types.HoverParams(
            types.TextDocumentIdentifier(uri), types.Position(line, character)
        )
        hover = await self.client.text_document_hover_async(params)
        if hover is None:
            return ""
        assert isinstance(hover.contents, types.MarkupContent)
        assert hover.contents.kind == types.MarkupKind.Markdown
        return hover.contents.value


@asynccontextmanager
async def editing(
    folder: Path, *options: str, encoding: Encoding | None = None
) -> AsyncIterator[Editor]:
    """Start a server for a folder, and end it as the protocol has it.

    `code` is then its exit code.
    """
    editor = Editor(encoding or "utf-16")
    env = {
        name: value
        for name, value in os.environ.items()
        if name not in ("COPYDESK_CACHE_DIR", "COPYDESK_OUTPUT_FORMAT")
    }
    await editor.client.start_io(*COMMAND, "--delay", "20", *options, cwd=folder.parent, env=env)
    try:
        params = types.InitializeParams(
            capabilities=capabilities(encoding), root_uri=folder.as_uri()
        )
        result = await asyncio.wait_for(editor.client.initialize_async(params), PATIENCE)
        assert result.capabilities.position_encoding == (encoding or "utf-16")
        editor.client.initialized(types.InitializedParams())
        yield editor
        await asyncio.wait_for(editor.client.shutdown_async(None), PATIENCE)
        editor.client.exit(None)
    finally:
        server = editor.client._server
        assert server
        if editor.client.stopped or sys.exc_info()[0]:
            server.kill()
        editor.code = await asyncio.wait_for(server.wait(), PATIENCE)
        await editor.client.stop()  # type: ignore[no-untyped-call]


def session(scenario: Callable[[Path], Awaitable[None]]) -> Callable[[Path], None]:
    """Run a test that is a coroutine."""

    @functools.wraps(scenario)
    def run(tmp_path: Path) -> None:
        asyncio.run(asyncio.wait_for(scenario(tmp_path), 120))

    return run


def copydesk(*arguments: str, cwd: Path, code: int = 0) -> str:
    """Run a command, and return what it prints."""
    done = subprocess.run(
        [*COMMAND[:3], *arguments], cwd=cwd, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == code, done.stderr
    return done.stdout

"""The server itself: its open documents, when to lint them, and what it publishes."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from copydesk import __version__
from copydesk.output.units import Encoding
from copydesk.server.buffer import Buffer
from copydesk.server.diagnostics import diagnostics
from copydesk.server.judge import Comparison, Judge, Shown
from copydesk.server.pages import Pages
from copydesk.server.project import Misconfigured, Opener
from copydesk.server.protocol import Protocol

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Published:
    """The findings of a document that the client last got."""

    buffer: Buffer
    shown: Sequence[Shown] = ()
    diagnostics: Sequence[types.Diagnostic] = ()


@dataclass(slots=True)
class Document:
    """An open document: its current run, its findings against the index, what was published."""

    refresh: bool = True  # `compared` is missing or out of date
    compared: Comparison = field(default_factory=Comparison)
    published: Published | None = None
    task: asyncio.Task[None] | None = None
    warned: bool = False  # the client was warned that it is too large


class Service(LanguageServer):
    """Lints open documents: alone soon after each change, against the index when opened or saved.

    One thread lints, one document at a time, so that the loop always answers. A change cancels the
    waiting run of an older version; the result of a running one is dropped. `delay` is in seconds,
    `limit` in bytes.
    """

    def __init__(self, opener: Opener, *, delay: float, limit: int) -> None:
        # Whole texts with every change: pygls 2.1 applies partial changes by lines that also end at
        # form feeds and U+2028, unlike any editor's.
        super().__init__(
            "copydesk", __version__, types.TextDocumentSyncKind.Full, protocol_cls=Protocol
        )
        self.documents: dict[str, Document] = {}
        self.pages = Pages()
        self.stopped = False  # the client asked to shut down
        self._opener, self._delay, self._limit = opener, delay, limit
        self._start = Path.cwd()
        self._worker = ThreadPoolExecutor(1, "judge")
        self._complaint = ""

    @property
    def encoding(self) -> Encoding:
        """The code units in which the client counts columns."""
        units: dict[str | None, Encoding] = {"utf-8": "utf-8", "utf-32": "utf-32"}
        return units.get(self.server_capabilities.position_encoding, "utf-16")

    @property
    def judge(self) -> Judge:
        """The judge in the client's units."""
        return Judge(self._opener, self._workspace_of, self.encoding)

    def is_too_large(self, buffer: Buffer) -> bool:
        """Return whether a document is too large to lint."""
        return len(buffer.content) > self._limit

    def buffer(self, uri: str) -> Buffer | None:
        """Return an open document as it is now, None if it is not open or of no linted format."""
        if uri not in self.documents:
            return None
        document = self.workspace.get_text_document(uri)
        return Buffer.of(uri, document.language_id or "", document.source, document.version)

    async def work(self, task: Callable[[], T]) -> T:
        """Run a task in the thread that lints; raises what the task raises."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, task)

    def lint(self, uri: str, *, typing: bool = False, refresh: bool = False) -> None:
        """Lint an open document, after a delay while it is being typed.

        Cancels the waiting run of an older version.
        """
        document = self.documents.get(uri)
        if document is None:
            return
        document.refresh |= refresh
        if document.task:
            document.task.cancel()
        document.task = asyncio.get_running_loop().create_task(
            self._lint(uri, document, self._delay if typing else 0.0)
        )

    def discard(self, uri: str) -> None:
        """Drop a document that was closed."""
        document = self.documents.pop(uri, None)
        if document and document.task:
            document.task.cancel()
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri=uri, diagnostics=[])
        )

    def stop(self) -> None:
        """Cancel waiting runs; one that is running ends with the process."""
        self._worker.shutdown(wait=False, cancel_futures=True)
        self.pages.close()

    async def _lint(self, uri: str, document: Document, delay: float) -> None:
        await asyncio.sleep(delay)
        buffer = self.buffer(uri)
        if buffer is None:
            return
        if self.is_too_large(buffer):
            self._too_large(buffer, document)
            return
        judge = self.judge
        try:
            alone = await self.work(lambda: judge.alone(buffer))
            await self._show(judge, buffer, document, alone)
            if document.refresh:
                known, document.compared = (
                    document.compared,
                    await self.work(lambda: judge.compared(buffer)),
                )
                document.refresh = False
                if document.compared.shown or known.shown:
                    await self._show(judge, buffer, document, alone)
            self._complaint = ""
        except Misconfigured as error:
            self._publish(Published(buffer), document)
            self.complain(f"copydesk: {error}")
        except (
            Exception
        ) as error:  # a defect of copydesk, or a failing disk: the next change tries again
            self.complain(f"copydesk could not lint {buffer.name}: {type(error).__name__}: {error}")
            traceback.print_exception(error)  # editors keep standard error as the server's log

    async def _show(
        self, judge: Judge, buffer: Buffer, document: Document, alone: Sequence[Shown]
    ) -> None:
        support = self._publishing

        def made() -> Published:
            shown = judge.together(buffer, alone, document.compared)
            return Published(
                buffer,
                shown,
                diagnostics(shown, buffer, buffer.ruler(judge.encoding), self.pages.uri, support),
            )

        self._publish(await self.work(made), document)

    def _publish(self, published: Published, document: Document) -> None:
        now = self.buffer(published.buffer.uri)
        if now is None or now.version != published.buffer.version:
            return  # closed or changed meanwhile
        document.published = published
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(
                uri=now.uri, version=now.version, diagnostics=list(published.diagnostics)
            )
        )

    def _too_large(self, buffer: Buffer, document: Document) -> None:
        self._publish(Published(buffer), document)
        if not document.warned:
            document.warned = True
            text = f"copydesk: {buffer.name} is larger than --max-document-size {self._limit}; `copydesk check` lints it"
            self.window_show_message(types.ShowMessageParams(types.MessageType.Info, text))

    def complain(self, message: str) -> None:
        """Show an error, once in a row."""
        if message != self._complaint:
            self._complaint = message
            self.window_show_message(types.ShowMessageParams(types.MessageType.Error, message))

    @property
    def _publishing(self) -> types.PublishDiagnosticsClientCapabilities:
        document = self.client_capabilities.text_document
        return (
            document and document.publish_diagnostics
        ) or types.PublishDiagnosticsClientCapabilities()

    def _workspace_of(self, path: Path | None) -> Path:
        """Return the innermost workspace folder of a file, or the file's own folder.

        Without a file, the first workspace folder.
        """
        named = (to_fs_path(folder.uri) for folder in self.workspace.folders.values())
        folders = [Path(folder) for folder in (*named, self.workspace.root_path) if folder]
        if path is None:
            return folders[0] if folders else self._start
        return max(
            (folder for folder in folders if path.is_relative_to(folder)),
            key=lambda folder: len(folder.parts),
            default=path.parent,
        )

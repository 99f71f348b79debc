"""Lint a buffer alone, lint it against the index, or fix it.

A run works in the folder of its configuration, as `check` does, so that paths mean the same. The
folder belongs to the whole process: only one thread may lint, and the loop uses no relative path.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import structs

from copydesk.engine.registry import load_rules
from copydesk.finding import Edit, Finding, Place
from copydesk.fixing.rounds import settle
from copydesk.output.units import Encoding, Units
from copydesk.reading.decode import decode
from copydesk.reading.source import Source
from copydesk.rule import Rule
from copydesk.server.buffer import Buffer
from copydesk.server.carry import carrier
from copydesk.server.project import Opener, Project

Position = tuple[int, int]  # line and column from 0, in the client's code units


class Other(NamedTuple):
    """Another place that a finding refers to."""

    name: str
    uri: str
    start: Position
    end: Position
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as an editor shows it: its span in the buffer's text, and the other places.

    Offsets begin after a byte-order mark.
    """

    finding: Finding
    rule: Rule  # house rules of two projects may have one code
    start: int
    end: int
    others: tuple[Other, ...]


class Comparison(NamedTuple):
    """The findings of a saved file against the index, with its text."""

    text: str = ""
    shown: Sequence[Shown] = ()


class Judge:
    """Lints buffers in the units of one client.

    `workspace` returns the workspace folder of a file (None: not saved).
    """

    def __init__(
        self, opener: Opener, workspace: Callable[[Path | None], Path], encoding: Encoding
    ) -> None:
        self._opener, self._workspace, self.encoding = opener, workspace, encoding

    def alone(self, buffer: Buffer) -> list[Shown]:
        """Return the findings that `check` reports for a file of this name and text.

        Raises Misconfigured.
        """
        project, source = self._open(buffer)
        if source is None:
            return []
        measured = _Measured(project, [source], buffer, self.encoding)
        return [
            measured.shown(finding)
            for finding in project.lint([source]).findings
            if finding.place.path == source.path
        ]

    def compared(self, buffer: Buffer) -> Comparison:
        """Return the findings of the last saved file against the files of the index.

        Raises Misconfigured.
        """
        project, source = self._open(buffer)
        if source is None or buffer.path is None or not buffer.path.is_file():
            return Comparison()
        saved = structs.replace(source, content=buffer.path.read_bytes())
        report, sources = project.compare(saved)
        measured = _Measured(project, sources, buffer, self.encoding)
        shown = []
        for finding in report.findings:
            alone = finding.related and len(finding.paths) == 1
            # A fix would apply to the saved text.
            one = measured.shown(msgspec.structs.replace(finding, fix=None))
            if one.rule.scope == "corpus" and not alone:
                shown.append(one)
        return Comparison(decode(saved.content or b"").text, shown)

    def together(self, buffer: Buffer, alone: Sequence[Shown], compared: Comparison) -> list[Shown]:
        """Return the findings of a buffer: its own, and those of the comparison that are not edited."""
        carried = carrier(compared.text, buffer.text[buffer.skip :])
        known = {(one.finding.rule, one.start, one.end) for one in alone}
        more = []
        for one in compared.shown:
            span = carried(one.start, one.end)
            if span and (one.finding.rule, *span) not in known:
                more.append(replace(one, start=span[0], end=span[1]))
        return sorted([*alone, *more], key=lambda one: (one.start, one.end, one.finding.rule))

    def fixed(self, buffer: Buffer) -> Sequence[Edit]:
        """Return the edits that `check --fix` would make in a file of this name and text.

        Raises Misconfigured.
        """
        project, source = self._open(buffer)
        if source is None:
            return ()
        settled = settle(project.lint, [source], project.reading, unsafe=False)
        return settled.pages[source.path].edits if source.path in settled.pages else ()

    def _open(self, buffer: Buffer) -> tuple[Project, Source | None]:
        """Enter the folder of a buffer's project; the source is None if it is excluded."""
        path = (
            Path(os.path.realpath(buffer.path.parent)) / buffer.path.name if buffer.path else None
        )
        workspace = _existing(self._workspace(buffer.path))
        project = self._opener(_existing(path.parent) if path else workspace, workspace)
        os.chdir(project.root)
        name = Path(os.path.relpath(path)).as_posix() if path else buffer.name
        taken = path is None or project.takes(path)
        return project, Source(
            name, None, buffer.format, named=True, content=buffer.content
        ) if taken else None


def _existing(folder: Path) -> Path:
    """Return a folder, or the nearest existing one above it."""
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    return folder


class _Measured:
    """Converts places to the client's units; files that findings refer to are read again."""

    def __init__(
        self, project: Project, sources: Sequence[Source], buffer: Buffer, encoding: Encoding
    ) -> None:
        self._units = Units(sources, project.reading, encoding)
        self._ruler, self._root, self._uri = buffer.ruler(encoding), project.root, buffer.uri

    def shown(self, finding: Finding) -> Shown:
        """Return a finding of the buffer."""
        place = finding.place
        return Shown(
            finding,
            load_rules()[finding.rule],
            place.offset,
            place.end_offset,
            tuple(self._other(r.place, r.text, place.path) for r in finding.related),
        )

    def _other(self, place: Place, text: str, own: str) -> Other:
        if place.path == own:
            start, end = self._ruler.position(place.offset), self._ruler.position(place.end_offset)
            return Other(f"line {place.line}", self._uri, start, end, text)
        column, end_column = self._units.columns(place)
        uri = Path(os.path.normpath(self._root / place.path)).as_uri()
        return Other(
            f"{place.path}:{place.line}",
            uri,
            (place.line - 1, column - 1),
            (place.end_line - 1, end_column - 1),
            text,
        )

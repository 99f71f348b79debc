"""The interface of a project, which the command line implements for the server."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from copydesk.reading.source import ReadOptions, Source
from copydesk.report import Report


class Misconfigured(Exception):
    """The configuration cannot be used; the message says why and what to do."""


class Project(Protocol):
    """A configuration and its folder, in which its methods are called; they raise Misconfigured."""

    @property
    def root(self) -> Path:
        """The folder, to which names of sources are relative."""
        ...

    @property
    def reading(self) -> ReadOptions:
        """How files are read."""
        ...

    def takes(self, path: Path) -> bool:
        """Return whether the configuration includes a file."""
        ...

    def lint(self, sources: Sequence[Source]) -> Report:
        """Lint sources and apply suppressions, as `check` does, without a cache."""
        ...

    def compare(self, source: Source) -> tuple[Report, list[Source]]:
        """Lint a source against the index.

        Returns the findings that involve it, and the sources compared (none without an index).
        """
        ...


class Opener(Protocol):
    """Finds the project of a folder; raises Misconfigured."""

    def __call__(self, folder: Path, workspace: Path) -> Project:
        """Return the project of the configuration nearest to a folder, else that of `workspace`."""
        ...

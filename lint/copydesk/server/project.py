"""What the server asks of a folder's configuration; the command line knows how to answer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from copydesk.reading.source import ReadOptions, Source
from copydesk.report import Report


class Misconfigured(Exception):
    """The configuration cannot be used; the message says why and what to do."""


class Project(Protocol):
    """A configuration and the folder that it counts from, in which its methods are called.

    They raise Misconfigured.
    """

    @property
    def root(self) -> Path:
        """The folder; names of sources count from it."""
        ...

    @property
    def reading(self) -> ReadOptions:
        """How files are read."""
        ...

    def takes(self, path: Path) -> bool:
        """Tell whether the configuration does not exclude a file."""
        ...

    def lint(self, sources: Sequence[Source]) -> Report:
        """Lint sources and decide what counts, as `check` does; nothing is remembered."""
        ...

    def compare(self, source: Source) -> tuple[Report, list[Source]]:
        """Lint a source against the index.

        Return what touches it, with the sources compared (none where there is no index).
        """
        ...


class Opener(Protocol):
    """Finds the project of a folder; raises Misconfigured."""

    def __call__(self, folder: Path, workspace: Path) -> Project:
        """Return the project of the configuration nearest to a folder.

        Without one, `workspace` is what it counts from.
        """
        ...

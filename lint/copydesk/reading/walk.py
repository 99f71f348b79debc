"""From the paths a user names to the sources to lint.

Sorted, gitignore-aware, nothing followed, nothing read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from copydesk.finding import Skipped
from copydesk.reading.formats import format_of
from copydesk.reading.source import Source

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

# how the name of a file or folder ends that is being written, and of what is left of one after a
# crash
UNFINISHED = ".copydesk"
# Folders that hold no articles: version control, caches, environments.
SKIPPED_FOLDERS = frozenset(
    ".git .hg .svn .bzr .copydesk_cache __pycache__ .mypy_cache .pytest_cache .ruff_cache .hypothesis .tox .nox .venv venv "
    "node_modules .direnv .eggs .ipynb_checkpoints".split()
)


class MissingPath(Exception):
    """A path that a user named does not exist."""


class BadPattern(Exception):
    """A pattern is none that a .gitignore could hold."""


class Walker:
    """Finds sources below paths.

    `exclude` holds gitignore patterns, relative to `root`; `elsewhere` more of them by their
    folders.

    `noting`: names of files, no sources, whose paths are noted in `noted` where the walk meets
    them. `outputs`: files that the run itself writes, which it never reads.
    """

    def __init__(
        self,
        root: Path,
        *,
        exclude: Sequence[str] = (),
        elsewhere: Mapping[Path, Sequence[str]] | None = None,
        gitignore: bool = True,
        force_exclude: bool = False,
        noting: Container[str] = (),
        outputs: Sequence[str | None] = (),
    ) -> None:
        self._outputs = frozenset(map(os.path.abspath, filter(None, outputs)))
        self._exclude = [
            (folder, patterns(lines))
            for folder, lines in ((root, exclude), *(elsewhere or {}).items())
            if lines
        ]
        self._gitignore = gitignore
        self._force_exclude = force_exclude
        self._specs: dict[Path, GitIgnoreSpec | None] = {}
        self._noting = noting
        self.noted: list[Path] = []
        self.skipped: list[Skipped] = []

    def find(self, paths: Sequence[str]) -> list[Source]:
        """Return the sources of all paths, each once, in the order of their names.

        Raises MissingPath.
        """
        found: dict[str, Source] = {}
        for given in paths:
            path = Path(given)
            if not os.path.lexists(path):
                raise MissingPath(given)
            sources = self._folder(path) if path.is_dir() else self._file(path)
            for source in sources:
                found.setdefault(source.path, source)
        return [found[name] for name in sorted(found)]

    def tracked(self, files: Mapping[str, str]) -> list[Source]:
        """Return the sources among files that git tracks, given by path with blob id,
        in the order of their names; disk is not asked.
        """
        found = []
        for name, blob in files.items():
            kind, packing = format_of(name)
            if kind and not (self._exclude and self._excluded(Path(name), is_folder=False)):
                found.append(
                    Source(name.replace(os.sep, "/"), Path(name), kind, packing, digest=blob)
                )
        return sorted(found, key=lambda source: source.path)

    def takes(self, path: Path) -> bool:
        """Tell whether a file, there already or not, is not excluded."""
        return not self._excluded(path, is_folder=False)

    def name(self, path: Path) -> str:
        """Return a path as reports give it.

        POSIX, relative to the working directory where it lies below it.
        """
        absolute = path.absolute()
        try:
            return absolute.relative_to(Path.cwd()).as_posix()
        except ValueError:
            return (
                Path(os.path.relpath(absolute)).as_posix()
                if not path.is_absolute()
                else absolute.as_posix()
            )

    def _file(self, path: Path) -> Iterator[Source]:
        if self._force_exclude and self._excluded(path, is_folder=False):
            return
        kind, packing = format_of(path.name)
        if not path.is_dir():
            yield Source(self.name(path), path, kind or "text", packing, named=True)

    def _folder(self, top: Path) -> Iterator[Source]:
        for folder, names, files in os.walk(top, onerror=self._note_unreadable):
            here = Path(folder)
            entered = (n for n in names if n not in SKIPPED_FOLDERS and not n.endswith(UNFINISHED))
            names[:] = sorted(n for n in entered if not self._excluded(here / n, is_folder=True))
            for name in sorted(files):
                kind, packing = format_of(name)
                path = here / name
                if name in self._noting:
                    self.noted.append(path)
                if kind is None or self._excluded(path, is_folder=False):
                    continue
                if path.is_symlink():
                    self.skipped.append(
                        Skipped(self.name(path), "symlink", "links are not followed while walking")
                    )
                    continue
                yield Source(self.name(path), path, kind, packing)

    def _note_unreadable(self, error: OSError) -> None:
        self.skipped.append(
            Skipped(
                self.name(Path(str(error.filename))), "unreadable", error.strerror or str(error)
            )
        )

    def _excluded(self, path: Path, *, is_folder: bool) -> bool:
        if self._outputs and os.path.abspath(path) in self._outputs:  # noqa: PTH100 - a Path keeps the `..` of what users type
            return True
        absolute = path.absolute()
        mark = "/" if is_folder else ""
        if any(
            spec.match_file(seen_from(folder, absolute) + mark) for folder, spec in self._exclude
        ):
            return True
        if not self._gitignore:
            return False
        for folder in absolute.parents:
            spec = self._spec(folder)
            if spec:
                verdict = spec.check_file(absolute.relative_to(folder).as_posix() + mark).include
                if verdict is not None:
                    return verdict
            if (folder / ".git").exists():
                break
        return False

    def _spec(self, folder: Path) -> GitIgnoreSpec | None:
        if folder not in self._specs:
            try:
                text = (folder / ".gitignore").read_text(encoding="utf-8", errors="replace")
                self._specs[folder] = patterns(
                    [line for line in text.splitlines() if _valid(line)]
                )  # as git, which passes over others
            except OSError:
                self._specs[folder] = None
        return self._specs[folder]


def seen_from(folder: Path, absolute: Path) -> str:
    """Return a path as the patterns of a folder see it.

    Relative to the folder, or the bare name where it lies elsewhere.
    """
    try:
        return absolute.relative_to(folder).as_posix()
    except ValueError:
        return absolute.name


def patterns(lines: Sequence[str]) -> GitIgnoreSpec:
    """Return gitignore patterns; raises BadPattern."""
    from pathspec import GitIgnoreSpec  # 15 ms of a start, where there are no patterns for nothing

    try:
        return GitIgnoreSpec.from_lines(lines)
    except (ValueError, re.error):
        bad = next(line for line in lines if not _valid(line))
        raise BadPattern(f"{bad!r} is no pattern as in a .gitignore") from None


def _valid(line: str) -> bool:
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except (ValueError, re.error):
        return False
    return True

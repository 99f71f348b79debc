"""From the paths a user names to the sources to lint: sorted, gitignore-aware, nothing followed, nothing read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from copydesk.finding import Skipped
from copydesk.reading.formats import format_of
from copydesk.reading.source import Source

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

UNFINISHED = ".copydesk"  # how the name of a file or folder ends that is being written, and of what is left of one after a crash
# Folders that hold no articles: version control, caches, environments.
SKIPPED_FOLDERS = frozenset(
    ".git .hg .svn .bzr .copydesk_cache __pycache__ .mypy_cache .pytest_cache .ruff_cache .hypothesis .tox .nox .venv venv "
    "node_modules .direnv .eggs .ipynb_checkpoints".split()
)


class MissingPath(Exception):
    """A path that a user named does not exist."""


class Walker:
    """Finds sources below paths. `exclude` holds gitignore patterns, relative to `root`; `outputs` are files that the run itself writes."""

    def __init__(
        self,
        root: Path,
        *,
        exclude: Sequence[str] = (),
        gitignore: bool = True,
        force_exclude: bool = False,
        outputs: Sequence[str | None] = (),
    ) -> None:
        self.root = root
        self._outputs = frozenset(map(os.path.abspath, filter(None, outputs)))
        self._exclude = _patterns(exclude) if exclude else None
        self._gitignore = gitignore
        self._force_exclude = force_exclude
        self._specs: dict[Path, GitIgnoreSpec | None] = {}
        self.skipped: list[Skipped] = []

    def find(self, paths: Sequence[str]) -> list[Source]:
        """Return the sources of all paths, each once, in the order of their names; raises MissingPath."""
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
        """Return the sources among files that git tracks, given by path with blob id, in the order of their names; disk is not asked."""
        found = []
        for name, blob in files.items():
            kind, packing = format_of(name)
            if kind and not (self._exclude and self._excluded(Path(name), is_folder=False)):
                found.append(Source(name.replace(os.sep, "/"), Path(name), kind, packing, digest=blob))
        return sorted(found, key=lambda source: source.path)

    def name(self, path: Path) -> str:
        """Return a path as reports give it: POSIX, relative to the working directory where it lies below it."""
        absolute = path.absolute()
        try:
            return absolute.relative_to(Path.cwd()).as_posix()
        except ValueError:
            return Path(os.path.relpath(absolute)).as_posix() if not path.is_absolute() else absolute.as_posix()

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
                if kind is None or self._excluded(path, is_folder=False):
                    continue
                if path.is_symlink():
                    self.skipped.append(Skipped(self.name(path), "symlink", "links are not followed while walking"))
                    continue
                yield Source(self.name(path), path, kind, packing)

    def _note_unreadable(self, error: OSError) -> None:
        self.skipped.append(Skipped(self.name(Path(str(error.filename))), "unreadable", error.strerror or str(error)))

    def _excluded(self, path: Path, *, is_folder: bool) -> bool:
        if self._outputs and os.path.abspath(path) in self._outputs:  # noqa: PTH100 - a Path keeps the `..` of what users type
            return True
        absolute = path.absolute()
        mark = "/" if is_folder else ""
        if self._exclude:
            try:
                relative = absolute.relative_to(self.root).as_posix()
            except ValueError:
                relative = absolute.name
            if self._exclude.match_file(relative + mark):
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
                self._specs[folder] = _patterns(text.splitlines())
            except OSError:
                self._specs[folder] = None
        return self._specs[folder]


def _patterns(lines: Sequence[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # 15 ms of a start, where there are no patterns for nothing

    return GitIgnoreSpec.from_lines(lines)

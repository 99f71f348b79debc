"""From the paths a user names to the sources to lint.

Sorted, gitignore-aware, nothing followed, nothing read.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Container, Iterator, Mapping, Sequence
from pathlib import Path

from copydesk.files import UNFINISHED, read_file
from copydesk.finding import NO_READER, Skipped
from copydesk.reading.formats import format_of, unread_ending
from copydesk.reading.globs import Patterns, lines_of
from copydesk.reading.source import Source

_IGNORE_FILE_LIMIT = 1 << 20
# Folders that hold no articles: version control, caches, environments.
SKIPPED_FOLDERS = frozenset(
    ".git .hg .svn .bzr .copydesk_cache __pycache__ .mypy_cache .pytest_cache .ruff_cache .hypothesis .tox .nox .venv venv "
    "node_modules .direnv .eggs .ipynb_checkpoints".split()
)


class MissingPath(Exception):
    """A path that a user named does not exist."""


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
            (folder, Patterns(lines, strict=True))
            for folder, lines in ((root, exclude), *(elsewhere or {}).items())
            if lines
        ]
        self._gitignore = gitignore
        self._force_exclude = force_exclude
        self._ignore_files: dict[Path, Patterns] = {}
        self._ignored_folders: dict[Path, bool] = {}
        self._tops: dict[Path, Path | None] = {}
        self._noting = noting
        self.noted: list[Path] = []
        self.skipped: list[Skipped] = []
        self.excluded: list[Skipped] = []

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
        """Return whether a file or folder, existing or not, is included."""
        return not self._excluded(path, is_folder=path.is_dir())

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
        why = self._why_excluded(path, is_folder=False) if self._force_exclude else ""
        if why:
            self.excluded.append(Skipped(self.name(path), "excluded", why))
            return
        kind, packing = format_of(path.name)
        if kind is None and (ending := unread_ending(path.name)):
            self.skipped.append(Skipped(self.name(path), NO_READER, f"{ending} is not read"))
        elif not path.is_dir():
            yield Source(self.name(path), path, kind or "text", packing, named=True)

    def _folder(self, top: Path) -> Iterator[Source]:
        for folder, names, files in os.walk(top, onerror=self._note_unreadable):
            here = Path(folder)
            entered = (n for n in names if n not in SKIPPED_FOLDERS and not n.endswith(UNFINISHED))
            names[:] = sorted(n for n in entered if not self._passed_over(here / n, is_folder=True))
            for name in sorted(files):
                kind, packing = format_of(name)
                path = here / name
                if name in self._noting:
                    self.noted.append(path)
                ending = "" if kind else unread_ending(name)
                if not (kind or ending) or self._passed_over(path, is_folder=False):
                    continue
                if kind is None:
                    self.skipped.append(
                        Skipped(self.name(path), NO_READER, f"{ending} is not read")
                    )
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

    def _passed_over(self, path: Path, *, is_folder: bool) -> bool:
        why = self._why_excluded(path, is_folder=is_folder)
        if why:
            name = self.name(path) + "/" * is_folder
            self.excluded.append(Skipped(name, "excluded", why))
        return bool(why)

    def _excluded(self, path: Path, *, is_folder: bool) -> bool:
        return bool(self._why_excluded(path, is_folder=is_folder))

    def _why_excluded(self, path: Path, *, is_folder: bool) -> str:
        """Return what excludes a path, "" where nothing does."""
        if self._outputs and os.path.abspath(path) in self._outputs:  # noqa: PTH100 - a Path keeps the `..` of what users type
            return "this run writes it"
        absolute = path.absolute()
        for folder, spec in self._exclude:
            if spec.match(seen_from(folder, absolute), is_folder=is_folder):
                return "by `exclude`"
        ignored = self._gitignore and (
            self._folder_ignored(absolute.parent) or self._ignored(absolute, is_folder=is_folder)
        )
        return "git ignores it" if ignored else ""

    def _ignored(self, absolute: Path, *, is_folder: bool) -> bool:
        """Tell whether git would ignore a path; as in git, nothing in an ignored folder is let in."""
        top = self._top(absolute.parent)
        for folder in absolute.parents:
            verdict = self._ignore_file(folder).verdict(
                absolute.relative_to(folder).as_posix(), is_folder=is_folder
            )
            if verdict is not None:
                return verdict
            if folder == top:
                break
        return False

    def _folder_ignored(self, folder: Path) -> bool:
        """Tell whether a folder, or one that it lies in up to the top of its repository, is."""
        known = self._ignored_folders.get(folder)
        if known is None:
            inner = folder != self._top(folder) and folder != folder.parent
            known = inner and (
                self._folder_ignored(folder.parent) or self._ignored(folder, is_folder=True)
            )
            self._ignored_folders[folder] = known
        return known

    def _top(self, folder: Path) -> Path | None:
        """Return the top of the repository that a folder lies in."""
        if folder not in self._tops:
            is_top, is_root = (folder / ".git").exists(), folder == folder.parent
            self._tops[folder] = folder if is_top else None if is_root else self._top(folder.parent)
        return self._tops[folder]

    def _ignore_file(self, folder: Path) -> Patterns:
        """Return what the ignore files of a folder say; git reads no links, so nor do we."""
        if folder not in self._ignore_files:
            lines: list[str] = []
            for name in (".git/info/exclude", ".gitignore"):  # the second has the last word
                file = folder / name
                if not file.is_symlink():
                    with contextlib.suppress(OSError):
                        text = read_file(file, limit=_IGNORE_FILE_LIMIT).decode("utf-8", "replace")
                        lines += lines_of(text)
            self._ignore_files[folder] = Patterns(lines)
        return self._ignore_files[folder]


def seen_from(folder: Path, absolute: Path) -> str:
    """Return a path as the patterns of a folder see it.

    Relative to the folder, or the bare name where it lies elsewhere.
    """
    try:
        return absolute.relative_to(folder).as_posix()
    except ValueError:
        return absolute.name

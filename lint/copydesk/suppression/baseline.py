"""The baseline: findings that are known and accepted, so that only new ones count.

An entry is a rule, the fingerprint of the very text that was marked, a path, and how often. Lines
may move and the rest of a file may change; the same text in another file is new, unless a listed
file has lost it: then it has moved.
"""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from copydesk.config.config import BadConfig
from copydesk.files import read_file, write_text
from copydesk.finding import Finding, Suppression

VERSION = 1
NAME = ".copydesk-baseline.json"
_KNOWN = Suppression("baseline", "in the baseline")
_SHOWN = 80  # characters of a finding's text in its entry, for whoever reads the file


class Entry(msgspec.Struct, frozen=True, order=True):
    """One known finding: where, which rule, which text, how many of it; `text` is how it begins."""

    path: str
    rule: str
    fingerprint: str
    count: int
    text: str = ""


class _File(msgspec.Struct):
    version: int
    tool: str
    entries: list[Entry]


class _Header(msgspec.Struct):
    version: int


class Baseline:
    """Entries, with their paths as reports name them."""

    def __init__(self, entries: Iterable[Entry] = (), listed: frozenset[str] = frozenset()) -> None:
        """`listed`: files that other entries of the same baseline name."""
        self.entries, self._listed = sorted(entries), listed

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Baseline:
        """Return the baseline in which these findings are known."""
        counts = Counter[tuple[str, str, str]]()
        text: dict[tuple[str, str, str], str] = {}
        for finding in findings:
            key = (finding.place.path, finding.rule, finding.id)
            counts[key] += 1
            text.setdefault(key, " ".join(finding.text.split())[:_SHOWN])
        return cls(Entry(*key, count, text[key]) for key, count in counts.items())

    @classmethod
    def read(cls, file: Path) -> Baseline:
        """Read a baseline; raises BadConfig when there is none, or when it cannot be used."""
        try:
            raw = read_file(file)
        except FileNotFoundError:
            raise BadConfig(
                f"there is no baseline {file}; `copydesk baseline create` makes one"
            ) from None
        except OSError as error:
            raise BadConfig(f"baseline {file}: {error.strerror or error}") from None
        try:
            found = _decoded(raw)
            version = msgspec.convert(found, _Header).version
            if version > VERSION:
                raise BadConfig(
                    f"baseline {file} is of version {version}, this copydesk reads up to {VERSION}; install a newer one"
                )
            read = msgspec.convert(found, _File)
        except msgspec.DecodeError as error:
            raise BadConfig(
                f"baseline {file}: {error}; `copydesk baseline create` makes it anew"
            ) from None
        return cls(msgspec.structs.replace(e, path=_from_there(file, e.path)) for e in read.entries)

    def write(self, file: Path, *, named: bool = False) -> None:
        """Write the file whole or not at all.

        Sorted, an entry a line, so that two branches merge.
        """
        rows = sorted(
            msgspec.structs.replace(e, path=_to_there(file, e.path)) for e in self.entries
        )
        lines = ",\n".join(json.dumps(msgspec.structs.asdict(e), ensure_ascii=False) for e in rows)
        text = (
            f'{{"version": {VERSION}, "tool": "copydesk", "entries": [\n{lines}\n]}}\n'
            if rows
            else _empty()
        )
        write_text(file, text, named=named)

    def part(
        self, findings: Sequence[Finding], may_have_lost: Callable[[str], bool]
    ) -> tuple[list[Finding], list[Finding]]:
        """Return the new findings, and the known ones, marked so.

        `may_have_lost` tells of a path whether what is missing there is known to be gone: it was
        linted, or it is no more.
        """
        left = Counter({(e.path, e.rule, e.fingerprint): e.count for e in self.entries})
        listed = self._listed.union(entry.path for entry in self.entries)
        rest = [
            finding
            for finding in findings
            if not self._take(left, (finding.place.path, finding.rule, finding.id))
            and not (finding.turned and self._take(left, _turned(finding)))
        ]
        moved: dict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
        for key, count in left.items():
            if count and may_have_lost(key[0]):
                moved[key[1:]] += [key] * count
        new = set()
        for finding in rest:
            from_ = (
                moved.get((finding.rule, finding.id)) if finding.place.path not in listed else None
            )
            if from_:
                from_.pop()
            else:
                new.add(id(finding))
        known = [
            msgspec.structs.replace(f, suppressed=_KNOWN) for f in findings if id(f) not in new
        ]
        return [f for f in findings if id(f) in new], known

    @staticmethod
    def _take(left: Counter[tuple[str, str, str]], key: tuple[str, str, str]) -> bool:
        if left[key] <= 0:
            return False
        left[key] -= 1
        return True

    def pruned(self, findings: Iterable[Finding], may_have_lost: Callable[[str], bool]) -> Baseline:
        """Return the baseline without entries whose findings are known to be gone."""
        now = Counter((f.place.path, f.rule, f.id) for f in findings)
        kept = []
        for entry in self.entries:
            count = (
                min(entry.count, now[entry.path, entry.rule, entry.fingerprint])
                if may_have_lost(entry.path)
                else entry.count
            )
            if count:
                kept.append(msgspec.structs.replace(entry, count=count))
        return Baseline(kept)

    def __len__(self) -> int:
        return sum(entry.count for entry in self.entries)


def _turned(finding: Finding) -> tuple[str, str, str]:
    """Return how a finding is known where it is told at its other place."""
    return finding.related[0].place.path, finding.rule, finding.turned


def _decoded(raw: bytes) -> Any:
    """Return what a JSON file holds; raises msgspec.DecodeError.

    Names that are not UTF-8 stand there as lone surrogates, which msgspec does not read.
    """
    try:
        return msgspec.json.decode(raw)
    except msgspec.DecodeError as error:
        if b"\\ud" not in raw:
            raise
        try:
            return json.loads(raw)
        except (ValueError, RecursionError):
            raise error from None


def _empty() -> str:
    return f'{{"version": {VERSION}, "tool": "copydesk", "entries": []}}\n'


def _from_there(file: Path, path: str) -> str:
    """Return a path of the file, which counts from its folder, as reports of this run name it."""
    return Path(os.path.normpath(os.path.relpath(file.absolute().parent / path))).as_posix()


def _to_there(file: Path, path: str) -> str:
    return Path(os.path.relpath(Path(path).absolute(), file.absolute().parent)).as_posix()

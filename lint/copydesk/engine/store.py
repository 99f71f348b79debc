"""The cache and index on disk: what each file gave, so that a run reads only what is new.

`.copydesk_cache/KEY/` holds `index.sqlite` (which file, of which content, gave what; in WAL mode,
so that several processes may use it) and `shards/` (the columns of hits and of what corpus rules
compare, as `.npy`, read without pickle). Findings are made of them again in each run, but for the
whole reports of the last runs. Whatever is damaged, foreign, older or newer is left aside with one
line and built again.

Nothing is believed because it lies there: every row and every shard bears a seal (see `seal`) that
only this user can make, for this place. A clone that brings a cache along is linted as without one.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np

from copydesk.columns.dtypes import Mask
from copydesk.engine.cache_folder import mark, own, plan_key, prune
from copydesk.engine.database import Damaged, opened, sound
from copydesk.engine.outcome import Outcome
from copydesk.engine.packing import named, packed, stored, unpacked
from copydesk.engine.plan import Plan, sketches_of
from copydesk.engine.seal import sealer_of
from copydesk.engine.shard import Shard, finished, merge
from copydesk.files import alone, shared
from copydesk.patterns import late_pattern
from copydesk.report import Report

MANY_SHARDS = 8  # more are merged into one
_REPORTS = 8  # kept
_NAME = late_pattern(r"[0-9a-f]{16}")  # of a shard
_ENTRIES = "SELECT path, digest, shard, first, documents, paragraphs, bytes, seal FROM file"


class Entry(NamedTuple):
    """What the index knows of a file without reading more.

    Its content, its shard and its documents there, and what it counts for.
    """

    digest: str
    shard: str | None
    first: int
    documents: int
    paragraphs: int
    bytes: int


class Store:
    """The index of one plan below `root`.

    Methods raise Damaged when what is there cannot be used.
    """

    def __init__(self, root: Path, plan: Plan) -> None:
        """Open, or make, the store of a plan; raises Damaged, NoKey and OSError."""
        self._sealer = sealer_of(root)
        self._sketches = sketches_of(plan)
        mark(root)
        self.folder = root / plan_key(plan)
        own(self.folder)
        self._in_use = shared(self.folder)
        prune(root, self.folder)
        try:
            self._base = opened(self.folder / "index.sqlite")
        except Damaged:
            self._in_use.close()
            raise
        self._shards: dict[str, Shard] = {}

    def close(self) -> None:
        """Close the database, and let others remove what nothing refers to."""
        self._base.close()
        self._in_use.close()

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        with sound():
            return self._base.execute(query, values).fetchall()

    def _sealed(self, kind: str, row: Sequence[Any]) -> Sequence[Any]:
        """Return a row without its seal, the last column; raises Damaged where it is not ours."""
        if not self._sealer.holds(row[-1], kind, *row[:-1]):
            raise Damaged(f"a {kind} in it was not stored here by this user")
        return row[:-1]

    def _with_seal(self, kind: str, *row: Any) -> tuple[Any, ...]:
        return (*row, self._sealer.of(kind, *row))

    def members(self) -> dict[str, Entry]:
        """Return what is known of the files that make up the index.

        Others were met by a run and are remembered only.
        """
        listed = self._rows("SELECT path, seal FROM member")
        enrolled = {named(self._sealed("member", row)[0]) for row in listed}
        return {path: entry for path, entry in self.entries().items() if path in enrolled}

    def enroll(self, paths: Iterable[str]) -> None:
        """Make files a part of the index."""
        rows = [self._with_seal("member", stored(path)) for path in paths]
        with sound():
            self._base.executemany("INSERT OR REPLACE INTO member VALUES (?, ?)", rows)

    def entries(self) -> dict[str, Entry]:
        """Return what is known of every file."""
        rows = self._rows(_ENTRIES)
        sealed = (self._sealed("file", row) for row in rows)
        return {named(row[0]): Entry._make(row[1:]) for row in sealed}

    def outcome(self, path: str) -> Outcome:
        """Return what a known file gave."""
        rows = self._rows(
            "SELECT path, digest, outcome, outcome_seal FROM file WHERE path = ?", (stored(path),)
        )
        if not rows:
            raise Damaged(f"{path} is not in it any more")
        try:
            return unpacked(self._sealed("outcome", rows[0])[2], Outcome)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Damaged(f"{path}: {error}") from None

    def shard(self, name: str) -> Shard:
        """Open a shard, its seal checked; its columns are read when they are used."""
        if name not in self._shards:
            rows = self._rows("SELECT name, documents, seal FROM shard WHERE name = ?", (name,))
            if not rows or not _NAME.fullmatch(name):
                raise Damaged(f"shard {name} is not in it any more")
            folder = self.folder / "shards" / name
            try:
                files = sorted(folder.iterdir())
                if not self._sealer.holds(
                    rows[0][2], "shard", *rows[0][:2], self._sealer.of_files(files)
                ):
                    raise Damaged(f"shard {name} was not stored here by this user")
                self._shards[name] = Shard.load(folder, self._sketches)
            except (OSError, ValueError) as error:
                raise Damaged(f"shard {name}: {error}") from None
        return self._shards[name]

    def add(
        self, outcomes: Iterable[Outcome], digests: Mapping[str, str], shard: Shard | None
    ) -> None:
        """Remember what some files gave; `shard` holds all their documents, in their order.

        Files that crashed are not remembered.
        """
        with sound():
            saved = self._saved(shard) if shard else None
            rows, first = [], 0
            for outcome in outcomes:
                if outcome.lasting and outcome.path in digests:
                    name = saved[0] if saved else None
                    rows.append(self._row(outcome, digests[outcome.path], name, first))
                first += len(outcome.documents)
            self._base.execute("BEGIN IMMEDIATE")
            if saved:
                self._base.execute("INSERT INTO shard VALUES (?, ?, ?)", saved)
            self._base.executemany(
                "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows
            )
            self._base.execute("COMMIT")

    def _saved(self, shard: Shard) -> tuple[str, int, bytes]:
        """Write a shard's columns; return its row."""
        name = uuid.uuid4().hex[:16]
        folder = self.folder / "shards" / name
        shard.save(folder)
        files = self._sealer.of_files(sorted(folder.iterdir()))
        return name, shard.documents, self._sealer.of("shard", name, shard.documents, files)

    def _row(self, outcome: Outcome, digest: str, shard: str | None, first: int) -> tuple[Any, ...]:
        """Return the row of a file."""
        path, body = stored(outcome.path), packed(outcome)
        counts = len(outcome.documents), outcome.paragraphs, outcome.bytes
        entry = self._with_seal("file", path, digest, shard, first, *counts)
        return (*entry, body, self._sealer.of("outcome", path, digest, body))

    def clear(self, paths: Iterable[str]) -> None:
        """Drop files that are gone."""
        gone = [(stored(path),) for path in paths]
        with sound():
            self._base.executemany("DELETE FROM file WHERE path = ?", gone)
            self._base.executemany("DELETE FROM member WHERE path = ?", gone)

    def problems(self) -> dict[str, str]:
        """Return what is wrong with what is stored.

        Files whose columns are missing or do not fit them.
        """
        found: dict[str, str] = {}
        for path, entry in self.members().items():
            try:
                known = len(self.outcome(path).documents)
                held = (
                    self.shard(entry.shard).documents
                    if entry.shard
                    else entry.first + entry.documents
                )
                if known != entry.documents or entry.first + entry.documents > held:
                    found[path] = "its columns do not fit it"
            except Damaged as error:
                found[path] = str(error)
        return found

    def compact(self) -> None:
        """Merge shards where there are many, or where most of their documents are gone.

        Remove what nothing refers to, unless another process may still read it.
        """
        total = sum(documents for (documents,) in self._rows("SELECT documents FROM shard"))
        ((shards, live),) = self._rows("SELECT count(DISTINCT shard), total(documents) FROM file")
        if shards > MANY_SHARDS or total > 2 * live:
            self._merge()
        with alone(self._in_use) as mine:
            if mine:
                self._remove_unused()

    def _remove_unused(self) -> None:
        named = self._rows("SELECT DISTINCT shard FROM file WHERE shard IS NOT NULL")
        kept = {name for (name,) in named}
        for (name,) in self._rows("SELECT name FROM shard"):
            if name not in kept:
                self._rows("DELETE FROM shard WHERE name = ?", (name,))
                self._shards.pop(name, None)
                if _NAME.fullmatch(name):
                    shutil.rmtree(self.folder / "shards" / name, ignore_errors=True)

    def _merge(self) -> None:
        used: dict[str, list[tuple[str, Entry]]] = {}
        for path, entry in self.entries().items():
            if entry.shard:
                used.setdefault(entry.shard, []).append((path, entry))
        parts, moved, base = [], [], 0
        for old, files in used.items():
            shard = self.shard(old)
            kept: Mask = np.zeros(shard.documents, np.bool_)
            for _, entry in files:
                kept[entry.first : entry.first + entry.documents] = True
            number = base + np.cumsum(kept) - 1
            moved += [(p, e, int(number[e.first]) if e.documents else 0) for p, e in files]
            parts.append(shard.select(kept))
            base += int(kept.sum())
        if not parts:
            return  # no file is remembered where a rule raised
        with sound():
            saved = self._saved(finished(merge(parts)))
            rows = [self._moved(path, entry, saved[0], first) for path, entry, first in moved]
            self._base.execute("BEGIN IMMEDIATE")
            self._base.execute("INSERT INTO shard VALUES (?, ?, ?)", saved)
            self._base.executemany(
                "UPDATE file SET shard = ?, first = ?, seal = ? WHERE path = ? AND seal = ?", rows
            )
            self._base.execute("COMMIT")

    def _moved(self, path: str, entry: Entry, shard: str, first: int) -> tuple[Any, ...]:
        """Return what an entry becomes in another shard, and what it must still be."""
        name = stored(path)
        fresh = self._sealer.of("file", name, *entry._replace(shard=shard, first=first))
        return shard, first, fresh, name, self._sealer.of("file", name, *entry)

    def report(self, key: str) -> Report | None:
        """Return a whole report that was kept."""
        rows = self._rows("SELECT key, body, seal FROM report WHERE key = ?", (key,))
        try:
            sealed = self._sealed("report", rows[0]) if rows else None
            return unpacked(sealed[1], Report) if sealed else None
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Damaged(str(error)) from None

    def keep(self, key: str, report: Report) -> None:
        """Keep a whole report, for a run over the very same files."""
        row = self._with_seal("report", key, packed(report))
        with sound():
            self._base.execute("INSERT OR REPLACE INTO report VALUES (?, ?, ?)", row)
            self._base.execute(
                "DELETE FROM report WHERE rowid NOT IN (SELECT rowid FROM report ORDER BY rowid DESC LIMIT ?)",
                (_REPORTS,),
            )

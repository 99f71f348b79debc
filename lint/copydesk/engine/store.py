"""The cache and index on disk: what each file gave, so that a run reads only what is new.

`.copydesk_cache/KEY/` holds `index.sqlite` (which file, of which content, gave what; in WAL mode,
so that several processes may use it) and `shards/` (the columns of hits and of what corpus rules
compare, as `.npy`, read without pickle). Findings are made of them again in each run, but for the
whole reports of the last runs. Whatever is damaged, foreign, older or newer is left aside with one
line and built again.
"""

from __future__ import annotations

import shutil
import sqlite3
import uuid
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np

from copydesk.columns.dtypes import Mask
from copydesk.engine.cache_folder import FORMAT, mark, plan_key, prune
from copydesk.engine.outcome import Outcome, plain
from copydesk.engine.plan import Plan, bind
from copydesk.engine.shard import Shard, finished, merge
from copydesk.report import Report

MANY_SHARDS = 8  # more are merged into one
_REPORTS = 8  # kept
_TABLES = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE IF NOT EXISTS shard (name TEXT PRIMARY KEY, documents INTEGER);
CREATE TABLE IF NOT EXISTS file (
    path TEXT PRIMARY KEY, digest TEXT, shard TEXT, first INTEGER, documents INTEGER, paragraphs INTEGER, bytes INTEGER, outcome BLOB
);
CREATE TABLE IF NOT EXISTS member (path TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS report (key TEXT PRIMARY KEY, body BLOB);
"""


class Damaged(Exception):
    """The stored index cannot be used."""


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
        self.folder = root / plan_key(plan)
        self._sketches = sorted({b.sketch_key for b in bind(plan) if b.rule.scope == "corpus"})
        mark(root)
        self.folder.mkdir(parents=True, exist_ok=True)
        prune(root, self.folder)
        try:
            self._base = sqlite3.connect(
                self.folder / "index.sqlite", timeout=30, isolation_level=None
            )
            self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute("PRAGMA synchronous=NORMAL")
            self._base.executescript(_TABLES)
            self._base.execute("INSERT OR IGNORE INTO meta VALUES ('format', ?)", (str(FORMAT),))
            (form,) = self._base.execute("SELECT value FROM meta WHERE name = 'format'").fetchone()
        except sqlite3.Error as error:
            raise Damaged(str(error)) from None
        if form != str(FORMAT):
            raise Damaged(f"format {form}, this version writes {FORMAT}")
        self._shards: dict[str, Shard] = {}

    def close(self) -> None:
        """Close the database."""
        self._base.close()

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        try:
            return self._base.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise Damaged(str(error)) from None

    def members(self) -> dict[str, Entry]:
        """Return what is known of the files that make up the index.

        Others were met by a run and are remembered only.
        """
        rows = self._rows(
            "SELECT path, digest, shard, first, documents, paragraphs, bytes FROM file JOIN member USING (path)"
        )
        return {row[0]: Entry._make(row[1:]) for row in rows}

    def enroll(self, paths: Iterable[str]) -> None:
        """Make files a part of the index."""
        try:
            self._base.executemany(
                "INSERT OR IGNORE INTO member VALUES (?)", [(path,) for path in paths]
            )
        except sqlite3.Error as error:
            raise Damaged(str(error)) from None

    def entries(self) -> dict[str, Entry]:
        """Return what is known of every file."""
        rows = self._rows(
            "SELECT path, digest, shard, first, documents, paragraphs, bytes FROM file"
        )
        return {row[0]: Entry._make(row[1:]) for row in rows}

    def outcome(self, path: str) -> Outcome:
        """Return what a known file gave."""
        rows = self._rows("SELECT outcome FROM file WHERE path = ?", (path,))
        try:
            return msgspec.msgpack.decode(rows[0][0], type=Outcome)
        except (IndexError, msgspec.DecodeError) as error:
            raise Damaged(f"{path}: {error}") from None

    def shard(self, name: str) -> Shard:
        """Open a shard; its columns are read when they are used."""
        if name not in self._shards:
            try:
                self._shards[name] = Shard.load(self.folder / "shards" / name, self._sketches)
            except (OSError, ValueError) as error:
                raise Damaged(f"shard {name}: {error}") from None
        return self._shards[name]

    def add(
        self, outcomes: Iterable[Outcome], digests: Mapping[str, str], shard: Shard | None
    ) -> None:
        """Remember what some files gave; `shard` holds all their documents, in their order.

        Files that crashed are not remembered.
        """
        name = uuid.uuid4().hex[:16] if shard else None
        try:
            if shard and name:
                shard.save(self.folder / "shards" / name)
            rows, first = [], 0
            for outcome in outcomes:
                count = len(outcome.documents)
                if outcome.lasting and outcome.path in digests:
                    body = msgspec.msgpack.encode(outcome, enc_hook=plain)
                    rows.append(
                        (
                            outcome.path,
                            digests[outcome.path],
                            name,
                            first,
                            count,
                            outcome.paragraphs,
                            outcome.bytes,
                            body,
                        )
                    )
                first += count
            self._base.execute("BEGIN IMMEDIATE")
            if shard and name:
                self._base.execute("INSERT INTO shard VALUES (?, ?)", (name, shard.documents))
            self._base.executemany(
                "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows
            )
            self._base.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            raise Damaged(str(error)) from None

    def clear(self, paths: Iterable[str]) -> None:
        """Drop files that are gone."""
        try:
            gone = [(path,) for path in paths]
            self._base.executemany("DELETE FROM file WHERE path = ?", gone)
            self._base.executemany("DELETE FROM member WHERE path = ?", gone)
        except sqlite3.Error as error:
            raise Damaged(str(error)) from None

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

        Remove what nothing refers to.
        """
        total = sum(documents for (documents,) in self._rows("SELECT documents FROM shard"))
        ((shards, live),) = self._rows("SELECT count(DISTINCT shard), total(documents) FROM file")
        if shards > MANY_SHARDS or total > 2 * live:
            self._merge()
        kept = {
            name
            for (name,) in self._rows("SELECT DISTINCT shard FROM file WHERE shard IS NOT NULL")
        }
        for (name,) in self._rows("SELECT name FROM shard"):
            if name not in kept:
                self._base.execute("DELETE FROM shard WHERE name = ?", (name,))
                self._shards.pop(name, None)
                shutil.rmtree(self.folder / "shards" / name, ignore_errors=True)

    def _merge(self) -> None:
        used: dict[str, list[tuple[str, Entry]]] = {}
        for path, entry in self.entries().items():
            if entry.shard:
                used.setdefault(entry.shard, []).append((path, entry))
        parts, rows, base = [], [], 0
        name = uuid.uuid4().hex[:16]
        for old, files in used.items():
            shard = self.shard(old)
            kept: Mask = np.zeros(shard.documents, np.bool_)
            for _, entry in files:
                kept[entry.first : entry.first + entry.documents] = True
            number = base + np.cumsum(kept) - 1
            rows += [
                (name, int(number[e.first]) if e.documents else 0, path, e.digest)
                for path, e in files
            ]
            parts.append(shard.select(kept))
            base += int(kept.sum())
        if not parts:
            return  # no file is remembered where a rule raised
        whole = finished(merge(parts))
        try:
            whole.save(self.folder / "shards" / name)
            self._base.execute("BEGIN IMMEDIATE")
            self._base.execute("INSERT INTO shard VALUES (?, ?)", (name, whole.documents))
            self._base.executemany(
                "UPDATE file SET shard = ?, first = ? WHERE path = ? AND digest = ?", rows
            )
            self._base.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            raise Damaged(str(error)) from None

    def report(self, key: str) -> Report | None:
        """Return a whole report that was kept."""
        rows = self._rows("SELECT body FROM report WHERE key = ?", (key,))
        try:
            return msgspec.msgpack.decode(rows[0][0], type=Report) if rows else None
        except msgspec.DecodeError as error:
            raise Damaged(str(error)) from None

    def keep(self, key: str, report: Report) -> None:
        """Keep a whole report, for a run over the very same files."""
        body = msgspec.msgpack.encode(report, enc_hook=plain)
        try:
            self._base.execute("INSERT OR REPLACE INTO report VALUES (?, ?)", (key, body))
            self._base.execute(
                "DELETE FROM report WHERE rowid NOT IN (SELECT rowid FROM report ORDER BY rowid DESC LIMIT ?)",
                (_REPORTS,),
            )
        except sqlite3.Error as error:
            raise Damaged(str(error)) from None

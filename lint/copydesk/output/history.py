"""Runs of the past, in a SQLite file: a row a run, and its findings by rule and by folder."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from copydesk.output.figures import figures
from copydesk.output.saved import Saved
from copydesk.output.sheet import BadHistory

_VERSION = 1  # of the tables, in the file's `user_version`
_WAIT = 10.0  # seconds for another run that is writing
_TABLES = """
CREATE TABLE runs (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, version TEXT NOT NULL, documents INTEGER NOT NULL, paragraphs INTEGER NOT NULL,
    bytes INTEGER NOT NULL, findings INTEGER NOT NULL, errors INTEGER NOT NULL, warnings INTEGER NOT NULL, infos INTEGER NOT NULL,
    copied_documents INTEGER NOT NULL, copied_paragraphs INTEGER NOT NULL
);
CREATE TABLE figures (
    run INTEGER NOT NULL REFERENCES runs, kind TEXT NOT NULL CHECK (kind IN ('rule', 'folder')), name TEXT NOT NULL,
    findings INTEGER NOT NULL, PRIMARY KEY (run, kind, name)
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One run: the columns of its row, and its findings by rule and by folder."""

    row: dict[str, Any]
    by_rule: dict[str, int]
    by_folder: dict[str, int]

    @property
    def plain(self) -> dict[str, Any]:
        """The run as JSON can hold it."""
        return {**self.row, "by_rule": self.by_rule, "by_folder": self.by_folder}


def append(path: Path, report: Saved) -> None:
    """Add a run, dated now (or as SOURCE_DATE_EPOCH says); the file is made where there is none. Raises BadHistory."""
    counted, totals, severity = figures(report), report.summary, figures(report).by_severity
    row = (
        _now(), report.tool.version, totals.documents, totals.paragraphs, totals.bytes, counted.total, severity["error"],
        severity["warning"], severity["info"], counted.copied_documents, counted.copied_paragraphs,
    )  # fmt: skip
    with _opened(path, new=True) as base:
        base.execute("BEGIN IMMEDIATE")
        run = base.execute(f"INSERT INTO runs VALUES (NULL{', ?' * len(row)})", row).lastrowid  # noqa: S608 - question marks only
        names = (("rule", counted.by_rule), ("folder", counted.by_folder))
        rows = [(run, kind, _well_formed(name), count) for kind, counts in names for name, count in counts.items()]
        base.executemany("INSERT INTO figures VALUES (?, ?, ?, ?)", rows)
        base.commit()


def read_runs(path: Path, last: int = 200) -> list[Run]:
    """Return the last runs, the oldest first. Raises BadHistory."""
    with _opened(path, new=False) as base:
        cursor = base.execute("SELECT * FROM (SELECT * FROM runs ORDER BY id DESC LIMIT ?) ORDER BY id", (last,))
        columns = [column[0] for column in cursor.description]
        rows = [dict(zip(columns, values, strict=True)) for values in cursor]
        named = "SELECT name, findings FROM figures WHERE run = ? AND kind = ? ORDER BY name"
        return [Run(row, *(dict(base.execute(named, (row["id"], kind))) for kind in ("rule", "folder"))) for row in rows]


@contextlib.contextmanager
def _opened(path: Path, *, new: bool) -> Iterator[sqlite3.Connection]:
    if not new and not path.is_file():
        raise BadHistory(f"there is no history {str(path)!r}")
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=_WAIT, isolation_level=None)) as base:
            (version,) = base.execute("PRAGMA user_version").fetchone()
            (tables,) = base.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if not tables and new:
                base.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {_VERSION}; COMMIT;")
            elif version != _VERSION or not tables:
                raise BadHistory(f"{str(path)!r} is a database, but no history of this copydesk")
            yield base
    except sqlite3.Error as error:
        raise BadHistory(f"{str(path)!r} cannot be used as a history: {error}") from None


def _now() -> str:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _well_formed(name: str) -> str:
    return name.encode("utf-8", "backslashreplace").decode("utf-8")

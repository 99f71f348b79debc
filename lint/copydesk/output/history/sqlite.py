"""A history in a SQLite file: a table of runs, and one of findings by rule and by folder."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from copydesk.output.history import Run
from copydesk.output.render_input import BadHistory

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


def append(path: Path, run: Run) -> None:
    """Append a run, to a new file if there is none; other runs may do so at the same time.

    Raises BadHistory.
    """
    with _opened(path, new=True) as base:
        base.execute("BEGIN IMMEDIATE")
        columns, values = ", ".join(run.row), ", ".join(f":{name}" for name in run.row)
        number = base.execute(f"INSERT INTO runs ({columns}) VALUES ({values})", run.row).lastrowid  # noqa: S608 - names of our own
        named = (("rule", run.by_rule), ("folder", run.by_folder))
        rows = [
            (number, kind, name, count) for kind, counts in named for name, count in counts.items()
        ]
        base.executemany("INSERT INTO figures VALUES (?, ?, ?, ?)", rows)
        base.commit()


def read(path: Path, last: int = 200) -> list[Run]:
    """Return the last runs, the oldest first. Raises BadHistory."""
    with _opened(path, new=False) as base:
        cursor = base.execute(
            "SELECT * FROM (SELECT * FROM runs ORDER BY id DESC LIMIT ?) ORDER BY id", (last,)
        )
        columns = [column[0] for column in cursor.description]
        rows = [dict(zip(columns, values, strict=True)) for values in cursor]
        named = "SELECT name, findings FROM figures WHERE run = ? AND kind = ? ORDER BY name"
        return [
            Run(row, *(dict(base.execute(named, (row["id"], kind))) for kind in ("rule", "folder")))
            for row in rows
        ]


@contextlib.contextmanager
def _opened(path: Path, *, new: bool) -> Iterator[sqlite3.Connection]:
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=_WAIT, isolation_level=None)) as base:
            (version,) = base.execute("PRAGMA user_version").fetchone()
            (tables,) = base.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if not tables and new:
                base.executescript(
                    f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {_VERSION}; COMMIT;"
                )
            elif version != _VERSION or not tables:
                raise BadHistory(f"{str(path)!r} is a database, but not a history of this copydesk")
            yield base
    except sqlite3.Error as error:
        raise BadHistory(f"{str(path)!r} cannot be used as a history: {error}") from None

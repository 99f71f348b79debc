"""Open the cache's SQLite file without trust: nothing of it runs, and its tables are ours.

What https://sqlite.org/security.html asks for a file from a stranger, as far as Python 3.11 can say
it: views and triggers of the file can call nothing that matters, and a schema that is not word for
word the one below is refused before any of its tables is read.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

_TABLES = {
    "shard": "CREATE TABLE shard (name TEXT PRIMARY KEY, documents INTEGER, seal BLOB)",
    "file": "CREATE TABLE file (path TEXT PRIMARY KEY, digest TEXT, shard TEXT, first INTEGER, "
    "documents INTEGER, paragraphs INTEGER, bytes INTEGER, seal BLOB, outcome BLOB, "
    "outcome_seal BLOB)",
    "member": "CREATE TABLE member (path TEXT PRIMARY KEY, seal BLOB)",
    "report": "CREATE TABLE report (key TEXT PRIMARY KEY, body BLOB, seal BLOB)",
}
_WAIT = 30  # seconds for another process that writes


class Damaged(Exception):
    """What is stored cannot be used: it is broken, or was not stored here by this user."""


def opened(file: Path) -> sqlite3.Connection:
    """Return a connection to a file of our tables, made where there is none; raises Damaged."""
    if file.is_symlink():
        raise Damaged(f"{file.name} is a link")
    with sound():
        base = sqlite3.connect(file, timeout=_WAIT, isolation_level=None)
    try:
        with sound():
            base.execute("PRAGMA trusted_schema=OFF")
            base.execute("PRAGMA cell_size_check=ON")
            base.execute("PRAGMA mmap_size=0")
            _check_schema(base)
            base.execute("PRAGMA journal_mode=WAL")
            base.execute("PRAGMA synchronous=NORMAL")
    except Damaged:
        base.close()
        raise
    return base


def _check_schema(base: sqlite3.Connection) -> None:
    """Make the tables where there are none; raise Damaged where there are others."""
    for attempt in range(2):
        # Asked for by columns that a view could not fake: this table is SQLite's own.
        found = dict(base.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
        if found == _TABLES:
            return
        if found or attempt:
            raise Damaged("its tables are not those of this version")
        base.execute("BEGIN IMMEDIATE")
        if not base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            for statement in _TABLES.values():  # another process may have been first
                base.execute(statement)
        base.execute("COMMIT")


@contextlib.contextmanager
def sound() -> Iterator[None]:
    """Turn what SQLite and the disk say of a broken file into Damaged."""
    try:
        yield
    except (sqlite3.Error, OSError, OverflowError, UnicodeError) as error:
        raise Damaged(str(error)) from None

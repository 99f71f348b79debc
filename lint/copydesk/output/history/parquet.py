"""A history in a Parquet file: one row for each run, with findings by rule and folder as maps.

Each run rewrites the file, which is small.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from copydesk.files import alone_in, replacing
from copydesk.output.history import DATE, Run
from copydesk.output.render_input import BadHistory, MissingExtra

try:
    import pyarrow as pa
    from pyarrow import parquet
except ImportError:
    raise MissingExtra("parquet", "parquet") from None

_KEY, _VERSION = b"copydesk.history", b"1"  # in the file's metadata: the version of the columns
_COUNTS = pa.map_(pa.string(), pa.int64())
_NUMBERS = "documents paragraphs bytes findings errors warnings infos copied_documents copied_paragraphs".split()
_SCHEMA = pa.schema(
    [
        ("at", pa.timestamp("ms")),  # UTC; with a zone, every reader would show its own
        ("version", pa.string()),
        *((name, pa.int64()) for name in _NUMBERS),
        ("by_rule", _COUNTS),
        ("by_folder", _COUNTS),
    ],
    metadata={_KEY: _VERSION},
)


def append(path: Path, run: Run) -> None:
    """Append a run, to a new file if there is none; the file is written whole or not at all.

    Raises BadHistory.
    """
    row = {**run.plain, "at": datetime.strptime(run.row["at"], DATE)}
    with _usable(path), alone_in(path.parent):
        table = pa.Table.from_pylist([row], schema=_SCHEMA)
        if path.exists():
            table = pa.concat_tables([_table(path), table])
        with replacing(path, named=True) as stream:
            parquet.write_table(table, stream)


def read(path: Path, last: int = 200) -> list[Run]:
    """Return the last runs, the oldest first. Raises BadHistory."""
    rows = _table(path)[-last:].to_pylist()
    return [
        Run(
            {
                name: row["at"].strftime(DATE) if name == "at" else row[name]
                for name in row
                if not name.startswith("by_")
            },
            dict(row["by_rule"]),
            dict(row["by_folder"]),
        )
        for row in rows
    ]


def _table(path: Path) -> pa.Table:
    with _usable(path), parquet.ParquetFile(path) as file:
        if (file.schema_arrow.metadata or {}).get(_KEY) != _VERSION:
            raise BadHistory(f"{str(path)!r} is a Parquet file, but not a history of this copydesk")
        return file.read().cast(_SCHEMA)


@contextlib.contextmanager
def _usable(path: Path) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, OSError, ValueError) as error:
        reason = str(error).partition("\n")[0]
        raise BadHistory(f"{str(path)!r} cannot be used as a history: {reason}") from None

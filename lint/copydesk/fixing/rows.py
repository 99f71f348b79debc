"""Rewrite Parquet, Arrow and Feather files without some rows, or with other texts in them.

Schema, metadata and the compression of Parquet are kept; a batch or a row group is held at a time.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from copydesk.files import UNFINISHED
from copydesk.reading.arrow import arrow_batches, open_arrow
from copydesk.reading.fields import PLAIN, find_texts, top_field
from copydesk.reading.source import Source, Unreadable

Texts = Mapping[int, Mapping[str, str]]  # by row and field


def rewrite_rows(
    source: Source, dropped: Container[int], texts: Texts, paths: Sequence[str]
) -> None:
    """Rewrite a file; `paths` lead to the texts of its rows. Raises Unreadable and OSError."""
    import pyarrow

    assert source.file
    fresh = source.file.with_name(source.file.name + UNFINISHED)
    write = _write_parquet if source.format == "parquet" else _write_arrow
    try:
        write(source.file, fresh, _Change(dropped, texts, paths))
    except (pyarrow.ArrowException, OSError) as error:  # of the columns that no rule reads, say
        fresh.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno:
            raise
        raise Unreadable(
            "unreadable", f"cannot be rewritten: {str(error).splitlines()[0]}"
        ) from None
    fresh.replace(source.file)


class _Change:
    """Changes tables, which come in the order of their rows."""

    def __init__(self, dropped: Container[int], texts: Texts, paths: Sequence[str]) -> None:
        self._dropped, self._texts, self._paths = dropped, texts, paths
        self._number = 1

    def __call__(self, table: Any) -> Any:
        rows = range(self._number, self._number + table.num_rows)
        self._number += table.num_rows
        changed = [row for row in rows if row in self._texts]
        if changed:
            tops = [path if path in table.schema.names else top_field(path) for path in self._paths]
            for name in dict.fromkeys(tops):
                if name in table.schema.names:
                    table = self._with_texts(table, name, rows.start, changed)
        if any(row in self._dropped for row in rows):
            import pyarrow

            table = table.filter(pyarrow.array([row not in self._dropped for row in rows]))
        return table

    def _with_texts(self, table: Any, name: str, first: int, changed: Sequence[int]) -> Any:
        import pyarrow

        at = table.schema.get_field_index(name)
        values = table.column(at).to_pylist()
        for row in changed:
            record = {name: values[row - first]}
            for found, _ in find_texts(record, self._paths, PLAIN):
                if found.field in self._texts[row]:
                    _put(record, found.keys, self._texts[row][found.field])
            values[row - first] = record[name]
        column = pyarrow.array(values, table.schema.field(at).type)
        return table.set_column(at, table.schema.field(at), column)


def _put(record: Any, keys: Sequence[str | int], text: str) -> None:
    for key in keys[:-1]:
        record = record[key]
    record[keys[-1]] = text


def _write_parquet(file: Path, fresh: Path, change: _Change) -> None:
    from pyarrow import parquet

    with parquet.ParquetFile(file) as old:
        groups = range(old.num_row_groups)
        columns = (
            [old.metadata.row_group(0).column(n) for n in range(old.metadata.num_columns)]
            if groups
            else []
        )
        packing = {
            column.path_in_schema: column.compression.replace("UNCOMPRESSED", "NONE")
            for column in columns
        }
        with parquet.ParquetWriter(fresh, old.schema_arrow, compression=packing or "snappy") as new:
            for group in groups:
                kept = change(old.read_row_group(group))
                if kept.num_rows:
                    new.write_table(kept, row_group_size=kept.num_rows)


def _write_arrow(file: Path, fresh: Path, change: _Change) -> None:
    import pyarrow

    with file.open("rb") as stream:
        reader = open_arrow(stream)
        is_file = hasattr(reader, "get_batch")
        options = pyarrow.ipc.IpcWriteOptions(compression=_packing(file))
        begin = pyarrow.ipc.new_file if is_file else pyarrow.ipc.new_stream
        with begin(str(fresh), reader.schema, options=options) as new:
            for kept in _changed(reader, change):
                new.write_table(kept)


def _changed(reader: Any, change: _Change) -> Iterator[Any]:
    import pyarrow

    for batch in arrow_batches(reader):
        kept = change(pyarrow.Table.from_batches([batch]))
        if kept.num_rows:
            yield kept


def _packing(file: Path) -> str | None:
    """Return how a new file is compressed: Feather as pandas does by default, others not at all."""
    return "lz4" if file.suffix == ".feather" else None

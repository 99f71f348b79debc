"""Remove records from a file: lines of JSONL, rows of CSV and of Parquet.

All other bytes of JSONL and CSV are kept, and the schema and metadata of Parquet.
"""

from __future__ import annotations

import gzip
from collections.abc import Container
from pathlib import Path

from copydesk.files import UNFINISHED
from copydesk.reading.content import read_content
from copydesk.reading.decode import encoding_of
from copydesk.reading.source import ReadOptions, Source, Unreadable

FORMATS = frozenset(("jsonl", "csv", "tsv", "parquet"))


def take_out(source: Source, lines: Container[int], options: ReadOptions) -> None:
    """Rewrite a file without the records on some lines (of Parquet: rows).

    Raises Unreadable, UnicodeError and OSError.
    """
    assert source.file
    if source.format == "parquet":
        _take_out_rows(source.file, lines)
        return
    if source.format in ("csv", "tsv"):
        from copydesk.reading.csv import lines_of_rows

        lines = lines_of_rows(source, options, lines)
    source.file.write_bytes(
        _packed(without_lines(read_content(source, options), lines), source.packing)
    )


def _take_out_rows(file: Path, rows: Container[int]) -> None:
    """Rewrite a Parquet file, holding one row group at a time."""
    import pyarrow

    fresh = file.with_name(file.name + UNFINISHED)
    try:
        _write_rows(file, fresh, rows)
    except (pyarrow.ArrowException, OSError) as error:  # of the columns that no rule reads, say
        fresh.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno:
            raise
        raise Unreadable(
            "unreadable", f"cannot be rewritten: {str(error).splitlines()[0]}"
        ) from None
    fresh.replace(file)


def _write_rows(file: Path, fresh: Path, rows: Container[int]) -> None:
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
            number = 1
            for group in groups:
                table = old.read_row_group(group)
                kept = table.filter(
                    [row not in rows for row in range(number, number + table.num_rows)]
                )
                number += table.num_rows
                if kept.num_rows:
                    new.write_table(kept, row_group_size=kept.num_rows)


def without_lines(content: bytes, lines: Container[int]) -> bytes:
    """Return the content without some lines, counted from 1; a byte-order mark stays."""
    encoding, skip = encoding_of(content)
    body = (
        content[skip:]
        if encoding == "utf-8"
        else content[skip:].decode(encoding).encode("utf-8", "surrogatepass")
    )
    kept = b"".join(
        line for number, line in enumerate(body.splitlines(keepends=True), 1) if number not in lines
    )
    return content[:skip] + (
        kept if encoding == "utf-8" else kept.decode("utf-8", "surrogatepass").encode(encoding)
    )


def _packed(content: bytes, packing: str) -> bytes:
    if packing == "gz":
        return gzip.compress(content, mtime=0)
    if packing == "bz2":
        import bz2

        return bz2.compress(content)
    if packing == "xz":
        import lzma

        return lzma.compress(content)
    if packing == "zst":
        import zstandard

        packed: bytes = zstandard.ZstdCompressor().compress(content)
        return packed
    return content

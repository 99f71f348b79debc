"""Remove records, or parts of them, from a file.

All other bytes of JSON, CSV and text are kept, and the schema and metadata of Parquet and Arrow.
"""

from __future__ import annotations

import gzip
from collections.abc import Container

import msgspec

from copydesk.fixing.cutting import Cuts, edited
from copydesk.reading.content import read_content
from copydesk.reading.decode import encoding_of
from copydesk.reading.fields import fields_of
from copydesk.reading.source import ReadOptions, Source

FORMATS = frozenset(("jsonl", "json", "csv", "tsv", "parquet", "arrow"))
_NOTHING: frozenset[int] = frozenset()


def take_out(source: Source, rows: Container[int], options: ReadOptions) -> None:
    """Rewrite a file without the records on some lines (of JSON, Parquet and Arrow: of some
    numbers).

    Raises Unreadable, UnicodeError and OSError.
    """
    assert source.file
    if source.format in ("parquet", "arrow"):
        from copydesk.fixing.rows import rewrite_rows

        rewrite_rows(source, rows, {}, fields_of(source, options))
        return
    content = read_content(source, options)
    if source.format == "json":
        content = _without_records(content, source, rows, options)
    else:
        if source.format in ("csv", "tsv"):
            from copydesk.reading.csv import lines_of_rows

            rows = lines_of_rows(source, options, rows)
        content = without_lines(content, rows)
    source.file.write_bytes(_packed(content, source.packing))


def cut(source: Source, cuts: Cuts, options: ReadOptions) -> None:
    """Rewrite a file without some paragraphs or sentences; raises as `take_out` does."""
    assert source.file
    if cuts.texts:
        from copydesk.fixing.rows import rewrite_rows

        rewrite_rows(source, _NOTHING, cuts.texts, fields_of(source, options))
    elif cuts.edits:
        content = edited(read_content(source, options), cuts.edits)
        source.file.write_bytes(_packed(content, source.packing))


def _without_records(
    content: bytes, source: Source, rows: Container[int], options: ReadOptions
) -> bytes:
    """Return JSON without some records, and without what parts them from the one before."""
    from copydesk.reading.json import Piece, json_portions

    encoding, skip = encoding_of(content)
    text = content[skip:].decode(encoding)
    records = [
        record
        for portion in json_portions(source, options)
        for record in msgspec.msgpack.decode(portion.content, type=list[Piece])
    ]
    spans = [(one.offset, one.offset + len(one.raw.decode())) for one in records]
    kept = [row for row, one in enumerate(records) if one.number not in rows]
    pieces = [text[: spans[0][0]]]
    for row in kept:
        if row != kept[0]:
            pieces.append(text[spans[row - 1][1] : spans[row][0]])
        pieces.append(text[slice(*spans[row])])
    pieces.append(text[spans[-1][1] :])
    return content[:skip] + "".join(pieces).encode(encoding)


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

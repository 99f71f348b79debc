"""Read the first records of a file as plain values, to see which fields they have."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from copydesk.reading.content import open_content, open_file
from copydesk.reading.source import ReadOptions, Source, Unreadable

_GROWTH = 4  # text packs about so many times
_TEXT = 20  # bytes of a string that may be a text, and not a label
_SPEAKERS = {"role", "from"}


class Sample(NamedTuple):
    """The first records of a file, and about how many it has."""

    records: list[Mapping[str, Any]]
    size: int


def first_records(source: Source, options: ReadOptions, most: int) -> Sample:
    """Return the first records of a file; those that are broken are left out.

    Raises Unreadable, for a CSV that is broken further on too.
    """
    read = _READERS[source.format]
    records = list(itertools.islice(read(source, options), most))
    if len(records) < most or source.file is None:
        return Sample(records, len(records))
    size = sum(len(msgspec.json.encode(record, enc_hook=str)) for record in records)
    whole = source.file.stat().st_size * (_GROWTH if source.packing else 1)
    return Sample(records, max(most, whole * most // max(size, 1)))


def _jsonl(source: Source, options: ReadOptions) -> Iterator[Mapping[str, Any]]:
    from copydesk.reading.jsonl import frame

    for portion in frame(source, options):
        yield from _decoded(portion.content.splitlines())


def _json(source: Source, options: ReadOptions) -> Iterator[Mapping[str, Any]]:
    from copydesk.reading.json import scanner_of

    with open_content(source, options) as stream:
        yield from _decoded(record.raw for record in scanner_of(stream, _may_be_record))


def _may_be_record(fields: Mapping[str, msgspec.Raw]) -> bool:
    """Tell whether an object holds a text, and is no turn of a chat: those are parts of a record."""
    values = map(bytes, fields.values())
    has_text = any(value[:1] == b'"' and len(value) > _TEXT for value in values)
    return has_text and not _SPEAKERS & fields.keys()


def _decoded(lines: Any) -> Iterator[Mapping[str, Any]]:
    for line in lines:
        try:
            yield msgspec.json.decode(line, type=dict[str, Any])
        except (msgspec.DecodeError, RecursionError):
            continue


def _csv(source: Source, options: ReadOptions) -> Iterator[Mapping[str, Any]]:
    from copydesk.reading.cells import Rows
    from copydesk.reading.csv import csv_portions

    for portion in csv_portions(source, options):
        table = msgspec.msgpack.decode(portion.content, type=Rows)
        rows = csv.reader([row.raw for row in table.rows], delimiter=table.separator)
        yield from (dict(zip(table.fields, values, strict=False)) for values in rows)


def _arrow(source: Source, options: ReadOptions) -> Iterator[Mapping[str, Any]]:
    try:
        import pyarrow
    except ImportError:
        raise Unreadable("missing-extra", "needs pyarrow") from None
    from copydesk.reading.arrow import open_batches

    try:
        with (
            io.BytesIO(source.content)
            if source.content is not None
            else open_file(source, options) as stream
        ):
            for batch in open_batches(source, stream, None)[1]:
                yield from batch.to_pylist()
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise Unreadable("unreadable", str(error)) from None


_READERS = {
    "jsonl": _jsonl,
    "json": _json,
    "csv": _csv,
    "tsv": _csv,
    "parquet": _arrow,
    "arrow": _arrow,
}

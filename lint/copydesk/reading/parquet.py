"""Read Parquet: a row a record, in portions of rows; a row's number serves as its line."""

from __future__ import annotations

import io
from collections.abc import Container, Iterator, Sequence
from typing import Any

import msgspec

from copydesk.reading.contained import LARGEST, ContainedOrigin
from copydesk.reading.content import open_file
from copydesk.reading.document import Document, Fault, need_text
from copydesk.reading.places import FileOrigin
from copydesk.reading.source import Portion, ReadOptions, Source, Unreadable

_ROWS = 1_000  # of a portion, at most
_PORTION = 1 << 20  # characters of a portion, about

Row = tuple[int, str | None, str | None]  # its number, its text, its id


def parquet_portions(source: Source, options: ReadOptions) -> Iterator[Portion]:
    """Yield portions of rows, holding one batch of a row group at a time; raises Unreadable."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise Unreadable(
            "missing-extra", "reading .parquet needs an extra: pip install 'copydesk[parquet]'"
        ) from None
    opened = (
        io.BytesIO(source.content) if source.content is not None else open_file(source, options)
    )
    with opened as stream:
        try:
            file = parquet.ParquetFile(stream)
            fields = list(_names(file.schema_arrow))
            need_text(source, fields, options)
            asked = (options.text_field, options.id_field)
            number = 1
            for batch in file.iter_batches(
                _ROWS, columns=[name for name in asked if name in fields]
            ):
                texts, ids = (
                    _values(batch, name) if name in fields else [None] * batch.num_rows
                    for name in asked
                )
                rows: list[Row] = []
                size = 0
                for n, (text, id_) in enumerate(zip(texts, ids, strict=True), number):
                    rows.append(
                        (
                            n,
                            text if isinstance(text, str) else None,
                            None if id_ is None else str(id_),
                        )
                    )
                    size += len(text) if isinstance(text, str) else 0
                    if size >= _PORTION:
                        yield _portion(source, rows, fields)
                        rows, size = [], 0
                if rows:
                    yield _portion(source, rows, fields)
                number += batch.num_rows
        except (pyarrow.ArrowException, OSError, ValueError) as error:
            raise Unreadable(
                "unreadable", f"not a whole Parquet file: {str(error).splitlines()[0]}"
            ) from None


def _names(fields: Any, within: str = "") -> Iterator[str]:
    """Yield the names of the fields of a schema or a struct, and of those inside them."""
    import pyarrow

    for field in fields:
        yield within + field.name
        if pyarrow.types.is_struct(field.type):
            yield from _names(field.type, f"{within}{field.name}.")


def _values(batch: Any, name: str) -> list[Any]:
    """Return the values of a field of a batch.

    A name with a full stop of its own comes before a field inside a field.
    """
    if name in batch.schema.names:
        values: list[Any] = batch.column(name).to_pylist()
        return values
    outer, _, inner = name.partition(".")
    values = batch.column(outer).to_pylist()
    for key in inner.split("."):
        values = [None if value is None else value.get(key) for value in values]
    return values


def _portion(source: Source, rows: Sequence[Row], fields: Sequence[str]) -> Portion:
    return Portion(source, msgspec.msgpack.encode((fields, rows)), rows[0][0], rows[0][0] * LARGEST)


def read_parquet(
    portion: Portion, options: ReadOptions, lines: Container[int] | None = None
) -> tuple[list[Document], list[Fault]]:
    """Return a document a row, and IOE202 where a field of text is missing (once a portion).

    With `lines`, of these rows only.
    """
    fields, rows = msgspec.msgpack.decode(portion.content, type=tuple[list[str], list[Row]])
    path, documents, lacking = portion.source.path, list[Document](), list[int]()
    for number, text, id_ in rows:
        if text is None:
            lacking.append(number)
        elif lines is None or number in lines:
            documents.append(
                Document(
                    text, ContainedOrigin(FileOrigin(path, text), number, id_, options.text_field)
                )
            )
    if not lacking:
        return documents, []
    return documents, [
        Fault.no_text(
            path, lacking[0], lacking[0] * LARGEST, options.text_field, fields, len(lacking)
        )
    ]

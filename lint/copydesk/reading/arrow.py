"""Read Parquet, Arrow IPC and Feather: a row a record, in portions of rows; a row's number serves
as its line.
"""

from __future__ import annotations

import io
from collections.abc import Container, Iterator, Sequence
from typing import IO, Any

import msgspec

from copydesk.reading.contained import LARGEST, ContainedOrigin, Part
from copydesk.reading.content import open_file
from copydesk.reading.document import Document, Fault, need_text
from copydesk.reading.fields import PLAIN, fields_of, find_one, find_texts, top_field
from copydesk.reading.parts import GAP, filled, one_origin
from copydesk.reading.places import FileOrigin, Origin
from copydesk.reading.source import Portion, ReadOptions, Source, Unreadable

_ROWS = 1_000  # of a portion, at most
_PORTION = 1 << 20  # characters of a portion, about
_FILE = b"ARROW1"  # what a file of Arrow IPC begins with; a stream has no such mark
_NAMES = {"parquet": "Parquet", "arrow": "Arrow or Feather"}

Texts = list[tuple[str, str, str]]  # of a record: field, role, text
Row = tuple[int, Texts, str | None]  # its number, its texts, its id


def arrow_portions(source: Source, options: ReadOptions) -> Iterator[Portion]:
    """Yield portions of rows, holding one batch at a time; raises Unreadable."""
    try:
        import pyarrow
    except ImportError:
        raise Unreadable(
            "missing-extra",
            f"reading .{source.format} needs an extra: pip install 'copydesk[parquet]'",
        ) from None
    opened = (
        io.BytesIO(source.content) if source.content is not None else open_file(source, options)
    )
    with opened as stream:
        try:
            yield from _portions(source, stream, options)
        except (pyarrow.ArrowException, OSError, ValueError) as error:
            name, first = _NAMES[source.format], str(error).splitlines()[0]
            raise Unreadable("unreadable", f"not a whole {name} file: {first}") from None


def _portions(source: Source, stream: IO[bytes], options: ReadOptions) -> Iterator[Portion]:
    paths = fields_of(source, options)
    schema, batches = open_batches(source, stream, [*paths, options.id_field])
    fields = list(_names(schema))
    need_text(source, fields, paths)
    number = 1
    for batch in batches:
        rows: list[Row] = []
        size = 0
        for record in batch.to_pylist():
            found = filled(find_texts(record, paths, PLAIN))
            id_ = find_one(record, options.id_field, PLAIN)
            texts = [(one.field, one.role, text) for one, text in found]
            rows.append((number, texts, None if id_ is None else str(id_)))
            size += sum(len(text) for *_, text in texts)
            number += 1
            if size >= _PORTION:
                yield _portion(source, rows, fields)
                rows, size = [], 0
        if rows:
            yield _portion(source, rows, fields)


def open_batches(source: Source, stream: IO[bytes], paths: Sequence[str] | None) -> tuple[Any, Any]:
    """Return the schema of a file, and its batches with the columns that paths begin with; None:
    with all.
    """
    if source.format == "parquet":
        from pyarrow import parquet

        file = parquet.ParquetFile(stream)
        wanted = _columns(file.schema_arrow, paths)
        return file.schema_arrow, file.iter_batches(_ROWS, columns=wanted)
    reader = open_arrow(stream)
    wanted = _columns(reader.schema, paths)
    cut = (
        batch.select(wanted).slice(row, _ROWS)
        for batch in arrow_batches(reader)
        for row in range(0, batch.num_rows, _ROWS)
    )
    return reader.schema, cut


def open_arrow(stream: IO[bytes]) -> Any:
    """Return the reader of a file or a stream of Arrow IPC; `datasets` writes streams."""
    import pyarrow

    is_file = stream.read(len(_FILE)) == _FILE
    stream.seek(0)
    return pyarrow.ipc.open_file(stream) if is_file else pyarrow.ipc.open_stream(stream)


def arrow_batches(reader: Any) -> Iterator[Any]:
    """Yield the batches of a file or a stream."""
    if hasattr(reader, "get_batch"):
        return (reader.get_batch(number) for number in range(reader.num_record_batches))
    return iter(reader)


def _columns(schema: Any, paths: Sequence[str] | None) -> list[str]:
    """Return the columns that hold what paths lead to."""
    if paths is None:
        return list(dict.fromkeys(schema.names))
    names = [path if path in schema.names else top_field(path) for path in paths]
    return [name for name in dict.fromkeys(names) if name in schema.names]


def _names(fields: Any, within: str = "") -> Iterator[str]:
    """Yield the names of the fields of a schema, and of those inside its structs and lists."""
    import pyarrow

    for field in fields:
        name, kind = within + field.name, field.type
        yield name
        if pyarrow.types.is_list(kind) or pyarrow.types.is_large_list(kind):
            name, kind = f"{name}[]", kind.value_type
            yield name
        if pyarrow.types.is_struct(kind):
            yield from _names(kind, f"{name}.")


def _portion(source: Source, rows: Sequence[Row], fields: Sequence[str]) -> Portion:
    return Portion(source, msgspec.msgpack.encode((fields, rows)), rows[0][0], rows[0][0] * LARGEST)


def read_arrow(
    portion: Portion, options: ReadOptions, lines: Container[int] | None = None
) -> tuple[list[Document], list[Fault]]:
    """Return a document a row, and IOE202 where a field of text is missing (once a portion).

    With `lines`, of these rows only.
    """
    fields, rows = msgspec.msgpack.decode(portion.content, type=tuple[list[str], list[Row]])
    path, documents, lacking = portion.source.path, list[Document](), list[Origin]()
    for number, texts, id_ in rows:
        if not texts:
            lacking.append(ContainedOrigin(FileOrigin(path, ""), number, id_, Part("")))
        elif lines is None or number in lines:
            origin = one_origin(list(_parts(path, number, texts, id_)))
            documents.append(Document(origin.text, origin))
    if not lacking:
        return documents, []
    place, wanted = lacking[0].place(0, 0), fields_of(portion.source, options)
    return documents, [Fault.no_text(place, "", wanted, fields, len(lacking))]


def _parts(path: str, number: int, texts: Texts, id_: str | None) -> Iterator[Origin]:
    before = 0
    for field, role, text in texts:
        part = Part(field, role, len(texts), before)
        yield ContainedOrigin(FileOrigin(path, text), number, id_, part)
        before += len(text) + len(GAP)

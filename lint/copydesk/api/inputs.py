"""Bring what a caller passes to a form that can be linted: files, or a table of texts."""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeAlias, runtime_checkable

import msgspec

from copydesk.api.errors import InputError, arrow
from copydesk.hints import hint
from copydesk.reading.source import Source
from copydesk.reading.stdin import standard_input

Form = Literal["auto", "paths", "texts"]


@runtime_checkable
class ArrowTable(Protocol):
    """A table of pandas, polars, pyarrow, DuckDB, ...: anything with the Arrow stream interface."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


Input: TypeAlias = (
    "str | os.PathLike[str] | Mapping[Any, str | None] | ArrowTable"
    " | Iterable[str | os.PathLike[str] | Mapping[str, Any] | None]"
)


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts in memory, with the ids of their caller; None where a row has no text."""

    ids: Sequence[Any]
    texts: Sequence[str | None]
    single: str = ""  # the file name that the one text of a `str` is read under

    def source(self, name: str) -> Source:
        """Return a source of these texts: a file, or records in the form of JSON lines.

        A record is a row, so that the report's lines are row numbers.
        """
        if self.single:
            text = self.texts[0] or ""
            return standard_input(text.encode("utf-8", "surrogatepass"), self.single)
        lines = [_line(str(i), text) for i, text in zip(self.ids, self.texts, strict=True)]
        return Source(name, None, "jsonl", named=True, content=b"".join(lines))


@dataclass(frozen=True, slots=True)
class Given:
    """What a caller passed: paths, or texts."""

    paths: Sequence[str] = ()
    texts: Texts | None = None


def given(
    data: Input, *, form: Form = "auto", text: str = "text", id: str = "id", filename: str = ""
) -> Given:
    """Return paths or texts; raises InputError and MissingDependencyError.

    A string is a path where a file or folder of this name exists, and a text otherwise; `form` says
    which, for texts that strangers wrote. `text`, `id`: the column or field of tables and records.
    """
    if isinstance(data, os.PathLike):
        return Given(paths=[os.fspath(data)])
    if isinstance(data, str):
        return _string(data, form, filename)
    if isinstance(data, Mapping):
        return Given(texts=_checked(Texts(list(data), list(data.values()))))
    if isinstance(data, ArrowTable):
        return Given(texts=_of_table(data, text, id))
    if isinstance(data, Iterable):
        return _several(iter(data), form, text, id)
    raise InputError(
        f"cannot lint {type(data).__name__}; pass paths, a text, texts, a mapping of ids to texts,"
        " a table or records"
    )


def _string(data: str, form: Form, filename: str) -> Given:
    if form == "paths" or (form == "auto" and _is_path(data)):
        return Given(paths=[data])
    if form == "auto" and _looks_like_path(data):
        raise InputError(f'file not found: {data!r}; to lint it as a text, pass form="texts"')
    return Given(texts=Texts([0], [data], filename or "text.txt"))


def _is_path(name: str) -> bool:
    try:
        return os.path.exists(name)  # noqa: PTH110 - a Path of any text may raise
    except ValueError:  # a NUL
        return False


def _looks_like_path(text: str) -> bool:
    """Tell whether nobody would take a string for a text: no blank, and a slash or an ending."""
    return text == "" or (
        not (set(text) & {" ", "\n"}) and ("/" in text or text[-5:-1].count(".") > 0)
    )


def _several(rows: Iterator[Any], form: Form, text: str, id: str) -> Given:
    first = next(rows, None)
    if first is None:
        raise InputError("nothing to lint: no row, text or path")
    every = list(itertools.chain((first,), rows))
    if isinstance(first, Mapping):
        return Given(texts=_of_records(every, text, id))
    if all(isinstance(row, os.PathLike) for row in every):
        return Given(paths=[os.fspath(row) for row in every])
    if not all(isinstance(row, str | os.PathLike) or row is None for row in every):
        odd = next(
            row for row in every if not isinstance(row, str | os.PathLike) and row is not None
        )
        raise InputError(f"cannot lint rows of type {type(odd).__name__}; pass texts or mappings")
    if form == "paths" or (form == "auto" and all(r is not None and _is_path(r) for r in every)):
        return Given(paths=[os.fspath(row) for row in every])
    return Given(texts=_checked(Texts(range(len(every)), every)))


def _of_records(rows: Sequence[Mapping[str, Any]], text: str, id: str) -> Texts:
    if not any(text in row for row in rows):
        raise InputError(f"no record has a field {text!r}{hint(text, map(str, rows[0]))}")
    ids = [row.get(id, number) for number, row in enumerate(rows)]
    return _checked(Texts(ids, [row.get(text) for row in rows]))


def _of_table(table: ArrowTable, text: str, id: str) -> Texts:
    pa = arrow("reading a table")
    stream = pa.RecordBatchReader.from_stream(table)
    names = stream.schema.names
    if text not in names:
        raise InputError(f"the table has no column {text!r}{hint(text, names)}")
    read = stream.read_all().select([text, id] if id in names else [text])
    texts = read.column(text).to_pylist()
    return _checked(Texts(read.column(id).to_pylist() if id in names else range(len(texts)), texts))


def _checked(texts: Texts) -> Texts:
    for name, text in zip(texts.ids, texts.texts, strict=True):
        if text is not None and not isinstance(text, str):
            raise InputError(f"row {name!r}: the text is {type(text).__name__}, not a string")
    return texts


def _line(name: str, text: str | None) -> bytes:
    row = {"id": name, "text": text}
    try:
        return msgspec.json.encode(row) + b"\n"
    except UnicodeEncodeError:  # half of a pair of surrogates: as an escape, which is reported
        return json.dumps(row).encode() + b"\n"

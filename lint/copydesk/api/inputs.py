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
from copydesk.reading.fields import PLAIN, field_names, find_texts, top_field
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


Fields: TypeAlias = "str | Sequence[str] | None"
_TEXT = ("text",)


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts in memory, with the ids of their caller; None where a row has no text.

    `records`: rows whose texts are what `paths` lead to; there are no `texts` then.
    """

    ids: Sequence[Any]
    texts: Sequence[str | None] = ()
    single: str = ""  # the file name that the one text of a `str` is read under
    records: Sequence[Mapping[str, Any]] = ()
    paths: tuple[str, ...] = _TEXT

    def __len__(self) -> int:
        return len(self.ids)

    def source(self, name: str) -> Source:
        """Return a source of these texts: a file, or records in the form of JSON lines.

        A record is a row, so that the report's lines are row numbers.
        """
        if self.single:
            text = self.texts[0] or ""
            return standard_input(text.encode("utf-8", "surrogatepass"), self.single)
        tops = [*dict.fromkeys(map(top_field, self.paths)), *self.paths]
        rows = (
            ({key: row[key] for key in tops if key in row} for row in self.records)
            if self.records
            else ({"text": text} for text in self.texts)
        )
        lines = [_line({"id": str(i)} | row) for i, row in zip(self.ids, rows, strict=True)]
        content = b"".join(lines)
        return Source(name, None, "jsonl", named=True, content=content, fields=self.paths)

    def changed(self, content: bytes) -> list[Any]:
        """Return the texts, or the records, of a source whose content was changed."""
        if self.single:
            return [content.decode("utf-8", "surrogatepass")]
        rows = [msgspec.json.decode(line) for line in content.splitlines()]
        if not self.records:
            pairs = zip(self.texts, rows, strict=True)
            return [old if old is None else row["text"] for old, row in pairs]
        tops = [
            {key: row[key] for key in row.keys() & old.keys() - {"id"}}
            for old, row in zip(self.records, rows, strict=True)
        ]
        return [{**old, **top} for old, top in zip(self.records, tops, strict=True)]

    def text(self, row: int, field: str) -> str:
        """Return a text of a row: of records, what the field holds."""
        if not self.records:
            return self.texts[row] or ""
        found = find_texts(self.records[row], self.paths, PLAIN)
        return next((text for one, text in found if one.field == field), "")


@dataclass(frozen=True, slots=True)
class Given:
    """What a caller passed: paths, or texts."""

    paths: Sequence[str] = ()
    texts: Texts | None = None


def given(
    data: Input, *, form: Form = "auto", text: Fields = None, id: str = "id", filename: str = ""
) -> Given:
    """Return paths or texts; raises InputError and MissingDependencyError.

    A string is a path where a file or folder of this name exists, and a text otherwise; `form` says
    which, for texts that strangers wrote. `text`, `id`: the column or field of tables and records;
    `text` may be several, or the way to one inside lists: `messages[].content`.
    """
    paths = fields(text) or _TEXT
    if isinstance(data, os.PathLike):
        return Given(paths=[os.fspath(data)])
    if isinstance(data, str):
        return _string(data, form, filename)
    if isinstance(data, Mapping):
        return Given(texts=_checked(Texts(list(data), list(data.values()))))
    if isinstance(data, ArrowTable):
        return Given(texts=_of_table(data, paths, id))
    if isinstance(data, Iterable):
        return _several(iter(data), form, paths, id)
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


def _several(rows: Iterator[Any], form: Form, paths: tuple[str, ...], id: str) -> Given:
    first = next(rows, None)
    if first is None:
        raise InputError("nothing to lint: no row, text or path")
    every = list(itertools.chain((first,), rows))
    if isinstance(first, Mapping):
        return Given(texts=_of_records(every, paths, id))
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


def _of_records(rows: Sequence[Mapping[str, Any]], paths: tuple[str, ...], id: str) -> Texts:
    ids = [row.get(id, number) for number, row in enumerate(rows)]
    if len(paths) == 1 and any(paths[0] in row for row in rows):
        return _checked(Texts(ids, [row.get(paths[0]) for row in rows]))
    if not any(find_texts(row, paths, PLAIN) for row in rows):
        names = field_names(rows[0], PLAIN)
        raise InputError(f"no record has a field {_listed(paths)}{hint(paths[0], names)}")
    return Texts(ids, records=rows, paths=paths)


def _of_table(table: ArrowTable, paths: tuple[str, ...], id: str) -> Texts:
    pa = arrow("reading a table")
    stream = pa.RecordBatchReader.from_stream(table)
    names = stream.schema.names
    tops = [path if path in names else top_field(path) for path in paths]
    missing = [path for path, top in zip(paths, tops, strict=True) if top not in names]
    if missing:
        raise InputError(f"the table has no column {_listed(missing)}{hint(missing[0], names)}")
    columns = dict.fromkeys([*tops, id] if id in names else tops)
    read = stream.read_all().select(list(columns))
    ids = read.column(id).to_pylist() if id in names else range(read.num_rows)
    if tops == [*paths] and len(paths) == 1:
        return _checked(Texts(ids, read.column(paths[0]).to_pylist()))
    return Texts(ids, records=read.select(list(dict.fromkeys(tops))).to_pylist(), paths=paths)


def fields(text: Fields) -> tuple[str, ...]:
    """Return a field or fields as a tuple."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def _listed(names: Sequence[str]) -> str:
    return " or ".join(map(repr, names))


def _checked(texts: Texts) -> Texts:
    for name, text in zip(texts.ids, texts.texts, strict=True):
        if text is not None and not isinstance(text, str):
            raise InputError(f"row {name!r}: the text is {type(text).__name__}, not a string")
    return texts


def _line(row: Mapping[str, Any]) -> bytes:
    try:
        return msgspec.json.encode(row, enc_hook=_plain) + b"\n"
    except UnicodeEncodeError:  # half of a pair of surrogates: as an escape, which is reported
        return json.dumps(row, default=_plain).encode() + b"\n"


def _plain(value: Any) -> Any:
    """Return an array of numpy as a list, and what JSON has no name for as text."""
    return value.tolist() if hasattr(value, "tolist") else str(value)

"""Find the texts of a record by the way to them: `text`, `body.text`, `messages[].content`.

`body.text` is the field `text` inside the field `body`, `messages[]` every item of a list,
`messages[0]` one, and `messages[assistant]` those of a role.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import msgspec

from copydesk.patterns import late_pattern
from copydesk.reading.globs import Patterns
from copydesk.reading.source import FieldsOfFiles, ReadOptions, Source
from copydesk.reading.walk import seen_from

_HEAD = late_pattern(r"[^.\[]+")
_ROLES = ("role", "from")  # of a message: of OpenAI, TRL and most others, and of ShareGPT
_DEEPEST = 4  # levels of lists and fields whose names a message lists


class Found(NamedTuple):
    """A value of a record: the keys that lead to it, and the role of the message that it is in."""

    keys: tuple[str | int, ...]
    value: Any
    role: str = ""

    @property
    def field(self) -> str:
        """The way to it: `messages[0].content`."""
        return joined(self.keys)


def joined(keys: Sequence[str | int]) -> str:
    """Return the way that keys make: `messages[0].content`."""
    names = (f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys)
    return "".join(names).removeprefix(".")


class Values(Protocol):
    """Opens the values of records."""

    def fields(self, value: Any) -> Mapping[str, Any]:
        """Return the fields of a value; none if it is no object."""
        ...

    def items(self, value: Any) -> Sequence[Any]:
        """Return the items of a value; none if it is no list."""
        ...

    def text(self, value: Any) -> str | None:
        """Return a value as text, None if it is no string."""
        ...


class JsonValues:
    """Opens values that are raw JSON."""

    def __init__(self) -> None:
        self._fields = msgspec.json.Decoder(dict[str, msgspec.Raw])
        self._items = msgspec.json.Decoder(list[msgspec.Raw])
        self._text = msgspec.json.Decoder(str)

    def fields(self, value: Any) -> Mapping[str, Any]:
        """Return the fields of a value; none if it is no object."""
        try:
            return self._fields.decode(value)
        except (msgspec.DecodeError, RecursionError):
            return {}

    def items(self, value: Any) -> Sequence[Any]:
        """Return the items of a value; none if it is no list."""
        try:
            return self._items.decode(value)
        except (msgspec.DecodeError, RecursionError):
            return []

    def text(self, value: Any) -> str | None:
        """Return a value as text, None if it is no string."""
        try:
            return self._text.decode(value)
        except msgspec.DecodeError:
            return None


class PlainValues:
    """Opens values of Python."""

    def fields(self, value: Any) -> Mapping[str, Any]:
        """Return the fields of a value; none if it is no object."""
        return value if isinstance(value, Mapping) else {}

    def items(self, value: Any) -> Sequence[Any]:
        """Return the items of a value; none if it is no list."""
        if isinstance(value, list | tuple):
            return value
        # an array of numpy, as pandas makes of a column of lists
        listed = value.tolist() if hasattr(value, "tolist") else ()
        return listed if isinstance(listed, list) else ()

    def text(self, value: Any) -> str | None:
        """Return a value as text, None if it is no string."""
        return value if isinstance(value, str) else None


JSON, PLAIN = JsonValues(), PlainValues()


def find_all(record: Mapping[str, Any], path: str, values: Values) -> list[Found]:
    """Return what a path leads to; a field that has the very name of the path comes first."""
    if path in record:
        return [Found((path,), record[path])]
    return list(_inside(record, path, Found((), None), values))


def find_texts(
    record: Mapping[str, Any], paths: Sequence[str], values: Values
) -> list[tuple[Found, str]]:
    """Return the texts that paths lead to, those of one item of a list together."""
    lists = [path.partition("[")[0] for path in paths]
    texts = [
        (lists.index(head), found, text)
        for path, head in zip(paths, lists, strict=True)
        for found in find_all(record, path, values)
        if (text := values.text(found.value)) is not None
    ]
    if len(paths) > 1:
        texts.sort(key=lambda one: (one[0], *_numbers(one[1])))
    return [(found, text) for _, found, text in texts]


def find_one(record: Mapping[str, Any], path: str, values: Values) -> Any:
    """Return the first value that a path leads to, None where there is none."""
    found = find_all(record, path, values)
    return found[0].value if found else None


def _numbers(found: Found) -> list[int]:
    return [key for key in found.keys if isinstance(key, int)]


def _inside(fields: Mapping[str, Any], path: str, above: Found, values: Values) -> Iterator[Found]:
    """Yield what a path leads to among some fields, which lie inside `above`."""
    if path in fields:
        yield Found((*above.keys, path), fields[path], above.role)
        return
    head = _HEAD.match(path)
    if head and head.group() in fields:
        name = head.group()
        inner = Found((*above.keys, name), fields[name], above.role)
        yield from _below(inner, path[head.end() :], values)


def _below(above: Found, rest: str, values: Values) -> Iterator[Found]:
    """Yield what the rest of a path leads to: `.text`, `[].content`, `[0]` or nothing more."""
    if not rest:
        yield above
    elif rest.startswith("."):
        yield from _inside(values.fields(above.value), rest[1:], above, values)
    else:
        wanted, _, rest = rest[1:].partition("]")
        for number, item in enumerate(values.items(above.value)):
            role = _role(values.fields(item), values) or above.role
            if wanted in ("", str(number), role):
                yield from _below(Found((*above.keys, number), item, role), rest, values)


def _role(fields: Mapping[str, Any], values: Values) -> str:
    return next((values.text(fields[name]) or "" for name in _ROLES if name in fields), "")


def field_names(
    record: Mapping[str, Any], values: Values = JSON, deep: int = _DEEPEST
) -> list[str]:
    """Return the names of a record's fields, and of those inside them."""
    out = []
    for name, value in record.items():
        out.append(name)
        items = values.items(value)
        inside, mark = (values.fields(items[0]), "[]") if items else (values.fields(value), "")
        if items and not inside:
            out.append(f"{name}[]")
        if inside and deep:
            out += [f"{name}{mark}.{inner}" for inner in field_names(inside, values, deep - 1)]
    return out


def top_field(path: str) -> str:
    """Return the outermost field of a path."""
    head = _HEAD.match(path)
    return head.group() if head else path


def fields_of(source: Source, options: ReadOptions) -> tuple[str, ...]:
    """Return the paths to the texts of a file's records."""
    if source.fields or not options.by_file:
        return source.fields or options.text_fields
    whole = Path(source.path).absolute()
    for folder, patterns, fields in _compiled(options.by_file):
        if patterns.match(seen_from(folder, whole)):
            return fields
    return options.text_fields


@functools.lru_cache(maxsize=8)
def _compiled(
    stated: tuple[FieldsOfFiles, ...],
) -> list[tuple[Path, Patterns, tuple[str, ...]]]:
    return [
        (Path(one.folder), Patterns([one.pattern], strict=True), one.fields)
        for one in reversed(stated)
    ]

"""Find a field of a JSON record by its name, or by the way to it.

`body.text` is the field `text` inside the field `body`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

_objects = msgspec.json.Decoder(dict[str, msgspec.Raw])


def find_field(
    record: Mapping[str, msgspec.Raw], name: str
) -> tuple[msgspec.Raw | None, tuple[str, ...]]:
    """Return a field's value (None where there is none) and the keys that lead to it.

    A name with a full stop of its own comes first.
    """
    outer, _, inner = name.partition(".")
    if name in record or not inner or outer not in record:
        return record.get(name), (name,)
    value, keys = find_field(_fields(record[outer]), inner)
    return value, (outer, *keys)


def field_names(record: Mapping[str, msgspec.Raw]) -> Iterator[str]:
    """Yield the names of a record's fields, and of those inside them."""
    for name, value in record.items():
        yield name
        yield from (f"{name}.{inner}" for inner in _fields(value))


def _fields(value: msgspec.Raw) -> Mapping[str, msgspec.Raw]:
    try:
        return _objects.decode(value)
    except (msgspec.DecodeError, RecursionError):
        return {}

"""Find the records of a JSON file that is one object around an array of them, as in `{"data": [...]}`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import msgspec

from copydesk.reading.record_places import TOKEN

HEAD = 1 << 20  # bytes in which the array begins
Fields = Mapping[str, msgspec.Raw]
_fields = msgspec.json.Decoder(dict[str, msgspec.Raw])
_NOTHING: Fields = {}


def array_of_records(
    head: bytes, is_record: Callable[[Fields], bool], *, whole: bool
) -> int | None:
    """Return the offset of the first array whose objects are records.

    None where the object around is a record itself or a report or baseline of copydesk, where several
    follow one another, and where there is no such array. `whole`: the head is all of the file.
    """
    if head.lstrip()[:1] != b"{":
        return None
    if whole:
        around = _decoded(head)
        if around is None or is_record(around) or _is_own(around):
            return None
    for array, start, end, parted in _arrays(head):
        first = _decoded(head[start:end])
        if first is not None and is_record(first):
            begun = _NOTHING if whole or not parted else _decoded(head[:parted] + b"}")
            return None if begun is None or is_record(begun) or _is_own(begun) else array
    return None


def wrapped_fields(raw: bytes) -> Fields | None:
    """Return the first object of the first array of objects that an object has."""
    return next((_decoded(raw[start:end]) for _, start, end, _ in _arrays(raw[:HEAD])), None)


def _is_own(around: Fields) -> bool:
    """Tell whether copydesk made a file, which quotes texts: all of them begin with a version and this."""
    return "tool" in around and b'"copydesk"' in bytes(around["tool"])


def _decoded(raw: bytes) -> Fields | None:
    try:
        return _fields.decode(raw)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None


def _arrays(head: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Yield for each array of an object that begins with an object: where it begins, where its
    first object begins and ends, and the last comma between fields before it.
    """
    depth = array = start = parted = 0
    for token in TOKEN.finditer(head.decode("latin-1")):  # a character a byte
        mark, at = token.group(), token.start()
        if mark in "{[":
            depth += 1
            if mark == "[" and depth == 2:
                array, start = at, 0
            elif mark == "{" and depth == 3 and array and not start:
                start = at
        elif mark in "}]":
            depth -= 1
            if depth == 0:
                return
            if depth == 2 and mark == "}" and start and array:
                yield array, start, token.end(), parted
                array = 0
        elif mark == "," and depth == 1:
            parted = at

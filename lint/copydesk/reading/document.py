"""A document as it was read, and what was wrong with the file it came from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from copydesk.codes import BINARY_FILE, BROKEN_RECORD, INVALID_ENCODING, MISSING_TEXT_FIELD
from copydesk.columns.batch import Layout, Text
from copydesk.columns.document_kinds import DocumentKind
from copydesk.finding import Place
from copydesk.hints import nearest
from copydesk.patterns import late_pattern
from copydesk.reading.decode import Decoded
from copydesk.reading.fields import top_field
from copydesk.reading.places import FileOrigin, Origin, clip
from copydesk.reading.source import Source, Unreadable

NO_TEXT = "no-text-field"  # the reason of a file whose records have no text
_SHOWN = 12  # names of fields in a message
_AROUND = 20  # characters of its line shown on either side of an invalid byte
_WORD_START, _WORD_END = late_pattern(r"[\w\ufffd]+"), late_pattern(r"[\w\ufffd]+\Z")


class Document(Struct, frozen=True):
    """One document: its text, where it came from, its blocks where the format declares them,
    and what it says about its findings.

    `suppressions`: the raw value of the record's field that states them; Markdown states them in
    comments. `replaced`: offsets of the text at which a U+FFFD was put in for invalid bytes.
    `is_page`: it was read from HTML. `kind`: what the configuration says that it is, or its
    format.
    """

    text: str
    origin: Origin
    layout: Layout | None = None
    suppressions: bytes | None = None
    replaced: tuple[int, ...] = ()
    is_page: bool = False
    kind: DocumentKind | None = None

    @property
    def column_text(self) -> Text:
        """What a batch takes."""
        return Text(self.text, self.layout, self.replaced, self.is_page, self.kind)


def replaced(origin: Origin, is_replaced: Callable[[int], bool]) -> tuple[int, ...]:
    """Return where a text has a U+FFFD for invalid bytes.

    `is_replaced` answers for an offset of the file.
    """
    return tuple(
        at.start()
        for at in re.finditer("\ufffd", origin.text)
        if is_replaced(origin.place(at.start(), at.start()).offset)
    )


class Fault(Struct, frozen=True):
    """Something that kept a file, or a part of it, from being read; `code` is a rule's."""

    code: str
    place: Place
    text: str
    details: Mapping[str, Any] = field(default_factory=dict)
    known_by: str = ""  # what identifies it, where that is not its text

    @classmethod
    def invalid_bytes(cls, path: str, decoded: Decoded, line: int = 1, offset: int = 0) -> Fault:
        """IOE101, at the word of the first byte that does not decode.

        `line` and `offset` are where in the file the decoded text begins.
        """
        assert decoded.fault is not None
        found = FileOrigin(path, decoded.text).place(*_word_around(decoded.text, decoded.fault))
        place = Place(
            path,
            found.line + line - 1,
            found.column,
            found.end_line + line - 1,
            found.end_column,
            found.offset + offset,
            found.end_offset + offset,
        )
        shown = " ".join(f"{byte:02X}" for byte in decoded.fault_bytes[:4])
        before, after = (
            decoded.text[: decoded.fault][-_AROUND:],
            decoded.text[decoded.fault : decoded.fault + _AROUND],
        )
        around = re.split(r"[\r\n]", before)[-1] + re.split(r"[\r\n]", after)[0]
        return cls(
            INVALID_ENCODING, place, around, {"bytes": shown, "encoding": decoded.encoding.upper()}
        )

    @classmethod
    def binary(cls, path: str, why: str) -> Fault:
        """IOE102, for a file that somebody named and that is no text."""
        return cls(BINARY_FILE, Place(path, 1, 1, 1, 1, 0, 0), path, {"why": why})

    @classmethod
    def bad_record(cls, place: Place, text: str, error: str) -> Fault:
        """IOE201, over a record that is not a JSON object."""
        details = {"kind": "JSON", "error": error or "nested too deeply"}
        return cls(BROKEN_RECORD, place, clip(text), details)

    @classmethod
    def bad_page(cls, place: Place, uri: str, error: str) -> Fault:
        """IOE201, at a damaged record of a web archive."""
        return cls(BROKEN_RECORD, place, uri, {"kind": "whole WARC", "error": error})

    @classmethod
    def no_text(
        cls, place: Place, text: str, wanted: Sequence[str], fields: Iterable[str], count: int
    ) -> Fault:
        """IOE202, at the first record without text, which begins with `text`.

        A field that is no string and one that is missing are two faults.
        """
        field, fields = ", ".join(wanted), list(fields)
        held = any(name in fields for name in wanted)
        details = {
            "field": field,
            "fields": listed_fields(wanted, fields),
            "more": more_records(count - 1),
            "records": count,
            "missing": not held,
        }
        start = Place(
            place.path,
            place.line,
            place.column,
            place.line,
            place.column + 1,
            place.offset,
            place.offset + 1,
        )
        return cls(MISSING_TEXT_FIELD, start, text, details, f"{place.path}:{field}{':' * held}")


def _word_around(text: str, at: int) -> tuple[int, int]:
    """Return where the word begins and ends that a replaced byte stands in."""
    before = _WORD_END.search(text, max(at - _AROUND, 0), at)
    after = _WORD_START.match(text, at + 1, at + 1 + _AROUND)
    return before.start() if before else at, after.end() if after else at + 1


def more_records(count: int) -> str:
    """Return what a message says of further records of the same fault."""
    return f" (and {count} more record{'s' * (count != 1)})" if count else ""


def listed_fields(wanted: Sequence[str], fields: Iterable[str]) -> str:
    """Return the names of fields for a message.

    And where one of them may be meant, the question whether it is.
    """
    names = list(fields)
    held = next((name for name in wanted if name in names), "")
    near = "" if held else next((n for name in wanted if (n := nearest(name, names))), "")
    known = set(names)
    # Fields inside other fields are left out; `near` may name one.
    shown = [name for name in names if name.rpartition(".")[0].removesuffix("[]") not in known]
    shown = [name for name in shown if name.removesuffix("[]") == name][:_SHOWN] or ["no field"]
    end = (
        f" (did you mean {near!r}?)" if near else f" ({held!r} is no string there)" if held else ""
    )
    return ", ".join(shown) + end


def need_text(source: Source, fields: Sequence[str], wanted: Sequence[str]) -> None:
    """Leave out a table of other things that was met while walking.

    One that somebody names is asked for its text. Raises Unreadable.
    """
    if (
        fields
        and not source.named
        and not any(top_field(w) in fields or w in fields for w in wanted)
    ):
        raise other_things(fields, wanted)


def other_things(fields: Sequence[str], wanted: Sequence[str], reason: str = NO_TEXT) -> Unreadable:
    """Return the error of a file whose records have no text."""
    known, names = listed_fields(wanted, fields), ", ".join(map(repr, wanted))
    return Unreadable(reason, f"has no field {names} but {known}; --text-field names another")

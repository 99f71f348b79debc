"""A document as it was read, and what was wrong with the file it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from copydesk.columns.batch import Layout, Text
from copydesk.finding import Place, Waiver
from copydesk.reading.decode import Decoded
from copydesk.reading.places import FileOrigin, Origin, clip
from copydesk.reading.source import Portion


@dataclass(frozen=True, slots=True)
class Document:
    """One document: its text, where it came from, its blocks where the format declares them, and what it says about its findings."""

    text: str
    origin: Origin
    layout: Layout | None = None
    waivers: tuple[Waiver, ...] = ()

    @property
    def column_text(self) -> Text:
        """What a batch takes."""
        return Text(self.text, self.layout)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that kept a file, or a part of it, from being read; `code` is a rule's."""

    code: str
    place: Place
    text: str
    details: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def invalid_bytes(cls, path: str, decoded: Decoded, portion: Portion | None = None) -> Fault:
        """IOE101, at the first byte that does not decode."""
        assert decoded.fault is not None
        place = FileOrigin(path, decoded.text).place(decoded.fault, decoded.fault + 1)
        if portion:
            line, offset = portion.first_line - 1, portion.first_offset
            place = Place(
                path, place.line + line, place.column, place.end_line + line, place.end_column, place.offset + offset,
                place.end_offset + offset,
            )  # fmt: skip
        shown = " ".join(f"{byte:02X}" for byte in decoded.fault_bytes[:4])
        around = decoded.text[max(0, decoded.fault - 20) : decoded.fault + 20]
        return cls("IOE101", place, around, {"bytes": shown, "encoding": decoded.encoding.upper()})

    @classmethod
    def binary(cls, path: str) -> Fault:
        """IOE102, for a file that somebody named and that is no text."""
        return cls("IOE102", Place(path, 1, 1, 1, 1, 0, 0), path)

    @classmethod
    def bad_record(cls, path: str, line: bytes, number: int, offset: int, error: str) -> Fault:
        """IOE201, over a line that is not a JSON object."""
        text = line.decode("utf-8", "replace")
        return cls("IOE201", Place(path, number, 1, number, len(text) + 1, offset, offset + len(text)), clip(text), {"error": error})

    @classmethod
    def no_text(cls, path: str, number: int, offset: int, wanted: str, fields: str, count: int) -> Fault:
        """IOE202, at the first record without the text field."""
        more = f" (and {count - 1} more records)" if count > 1 else ""
        place = Place(path, number, 1, number, 2, offset, offset + 1)
        return cls("IOE202", place, f"{path}:{wanted}", {"field": wanted, "fields": fields or "no field", "more": more})

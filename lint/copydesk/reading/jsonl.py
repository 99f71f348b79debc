"""Read JSONL: frame a file into portions of whole lines, and decode the records of a portion."""

from __future__ import annotations

import io
import json
from collections.abc import Container, Iterator
from typing import IO

import msgspec

from copydesk.reading.content import PROBE, is_binary, open_file
from copydesk.reading.decode import decode, encoding_of
from copydesk.reading.document import Document, Fault
from copydesk.reading.places import RecordOrigin
from copydesk.reading.source import Portion, ReadOptions, Source, Unreadable

PORTION_BYTES = 1 << 20
_records = msgspec.json.Decoder(dict[str, msgspec.Raw])
_strings = msgspec.json.Decoder(str)


def frame(source: Source, content: bytes) -> Iterator[Portion]:
    """Cut a file into portions of about a mebibyte, at line ends; other encodings are brought to UTF-8 first."""
    encoding, skip = encoding_of(content)
    if encoding != "utf-8":
        content, skip = decode(content).text.encode("utf-8", "surrogatepass"), 0
    yield from _framed(source, io.BytesIO(content), skip)


def frame_file(source: Source, options: ReadOptions) -> Iterator[Portion]:
    """Cut a file on disk into the same portions, holding one at a time; raises Unreadable."""
    with open_file(source, options) as file:
        try:
            head = file.read(PROBE)
            if is_binary(head):
                raise Unreadable("binary", "holds NUL bytes")
            encoding, skip = encoding_of(head)
            file.seek(0)
            if encoding == "utf-8":
                yield from _framed(source, file, skip)
            else:
                yield from frame(source, file.read())
        except OSError as error:
            raise Unreadable("unreadable", error.strerror or str(error)) from None


def _framed(source: Source, file: IO[bytes], skip: int) -> Iterator[Portion]:
    line, offset = 1, 0
    file.seek(skip)
    while piece := file.read(PORTION_BYTES):
        piece += file.readline()
        yield Portion(source, piece, line, offset)
        line += len(piece.splitlines()) if b"\r" in piece else piece.count(b"\n")
        offset += len(piece) if piece.isascii() else len(piece.decode("utf-8", "replace"))


def read_records(portion: Portion, options: ReadOptions, lines: Container[int] | None = None) -> tuple[list[Document], list[Fault]]:
    """Return a document a record, and a fault for each record that is none; with `lines`, of these lines only.

    IOE101: bytes that are not UTF-8 (the first of the portion); IOE201: not a JSON object; IOE202: the text field is missing or no
    string (once a portion: its count is in the message).
    """
    documents: list[Document] = []
    faults: list[Fault] = []
    path = portion.source.path
    content, offset = portion.content, portion.first_offset
    decoded = None if content.isascii() else decode(content)
    if decoded and decoded.fault is not None:
        faults.append(Fault.invalid_bytes(path, decoded, portion))
        content = decoded.text.encode("utf-8")
    lacking: list[tuple[int, str, int]] = []
    for number, raw in enumerate(content.splitlines(keepends=True), portion.first_line):
        line = raw.rstrip(b"\r\n")
        length = len(raw) if raw.isascii() else len(raw.decode("utf-8"))
        if (lines is None or number in lines) and line.strip(b" \t"):
            try:
                record = _records.decode(line)
            except (msgspec.DecodeError, RecursionError) as error:
                faults.append(Fault.bad_record(path, line, number, offset, str(error) or "nested too deeply"))
            else:
                document = _document(record, line, number, offset, portion.source, options)
                if document:
                    documents.append(document)
                else:
                    lacking.append((number, ", ".join(record), offset))
        offset += length
    if lacking:
        number, fields, at = lacking[0]
        faults.append(Fault.no_text(path, number, at, options.text_field, fields, len(lacking)))
    return documents, faults


def _document(
    record: dict[str, msgspec.Raw], line: bytes, number: int, offset: int, source: Source, options: ReadOptions
) -> Document | None:
    try:
        text = _strings.decode(record[options.text_field])
    except (KeyError, msgspec.DecodeError):
        return None
    raw_id = record.get(options.id_field)
    id_ = None
    if raw_id is not None:
        try:
            id_ = _strings.decode(raw_id)
        except msgspec.DecodeError:
            id_ = json.dumps(json.loads(bytes(raw_id)))
    origin = RecordOrigin(
        source.path, text, raw=line, token=bytes(record[options.text_field]), line=number, offset=offset, id_=id_, field=options.text_field
    )
    if options.lint_field not in record:
        return Document(text, origin)
    from copydesk.reading.waivers import record_waivers

    return Document(text, origin, waivers=record_waivers(bytes(record[options.lint_field]), options.lint_field, line, origin))

"""Read JSONL: frame a file into portions of whole lines, and decode the records of a portion."""

from __future__ import annotations

import io
import json
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from typing import IO

import msgspec

from copydesk.reading.content import PROBE, open_content
from copydesk.reading.decode import decode, decode_as, encoding_of
from copydesk.reading.document import Document, Fault, replaced
from copydesk.reading.fields import field_names, find_field
from copydesk.reading.record_places import RecordOrigin
from copydesk.reading.source import Portion, ReadOptions, Source, Unreadable

PORTION_BYTES = 1 << 20
_records = msgspec.json.Decoder(dict[str, msgspec.Raw])
_strings = msgspec.json.Decoder(str)


def frame(source: Source, options: ReadOptions) -> Iterator[Portion]:
    """Cut a file into portions of about a mebibyte, at line ends, holding one at a time.

    Raises Unreadable.

    Other encodings than UTF-8 are brought to it first, the whole file at once.
    """
    with open_content(source, options) as stream:
        encoding, skip = encoding_of(stream.peek(PROBE))
        if encoding == "utf-8":
            stream.read(skip)
            yield from _framed(source, stream, options.max_file_size)
        else:
            raw = stream.read(options.max_file_size + 1 if options.max_file_size else -1)
            if len(raw) > options.max_file_size > 0:
                raise Unreadable(
                    "too-large",
                    f"of {encoding} not more than --max-file-size is read; make it UTF-8",
                )
            text = io.BytesIO(decode(raw).text.encode("utf-8", "surrogatepass"))
            yield from _framed(source, text, 0)


def _framed(source: Source, file: IO[bytes], longest: int) -> Iterator[Portion]:
    """Yield portions of whole lines; a line of more than `longest` bytes (0: any) is Unreadable."""
    line, offset = 1, 0
    while piece := file.read(PORTION_BYTES):
        piece += file.readline(longest or -1)
        if longest and not piece.endswith(b"\n") and len(piece) > longest:
            whole = piece[: piece.rfind(b"\n") + 1]
            if whole:
                yield Portion(source, whole, line, offset)
            line += whole.count(b"\n")
            raise Unreadable("too-large", f"line {line} is longer than --max-file-size, {longest}")
        yield Portion(source, piece, line, offset)
        line += len(piece.splitlines()) if b"\r" in piece else piece.count(b"\n")
        offset += len(piece) if piece.isascii() else len(piece.decode("utf-8", "replace"))


def read_records(
    portion: Portion, options: ReadOptions, lines: Container[int] | None = None
) -> tuple[list[Document], list[Fault]]:
    """Return a document a record, and a fault for each record that is none.

    With `lines`, of these lines only.

    IOE101: bytes that are not UTF-8 (the first of the portion); IOE201: not a JSON object; IOE202:
    the text field is missing or no string (once a portion: its count is in the message).
    """
    documents: list[Document] = []
    faults: list[Fault] = []
    path = portion.source.path
    content, offset = portion.content, portion.first_offset
    decoded = None if content.isascii() else decode_as(content, "utf-8")
    if decoded and decoded.fault is not None:
        faults.append(Fault.invalid_bytes(path, decoded, portion.first_line, offset))
        content = decoded.text.encode("utf-8")
    lacking: list[tuple[int, Iterable[str], int]] = []
    for number, raw in enumerate(content.splitlines(keepends=True), portion.first_line):
        line = raw.rstrip(b"\r\n")
        length = len(raw) if raw.isascii() else len(raw.decode("utf-8"))
        if (lines is None or number in lines) and line.strip(b" \t"):
            try:
                record = _records.decode(line)
            except (msgspec.DecodeError, RecursionError) as error:
                faults.append(
                    Fault.bad_record(path, line, number, offset, str(error) or "nested too deeply")
                )
            else:
                document = _document(record, line, number, offset, portion.source, options)
                if document:
                    documents.append(document)
                else:
                    lacking.append((number, field_names(record), offset))
        offset += length
    if lacking:
        number, fields, at = lacking[0]
        faults.append(Fault.no_text(path, number, at, options.text_field, fields, len(lacking)))
    if decoded and decoded.marked:
        first = portion.first_offset
        documents = [
            replace(d, replaced=replaced(d.origin, lambda offset: decoded.replaced(offset - first)))
            for d in documents
        ]
    return documents, faults


def _document(
    record: dict[str, msgspec.Raw],
    line: bytes,
    number: int,
    offset: int,
    source: Source,
    options: ReadOptions,
) -> Document | None:
    raw_text, keys = find_field(record, options.text_field)
    raw_id, _ = find_field(record, options.id_field)
    if raw_text is None:
        return None
    try:
        text = _strings.decode(raw_text)
    except msgspec.DecodeError:
        return None
    id_ = None
    if raw_id is not None:
        try:
            id_ = _strings.decode(raw_id)
        except msgspec.DecodeError:
            id_ = json.dumps(json.loads(bytes(raw_id)))
    origin = RecordOrigin(
        source.path,
        text,
        raw=line,
        token=bytes(raw_text),
        line=number,
        offset=offset,
        id_=id_,
        keys=keys,
    )
    if options.lint_field not in record:
        return Document(text, origin)
    return Document(text, origin, suppressions=bytes(record[options.lint_field]))

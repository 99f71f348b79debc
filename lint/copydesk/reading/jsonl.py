"""Read JSONL: frame a file into portions of whole lines, and decode the records of a portion."""

from __future__ import annotations

import io
import json
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import IO

import msgspec
from msgspec.structs import replace

from copydesk.reading.content import PROBE, open_content, read_whole
from copydesk.reading.decode import decode, decode_as, encoding_of
from copydesk.reading.document import Document, Fault, replaced
from copydesk.reading.fields import JSON, field_names, fields_of, find_one, find_texts
from copydesk.reading.parts import filled, one_origin
from copydesk.reading.places import clip
from copydesk.reading.record_places import RawRecord, RecordOrigin
from copydesk.reading.source import Portion, ReadOptions, Source, Unreadable

PORTION_BYTES = 1 << 20
_records = msgspec.json.Decoder(dict[str, msgspec.Raw])


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
            raw = read_whole(stream, options)
            text = io.BytesIO(decode(raw).text.encode("utf-8", "surrogatepass"))
            yield from _framed(source, text, 0)


def _framed(source: Source, file: IO[bytes], longest: int) -> Iterator[Portion]:
    """Yield portions of whole lines; a line of more than `longest` bytes (0: any) is Unreadable."""
    line, offset = 1, 0
    while piece := file.read(PORTION_BYTES):
        piece += file.readline(longest or -1)
        last = piece.rfind(b"\n", 0, -1) + 1
        if len(piece) - last > longest > 0:
            if last:
                yield Portion(source, piece[:last], line, offset)
            line += piece.count(b"\n", 0, last)
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
    path, paths = portion.source.path, fields_of(portion.source, options)
    content, offset = portion.content, portion.first_offset
    decoded = None if content.isascii() else decode_as(content, "utf-8")
    if decoded and decoded.fault is not None:
        faults.append(Fault.invalid_bytes(path, decoded, portion.first_line, offset))
        content = decoded.text.encode("utf-8")
    lacking: list[tuple[dict[str, msgspec.Raw], RawRecord]] = []
    for number, whole in enumerate(content.splitlines(keepends=True), portion.first_line):
        line = whole.rstrip(b"\r\n")
        length = len(whole) if whole.isascii() else len(whole.decode("utf-8"))
        if (lines is None or number in lines) and line.strip(b" \t"):
            raw = RawRecord(path, line, number, offset, None)
            try:
                fields = _records.decode(line)
            except (msgspec.DecodeError, RecursionError) as error:
                faults.append(Fault.bad_record(raw.place, raw.text, str(error)))
            else:
                raw.id = id_of(fields, options.id_field)
                document = json_document(fields, raw, paths, options.lint_field)
                if document:
                    documents.append(document)
                else:
                    lacking.append((fields, raw))
        offset += length
    if lacking:
        faults += no_text(lacking, paths)
    if decoded and decoded.marked:
        first = portion.first_offset
        documents = [
            replace(d, replaced=replaced(d.origin, lambda offset: decoded.replaced(offset - first)))
            for d in documents
        ]
    return documents, faults


def no_text(
    lacking: Sequence[tuple[Mapping[str, msgspec.Raw], RawRecord]], paths: Sequence[str]
) -> list[Fault]:
    """Return IOE202 for some records: their fields and where they are.

    One for those that have a field of text which is no string, one for those that have none.
    """
    held = [record for record in lacking if any(path in record[0] for path in paths)]
    missing = [record for record in lacking if not any(path in record[0] for path in paths)]
    return [
        Fault.no_text(record.place, clip(record.text), paths, field_names(fields), len(same))
        for same in (held, missing)
        if same
        for fields, record in same[:1]
    ]


def json_document(
    fields: Mapping[str, msgspec.Raw], record: RawRecord, paths: Sequence[str], lint_field: str
) -> Document | None:
    """Return the document of a record, None if it has no text.

    `fields`: its outermost ones, undecoded; `paths`: to its texts.
    """
    texts = filled(find_texts(fields, paths, JSON))
    if not texts:
        return None
    origin = one_origin([RecordOrigin(record, found, text, len(texts)) for found, text in texts])
    stated = fields.get(lint_field)
    return Document(origin.text, origin, suppressions=None if stated is None else bytes(stated))


def id_of(fields: Mapping[str, msgspec.Raw], path: str) -> str | None:
    """Return the id of a record as text, None if it has none."""
    value = find_one(fields, path, JSON)
    if value is None:
        return None
    return text if (text := JSON.text(value)) is not None else json.dumps(json.loads(bytes(value)))

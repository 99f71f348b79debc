"""Take dropped paragraphs and sentences out of documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from copydesk.finding import Edit, Place
from copydesk.fixing.compared import fetch
from copydesk.fixing.dedupe import Decision
from copydesk.fixing.draft import Draft
from copydesk.reading.decode import encoding_of
from copydesk.reading.document import Document
from copydesk.reading.lines import whole_lines
from copydesk.reading.parts import part_of, span_at
from copydesk.reading.places import Origin
from copydesk.reading.source import ReadOptions, Source

Span = tuple[int, int]


class Cuts(Struct):
    """What to take out of a file: edits where it is text, else the new texts of fields by the
    numbers of their rows; and how many texts stay, since without them their field would be empty.
    """

    edits: list[Edit] = field(default_factory=list)
    texts: dict[int, dict[str, str]] = field(default_factory=dict)
    left: int = 0


def cuts_of(
    decision: Decision, sources: Mapping[str, Source], options: ReadOptions
) -> dict[str, Cuts]:
    """Return by path what a decision about paragraphs or sentences takes out."""
    places = {drop.place for group in decision.groups for drop in group.drop}
    # One place of each document is enough to read it.
    some = {(place.path, place.row): place for place in places}
    documents = fetch(some.values(), sources, options)
    of_document: dict[Place, list[Place]] = defaultdict(list)
    for place in sorted(places, key=lambda place: (place.path, place.offset)):
        of_document[some[place.path, place.row]].append(place)
    out: dict[str, Cuts] = defaultdict(Cuts)
    for first, dropped in of_document.items():
        if first in documents:
            _cut(documents[first], dropped, out[first.path])
        else:
            out[first.path].left += len(dropped)
    for cuts in out.values():
        cuts.edits.sort(key=lambda edit: edit.offset)
    return dict(out)


def _cut(document: Document, dropped: Sequence[Place], cuts: Cuts) -> None:
    """Add what to take out of a document, part by part."""
    spans: dict[int, tuple[Origin, list[Span]]] = {}
    for place in dropped:
        start, end = span_at(document.origin, place.offset, place.end_offset)
        part, shift = part_of(document.origin, start, end)
        found = _removal(part, start - shift, end - shift, parted=document.layout is not None)
        if found is None:
            cuts.left += 1
        else:
            spans.setdefault(shift, (part, []))[1].append(found)
    for part, some in spans.values():
        merged = _merged(some)
        rest = without(part.text, merged)
        edits = [part.edit(*span, "") for span in merged]
        record = part.place(0, 0)
        if not rest.strip():
            cuts.left += len(some)
        elif all(edits):
            cuts.edits += [edit for edit in edits if edit]
        elif record.document:
            cuts.texts.setdefault(record.row, {})[record.document.field] = rest
        else:
            cuts.left += len(some)


def _removal(part: Origin, start: int, end: int, *, parted: bool) -> Span | None:
    """Return the span that removes a paragraph with its lines, or a sentence with the space behind
    or before it; None where nothing else is in the field.
    """
    text = part.text
    lines = whole_lines(text, part.starts, start, end, parted=parted)
    if lines is not None:
        return lines
    line = text[:start].rpartition("\n")[2], text[end:].partition("\n")[0]
    if not "".join(line).strip():
        return None
    if line[1].strip():
        return start, end + len(line[1]) - len(line[1].lstrip())
    return start - len(line[0]) + len(line[0].rstrip()), end


def _merged(spans: Sequence[Span]) -> list[Span]:
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = out[-1][0], max(end, out[-1][1])
        else:
            out.append((start, end))
    return out


def without(text: str, spans: Sequence[Span]) -> str:
    """Return a text without some spans, in order."""
    draft = Draft(text)
    draft.edit([Edit(*span, "") for span in spans])
    return draft.text


def edited(content: bytes, edits: Sequence[Edit]) -> bytes:
    """Return the content of a text file with edits; raises UnicodeError where it is not valid."""
    encoding, skip = encoding_of(content)
    draft = Draft(content[skip:].decode(encoding))
    draft.edit(edits)
    return content[:skip] + draft.text.encode(encoding)

"""Read Jupyter notebooks: the Markdown cells, each character traced back through its JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from copydesk.columns.batch import Layout
from copydesk.columns.blocks import BlockKind
from copydesk.reading.document import Document
from copydesk.reading.markdown import layout
from copydesk.reading.pieces import Pieces
from copydesk.reading.record_places import ESCAPE, TOKEN
from copydesk.reading.source import Unreadable

_Strings = list[tuple[int, int]]  # where the strings of a cell's text begin and end, in quotes


def check_notebook(content: bytes) -> None:
    """Raise Unreadable unless bytes are a JSON object, as every notebook is."""
    try:
        msgspec.json.decode(content, type=dict[str, msgspec.Raw])
        json.loads(content)
    except (ValueError, RecursionError) as error:
        reason = str(error) or "nested too deeply"
        raise Unreadable("unreadable", f"not a whole notebook: {reason}") from None


def read_notebook(path: str, source: str) -> Document:
    """Return the Markdown cells of a notebook as one document."""
    pieces, layouts = Pieces(), list[Layout]()
    for cell in _markdown_cells(source):
        runs = [run for start, end in cell for run in _unescaped(source, start, end)]
        text = "".join(text for text, *_ in runs)
        if text.strip():
            for run in runs:
                pieces.add(*run)
            pieces.end(BlockKind.PROSE)
            layouts.append(layout(text))
    document = pieces.document(path, source, escaped)
    assert document.layout
    bases = document.layout.start
    return replace(document, layout=_joined(bases, layouts, len(document.text)))


def escaped(text: str) -> str:
    """Return a text as it stands inside a JSON string."""
    return json.dumps(text)[1:-1]


def _joined(bases: list[int], layouts: list[Layout], length: int) -> Layout:
    """Return the layouts of cells that begin at some offsets as one."""
    whole, ink = Layout([], [], [], "", references=True), list[str]()
    for base, one in zip(bases, layouts, strict=True):
        ink.append(one.ink)
        whole.start.extend(base + at for at in one.start)
        whole.end.extend(base + at for at in one.end)
        whole.kind.extend(one.kind)
    joined = "\n\n".join(ink)
    assert len(joined) == length
    return replace(whole, ink=joined)


def _markdown_cells(source: str) -> Iterator[_Strings]:
    """Yield the strings of each Markdown cell's `source`: one string, or an array of them."""
    keys: list[str | None] = []  # the key in each open object, None in an array
    strings, kind, value = _Strings(), "", False
    for token in TOKEN.finditer(source):
        mark = token.group()
        if mark in "{[":
            keys.append("" if mark == "{" else None)
            value = False
            if keys == ["cells", None, ""]:
                strings, kind = [], ""
        elif mark in "}]":
            if len(keys) == 3 and keys[:2] == ["cells", None] and kind == "markdown":
                yield strings
            keys.pop()
        elif mark in ":,":
            value = mark == ":"
        elif keys[-1] is not None and not value:
            keys[-1] = json.loads(mark, strict=False)
        elif keys == ["cells", None, "cell_type"]:
            kind = json.loads(mark, strict=False)
        elif keys in (["cells", None, "source"], ["cells", None, "source", None]):
            strings.append((token.start() + 1, token.end() - 1))


def _unescaped(source: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield the pieces of a JSON string: what stands there as it is, and each escape."""
    at = start
    for escape in ESCAPE.finditer(source, start, end):
        if escape.start() > at:
            yield source[at : escape.start()], at, escape.start() - at
        yield json.loads(f'"{escape.group()}"'), escape.start(), len(escape.group())
        at = escape.end()
    if end > at:
        yield source[at:end], at, end - at

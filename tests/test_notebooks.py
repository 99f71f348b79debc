"""Notebooks: Markdown cells as one document, with places in the file of JSON."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from nbformat import v4

from copydesk.reading.source import Unreadable
from fixes import fixed
from linting import lint
from reading import documents

SAMPLE = Path(__file__).parent / "samples" / "harbour.ipynb"


def written(*cells: tuple[str, str]) -> str:
    make = {"markdown": v4.new_markdown_cell, "code": v4.new_code_cell, "raw": v4.new_raw_cell}
    notebook = v4.new_notebook(cells=[make[kind](text) for kind, text in cells])  # type: ignore[no-untyped-call]
    return str(nbformat.writes(notebook))  # type: ignore[no-untyped-call]


def test_markdown_cells_are_text_and_code_is_not() -> None:
    text = written(
        ("markdown", '# Boats\n\nThe "evening" boat — of the the islanders.\n\n- an *item*'),
        ("code", "print('the the')"),
        ("raw", "the the"),
        ("markdown", "It is `run run` the the 😀 end."),
    )
    (document,) = documents("a.ipynb", text.encode())
    assert document.layout
    kinds = [kind.name for kind in document.layout.kind]
    assert kinds == ["HEADING", "PROSE", "LIST", "PROSE"]
    findings = [f for f in lint({"a.ipynb": text}).findings if f.rule == "GAR104"]
    assert [f.text for f in findings] == ["the the", "the the"]
    rows = text.split("\n")
    for one in findings:
        place = one.place
        assert rows[place.line - 1][place.column - 1 : place.end_column - 1] == "the the"


def test_what_pandoc_wrote_has_its_findings_at_their_places() -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    findings = [f for f in lint({"a.ipynb": text}).findings if f.rule == "GAR104"]
    assert [text[f.place.offset : f.place.end_offset] for f in findings] == [
        f.text for f in findings
    ]
    assert len(findings) == 4


def test_a_fix_keeps_the_notebook_valid() -> None:
    text = written(("markdown", 'The "old" craneâ€™s arm fell.'))
    changed = fixed("a.ipynb", text)
    assert changed != text
    cell = nbformat.reads(changed, as_version=4).cells[0]  # type: ignore[no-untyped-call]
    assert cell.source == 'The "old" crane’s arm fell.'


@pytest.mark.parametrize("content", ["", "{", "[]", '{"cells": [', "{'a': 1}"])
def test_what_is_no_notebook_says_so(content: str) -> None:
    with pytest.raises(Unreadable, match="not a whole notebook"):
        documents("a.ipynb", content.encode())


ODD = {"cells": [1, "a", {"cell_type": "markdown"}, {"source": [["a"]], "cell_type": "markdown"}]}


@pytest.mark.parametrize("made", [{}, {"cells": 1}, ODD])
def test_a_notebook_of_odd_form_has_no_text(made: object) -> None:
    (document,) = documents("a.ipynb", json.dumps(made).encode())
    assert not document.text

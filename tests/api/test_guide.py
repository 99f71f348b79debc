"""The guide page on Python is a notebook: its blocks print what stands below them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs/guide/python.md"
_CELL = re.compile(r"```python\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)
pytestmark = pytest.mark.client


def test_the_page_prints_what_it_says(accept: bool) -> None:
    nbclient = pytest.importorskip("nbclient")
    nbformat = pytest.importorskip("nbformat")
    pytest.importorskip("datasets")
    page = PAGE.read_text(encoding="utf-8")
    cells = [nbformat.v4.new_code_cell(code) for code, _ in _CELL.findall(page)]
    book = nbformat.v4.new_notebook(cells=cells)
    nbclient.NotebookClient(book, timeout=120, kernel_name="python3").execute()
    printed = iter([_printed(cell.outputs) for cell in cells])
    now = _CELL.sub(lambda cell: f"```python\n{cell[1]}```\n\n```text\n{next(printed)}```", page)
    if accept:
        PAGE.write_text(now, encoding="utf-8")
        return
    assert now == page


def _printed(outputs: list[dict[str, object]]) -> str:
    """Return what a cell printed and its value, as text; progress of libraries left out."""
    text = "".join(
        str(output.get("text", "")) or str(_plain(output))
        for output in outputs
        if output.get("name") != "stderr" and output["output_type"] != "display_data"
    )
    return text if text.endswith("\n") or not text else text + "\n"


def _plain(output: dict[str, object]) -> object:
    held = output.get("data", {})
    return held.get("text/plain", "") if isinstance(held, dict) else ""

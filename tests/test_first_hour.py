"""The guide's first hour is a transcript: its commands print what the page shows.

They run in the scratch folder that the page makes, and leave the checkout as it was.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from transcripts import transcript, typed, with_programs

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/guide/first-hour.md"
_SETUP = re.compile(r"^mkdir .* && cd (\S+)$", re.MULTILINE)
pytestmark = pytest.mark.client


def test_every_command_prints_what_the_page_shows(tmp_path: Path, accept: bool) -> None:
    with_programs(tmp_path)
    shutil.copytree(ROOT / "corpus", tmp_path / "checkout/corpus")
    text = PAGE.read_text(encoding="utf-8")
    (setup,) = _SETUP.finditer(text)
    assert setup[1] == "../first-hour"
    assert typed(tmp_path, setup[0], at="checkout") == ""
    shown = "".join(transcript(tmp_path, text, at="first-hour"))
    if accept:
        PAGE.write_text(shown, encoding="utf-8")
    assert shown == PAGE.read_text(encoding="utf-8"), "run pytest --accept after reading the change"
    assert {path: path.read_bytes() for path in files(tmp_path / "checkout")} == {
        tmp_path / "checkout" / path.relative_to(ROOT): path.read_bytes()
        for path in files(ROOT / "corpus")
    }


def files(folder: Path) -> list[Path]:
    """Return all files below a folder."""
    return [path for path in folder.rglob("*") if path.is_file()]

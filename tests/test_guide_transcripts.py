"""Pages of the guide whose commands print what the page shows, in an empty folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from transcripts import transcript, with_programs

GUIDE = Path(__file__).parent.parent / "docs/guide"
pytestmark = pytest.mark.client


@pytest.mark.parametrize("name", ["training-data", "contamination", "house-rules"])
def test_every_command_prints_what_the_page_shows(name: str, tmp_path: Path, accept: bool) -> None:
    page = GUIDE / f"{name}.md"
    with_programs(tmp_path)
    (tmp_path / "here").mkdir()
    shown = "".join(transcript(tmp_path, page.read_text(encoding="utf-8"), at="here"))
    if accept:
        page.write_text(shown, encoding="utf-8")
    assert shown == page.read_text(encoding="utf-8"), "run pytest --accept after reading the change"

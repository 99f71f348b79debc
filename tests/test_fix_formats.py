"""Fixes in formats whose text is not what stands in the file."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from fixes import MISREAD, REPAIRED, WIDGET, fixed, settled


@pytest.mark.parametrize("ascii_only", [True, False])
def test_only_the_text_of_the_record_changes(ascii_only: bool) -> None:
    before = {
        "id": 1,
        "note": "cafÃ©",
        "text": f'{MISREAD}\n\n{WIDGET}\n\n"Yes\\no", he said.\t😀',
        "z": [1.50, "é"],
    }
    after = dict(before, text=f'{REPAIRED}\n\n"Yes\\no", he said.\t😀')
    other = '{"text" :  "A \\u0066ine day.\\/", "n":1e2}'
    lines = [json.dumps(row, ensure_ascii=ascii_only) for row in (before, after)]
    for end in ("\n", "\r\n"):
        assert (
            fixed("a.jsonl", other + end + lines[0] + end + "{broken" + end)
            == other + end + lines[1] + end + "{broken" + end
        )


def test_odd_escapes_beside_an_edit_stay_as_they_are() -> None:
    line = '{"text": "\\u0054he caf\\u00c3\\u00a9 on the quay\\u002C her \\ud83d\\ude00 doesn\\u00E2\\u20AC\\u2122t open."}'
    assert fixed("a.jsonl", line) == line.replace("\\u00c3\\u00a9", "\\u00e9").replace(
        "\\u00E2\\u20AC\\u2122", "\\u2019"
    )


def test_in_html_text_is_put_right_and_markup_stays() -> None:
    page = (
        f"<p>{MISREAD.replace('café', 'caf&eacute;')} <b>Tom &amp; Jerry</b></p>\n<p>{WIDGET}</p>\n"
    )
    assert fixed("a.html", page) == page.replace("cafÃ©", "café").replace("doesnâ€™t", "doesn’t")


def test_in_csv_a_field_is_put_right_and_stays_quoted() -> None:
    table = f'id,text\r\n1,"{MISREAD} ""Yes."""\r\n2,{MISREAD.replace(",", ";")}\r\n'
    assert fixed("a.csv", table) == table.replace("cafÃ©", "café").replace("doesnâ€™t", "doesn’t")


def test_a_parquet_file_has_no_fixes(tmp_path: Path) -> None:
    parquet.write_table(pyarrow.table({"text": [MISREAD]}), tmp_path / "a.parquet")
    content = (tmp_path / "a.parquet").read_bytes()
    outcome = settled("a.parquet", content)
    assert ([f.rule for f in outcome.report.findings], outcome.pages) == (["GAR101"], {})


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("a.html", "<p>He said.<b>The road</b> is shut.</p>", "<p>He said.<b> The road</b> is shut.</p>"),
        ("a.jsonl", '{"text": "He said \\"never again.\\"The road is shut."}', '{"text": "He said \\"never again.\\" The road is shut."}'),
        ("a.csv", 'text\n"He said ""never again.""The road is shut."\n', 'text\n"He said ""never again."" The road is shut."\n'),
    ],
)  # fmt: skip
def test_a_space_is_put_between_sentences_in_any_format(name: str, before: str, after: str) -> None:
    assert fixed(name, before, unsafe=False) == after

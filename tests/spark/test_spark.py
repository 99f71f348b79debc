"""A cluster gives the findings of a laptop: byte for byte, for any number of partitions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from spark_runs import articles, here, session_of, there

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.slow
CORPUS = Path(__file__).parent.parent.parent / "corpus"


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of text files, records with suppressions and bad lines, and bad files."""
    folder = tmp_path_factory.mktemp("mixed")
    texts = articles(120)
    for number, text in enumerate(texts[:40]):
        (folder / f"{number:03}.txt").write_text(text)
    said = "<!-- copydesk: file-ignore[DUP] because it is a reprint -->\n\n"
    (folder / "said.md").write_text(said + texts[3])
    rows = [json.dumps({"id": f"r{n}", "text": text}) for n, text in enumerate(texts[40:])]
    rows[5] = json.dumps({"id": "quiet", "text": texts[45], "_lint": {"ignore": ["DUP", "GAR104"]}})
    rows[7:7] = ['{"id": "none"}', "{ broken", ""]
    (folder / "rows.jsonl").write_text("\n".join(rows) + '\n{"id": "none too"}\n')
    (folder / "bytes.txt").write_bytes(b"The caf\xe9 at \xff\xfe\x81 the quay is closed.\n" * 2)
    (folder / "empty.jsonl").write_text("")
    (folder / "torn.jsonl.gz").write_bytes(b"\x1f\x8b\x08\x00torn")
    return folder


@pytest.mark.parametrize("parts", [1, 3, 17])
def test_the_corpus_has_the_same_findings(
    spark: SparkSession, parts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(CORPUS.parent)
    session = session_of([Path("corpus")])
    assert there(spark, session, parts) == here(session)


def test_every_rule_finds_the_same_in_files_of_all_kinds(
    spark: SparkSession, mixed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(mixed)
    session = session_of([Path()])
    found = here(session)
    codes = {json.loads(one)[1]["rule"] for one in found[0]}
    assert codes >= {"DUP101", "DUP102", "DUP201", "DUP203", "BOI201", "IOE201", "IOE202"}
    assert there(spark, session, 5) == found

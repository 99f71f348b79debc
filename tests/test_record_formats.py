"""Every command on every format of records, as on JSONL.

Copies, learning, the index, baselines; and the report's articles.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from pyarrow import parquet

from archives import page, record, response
from copydesk.engine.registry import load_rules
from copydesk.output.articles import Room, articles
from copydesk.output.render_input import RenderInput
from copydesk.output.saved import saved
from copydesk.output.units import Units
from linting import lint
from reading import source

FILES = ("a.csv", "b.tsv", "c.parquet", "d.warc.gz", "e.jsonl", "f.warc")
NEWS = (
    "The harbour of Kelling was closed on Monday after a crane fell into the main channel beside pier {}.",
    "Islanders had asked for ferry number {} since the winter storms, when ice shut the bay and the post came by sledge.",
    "Traders at fish market {} say that prices will rise until the wreck has been cut up and carried off by barge.",
    "Frost cost the growers of valley {} half of their plums, and the candles they lit did little to help.",
)
PLACES = "Aldin Brekk Corve Dunmar Eskel Farrow".split()
FURNITURE = "Write to the desk at Kelling about this page"


def texts(name: str) -> list[str]:
    """Return what a file holds: two articles, and one of them once more but for its last word.

    Each with the same last line.
    """
    place = PLACES[FILES.index(name)]
    first, second = (
        "\n\n".join(part.format(place) for part in parts) for parts in (NEWS[:2], NEWS[2:])
    )
    return [
        f"{text}\n\n{FURNITURE}"
        for text in (
            f"{first}\n\n{NEWS[3].format(place)}",
            second,
            f"{first}\n\n{NEWS[3].format(place)[:-5]}now.",
        )
    ]


def write(folder: Path, name: str, rows: Sequence[str]) -> None:
    if name.endswith((".csv", ".tsv")):
        with (folder / name).open("w", encoding="utf-8", newline="") as out:
            csv.writer(out, delimiter="," if name.endswith("csv") else "\t").writerows(
                [("id", "text"), *enumerate(rows)]
            )
    elif name.endswith(".parquet"):
        parquet.write_table(pyarrow.table({"id": [*range(len(rows))], "text": rows}), folder / name)
    elif name.endswith(".jsonl"):
        (folder / name).write_text(
            "".join(json.dumps({"id": n, "text": text}) + "\n" for n, text in enumerate(rows)),
            encoding="utf-8",
        )
    else:
        records = [page(text, f"http://a.example/{n}") for n, text in enumerate(rows)] + [
            record(response(b"x", "image/png"))
        ]
        (folder / name).write_bytes(
            b"".join(gzip.compress(one) if name.endswith("gz") else one for one in records)
        )


def copydesk(*arguments: str, cwd: Path, code: int = 0) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "copydesk", *arguments],
        cwd=cwd,
        capture_output=True,
        env=dict(os.environ),
        timeout=120,
    )
    assert done.returncode == code, done.stderr.decode()
    return json.loads(done.stdout) if "json" in arguments else done.stderr.decode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("records")
    for name in FILES:
        write(path, name, texts(name))
    return path


def test_copies_are_planned_alike(folder: Path) -> None:
    clusters = copydesk("dedupe", "--output-format", "json", cwd=folder)["clusters"]
    members = [{(row["path"], row["id"]) for row in (*c["keep"], *c["drop"])} for c in clusters]
    ids = {
        name: [f"http://a.example/{n}" if "warc" in name else str(n) for n in range(3)]
        for name in FILES
    }
    assert members == [
        {(name, ids[name][n]) for name in FILES for n in some} for some in ((0, 2), (1,))
    ]


def test_boilerplate_is_learnt_alike(folder: Path, tmp_path: Path) -> None:
    said = copydesk(
        "learn", "boilerplate", "-o", str(tmp_path / "phrases.txt"), "--isolated", cwd=folder
    )
    assert said.startswith("1 line recurs in 18 documents")
    assert FURNITURE in (tmp_path / "phrases.txt").read_text(encoding="utf-8")


def test_the_index_holds_them_and_new_text_is_compared_with_each(folder: Path) -> None:
    assert copydesk("index", "build", ".", cwd=folder).startswith(
        f"{len(FILES)} files indexed, 18 documents"
    )
    assert copydesk("index", "verify", ".", cwd=folder) == f"{len(FILES)} files, all as indexed\n"
    (folder / "new.txt").write_text(
        "\n\n".join(NEWS[2].format(place) for place in PLACES), encoding="utf-8"
    )
    report = copydesk(
        "check",
        "new.txt",
        "--against",
        ".copydesk_cache",
        "--output-format",
        "json",
        cwd=folder,
        code=1,
    )
    (folder / "new.txt").unlink()
    copies = [finding for finding in report["findings"] if finding["rule"] == "DUP201"]
    assert {related["path"] for finding in copies for related in finding["related"]} | {
        f["location"]["path"] for f in copies
    } >= set(FILES)


def test_a_baseline_knows_them_and_only_what_is_new_is_reported(
    folder: Path, tmp_path: Path
) -> None:
    for name in FILES:
        write(tmp_path, name, texts(name))
    copydesk(
        "baseline",
        "create",
        "--baseline",
        "known.json",
        "--select",
        "DUP102,GAR104",
        ".",
        cwd=tmp_path,
    )
    known = [
        "check",
        "--baseline",
        "known.json",
        "--select",
        "DUP102,GAR104",
        "--output-format",
        "json",
    ]
    assert copydesk(*known, cwd=tmp_path)["findings"] != []
    for name in FILES:
        write(tmp_path, name, [*texts(name), f"He walked to the the door at {name}, she said."])
    report = copydesk(*known, cwd=tmp_path, code=1)
    new = [
        (f["location"]["path"], f["rule"]) for f in report["findings"] if f["suppressed"] is None
    ]
    assert new == [(name, "GAR104") for name in FILES]


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in FILES}


def test_the_report_shows_each_finding_in_its_own_record(tmp_path: Path) -> None:
    spread = 'One line.\n\nAnd {} more,\nwith the the {} fault "quoted".\n\nLast line.'
    for name in FILES:
        write(tmp_path, name, [spread.format(n, n) for n in ("first", "second", "third")])
    (tmp_path / "g.html").write_text(
        "<title>no</title>\n<p>Tom &amp; Ann</p>\n\n<p>with the\n<b>the</b> fault</p>",
        encoding="utf-8",
    )
    files = {**contents(tmp_path), "g.html": (tmp_path / "g.html").read_bytes()}
    report = lint(files, codes=("GAR104",))
    found = saved(RenderInput(report, {"GAR104": load_rules()["GAR104"]})).findings
    assert len(found) == 3 * len(FILES) + 1
    shown, article_of = articles(
        found, Units([source(name, content) for name, content in files.items()]), Room(1_000_000)
    )
    assert len(article_of) == len(found)
    for number, finding in enumerate(found):
        article = shown[article_of[number]]
        (text,) = (
            text for _, text, marks in article.lines if any(mark[2] == number for mark in marks)
        )
        which = ("first", "second", "third")[number % 3]
        assert (
            article.path,
            f"with the the {which} fault" in text or finding.location.path == "g.html",
        ) == (finding.location.path, True)


@pytest.mark.parametrize("name", FILES)
def test_findings_lie_in_their_records_and_in_no_other(name: str, tmp_path: Path) -> None:
    article = "\n\n".join(part.format("Aldin") for part in NEWS)
    write(
        tmp_path,
        name,
        [
            article,
            article,
            "Nobody had seen a heron here before.\n\nHe walked to the the door, she said.",
        ],
    )
    report = lint({name: (tmp_path / name).read_bytes()})
    assert [f.rule for f in report.findings] == [
        "DUP101",
        "GAR104",
    ]  # what repeats in the second record is said once, of all of it
    assert {f.within for f in report.nested} == {report.findings[0].id}

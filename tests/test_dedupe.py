"""`copydesk dedupe`: which document of each cluster stays and why,
and the copy of the corpus without the others.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from copydesk.fixing.without import without_lines

HARBOUR = "The harbour of Kelling was closed on Monday after a crane fell into the main channel."
FERRY = "Islanders had asked for the ferry since the winter storms, when ice shut the bay and the post came by sledge."
MARKET = "Traders at the fish market say that prices will rise until the wreck has been cut up and carried off by barge."
ORCHARD = "Frost cost the growers of the Teme valley half of their plums, and the candles they lit did little to help."
LONG = f"{HARBOUR}\n\n{FERRY}\n\n{MARKET}\n"
TOWN, TOLD = (
    "Orme and of five villages around it",
    "had hoped for the best year since the old press was mended",
)
COMMAND = [sys.executable, "-m", "copydesk", "dedupe"]


def dedupe(*arguments: str, cwd: Path, code: int = 0) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")}
    done = subprocess.run(
        [*COMMAND, *arguments], cwd=cwd, capture_output=True, env=env, timeout=120
    )
    assert done.returncode == code, done.stderr.decode()
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


def plan(*arguments: str, cwd: Path) -> Any:
    return json.loads(dedupe("--output-format", "json", *arguments, cwd=cwd).stdout)["clusters"]


def record(number: int, text: str) -> str:
    return json.dumps({"id": f"r{number}", "text": text})


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    news = tmp_path / "news"
    (news / "wire").mkdir(parents=True)
    (news / "a.txt").write_text(f"{LONG.replace('Monday', 'Tuesday')}\n", encoding="utf-8")
    (news / "b.txt").write_text(f"{LONG}\n{ORCHARD}\n", encoding="utf-8")
    (news / "wire/c.txt").write_text(f"{LONG}\n{ORCHARD}\n".upper(), encoding="utf-8")
    rows = [
        record(1, ORCHARD),
        record(2, LONG),
        "{broken",
        record(4, LONG.replace("barge", "raft")),
        record(5, FERRY),
    ]
    (news / "d.jsonl").write_bytes(("\r\n".join(rows)).encode())
    (news / "e.md").write_text(
        f"# Plums\n\n{ORCHARD}\n\nThe cider makers of {TOWN}, who {TOLD}, will buy elsewhere.\n",
        encoding="utf-8",
    )
    return tmp_path


def test_the_longest_is_kept_the_first_of_equals_and_what_the_others_alone_say_is_shown(
    corpus: Path,
) -> None:
    done = dedupe("news/a.txt", "news/b.txt", "news/wire", cwd=corpus)
    assert done.stdout == (
        "c1: 3 documents\n"
        "  keep  news/b.txt:1, 80 words: the first of the longest\n"
        "  drop  news/a.txt:1, 59 words: 66 % the same as news/b.txt:1, loses “Tuesday”\n"
        "  drop  news/wire/c.txt:1, 80 words: 100 % the same as news/b.txt:1\n"
    )
    assert done.stderr == "1 cluster: 2 documents to drop of 3, 139 words.\n"


def test_clusters_of_equal_and_of_similar_documents_are_one(corpus: Path) -> None:
    (cluster, *others) = plan("news", cwd=corpus)
    assert others == []
    assert [(row["path"], row["line"], row["id"]) for row in cluster["keep"]] == [
        ("news/b.txt", 1, None)
    ]
    assert [(row["path"], row["line"], row["id"]) for row in cluster["drop"]] == [
        ("news/a.txt", 1, None),
        ("news/d.jsonl", 2, "r2"),
        ("news/d.jsonl", 4, "r4"),
        ("news/wire/c.txt", 1, None),
    ]
    assert all(
        0.6 <= row["similarity"] <= 1 and row["like"]["path"] == "news/b.txt"
        for row in cluster["drop"]
    )
    assert cluster["drop"][2]["lost"] == "raft"


def test_a_document_that_is_not_like_a_kept_one_stays(tmp_path: Path) -> None:
    words = [
        f"Sentence {chr(97 + n)} tells of the {noun} that nobody in the town had ever seen before."
        for n, noun in enumerate(
            "heron kettle ladder marble needle orchid paddle quarry ribbon saddle tunnel violin walnut zipper anchor".split()
        )
    ]
    for name, span in (
        ("a", (0, 9)),
        ("b", (2, 11)),
        ("c", (4, 13)),
    ):  # a is like b, b like c, a not like c
        (tmp_path / f"{name}.txt").write_text(
            "\n\n".join(words[slice(*span)]) + "\n", encoding="utf-8"
        )
    (cluster,) = plan(".", cwd=tmp_path)
    kept, dropped = (
        {row["path"] for row in cluster["keep"]},
        {row["path"]: row["like"]["path"] for row in cluster["drop"]},
    )
    assert kept | dropped.keys() == {"a.txt", "b.txt", "c.txt"}
    for path, like in dropped.items():
        assert {path, like} != {"a.txt", "c.txt"}
    assert cluster["keep"][0]["path"] == "a.txt"
    assert "c.txt" in kept
    assert cluster["keep"][1]["reason"] == "similar to another copy, but not to a kept one"


def test_csv_is_read_back_and_no_cell_is_a_formula(corpus: Path) -> None:
    (corpus / "=news.txt").write_text(LONG, encoding="utf-8")
    rows = list(
        csv.DictReader(
            io.StringIO(
                dedupe("=news.txt", "news/b.txt", "--output-format", "csv", cwd=corpus).stdout
            )
        )
    )
    assert [(row["action"], row["path"], row["like_path"]) for row in rows] == [
        ("keep", "news/b.txt", ""),
        ("drop", "'=news.txt", "news/b.txt"),
    ]


def test_paragraphs_are_planned_as_the_clusters_say(corpus: Path) -> None:
    (cluster,) = plan("--level", "paragraph", "news/d.jsonl", "news/e.md", cwd=corpus)[-1:]
    assert {cluster["keep"][0]["path"], cluster["drop"][0]["path"]} <= {"news/d.jsonl", "news/e.md"}


def test_the_copy_lacks_what_is_dropped_and_nothing_else(corpus: Path) -> None:
    (corpus / "news/e.md").chmod(0o640)
    before = {path: path.read_bytes() for path in (corpus / "news").rglob("*") if path.is_file()}
    done = dedupe("news", "--write", "clean", cwd=corpus)
    assert done.stdout == ""
    assert (
        done.stderr.splitlines()[1]
        == "Wrote clean/, and what was dropped to clean/dedupe-plan.json."
    )
    assert {
        path: path.read_bytes() for path in (corpus / "news").rglob("*") if path.is_file()
    } == before
    written = {
        path.relative_to(corpus / "clean").as_posix()
        for path in (corpus / "clean").rglob("*")
        if path.is_file()
    }
    assert written == {"b.txt", "d.jsonl", "e.md", "dedupe-plan.json"}
    for name in ("b.txt", "e.md"):
        assert (corpus / "clean" / name).read_bytes() == before[corpus / "news" / name]
    lines = before[corpus / "news/d.jsonl"].splitlines(keepends=True)
    assert (corpus / "clean/d.jsonl").read_bytes() == lines[0] + lines[2] + lines[4]
    assert stat.S_IMODE((corpus / "clean/e.md").stat().st_mode) == 0o640
    assert (
        json.loads((corpus / "clean/dedupe-plan.json").read_text(encoding="utf-8"))["summary"][
            "drop"
        ]
        == 4
    )
    assert dedupe("clean", cwd=corpus).stderr == "Nothing to drop in 4 documents.\n"


def test_records_of_packed_files_are_left_out_too(tmp_path: Path) -> None:
    rows = [record(1, LONG) + "\n", record(2, ORCHARD) + "\n", record(3, LONG) + "\n"]
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress("".join(rows).encode()))
    dedupe("a.jsonl.gz", "--write", "out/clean", cwd=tmp_path)
    assert (
        gzip.decompress((tmp_path / "out/clean/a.jsonl.gz").read_bytes()).decode()
        == rows[0] + rows[1]
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_left_out_in_any_encoding(encoding: str, end: str) -> None:
    rows = ["Zeile ä", "zwei\u2028 \u0085 noch zwei", "drei", "vier"]
    content = end.join(rows).encode(encoding)
    assert without_lines(content, {1, 3}) == (rows[1] + end + rows[3]).encode(encoding)
    assert without_lines(content, set()) == content


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["news", "--write", "news"], "--write news: the folder is not empty; name a new one"),
        (["news", "--write", "news/a.txt"], "--write news/a.txt: is not a folder; name a new one"),
        (
            ["news", "--write", "x", "--plan"],
            "--plan and --write exclude each other",
        ),
        (["-"], "standard input is one document"),
        (["nwes"], "file not found: 'nwes'; did you mean 'news'?"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_mistakes_end_in_one_sentence_and_write_nothing(
    corpus: Path, arguments: list[str], message: str
) -> None:
    before = sorted(corpus.rglob("*"))
    done = dedupe("--no-cache", *arguments, cwd=corpus, code=2)
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert sorted(corpus.rglob("*")) == before


def test_a_copy_that_cannot_be_finished_leaves_no_folder(corpus: Path) -> None:
    script = (
        "import copydesk.fixing.cleaned as cleaned, pathlib\n"
        "from copydesk.cli import main\n"
        "whole = cleaned._copy\n"
        "def changing(source, *rest):\n"
        "    source.file.write_text('changed')\n"
        "    whole(source, *rest)\n"
        "cleaned._copy = changing\n"
        "main()\n"
    )
    before = sorted(path.name for path in corpus.iterdir())
    done = subprocess.run(
        [sys.executable, "-c", script, "dedupe", "--no-cache", "news", "--write", "clean"],
        cwd=corpus,
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert b"changed while it was linted; run the command again" in done.stderr
    assert sorted(path.name for path in corpus.iterdir()) == before


def test_what_a_crash_leaves_of_a_copy_is_not_read(corpus: Path) -> None:
    before = dedupe("news", "--output-format", "csv", cwd=corpus).stdout
    script = (
        "import os, signal, pathlib\n"
        "from copydesk.cli import main\n"
        "pathlib.Path.rename = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "dedupe", "news", "--write", "news/clean"],
        cwd=corpus,
        timeout=60,
    )
    assert done.returncode < 0
    assert [
        path.suffix for path in (corpus / "news").iterdir() if path.name.startswith(".clean")
    ] == [".copydesk"]
    assert dedupe("news", "--output-format", "csv", cwd=corpus).stdout == before


def test_the_plan_in_the_guide_is_what_its_command_prints() -> None:
    root = Path(__file__).parent.parent
    (shown,) = re.findall(
        r"^```console\n\$ copydesk dedupe corpus\n(.*?)^```$",
        (root / "docs/guide/fixing.md").read_text("utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    assert dedupe("corpus", "--no-cache", cwd=root).stdout == shown


def test_files_that_are_let_off_take_no_part(corpus: Path) -> None:
    (corpus / "copydesk.toml").write_text(
        "[per-file-ignores]\n'news/wire/' = ['DUP101', 'DUP102']\n", encoding="utf-8"
    )
    (cluster,) = plan("news", cwd=corpus)
    assert "news/wire/c.txt" not in {row["path"] for row in (*cluster["keep"], *cluster["drop"])}

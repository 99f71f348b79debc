"""Files without anything to read, in every format and packing, are linted like any other."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archives import record, response
from copydesk.engine.registry import load_rules
from linting import lint
from programs import inline

pyarrow = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

MARK = "\ufeff"
TEXTS = {
    "nothing": "",
    "mark": MARK,
    "blank": "\n \n\t\n\r\n",
    "mark and blank": f"{MARK}\n\n",
    "space": " ",
    "letter": "a",
    "digit": "7",
    "stop": ".",
    "wide": "字",
    "emoji": "\U0001f600",
    "combining": "\u0301",
    "nul": "\0",
    "nul in text": "The council met on Monday.\0 It met again in March.\n"
    + "A line of text.\n" * 9,
    "table": "| a | b |\n|---|---|\n| 1 | 2 |\n",
    "code": "```\nx = 1\n```\n",
    "open code": "```\nx = 1",
    "heading": "# A heading\n",
    "front matter": "---\ntitle: x\n---\n",
    "rule": "---\n",
    "comment": "<!-- nothing -->\n",
    "image": "![](a.png)\n",
    "separators": "\u2028\u2029\u0085\x0b\x0c",
}
ENDINGS = ("txt", "md", "html", "jsonl", "csv", "tsv", "warc", "parquet")


def packed(content: bytes) -> dict[str, bytes]:
    """Return the content as it is and in every packing."""
    import zstandard

    return {
        "": content,
        ".gz": gzip.compress(content),
        ".bz2": bz2.compress(content),
        ".xz": lzma.compress(content),
        ".zst": zstandard.ZstdCompressor().compress(content),
    }


def rows(*texts: str) -> dict[str, bytes]:
    """Return records of these texts in every format of records."""
    table = pyarrow.table({"text": pyarrow.array(texts, pyarrow.string())})
    sink = io.BytesIO()
    pq.write_table(table, sink)
    cells = "".join('"' + text.replace('"', '""') + '"\n' for text in texts)
    return {
        "jsonl": "".join(json.dumps({"text": text}) + "\n" for text in texts).encode(),
        "csv": ("text\n" + cells).encode(),
        "tsv": ("text\n" + cells).encode(),
        "warc": b"".join(record(response(text.encode())) for text in texts),
        "parquet": sink.getvalue(),
    }


def files() -> dict[str, bytes]:
    """Return every odd content under every ending, and every odd text as a record."""
    found = {}
    for name, text in TEXTS.items():
        for ending in ENDINGS:
            for packing, content in packed(text.encode()).items():
                found[f"{name}.{ending}{packing}"] = content
        for ending, content in rows(text).items():
            found[f"one {name}.{ending}"] = content
    for ending, content in rows().items():
        found |= {f"none.{ending}{packing}": raw for packing, raw in packed(content).items()}
    for ending, content in rows(*TEXTS.values()).items():
        found[f"all.{ending}"] = content
    for packing, content in packed(b"The the text.\n").items():
        found[f"cut.txt{packing}"] = content[:-4]
        found[f"empty.txt{packing}"] = b""
    return found


CODES = tuple(load_rules())


def test_01_every_reader_takes_what_holds_nothing() -> None:
    """All together, with every rule: 900 files in eight formats and five packings."""
    report = lint(files(), codes=CODES)
    assert not report.crashed, [f.message for f in report.findings if f.rule == "INT001"]


@pytest.mark.parametrize(
    "name", ["none.jsonl", "nothing.csv", "mark.tsv", "blank.warc", "none.parquet"]
)
def test_01_a_file_without_records_costs_no_other_file_its_findings(name: str) -> None:
    content = files()[name]
    for order in (("0", "1"), ("1", "0")):
        named = {f"{order[0]}{name}": content, f"{order[1]}.txt": b"The the line of the city.\n"}
        report = lint(named, codes=("GAR104",))
        assert [f.rule for f in report.findings if f.rule == "GAR104"] == ["GAR104"]


def test_02_a_nul_in_good_text_is_a_finding_and_the_rest_is_linted() -> None:
    text = TEXTS["nul in text"] + "The the end.\n"
    report = lint({"a.txt": text}, codes=("GAR104", "GAR110", "IOE102"))
    found = {f.rule for f in report.findings}
    assert "GAR104" in found
    assert found & {"GAR110", "IOE102"}, "nothing says that there is a NUL"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Every odd file that is not packed."""
    folder = tmp_path / "files"
    folder.mkdir()
    for name, content in files().items():
        if not name.endswith((".gz", ".bz2", ".xz", ".zst")):
            (folder / name).write_bytes(content)
    return folder


def test_01_every_command_takes_files_that_hold_nothing(folder: Path) -> None:
    """`check`, its fixes, the index, the baseline, `dedupe`, `learn`, `tune`, `report`, `diff`."""
    for arguments in (
        ("check", "."),
        ("check", "--fix", "--unsafe-fixes", "."),
        ("check", "--diff", "."),
        ("check", "--max-memory", "200MB", "--no-cache", "."),
        ("check", "--output-format", "json:../report.json", "."),
        ("check", "--history", "../history.sqlite", "."),
        ("index", "build", "."),
        ("index", "update", "."),
        ("index", "verify", "."),
        ("index", "export", "--to", "datasketch", "."),
        ("index", "export", "--to", "datasketch", "--unit", "paragraph", "."),
        ("baseline", "create", "."),
        ("baseline", "update", "."),
        ("baseline", "prune"),
        ("dedupe", "."),
        ("dedupe", "--level", "paragraph", "."),
        ("dedupe", ".", "--exclude", "*.warc", "--write", "../copy"),
        ("learn", "boilerplate", ".", "-o", "../phrases.txt"),
        ("tune", "DUP102", "."),
        ("report", "../report.json", "-o", "../report.html"),
        ("diff", "../report.json", "../report.json"),
        ("init", "."),
    ):
        done = inline(folder, *arguments)
        assert b"INT001" not in done.stdout + done.stderr, arguments
        assert b"internal error" not in done.stderr, (arguments, done.stderr)
        assert done.returncode in (0, 1), (arguments, done.stderr)


@pytest.mark.parametrize(
    "name", ["nothing.jsonl", "mark.csv", "nothing.txt", "blank.md", "table.md"]
)
def test_01_a_file_that_holds_nothing_may_be_all_there_is(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(files()[name])
    for arguments in (
        ("check", "--fix", "."),
        ("dedupe", "."),
        ("baseline", "create", "."),
        ("index", "build", "."),
        ("index", "export", "--to", "datasketch", "."),
        ("learn", "boilerplate", ".", "-o", "phrases.txt"),
    ):
        done = inline(tmp_path, *arguments)
        assert done.returncode in (0, 1), (arguments, done.stderr)


LINES = """The the line of text.
He said so. She did not.
- item
> quoted
# Heading
1. one
<p>
</p>
&nbsp;
“
"
Share
Photo: A man (Reuters)
http://a.b/c
2024-01-02 10:11
...
日本語の文です。
١٢٣
x­y
é
{{x}}
``` """
PIECES = st.sampled_from([*TEXTS.values(), *LINES.split("\n"), "a" * 70])
DOCUMENTS = st.lists(PIECES, max_size=6).flatmap(
    lambda pieces: st.sampled_from(["", " ", "\n", "\n\n", "\r\n", "\t"]).map(
        lambda gap: gap.join(pieces)
    )
)


@pytest.mark.parametrize("code", CODES)
@settings(max_examples=12)
@given(st.lists(DOCUMENTS, min_size=1, max_size=3), st.sampled_from(["txt", "md", "html"]))
def test_01_every_rule_takes_every_odd_document(code: str, texts: list[str], ending: str) -> None:
    """No rule raises, and what it marks lies in the text and is what it says."""
    named = {f"{number}.{ending}": text for number, text in enumerate(texts)}
    report = lint(named, codes=(code,))
    assert not report.crashed, [f.message for f in report.findings if f.rule == "INT001"]
    for finding in report.findings:
        text, place = named[finding.place.path].removeprefix(MARK), finding.place
        assert 0 <= place.offset <= place.end_offset <= len(text)
        if ending != "html" and " … " not in finding.text:
            assert text[place.offset : place.end_offset] == finding.text

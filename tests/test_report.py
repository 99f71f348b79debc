"""`copydesk report` and `copydesk diff`: what was written before is read back and compared."""

from __future__ import annotations

import json
import os
from pathlib import Path

import msgspec
import pytest

from copydesk.engine.registry import load_rules
from copydesk.output.articles import Room, articles
from copydesk.output.comparison import compare
from copydesk.output.figures import figures, folder
from copydesk.output.render_input import RenderInput
from copydesk.output.saved import NoReport, parse, saved
from copydesk.output.units import Units
from copydesk.reading.source import Source
from linting import lint
from reports import FILES, check, copydesk, data_of, of


def test_a_report_read_back_gives_the_page_that_check_writes(folder_of_files: Path) -> None:
    assert (
        check(
            folder_of_files,
            "--kinds",
            *("--output-format", "html:a.html"),
            *("--output-format", "json:a.json"),
        ).returncode
        == 1
    )
    done = copydesk("report", "a.json", "-o", "b.html", cwd=folder_of_files)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (folder_of_files / "a.html").read_bytes() == (folder_of_files / "b.html").read_bytes()
    done = copydesk("report", "a.json", cwd=folder_of_files)
    assert done.stdout == (folder_of_files / "a.html").read_text(encoding="utf-8")


def test_text_that_changed_since_is_not_shown_as_if_it_were_found(folder_of_files: Path) -> None:
    check(folder_of_files, "--output-format", "json:a.json")
    (folder_of_files / "c.txt").unlink()
    (folder_of_files / "two/b.jsonl").write_text(
        '{"text": "Quite another text altogether, and no more of it than this."}\n',
        encoding="utf-8",
    )
    (folder_of_files / "one/a.txt").write_text(
        "New first line.\n" + FILES["one/a.txt"], encoding="utf-8", newline="\n"
    )
    found = data_of(copydesk("report", "a.json", cwd=folder_of_files).stdout)
    assert len(found["findings"]) >= 3
    assert found["articles"] == []


@pytest.mark.parametrize(
    ("path", "shown"),
    [("../secret.txt", 0), ("link.txt", 0), ("/{folder}/secret.txt", 0), ("copy.txt", 1)],
)
def test_a_report_from_elsewhere_opens_no_file_outside_this_folder(
    folder_of_files: Path, path: str, shown: int
) -> None:
    check(folder_of_files, "--output-format", "json:a.json")
    inside = folder_of_files / "one"
    secret = FILES["one/a.txt"] + "the password\n"
    (folder_of_files / "secret.txt").write_text(secret, encoding="utf-8", newline="\n")
    (inside / "copy.txt").write_text(secret, encoding="utf-8", newline="\n")
    (inside / "link.txt").symlink_to(folder_of_files / "secret.txt")
    report = json.loads((folder_of_files / "a.json").read_text(encoding="utf-8"))
    for finding in report["findings"]:
        finding["location"]["path"] = path.format(folder=folder_of_files)
    (inside / "a.json").write_text(json.dumps(report), encoding="utf-8")
    page = copydesk("report", "a.json", cwd=inside).stdout
    assert data_of(page)["findings"]
    assert page.count("the password") == shown


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not a JSON report of copydesk: "),
        (b'{"schema_version": "1.0"}', "missing required field"),
        (b"[1]", "Expected `object`"),
        (b'{"schema_version": 1}', "Expected `str`"),
        (b"\xff\xfe{}", "is not a JSON report of copydesk: "),
        (b"[" * 100_000, "is not a JSON report of copydesk: "),
        (None, "cannot read 'a.json': No such file"),
    ],
)
def test_what_is_no_report_is_one_sentence_and_exit_2(
    tmp_path: Path, content: bytes | None, message: str
) -> None:
    if content is not None:
        (tmp_path / "a.json").write_bytes(content)
    for command in (("report", "a.json"), ("diff", "a.json", "a.json")):
        done = copydesk(*command, cwd=tmp_path)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert message in done.stderr


def test_a_report_of_another_major_version_is_refused() -> None:
    document = msgspec.to_builtins(of({"a.txt": "the the end\n"})) | {"schema_version": "2.0"}
    with pytest.raises(NoReport, match=r"schema_version is 2\.0, this copydesk reads 1"):
        parse(msgspec.json.encode(document))


def test_odd_numbers_in_a_report_do_not_break_the_page(folder_of_files: Path) -> None:
    check(folder_of_files, "--output-format", "json:a.json")
    report = json.loads((folder_of_files / "a.json").read_text(encoding="utf-8"))
    for n, finding in enumerate(report["findings"]):
        finding["location"] |= {
            "line": -n,
            "column": -5,
            "offset": 10**12 * (-1) ** n,
            "end_offset": -3,
        }
        if finding["location"]["document"]:
            finding["location"] |= {"line": 1}  # the record is found, the place in it is not
            finding["location"]["document"] |= {"line": -(10**9), "column": -(10**9)}
    for cluster in report["clusters"]:
        cluster |= {"keep": 77, "members": []}
    (folder_of_files / "a.json").write_text(json.dumps(report), encoding="utf-8")
    done = copydesk("report", "a.json", cwd=folder_of_files)
    assert (done.returncode, done.stderr) == (0, "")
    assert (data_of(done.stdout)["articles"], data_of(done.stdout)["clusters"]) == ([], [])


def test_a_missing_extra_says_how_to_install_it(folder_of_files: Path) -> None:
    (folder_of_files / "jinja2.py").write_text("raise ImportError", encoding="utf-8")
    done = check(
        folder_of_files,
        "--output-format",
        "html",
        PYTHONPATH=os.pathsep.join([str(folder_of_files), os.environ.get("PYTHONPATH", "")]),
    )
    assert done.returncode == 2
    assert "pip install 'copydesk[html]'" in done.stderr


def test_lines_around_a_finding_carry_its_place_in_utf16_units() -> None:
    files: dict[str, str | bytes] = {
        "a.txt": "One.\n\n\u202e😀 the the \x07end.\n\nLast.\n\nFar away.\n",
        "b.jsonl": FILES["two/b.jsonl"],
    }
    report = saved(RenderInput(lint(files, codes=("GAR104",))))
    sources = [
        Source("a.txt", None, "text", content=str(files["a.txt"]).encode()),
        Source("b.jsonl", None, "jsonl", content=str(files["b.jsonl"]).encode()),
    ]
    first, second = articles(report.findings, Units(sources), Room(10_000))[0]
    assert [number for number, *_ in first.lines] == [1, 2, 3, 4, 5]
    spread = "It was was.\n\nA.\n\nB.\n\nHe took took it.\n\nC.\n\nD.\n\nE.\n\nShe saw saw.\n"
    gap = saved(RenderInput(lint({"c.txt": spread}, codes=("GAR104",))))
    ((article,), _) = articles(
        gap.findings, Units([Source("c.txt", None, "text", content=spread.encode())]), Room(10_000)
    )
    assert [number for number, *_ in article.lines] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 14, 15]
    _, text, [(start, end, number)] = first.lines[2]
    assert text == "\\u202e😀 the the \\x07end."
    assert text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le") == "the the"
    assert (number, second.record, second.line) == (0, "r1", 1)
    _, text, [(start, end, _)] = second.lines[1]
    assert text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le") == "said said"


def test_a_long_line_is_cut_around_its_findings_and_a_full_page_takes_no_more() -> None:
    words = " ".join(f"word{n}" for n in range(2_000))
    files: dict[str, str | bytes] = {"a.txt": f"{words} the the {words} the the {words}\n"}
    report = saved(RenderInput(lint(files, codes=("GAR104",))))
    units = Units([Source("a.txt", None, "text", content=str(files["a.txt"]).encode())])
    room = Room(10_000)
    ((article,), article_of) = articles(report.findings, units, room)
    ((_, text, marks),) = article.lines
    assert len(text) < 1_000
    assert [text[start:end] for start, end, _ in marks] == ["the the", "the the"]
    assert (article_of, room.refused) == ({0: 0, 1: 0}, 0)
    small = Room(100)
    assert articles(report.findings, units, small) == ([], {})
    assert small.refused == 1


def test_figures_count_copies_inside_wider_findings_too() -> None:
    text = "".join(
        f"The {name} of the town met on Monday and chose a new {name} for the {n} years that follow it.\n\n"
        for n, name in enumerate(("council", "choir", "jury", "crew"))
    )
    report = of({"x/y/z/a.txt": text, "x/y/z/b.txt": text})
    counted = figures(report, load_rules())
    assert (counted.copied_documents, counted.copied_paragraphs, counted.by_rule) == (
        1,
        4,
        {"DUP101": 1},
    )
    assert counted.by_folder == {"x/y": 1}
    assert [folder(path) for path in ("a.txt", "x/a.txt", "x/y/z/a.txt")] == [".", "x", "x/y"]


def test_diff_knows_a_finding_when_lines_move_and_counts_equal_ones() -> None:
    old = of(
        {
            "a.txt": "He saw the the boat.\n\nIt was was late.\n",
            "b.txt": "No no no and the the end.\n",
        }
    )
    new = of(
        {
            "a.txt": "A new line.\n\nIt was was late.\n\nHe saw the the boat and the the sea.\n",
            "c.txt": "It was was late.\n",
        }
    )
    changes = compare(old, new)
    assert [(f.location.path, f.text) for f in changes.new] == [
        ("a.txt", "the the"),
        ("c.txt", "was was"),
    ]
    assert [f.location.path for f in changes.gone] == ["b.txt"] * len(changes.gone)
    assert [f.text for f in changes.unchanged] == ["was was", "the the"]
    assert compare(new, new).new == compare(new, new).gone == []


def test_diff_takes_a_finding_inside_a_wider_one_for_known() -> None:
    text = "".join(
        f"The {name} of the town met on Monday and chose a new {name} for the {n} years that follow it.\n\n"
        for n, name in enumerate(("council", "choir", "jury", "crew"))
    )
    whole = of({"a.txt": text, "b.txt": text})
    part = of(
        {
            "a.txt": text,
            "b.txt": text.split("\n\n")[0]
            + "\n\nNothing else stands here but this one line of its own.\n",
        }
    )
    assert [f.rule for f in whole.shown] == ["DUP101"]
    assert [f.rule for f in part.shown] == ["DUP201"]
    changes = compare(whole, part)
    assert (changes.new, [f.rule for f in changes.gone]) == ([], ["DUP101"])


def test_diff_prints_lines_or_json_and_exits_1_on_new_ones(folder_of_files: Path) -> None:
    check(folder_of_files, "--output-format", "json:old.json")
    (folder_of_files / "d.txt").write_text(
        "She asked asked him about it on the quay on Monday.\n", encoding="utf-8"
    )
    (folder_of_files / "c.txt").write_text("Nothing here any more.\n", encoding="utf-8")
    check(folder_of_files, "--output-format", "json:new.json")
    done = copydesk("diff", "old.json", "new.json", cwd=folder_of_files)
    assert done.returncode == 1
    assert "+ d.txt:1:5: GAR104 repeated: asked asked" in done.stdout.splitlines()
    assert [line[0] for line in done.stdout.splitlines()] == ["-", "+"]
    assert done.stderr == "1 new, 1 gone, 2 unchanged\n"
    said = json.loads(
        copydesk(
            "diff", "old.json", "new.json", "--output-format", "json", cwd=folder_of_files
        ).stdout
    )
    assert ([f["rule"] for f in said["new"]], len(said["gone"]), said["unchanged"]) == (
        ["GAR104"],
        1,
        2,
    )
    assert said["new"][0] == next(
        f
        for f in json.loads((folder_of_files / "new.json").read_text())["findings"]
        if f["location"]["path"] == "d.txt"
    )
    assert copydesk("diff", "new.json", "new.json", cwd=folder_of_files).returncode == 0

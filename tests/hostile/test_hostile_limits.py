"""Large, packed, deep, many and broken: time and memory stay within bounds.

Sizes are scaled down where the full one takes minutes; the full one is named in each docstring.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import os
import random
import sys
import time
from pathlib import Path

import pytest

from copydesk.engine.registry import load_rules
from linting import lint
from programs import copydesk, inline, peak

MB = 1 << 20
SENTENCE = "The council of Kelling will vote on plan number {} in the spring, said the mayor. "


def summary(folder: Path, *arguments: str) -> dict[str, object]:
    done = copydesk(folder, "check", "--output-format", "json", *arguments, ".")
    found: dict[str, object] = json.loads(done.stdout)["summary"]
    return found


def test_05_a_file_over_the_limit_is_listed_and_not_read(tmp_path: Path) -> None:
    """1 GB in one line, with the default limit of 100 MB."""
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(1000 * MB)
    (tmp_path / "a.txt").write_text("A line.\n", encoding="utf-8")
    assert [s["reason"] for s in summary(tmp_path)["skipped"]] == ["too-large"]  # type: ignore[attr-defined]
    code, memory = peak(tmp_path, "check", "--no-cache", ".")
    assert code == 0
    assert memory < 300 * MB


@pytest.mark.slow
def test_05_a_long_line_is_read_in_bounded_time_and_memory(tmp_path: Path) -> None:
    """12 MB in one line; the full size is 198 MB in 60 s and 1.2 GB."""
    text = "".join(SENTENCE.format(number) for number in range(150_000))
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    began = time.monotonic()
    code, memory = peak(tmp_path, "check", "--no-cache", "-q", "-j1", ".", within=300)
    assert code in (0, 1)
    assert memory < 1200 * MB, memory
    assert time.monotonic() - began < 240


@pytest.mark.slow
def test_06_many_short_lines_are_read_in_bounded_time_and_memory(tmp_path: Path) -> None:
    """400,000 lines; the full size is 10 million in 120 s and 1 GB."""
    lines = "".join(f"line {number} of the list\n" for number in range(400_000))
    (tmp_path / "a.txt").write_text(lines, encoding="utf-8")
    code, memory = peak(tmp_path, "check", "--no-cache", "-q", "-j1", ".", within=300)
    assert code in (0, 1)
    assert memory < 1200 * MB, memory


@pytest.mark.parametrize("ending", ["txt", "md", "html", "jsonl", "csv"])
@pytest.mark.parametrize("text", ["[", ">", "<div>", "- ", "*", "(", '{"a":', "<b><i>"])
def test_07_deep_nesting_is_no_recursion(text: str, ending: str) -> None:
    """100,000 characters that open something."""
    began = time.process_time()
    report = lint({f"a.{ending}": (text * (100_000 // len(text))).encode()})
    assert not report.crashed
    assert time.process_time() - began < 20


def test_10_files_that_vanish_or_change_are_named_and_stop_nothing(tmp_path: Path) -> None:
    """60 of 300 files, once; the full size is 200 of 1,000, twenty times."""
    _hold_changes(tmp_path, files=300, runs=1)


@pytest.mark.slow
def test_10_files_that_vanish_or_change_twenty_times(tmp_path: Path) -> None:
    _hold_changes(tmp_path, files=1_000, runs=20)


def _hold_changes(folder: Path, *, files: int, runs: int) -> None:
    import subprocess

    from programs import COPYDESK

    for run in range(runs):
        draw = random.Random(run)  # noqa: S311 - a draw that can be repeated
        for number in range(files):
            (folder / f"{number}.txt").write_text(
                SENTENCE.format(number) + "The the end.\n", "utf-8"
            )
        arguments = [*COPYDESK, "check", "--fix", "-j2", "--output-format", "json", "."]
        program = subprocess.Popen(arguments, cwd=folder, stdout=-1, stderr=-1)
        time.sleep(draw.uniform(0.2, 1.0))
        for number in draw.sample(range(files), files // 5):
            file = folder / f"{number}.txt"
            if draw.random() < 0.5:
                file.unlink()
            else:
                with file.open("a", encoding="utf-8") as opened:
                    opened.write("Another line.\n")
        out, said = program.communicate(timeout=120)
        assert b"Traceback" not in said
        assert program.returncode in (1, 2)
        json.loads(out)


SLOW = pytest.mark.slow


@pytest.mark.parametrize(
    "packing", ["zst", *(pytest.param(name, marks=SLOW) for name in ("gz", "bz2", "xz"))]
)
def test_12_a_bomb_is_not_unpacked(tmp_path: Path, packing: str) -> None:
    """200 MB of zeros, which packed is a few kilobytes."""
    content = b"\n" * (200 * MB)
    import bz2
    import lzma

    zstandard = pytest.importorskip("zstandard")
    pack = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lambda c: lzma.compress(c, preset=0)}
    packed = pack.get(packing, zstandard.ZstdCompressor().compress)(content)
    assert len(packed) < MB
    (tmp_path / f"a.txt.{packing}").write_bytes(packed)
    (tmp_path / f"b.jsonl.{packing}").write_bytes(packed)
    (tmp_path / "c.txt").write_text("A line.\n", encoding="utf-8")
    code, memory = peak(tmp_path, "check", "--no-cache", ".")
    assert code in (0, 1)
    assert memory < 500 * MB, memory


def test_13_broken_records_are_faults_and_the_others_are_read() -> None:
    """10,000 lines; the full size is a million."""
    _hold_records(10_000)


@pytest.mark.slow
def test_13_broken_records_among_many() -> None:
    _hold_records(100_000)


def _hold_records(count: int) -> None:
    broken = [
        '{"text": "x"',
        '{"text": "\\ud800"}',
        '{"text": NaN}',
        "[" * 5_000,
        '{"text": ' + "9" * 5_000 + "}",
        '{"text": "a\nb"}',
        "null",
        '{"text": "\\x"}',
        "\x00",
        '"text"',
    ]
    rows = [
        broken[number // 100 % len(broken)]
        if number % 100 == 0
        else f'{{"text": "The the {number}."}}'
        for number in range(count)
    ]
    report = lint({"a.jsonl": "\n".join(rows) + "\n"}, codes=("GAR104", "IOE201", "IOE202"))
    found = [finding.rule for finding in report.findings]
    assert not report.crashed
    assert found.count("GAR104") == count - count // 100
    assert found.count("IOE201") >= count // 100 // len(broken)


@pytest.mark.slow
def test_33_memory_grows_with_a_corpus_only_so_far(tmp_path: Path) -> None:
    """4 MB in 1,000 files; the full size is 45 MB in 10,000 files within 600 MB."""
    for number in range(1_000):
        text = "\n\n".join(SENTENCE.format(number * 50 + n) for n in range(50))
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    code, memory = peak(tmp_path, "check", "-q", "-j1", "--max-memory", "300MB", ".", within=300)
    assert code in (0, 1)
    assert memory < 600 * MB, memory


@pytest.mark.slow
def test_34_many_files_under_few_descriptors(tmp_path: Path) -> None:
    """3,000 files under `ulimit -n 64`; the full size is 200,000 under 256."""
    resource = pytest.importorskip("resource")
    for number in range(3_000):
        (tmp_path / f"{number}.txt").write_text(f"Line {number}.\n", encoding="utf-8")
    for extra in ((), ("--max-memory", "100MB")):
        done = copydesk(
            tmp_path,
            *("check", "-q", "-j2", *extra, "."),
            within=300,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64)),
        )
        assert done.returncode in (0, 1)


def test_35_a_few_files_start_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import multiprocessing.process

    def started(self: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(multiprocessing.process.BaseProcess, "start", started)
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text("The the line.\n", encoding="utf-8")
    assert inline(tmp_path, "check", "-j8", "--no-cache", ".").returncode == 1


def test_36_no_command_opens_a_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def connected(*arguments: object, **options: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "socket", connected)
    monkeypatch.setattr(socket, "create_connection", connected)
    monkeypatch.setattr(socket, "getaddrinfo", connected)
    text = SENTENCE.format(1) + "See https://example.com/a.txt and <https://example.org>.\n"
    for name in ("a.txt", "b.md", "c.html"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    for arguments in (
        ("check", "--output-format", "html:../report.html", "."),
        ("check", "--output-format", "sarif", "."),
        ("check", "--fix", "."),
        ("dedupe", "."),
        ("index", "build", "."),
        ("baseline", "create", "."),
        ("rules",),
        ("rule", "DUP101"),
        ("config", "show"),
    ):
        assert inline(tmp_path, *arguments).returncode in (0, 1)


def test_32_runs_agree_to_the_byte(tmp_path: Path) -> None:
    """Over hash seeds, jobs, orders of paths, cold and warm, and the folder that it is run in."""
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(12):
        text = "\n\n".join(SENTENCE.format(number // 3 + n) + "The the end." for n in range(6))
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    for form in ("json", "sarif", "html"):
        digests = set()
        for seed, jobs, cache, reverse in (
            ("0", "1", "--no-cache", False),
            ("1", "2", "--cache-dir=../cache", True),
            ("random", "1", "--cache-dir=../cache", False),
        ):
            names = sorted((f"{number}.txt" for number in range(12)), reverse=reverse)
            arguments = ("check", f"-j{jobs}", cache, "--output-format", form, *names)
            env = {"PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": "0"}
            digests.add(hashlib.sha256(copydesk(folder, *arguments, env=env).stdout).hexdigest())
        assert len(digests) == 1, form


GROWING = {
    "spaces": " ",
    "one word": "a",
    "quotes": '"',
    "dots": ".",
    "digits": "7",
    "ideographs": "字",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", GROWING)
def test_40_twice_the_text_takes_at_most_thrice_the_time(name: str) -> None:
    """Every rule at once on 0.2 and 0.4 MB; the full sizes are 1, 2 and 4 MB for each rule."""
    codes = tuple(load_rules())
    lint({"a.txt": "A line."}, codes=codes)
    spent = []
    for size in (200_000, 400_000):
        began = time.process_time()
        lint({"a.txt": GROWING[name] * size}, codes=codes)
        spent.append(time.process_time() - began)
    assert spent[1] < 3 * spent[0] + 0.5, spent


LINES_ENDS = {"lf": "\n", "crlf": "\r\n", "cr": "\r"}


@pytest.mark.parametrize("end", LINES_ENDS)
def test_04_line_ends_change_no_finding_and_stay(tmp_path: Path, end: str) -> None:
    """LF, CRLF and CR end lines; U+2028, U+0085 and form feed end none, and `--fix` keeps all."""
    corpus = Path(__file__).parents[2] / "corpus"
    found = {}
    for kind, mark in (("lf", "\n"), (end, LINES_ENDS[end])):
        rows = []
        for file in sorted(corpus.glob("*.txt"))[:3]:
            text = file.read_text(encoding="utf-8") + "\nOdd\u2028ends\u0085of\x0clines.\n"
            rows.append((file.name, text.replace("\n", mark)))
        report = lint(dict(rows))
        found[kind] = [
            (f.rule, f.place.path, f.place.line, f.place.column) for f in report.findings
        ]
    assert found[end] == found["lf"]
    raw = f"The cafÃ©.{LINES_ENDS[end]}Odd\u2028ends\u0085of\x0clines.{LINES_ENDS[end]}".encode()
    (tmp_path / "a.txt").write_bytes(raw)
    inline(tmp_path, "check", "--fix", ".")
    fixed = (tmp_path / "a.txt").read_bytes()
    assert fixed.replace("é".encode(), "Ã©".encode()) == raw


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_39_version_and_help_are_quick(tmp_path: Path) -> None:
    """Processor time of a process: 0.3 s, three times what an idle machine takes."""
    for argument in ("--version", "--help"):
        before = os.times()
        with contextlib.suppress(OSError):
            copydesk(tmp_path, argument)
        after = os.times()
        assert after.children_user - before.children_user < 0.3

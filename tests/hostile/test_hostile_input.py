"""Text, names and files made to hurt: nothing hangs, crashes, runs, or reaches a terminal raw."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archives import record, response
from copydesk.engine.registry import load_rules
from copydesk.reading.read import portions, read
from copydesk.reading.source import Unreadable
from linting import lint
from reading import OPTIONS, source

SIZE = 100_000
ATTACKS = {
    "spaces": " " * SIZE,
    "one word": "a" * SIZE,
    "quotes": '"' * SIZE,
    "typographic quotes": "“" * SIZE,
    "dots": "." * SIZE,
    "digits": "7" * SIZE,
    "ideographs": "日本語の" * (SIZE // 4),
    "newlines": "\n" * SIZE,
    "returns": "\r" * SIZE,
    "words": "a " * (SIZE // 2),
    "capitals": "Ab " * (SIZE // 3),
    "glued": "aB" * (SIZE // 2),
    "dotted": "a." * (SIZE // 2),
    "combining": "e" + "\u0301" * SIZE,
    "soft hyphens": "a\u00ad" * (SIZE // 2),
    "mojibake": "â€™" * (SIZE // 3),
    "brackets": "[" * SIZE,
    "quotations": ">" * SIZE,
    "stars": "*a" * (SIZE // 2),
    "backticks": "`" * SIZE,
    "pipes": "|" * SIZE,
    "tags": "<a " * (SIZE // 3),
    "links": "[a](" * (SIZE // 4),
    "entities": "&#" * (SIZE // 2),
    "comments": "<!--" * (SIZE // 4),
    "attributes": '<a b="' * (SIZE // 6) + ">",
    "scripts": "<script>" * (SIZE // 8),
    "items": "<li><td>" * (SIZE // 8),
    "one line many sentences": "He said so. " * (SIZE // 12),
    "the the": "the " * (SIZE // 4),
    "short lines": "Share\n" * (SIZE // 6),
    "captions": "Image: a man walks (Reuters)\n" * (SIZE // 29),
    "spaced letters": "w o r d " * (SIZE // 8),
    "bidi": "\u202e\u2066" * (SIZE // 2),
    "tabs and words": "\tx" * (SIZE // 2),
    "surnames": "Smith said. " * (SIZE // 12),
    "such": "Such a launch came. " * (SIZE // 20),
}


@pytest.mark.parametrize("name", ATTACKS)
@pytest.mark.parametrize("file", ["a.txt", "a.md", "a.html"])
def test_no_text_of_100_kb_takes_long(name: str, file: str) -> None:
    began = time.process_time()
    outcome = lint({file: ATTACKS[name]})
    spent = time.process_time() - began
    assert not outcome.crashed, [f.message for f in outcome.findings if f.rule == "INT001"]
    # Not a benchmark: honest text of this size takes a hundredth of it, a quadratic pattern a
    # hundred times as much.
    assert spent < 8, f"{spent:.1f} s"


def _first_fault(content: bytes) -> int:
    with pytest.raises(UnicodeDecodeError) as caught:
        content.decode()
    return caught.value.start


def test_random_bytes_are_linted_and_their_first_fault_is_placed(tmp_path: Path) -> None:
    import random

    chance = random.Random(7)  # noqa: S311 - a seed, not a secret
    contents = {
        f"f{n}.txt": bytes(chance.randrange(1, 256) for _ in range(200)) for n in range(200)
    }
    outcome = lint(contents)
    assert not outcome.crashed
    placed = {f.place.path: f.place for f in outcome.findings if f.rule == "IOE101"}
    for name, content in contents.items():
        fault = len(content[: _first_fault(content)].decode())
        assert placed[name].offset <= fault < placed[name].end_offset  # the whole word is marked


def test_no_control_character_of_the_corpus_reaches_the_terminal(tmp_path: Path) -> None:
    bad = "\x1b[31m\x1b]0;title\x07\x9b31m\u202eevil\u2066\u200b\x00"[:-1]
    text = f"Head {bad}\n\nThe the {bad} harbour of Kelling was closed on Monday after a crane fell into the main channel.\n"
    for name in ("a\x1b[31m.txt", "b\u202e.txt", "c\nd.txt", "-e.txt", "f::g=h.txt"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / os.fsdecode(b"g\xff.txt")).write_text(text, encoding="utf-8")
    for form in ("concise", "full"):
        command = [
            sys.executable,
            "-m",
            "copydesk",
            "check",
            "--color",
            "never",
            "--output-format",
            form,
            "-v",
        ]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60)
        assert done.returncode == 1
        shown = (done.stdout + done.stderr).decode()
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e\u2066]", shown)
        assert "\\x1b" in shown
    command = [sys.executable, "-m", "copydesk", "check", "--output-format", "json"]
    document = json.loads(
        subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60).stdout
    )
    assert {"a\x1b[31m.txt", "c\nd.txt", "-e.txt", "g\\udcff.txt"} <= {
        f["location"]["path"] for f in document["findings"]
    }


def test_links_pipes_and_devices_hold_nothing_up(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(".")
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "a.txt").write_text("One line of text.\n", encoding="utf-8")
    command = [sys.executable, "-m", "copydesk", "check", "--output-format", "json", "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=20)
    assert done.returncode == 0
    assert {s["path"]: s["reason"] for s in json.loads(done.stdout)["summary"]["skipped"]} == {
        "zero.txt": "symlink",
        "pipe.txt": "not-a-file",
    }


def test_an_unreadable_file_never_stops_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The the line.\n", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text("[" * 200_000 + "\n" + '{"text": "x"}\n', encoding="utf-8")
    (tmp_path / "c.md").write_text(">" * 50_000 + "[" * 50_000, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "copydesk", "check", "."],
        cwd=tmp_path,
        capture_output=True,
        timeout=60,
    )
    assert done.returncode in (1, 2)
    assert b"IOE201" in done.stdout
    assert b"Traceback" not in done.stderr


@pytest.mark.slow
def test_identical_paragraphs_cost_no_more_than_their_number() -> None:
    text = "\n\n".join(
        ["The council will vote on the new tram line in March, and work could begin a year later."]
        * 20_000
    )
    began = time.process_time()
    outcome = lint(
        {"a.txt": text}, codes=tuple(code for code in load_rules() if code.startswith("DUP"))
    )
    assert len(outcome.findings) == 19_999
    assert time.process_time() - began < 30


def made(attack: bytes) -> list[tuple[str, bytes]]:
    """Return files that hold an attack where a table or an archive takes text."""
    head, _, body = record(response(b"x")).partition(b"\r\n\r\n")
    return [
        ("a.csv", b"text\n" + attack),
        ("a.csv", b'id,text\n1,"' + attack),
        ("a.csv", b'text\n"' + attack.replace(b'"', b'""') + b'"\xff\n'),
        ("a.tsv", b"text\t" + attack + b"\n" + attack),
        ("a.jsonl", b'{"text": "' + attack + b"\xff"),
        ("a.warc", record(response(attack + b"\xff" * 1_000))),
        ("a.warc", record(response(attack, "text/html", "Transfer-Encoding: chunked"))),
        ("a.warc", head + b"\r\n" + attack + b"\r\n\r\n" + body),
        ("a.warc", record(response(b"x"), length=5) + attack),
    ]


@pytest.mark.parametrize("name", ATTACKS)
def test_no_file_of_100_kb_takes_long_to_read(name: str) -> None:
    for file, content in made(ATTACKS[name].encode()):
        began = time.process_time()
        with contextlib.suppress(Unreadable):
            for portion in portions(source(file, content), OPTIONS):
                read(portion, OPTIONS)
        assert time.process_time() - began < 3, file

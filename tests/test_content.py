"""The bytes of a file: packed, too large, broken, or no file at all."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from copydesk.reading.content import read_content
from copydesk.reading.source import ReadOptions, Source, Unreadable
from reading import OPTIONS, documents, source


def test_packed_files_are_read() -> None:
    assert documents("a.txt.bz2", bz2.compress(b"packed words"))[0].text == "packed words"
    assert (
        documents("a.csv.xz", lzma.compress(b"text\n") + lzma.compress(b"packed\n"))[0].text
        == "packed"
    )
    assert documents("a.txt.gz", gzip.compress(b"packed words", mtime=0))[0].text == "packed words"
    assert documents("a.jsonl.zst", zstandard.compress(b'{"text": "packed"}'))[0].text == "packed"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt.gz", lambda: gzip.compress(b"x" * 200_000_000, mtime=0), "too-large"),
        ("a.txt.zst", lambda: zstandard.compress(b"x" * 200_000_000), "too-large"),
        ("a.txt.gz", lambda: gzip.compress(b"words " * 999, mtime=0)[:-9], "unreadable"),
        ("a.txt.gz", lambda: b"not gzip", "unreadable"),
        ("a.txt.xz", lambda: lzma.compress(b"x" * 200_000_000, preset=0), "too-large"),
        ("a.txt.bz2", lambda: bz2.compress(b"x" * 200_000_000), "too-large"),
        ("a.txt.xz", lambda: lzma.compress(b"words " * 999)[:-9], "unreadable"),
        ("a.txt.xz", lambda: b"not xz", "unreadable"),
        ("a.txt.bz2", lambda: b"not bz2", "unreadable"),
        ("a.txt.zst", lambda: b"not zstd", "unreadable"),
        ("a.txt", lambda: b"GIF89a\0\0", "binary"),
        ("a.txt", lambda: b"{\\rtf1\\ansi The the boat.}", "binary"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, content: Callable[[], bytes], reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_content(source(name, content()), OPTIONS)
    assert caught.value.reason == reason


def test_a_file_over_the_limit_is_not_opened_further(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 100)
    with pytest.raises(Unreadable, match="100 bytes"):
        read_content(Source("a.txt", path, "text"), ReadOptions(max_file_size=99))


def test_a_pipe_is_no_file_and_holds_nothing_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(Unreadable, match="pipe"):
        read_content(Source("a.txt", tmp_path / "a.txt", "text"), OPTIONS)

"""Patterns mean what they mean to git, and match in time linear in the path."""

from __future__ import annotations

import random
import subprocess
import time
from pathlib import Path

import pytest

from copydesk.reading.globs import BadPattern, Patterns, lines_of

PIECES = """
a b c / * ** ? [ab] [!a] [a-c] [[:digit:]] []a] [^]-] \\* \\a 1 - [ ! . [a- [[:alpha:][:digit:]] [\\]]
[[:foo:]] **/ /** [--0] [a\\-c] [[:upper:] # \\ [,-.] [\\\\-^]
""".split()
NAMES = "a b c 1 ab abc a-b * [ a] .a - !a #a aab A \\".split()


@pytest.mark.parametrize("seed", range(6))
def test_git_ignores_the_same_paths(seed: int, tmp_path: Path) -> None:
    draw = random.Random(seed)  # noqa: S311 - a draw that can be repeated
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    for _ in range(20):
        lines = ["".join(draw.choices(PIECES, k=draw.randint(1, 5))) for _ in range(3)]
        lines.append("!" + "".join(draw.choices(PIECES, k=2)))
        (tmp_path / ".gitignore").write_text("\n".join(lines) + "\n", encoding="utf-8")
        paths = {"/".join(draw.choices(NAMES, k=draw.randint(1, 4))) for _ in range(80)}
        patterns = Patterns(lines)
        for path, deciding in _asked(tmp_path, sorted(paths)).items():
            ignored = deciding != "" and not deciding.startswith("!")
            assert patterns.match(path) == ignored, (lines, path, deciding)


def _asked(repository: Path, paths: list[str]) -> dict[str, str]:
    """Return for each path the pattern that decides in git, empty where none does."""
    command = [
        "git",
        "-C",
        str(repository),
        "check-ignore",
        "-z",
        "--stdin",
        "--no-index",
        "-v",
        "-n",
    ]
    done = subprocess.run(command, input="\0".join(paths), capture_output=True, text=True)
    fields = done.stdout.split("\0")[:-1]
    return dict(zip(fields[3::4], fields[2::4], strict=True))


@pytest.mark.parametrize(
    ("lines", "path", "matched"),
    [
        (["data/**", "!data/**/", "!data/**/*.txt"], "data/a/b.txt", False),
        (["data/**", "!data/**/", "!data/**/*.txt"], "data/a/b.md", True),
        (["build/"], "build/deep/a.txt", True),
        (["build/"], "build", False),
        (["/a.txt"], "b/a.txt", False),
        (["*.t[[:alpha:]]t"], "x.txt", True),
        (["caf?.txt"], "café.txt", False),  # git counts bytes
        (["trailing \\ "], "trailing  ", True),
        (["trailing  "], "trailing", True),
    ],
)
def test_what_a_pattern_means(lines: list[str], path: str, matched: bool) -> None:
    assert Patterns(lines).match(path) is matched


@pytest.mark.parametrize("line", ["", "# a", "!", "/", "[a", "a\\", "[[:nothing:]]"])
def test_a_line_that_is_no_pattern_is_passed_over_or_refused(line: str) -> None:
    assert not Patterns([line])
    with pytest.raises(BadPattern, match="no pattern as in"):
        Patterns([line], strict=True)


def test_a_byte_order_mark_and_crlf_cost_no_pattern() -> None:
    assert lines_of("\ufeffa.txt\r\nb.txt\n") == ["a.txt", "b.txt", ""]


ATTACKS = ["*a" * 20 + "b.txt", "**/a/" * 20 + "b", "[ab]*" * 30 + "c", "**/*a*b/" * 12 + "x"]


@pytest.mark.parametrize("pattern", ATTACKS)
@pytest.mark.parametrize("path", ["a" * 244, "a/" * 2000 + "a", "a" * 100_000])
def test_no_pattern_backtracks(pattern: str, path: str) -> None:
    """Backtracking takes longer than the universe; the limit only parts it from a slow machine."""
    start = time.process_time()
    assert not Patterns([pattern]).verdict(path)
    assert time.process_time() - start < 5

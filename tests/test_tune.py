"""`copydesk tune`: what it shows is what `check` would report,
and what it writes changes nothing else.
"""

from __future__ import annotations

import os
import pty
import select
import subprocess
import time
import tomllib
from pathlib import Path

import pytest

from copydesk.cli.trials import steps
from copydesk.config.config import BadConfig
from copydesk.config.edit import with_threshold
from copydesk.engine.registry import load_rules
from copydesk.rule import Range, Threshold
from test_cli import COMMAND, copydesk

WORDS = "harbour ferry winter market crane channel barge storm lantern pilot anchor wharf tide signal cargo mast".split()
RULES = load_rules()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document of pairs of paragraphs that differ in one to eight words of 48,
    so that they are alike to 0.88, 0.77, 0.67, 0.59 …
    """
    folder = tmp_path_factory.mktemp("tune")
    paragraphs = []
    for changed in range(1, 9):
        words = [
            f"{WORDS[(n * 7 + changed) % 16]}{'abcdefgh'[changed - 1]}{'xyz'[n % 3]}"
            for n in range(48)
        ]
        other = [
            f"{word}q" if n % 6 == 3 and n // 6 < changed else word for n, word in enumerate(words)
        ]
        paragraphs += [" ".join(text).capitalize() + ".\n" for text in (words, other)]
    (folder / "pairs.txt").write_text("\n".join(paragraphs), encoding="utf-8")
    return folder


def check(corpus: Path, value: float, config: Path) -> list[str]:
    config.write_text(
        f"[rules.DUP202]\nsimilarity = {value}\ncontainment = 0.99\n", encoding="utf-8"
    )
    done = copydesk(
        "check",
        "--config",
        str(config),
        "--output-format",
        "concise",
        "-q",
        "--no-cache",
        cwd=corpus,
    )
    return [line for line in done.stdout.splitlines() if " DUP202 " in line]


def test_what_comes_and_goes_is_what_check_reports_at_these_values(
    corpus: Path, tmp_path: Path
) -> None:
    config = tmp_path / "copydesk.toml"
    low, high, base = (check(corpus, value, config) for value in (0.55, 0.75, 0.65))
    shown = copydesk(
        "tune", "DUP202", "--config", str(config), "--step", "0.1", "--samples", "99", cwd=corpus
    ).stdout
    assert [len(low), len(base), len(high)] == [4, 3, 2]
    assert "similarity = 0.65: 3 findings in 1 document" in shown
    assert "similarity = 0.55: 4 findings, 1 more and 0 fewer" in shown
    assert "similarity = 0.75: 2 findings, 0 more and 1 fewer" in shown
    before, after = shown[shown.index("similarity = 0.55") :].split("similarity = 0.75")
    assert [line for line in before.splitlines() if " DUP202 " in line] == [
        line for line in low if line not in base
    ]
    assert [line for line in after.splitlines() if " DUP202 " in line] == [
        line for line in base if line not in high
    ]
    assert "[-" in after
    assert "{+" in after
    assert (before.count("\nAdded:"), after.count("\nRemoved:")) == (1, 1)


def test_it_shows_the_same_from_a_cache_and_leaves_the_index_alone(corpus: Path) -> None:
    copydesk("check", cwd=corpus)
    before = sorted(path.name for path in (corpus / ".copydesk_cache").iterdir())
    cold = copydesk(
        "tune", "near-duplicate-paragraph", "--step", "0.2", "--samples", "1", cwd=corpus
    )
    for step in ("0.1", "0.15"):
        copydesk("tune", "DUP202", "--step", step, cwd=corpus)
    again = copydesk(
        "tune", "near-duplicate-paragraph", "--step", "0.2", "--samples", "1", "-j", "2", cwd=corpus
    )
    bare = copydesk(
        "tune",
        "near-duplicate-paragraph",
        "--step",
        "0.2",
        "--samples",
        "1",
        "--no-cache",
        cwd=corpus,
    )
    assert cold.stdout == again.stdout == bare.stdout
    assert "1 of those added:" in cold.stdout
    after = sorted(
        path.name for path in (corpus / ".copydesk_cache").iterdir() if path.name != "tune"
    )
    assert after == before
    assert (corpus / ".copydesk_cache/tune").is_dir()
    assert (
        "No finding changes; a larger --step looks further."
        in copydesk("tune", "DUP202", "--step", "0.01", cwd=corpus).stdout
    )
    assert copydesk("index", "clean", cwd=corpus).returncode == 0
    assert not (corpus / ".copydesk_cache").exists()


def test_check_makes_its_cache_beside_that_of_tune_and_clean_removes_both(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A short text.\n", encoding="utf-8")
    copydesk("tune", "DUP202", cwd=tmp_path)
    assert copydesk("check", cwd=tmp_path).stderr.endswith("No findings in 1 document.\n")
    assert "cache" not in copydesk("check", cwd=tmp_path).stderr
    assert {found.name for found in (tmp_path / ".copydesk_cache").iterdir()} > {
        "tune",
        "CACHEDIR.TAG",
    }
    copydesk("index", "clean", cwd=tmp_path)
    assert not (tmp_path / ".copydesk_cache").exists()
    copydesk("tune", "DUP202", cwd=tmp_path)
    copydesk("index", "clean", cwd=tmp_path)
    assert not (tmp_path / ".copydesk_cache").exists()


def test_set_writes_the_value_and_check_uses_it(corpus: Path, tmp_path: Path) -> None:
    done = copydesk("tune", "DUP202", str(corpus), "--set", "0.97", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (
        0,
        "copydesk.toml: near-duplicate-paragraph, similarity = 0.97 (was 0.6)\n",
    )
    file = tmp_path / "copydesk.toml"
    assert tomllib.loads(file.read_text(encoding="utf-8")) == {
        "rules": {"near-duplicate-paragraph": {"similarity": 0.97}}
    }
    file.write_text(
        "# ours\n" + file.read_text(encoding="utf-8").replace("0.97", "0.97 # read by eye"),
        encoding="utf-8",
    )
    file.chmod(0o640)
    done = copydesk(
        "tune", "DUP202", str(corpus), "--threshold", "min_words", "--set", "14", cwd=tmp_path
    )
    assert done.returncode == 0
    assert (
        file.read_text(encoding="utf-8")
        == "# ours\n[rules.near-duplicate-paragraph]\nsimilarity = 0.97 # read by eye\nmin-words = 14\n"
    )
    assert file.stat().st_mode & 0o777 == 0o640
    done = copydesk(
        "tune", "DUP202", str(corpus), "--threshold", "min-words", "--set", "14", cwd=tmp_path
    )
    assert done.stderr == "copydesk.toml: near-duplicate-paragraph, min-words = 14 already\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == [".copydesk_cache", "copydesk.toml"]


def test_on_a_terminal_it_asks_and_writes_what_was_settled_on(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.copydesk] # ours\n", encoding="utf-8")
    main, other = pty.openpty()
    asked = "q to quit [q]: "
    with subprocess.Popen(
        [*COMMAND, "tune", "DUP202", str(corpus)],
        stdin=other,
        stdout=other,
        stderr=other,
        cwd=tmp_path,
    ) as process:
        os.close(other)
        shown, end = "", time.monotonic() + 60
        for answer, prompts in (("much", 1), ("0.75", 2), ("w", 3)):
            while shown.count(asked) < prompts and time.monotonic() < end:
                if select.select([main], [], [], 1)[0]:
                    shown += os.read(main, 65536).decode()
            os.write(main, f"{answer}\n".encode())
        assert process.wait(60) == 0
    os.close(main)
    assert "Error: similarity must be a number, like its default 0.6" in shown
    assert "similarity = 0.75: 2 findings in 1 document\r\n" in shown
    text = (tmp_path / "pyproject.toml").read_text(encoding="utf-8")
    assert (
        text
        == "[tool.copydesk] # ours\n\n[tool.copydesk.rules.near-duplicate-paragraph]\nsimilarity = 0.75\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["DUP"], "DUP names 8 rules; tune one of DUP101, DUP102"),
        (["DUP2O2"], "no rule is called 'DUP2O2'; did you mean 'DUP202'?"),
        (["IOE101"], "IOE101 has no thresholds"),
        (
            ["DUP202", "--threshold", "similar"],
            "DUP202 has no threshold 'similar'; did you mean 'similarity'?",
        ),
        (["DUP202", "--set", "high"], "similarity must be a number, like its default 0.6"),
        (
            ["HEU107", "--threshold", "stop-words"],
            "this threshold is not a number and has no steps; pass a value with --set",
        ),
    ],
)
def test_a_mistake_is_an_error_and_nothing_is_written(
    corpus: Path, tmp_path: Path, arguments: list[str], message: str
) -> None:
    done = copydesk("tune", *arguments, *(["--no-cache"]), "--", str(corpus), cwd=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("value", "default", "step", "expected"),
    [
        (0.6, 0.6, None, [0.55, 0.65]),
        (0.98, 0.6, None, [0.93]),
        (0.6, 0.6, 0.2, [0.4, 0.8]),
        (0.002, 0.002, None, [0.0018, 0.0022]),
        (1.3, 1.3, None, [1.2, 1.4]),
        (-12.0, -12.0, None, [-13.0, -11.0]),
        (0.0, 0.0, None, [-0.05, 0.05]),
        (3, 3, None, [2, 4]),
        (60, 60, None, [54, 66]),
        (0, 3, None, [1]),
        (True, True, None, [False]),
    ],
)
def test_a_step_fits_the_kind_of_the_threshold(
    value: Threshold, default: Threshold, step: float | None, expected: list[Threshold]
) -> None:
    share = isinstance(default, float) and 0 < default < 1
    limits = Range(0) if isinstance(default, int) else Range(0, 1) if share else Range(-100, 100)
    assert steps(value, default, step, limits) == expected


SECTION = ("tool", "copydesk")
TABLE = "[rules.near-duplicate-paragraph]\nsimilarity = 0.7\n"


@pytest.mark.parametrize(
    ("section", "before", "after"),
    [
        ((), "", TABLE),
        ((), "# hi", f"# hi\n\n{TABLE}"),
        (
            (),
            "[rules.DUP202]\n similarity  = 0.6  # why\nshort=3\n# end\n",
            "[rules.DUP202]\n similarity  = 0.7  # why\nshort=3\n# end\n",
        ),
        (
            (),
            "[rules.DUP202]\nshort = 3\n[per-file-ignores]\n",
            "[rules.DUP202]\nshort = 3\nsimilarity = 0.7\n[per-file-ignores]\n",
        ),
        (
            (),
            "# a\r\n[rules.DUP202]\r\nsimilarity = 0.4 # k\r\n",
            "# a\r\n[rules.DUP202]\r\nsimilarity = 0.7 # k\r\n",
        ),
        (
            (),
            "[rules.near-duplicate-paragraph]\nsimilarity = 0.3\n[rules.DUP202]\nshort=4\n",
            f"{TABLE}[rules.DUP202]\nshort=4\n",
        ),
        (
            (),
            "rules = {DUP202 = {similarity = 0.5, short = 3}} # c\n",
            "rules = {DUP202 = {similarity = 0.7, short = 3}} # c\n",
        ),
        (
            (),
            "rules.DUP202.similarity = 0.5 # d\nselect = []\n",
            "rules.DUP202.similarity = 0.7 # d\nselect = []\n",
        ),
        (
            SECTION,
            "[tool.copydesk]\n[a]\nx=1 # r\n",
            f"[tool.copydesk]\n[a]\nx=1 # r\n\n{TABLE.replace('[', '[tool.copydesk.')}",
        ),
        (
            SECTION,
            "[tool.copydesk.rules.DUP202]\nshort=3\n[a]\n",
            "[tool.copydesk.rules.DUP202]\nshort=3\nsimilarity = 0.7\n[a]\n",
        ),
    ],
)
def test_only_the_value_changes(section: tuple[str, ...], before: str, after: str) -> None:
    assert with_threshold(before, section, RULES["DUP202"], "similarity", 0.7) == after


@pytest.mark.parametrize(
    "before",
    ["rules = {DUP201 = {min-words = 5}}\n", "rules.DUP201.min-words = 5\n[per-file-ignores]\n"],
)
def test_tables_written_in_other_ways_are_extended_too(before: str) -> None:
    changed = tomllib.loads(with_threshold(before, (), RULES["HEU107"], "stop_words", ("a", 'b"')))
    assert changed["rules"] == {
        "DUP201": {"min-words": 5},
        "gopher-stop-words": {"stop-words": ["a", 'b"']},
    }


def test_what_cannot_be_written_is_an_error() -> None:
    with pytest.raises(BadConfig, match="write it by hand"):
        with_threshold("rules = {}\n", (), RULES["DUP202"], "similarity", float("nan"))

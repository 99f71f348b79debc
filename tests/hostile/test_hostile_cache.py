"""A cache is believed only where this user stored it; whatever else lies there changes no finding."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

CHECK = [sys.executable, "-m", "copydesk", "check", "--isolated", "-j1", "--output-format"]
PARAGRAPH = "The council will vote on plan number {} in March, and the the work could begin then."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = tmp_path / "files"
    files.mkdir()
    for number in range(6):
        text = f"{PARAGRAPH.format(number)}\n\n{PARAGRAPH.format(1)}\n"
        (files / f"{number}.txt").write_text(text, encoding="utf-8")
    return files


def check(folder: Path, *options: str) -> tuple[list[tuple[str, str, int]], str]:
    """Return what a run finds, and what it says on standard error."""
    done = subprocess.run(
        [*CHECK, "json", *options, "."], cwd=folder, capture_output=True, text=True, timeout=60
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == 1, done.stderr
    found = json.loads(done.stdout)["findings"]
    return [(f["rule"], f["location"]["path"], f["location"]["offset"]) for f in found], done.stderr


def stored(folder: Path) -> Path:
    (base,) = (folder / ".copydesk_cache").glob("*/index.sqlite")
    return base


def changed(folder: Path, statement: str) -> None:
    base = sqlite3.connect(stored(folder))
    base.execute(statement)
    base.commit()
    base.close()


def test_a_cache_that_came_along_is_not_believed(folder: Path, tmp_path: Path) -> None:
    expected, _ = check(folder, "--no-cache")
    check(folder)
    clone = tmp_path / "clone"
    shutil.copytree(folder, clone)
    found, said = check(clone)
    assert found == expected
    assert "not stored here by this user" in said
    found, said = check(clone)
    assert found == expected
    assert "cache" not in said


def test_a_key_of_another_user_opens_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, _ = check(folder)
    monkeypatch.setenv("COPYDESK_STATE_DIR", str(tmp_path / "other"))
    found, said = check(folder)
    assert found == expected
    assert "not stored here by this user" in said
    assert (tmp_path / "other/cache.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE report SET body = x'00'",
        "UPDATE report SET seal = NULL",
        "UPDATE file SET documents = 0, shard = NULL",
        "UPDATE file SET digest = 'x'",
        "UPDATE file SET outcome = (SELECT outcome FROM file WHERE path = '0.txt')",
        "UPDATE shard SET documents = 10000000",
        "UPDATE shard SET name = '../../..'",
        "DELETE FROM shard",
        "DELETE FROM file WHERE path = '1.txt'",
    ],
)
def test_a_doctored_row_changes_no_finding(folder: Path, statement: str) -> None:
    check(folder)
    changed(folder, statement)
    (folder / "7.txt").write_text(PARAGRAPH.format(7), encoding="utf-8")  # no whole report is kept
    expected, _ = check(folder, "--no-cache")
    assert check(folder)[0] == expected
    assert check(folder)[0] == expected


@pytest.mark.parametrize(
    "schema",
    [
        "CREATE TRIGGER t AFTER INSERT ON report BEGIN DELETE FROM report; END",
        "CREATE VIEW v AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n) SELECT x FROM n",
        "CREATE INDEX i ON file (digest)",
        "DROP TABLE member",
    ],
)
def test_a_schema_of_others_is_refused_before_it_runs(folder: Path, schema: str) -> None:
    expected, _ = check(folder)
    changed(folder, schema)
    found, said = check(folder)
    assert found == expected
    assert "its tables are not those of this version" in said


def test_a_view_in_the_place_of_a_table_runs_for_nobody(folder: Path) -> None:
    expected, _ = check(folder)
    changed(folder, "DROP TABLE file")
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
    changed(folder, f"CREATE VIEW file AS {endless} SELECT x AS path FROM n")  # noqa: S608
    assert check(folder)[0] == expected


@pytest.mark.parametrize("link", [".", "CACHEDIR.TAG", ".gitignore", "plan", "index.sqlite"])
def test_nothing_is_written_through_a_link(folder: Path, tmp_path: Path, link: str) -> None:
    expected, _ = check(folder)
    victim = tmp_path / "victim"
    cache = folder / ".copydesk_cache"
    place = {".": cache, "plan": stored(folder).parent, "index.sqlite": stored(folder)}.get(
        link, cache / link
    )
    if place.is_dir():
        shutil.move(place, victim)
    else:
        place.unlink()
        victim.write_text("mine", encoding="utf-8")
    place.symlink_to(victim)
    before = sorted(victim.rglob("*")) if victim.is_dir() else victim.read_bytes()
    (folder / "7.txt").write_text(PARAGRAPH.format(7), encoding="utf-8")
    assert check(folder)[0] == check(folder, "--no-cache")[0] != expected
    assert (sorted(victim.rglob("*")) if victim.is_dir() else victim.read_bytes()) == before


def test_what_was_read_is_not_removed_before_it_is_used(folder: Path) -> None:
    """Another of the files changes before each run, until shards are merged again and again."""
    for number in range(24):
        file = folder / f"{number % 6}.txt"
        file.write_text(f"{file.read_text('utf-8')}\nLine {number} is new.\n", encoding="utf-8")
        found, said = check(folder)
        assert "cache" not in said
    assert found == check(folder, "--no-cache")[0]


def test_four_runs_at_once_agree(folder: Path) -> None:
    expected, _ = check(folder, "--no-cache")
    for number in range(4):
        file = folder / f"{number}.txt"
        file.write_text(f"{file.read_text('utf-8')} ", encoding="utf-8")
        runs = [
            subprocess.Popen([*CHECK, "json", "."], cwd=folder, stdout=-1, stderr=-1, text=True)
            for _ in range(4)
        ]
        for run in runs:
            out, said = run.communicate(timeout=60)
            assert "Traceback" not in said
            assert [f["rule"] for f in json.loads(out)["findings"]] == [f[0] for f in expected]


def flipped(folder: Path, seed: int, bits: int) -> None:
    """Flip bits anywhere in what is stored."""
    draw = random.Random(seed)  # noqa: S311 - a draw that can be repeated
    files = [
        f for f in sorted(stored(folder).parent.rglob("*")) if f.is_file() and f.stat().st_size
    ]
    for _ in range(bits):
        file = draw.choice(files)
        content = bytearray(file.read_bytes())
        content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
        file.write_bytes(content)


@pytest.mark.parametrize("seed", range(5))
def test_flipped_bits_change_no_finding(folder: Path, tmp_path: Path, seed: int) -> None:
    _holds_under_flips(folder, range(seed, seed + 1))


@pytest.mark.slow
def test_flipped_bits_change_no_finding_many_times(folder: Path) -> None:
    """Of 200 runs (2026-11) none differed; here so many as a minute or five allows."""
    _holds_under_flips(folder, range(5, 65))


def _holds_under_flips(folder: Path, seeds: range) -> None:
    expected, _ = check(folder)
    (folder / "0.txt").write_text(PARAGRAPH.format(8), encoding="utf-8")
    expected, _ = check(folder, "--no-cache")
    for seed in seeds:
        shutil.rmtree(folder / ".copydesk_cache", ignore_errors=True)
        old = (folder / "1.txt").read_text("utf-8")
        (folder / "1.txt").write_text(PARAGRAPH.format(9), encoding="utf-8")
        check(folder)
        (folder / "1.txt").write_text(old, encoding="utf-8")
        flipped(folder, seed, random.Random(seed).choice((1, 3, 30)))  # noqa: S311
        assert check(folder)[0] == expected


def test_a_folder_that_others_may_write_to_is_made_ones_own(folder: Path) -> None:
    check(folder)
    cache = folder / ".copydesk_cache"
    cache.chmod(0o777)
    check(folder)
    assert cache.stat().st_mode & 0o777 == 0o700


def test_without_a_home_the_run_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected, _ = check(folder, "--no-cache")
    monkeypatch.setenv("COPYDESK_STATE_DIR", "/proc/none" if os.name == "posix" else "?:")
    found, said = check(folder)
    assert found == expected
    assert "goes on without it" in said


def test_a_cache_may_be_removed_beside_a_run(folder: Path) -> None:
    """`index clean` while others read and fill it: every report is whole, and nothing is said."""
    expected, _ = check(folder, "--no-cache")
    for number in range(2):
        (folder / "0.txt").write_text(f"{PARAGRAPH.format(0)}\n{'x' * number}\n", encoding="utf-8")
        expected, _ = check(folder, "--no-cache")
        runs = [
            subprocess.Popen([*CHECK, "json", "."], cwd=folder, stdout=-1, stderr=-1, text=True)
            for _ in range(2)
        ]
        clean = [sys.executable, "-m", "copydesk", "index", "clean"]
        for _ in range(3):
            assert subprocess.run(clean, cwd=folder, stderr=-1, timeout=60).returncode == 0
        for run in runs:
            out, said = run.communicate(timeout=60)
            assert "Traceback" not in said
            assert [f["rule"] for f in json.loads(out)["findings"]] == [f[0] for f in expected]

"""The options of `check` that apply fixes, as users meet them."""

from __future__ import annotations

import gzip
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from fixes import FERRY, HARBOUR, MISREAD, REPAIRED, WIDGET

COMMAND = [sys.executable, "-m", "copydesk", "check"]


def check(
    *arguments: str, cwd: Path, stdin: bytes = b"", code: int | None = None
) -> subprocess.CompletedProcess[bytes]:
    env = {
        k: v
        for k, v in os.environ.items()
        if k not in ("NO_COLOR", "FORCE_COLOR", "PRE_COMMIT", "COPYDESK_OUTPUT_FORMAT")
    }
    done = subprocess.run(
        [*COMMAND, *arguments], cwd=cwd, input=stdin, capture_output=True, env=env, timeout=120
    )
    assert code is None or done.returncode == code, done.stderr.decode()
    return done


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(
        f"{HARBOUR}\n\n{MISREAD}\n\n{WIDGET}\n\n{FERRY}\n", encoding="utf-8"
    )
    (tmp_path / "b.txt").write_text(
        f"{FERRY}\n\nHe walked to the the door, she said.\n", encoding="utf-8"
    )
    return tmp_path


SAFE = f"{HARBOUR}\n\n{REPAIRED}\n\n{WIDGET}\n\n{FERRY}\n"


UNSAFE = f"{HARBOUR}\n\n{REPAIRED}\n\n{FERRY}\n"


def test_check_marks_what_is_fixable_and_counts_it(folder: Path) -> None:
    done = check("--output-format", "concise", "a.txt", cwd=folder, code=1)
    assert done.stdout.decode() == (
        'a.txt:3:5: GAR101 [*] wrongly decoded: cafÃ© should read café\na.txt:5:1: BOI101 boilerplate: "Share Tweet Email Print"\n'
    )
    assert (
        done.stderr.decode().splitlines()[1]
        == "[*] 1 fixable with --fix, 1 more with --unsafe-fixes."
    )
    done = check("--output-format", "grouped", "--unsafe-fixes", "a.txt", cwd=folder, code=1)
    assert done.stdout.decode().count("  [*] ") == 2
    assert done.stderr.decode().splitlines()[1] == "[*] 2 fixable with --fix."
    assert "a.txt:3:5: GAR101 [*] " in check("a.txt", cwd=folder, code=1).stdout.decode()
    done = check("--select", "BOI101", "a.txt", cwd=folder, code=1)
    assert done.stderr.decode().splitlines()[1] == "1 fixable with --fix --unsafe-fixes."


def test_json_has_the_edits(folder: Path) -> None:
    (finding,) = json.loads(
        check("--select", "GAR101", "--output-format", "json", cwd=folder).stdout
    )["findings"]
    assert finding["fix"]["applicability"] == "safe"
    text = (folder / "a.txt").read_text(encoding="utf-8")
    assert [text[e["offset"] : e["end_offset"]] for e in finding["fix"]["edits"]] == [
        "cafÃ©",
        "doesnâ€™t",
    ]


def test_sarif_has_the_edits_as_character_offsets(folder: Path) -> None:
    log = json.loads(check("--select", "GAR101", "--output-format", "sarif", cwd=folder).stdout)
    (change,) = log["runs"][0]["results"][0]["fixes"][0]["artifactChanges"]
    text = (folder / "a.txt").read_text(encoding="utf-8")
    for replacement in reversed(change["replacements"]):
        at, size = (
            replacement["deletedRegion"]["charOffset"],
            replacement["deletedRegion"]["charLength"],
        )
        text = text[:at] + replacement["insertedContent"]["text"] + text[at + size :]
    assert text == SAFE


def test_fix_writes_safe_fixes_and_reports_what_is_left(folder: Path) -> None:
    done = check("--fix", "--show-fixes", "--output-format", "concise", cwd=folder, code=1)
    assert (folder / "a.txt").read_text(encoding="utf-8") == SAFE
    assert [line.split()[1] for line in done.stdout.decode().splitlines()] == [
        "BOI101",
        "DUP201",
        "GAR104",
    ]
    assert done.stderr.decode().startswith(
        "Fixed 1 finding in 1 file.\n  a.txt:\n      1 × GAR101 (mojibake)\nFound 3 findings in 2 files"
    )
    assert "Fixed" not in check("--fix", cwd=folder, code=1).stderr.decode()


def test_unsafe_fixes_are_asked_for(folder: Path) -> None:
    check("--fix", "--unsafe-fixes", cwd=folder, code=1)  # a paragraph in both
    assert (folder / "a.txt").read_text(encoding="utf-8") == UNSAFE
    assert "the the" not in (folder / "b.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--fix", "a.txt"], 1),  # the widget is left
        (["--fix", "--unsafe-fixes", "a.txt"], 0),
        (["--fix", "--unsafe-fixes", "--exit-non-zero-on-fix", "a.txt"], 1),
        (["--fix", "--exit-zero", "a.txt"], 0),
        (["--fix-only", "a.txt"], 0),
        (["--fix-only", "--exit-non-zero-on-fix", "a.txt"], 1),
        (["--fix-only", "--exit-non-zero-on-fix", "b.txt"], 0),
        (["--diff", "a.txt"], 1),
        (["--diff", "--exit-zero", "a.txt"], 0),
        (["--diff", "b.txt"], 0),
        (["--diff", "--unsafe-fixes", "--select", "BOI", "a.txt"], 1),
        (["--fix", "--fail-on", "error", "a.txt"], 0),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_the_exit_code_counts_what_is_left(folder: Path, arguments: list[str], code: int) -> None:
    check(*arguments, cwd=folder, code=code)


def test_fix_only_prints_no_finding(folder: Path) -> None:
    done = check("--fix-only", cwd=folder, code=0)
    assert (done.stdout, done.stderr) == (b"", b"Fixed 1 finding in 1 file.\n")


@pytest.mark.parametrize(
    ("end", "mark", "closed"), [("\n", b"", True), ("\r\n", b"\xef\xbb\xbf", False)]
)
def test_a_diff_writes_nothing_and_patch_makes_of_it_what_fix_does(
    folder: Path, end: str, mark: bytes, closed: bool
) -> None:
    raw = mark + (folder / "a.txt").read_text(encoding="utf-8").replace("\n", end).encode()
    raw = raw if closed else raw.rstrip(b"\r\n")
    for name in ("a.txt", "b.txt"):
        (folder / name).unlink()
    file = folder / "an article.txt"
    file.write_bytes(raw)
    diff = check("--diff", "--unsafe-fixes", cwd=folder, code=1)
    assert file.read_bytes() == raw
    assert diff.stderr == b"Would fix 2 findings in 1 file.\n"
    subprocess.run(
        ["patch", "--binary", "-p0"], cwd=folder, input=diff.stdout, check=True, capture_output=True
    )
    patched = file.read_bytes()
    file.write_bytes(raw)
    check("--fix", "--unsafe-fixes", cwd=folder)
    assert file.read_bytes() == patched != raw


def test_standard_input_is_printed_fixed_and_findings_go_aside(folder: Path) -> None:
    done = check(
        "-",
        "--fix",
        "--output-format",
        "concise",
        cwd=folder,
        stdin=(folder / "a.txt").read_bytes(),
        code=1,
    )
    assert done.stdout.decode() == SAFE
    assert "stdin.txt:5:1: BOI101" in done.stderr.decode()
    for stdin in (b"", b"No fault.\n", b"\xff\xfe invalid\n", gzip.compress(MISREAD.encode())):
        name = "a.txt.gz" if stdin[:2] == b"\x1f\x8b" else "a.txt"
        assert (
            check("-", "--fix", "--stdin-filename", name, cwd=folder, stdin=stdin).stdout == stdin
        )
    done = check(
        "-", "a.txt", "--fix", "--stdin-filename", "a.txt", cwd=folder, stdin=b"Text.\n", code=2
    )
    assert (
        done.stderr.decode()
        == "copydesk: standard input and a file are both called 'a.txt'; pass another --stdin-filename\n"
    )
    done = check("-", "--diff", cwd=folder, stdin=(folder / "a.txt").read_bytes(), code=1)
    assert done.stdout.startswith(b"--- stdin.txt\n+++ stdin.txt\n@@ -1,6 +1,6 @@\n")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        (
            "c.txt",
            f"caf\xe9 {MISREAD}".encode("cp1252", "ignore") + "\n\nItâ€™s".encode(),
            "invalid-encoding",
        ),
        ("c.txt", f"{MISREAD}\n".encode("utf-16"), "encoding"),
        ("c.txt.gz", gzip.compress(f"{MISREAD}\n".encode(), mtime=0), "compressed"),
    ],
)
def test_a_file_that_cannot_be_put_back_byte_for_byte_is_left_alone_and_named(
    folder: Path, name: str, content: bytes, reason: str
) -> None:
    (folder / name).write_bytes(content)
    done = check("--fix", "--output-format", "concise", name, cwd=folder, code=1)
    assert (folder / name).read_bytes() == content
    assert f"not fixed {name}: {reason} (" in done.stderr.decode()
    assert "GAR101" in done.stdout.decode()


def test_mode_bits_links_and_neighbours_stay(folder: Path) -> None:
    (folder / "a.txt").chmod(0o640)
    (folder / "link.txt").symlink_to("a.txt")
    before = sorted(path.name for path in folder.iterdir())
    check("--fix", "--no-cache", "link.txt", cwd=folder)
    assert (folder / "link.txt").is_symlink()
    assert stat.S_IMODE((folder / "a.txt").stat().st_mode) == 0o640
    assert (folder / "a.txt").read_text(encoding="utf-8") == SAFE
    assert sorted(path.name for path in folder.iterdir()) == before


def test_files_to_compare_with_are_not_fixed(folder: Path) -> None:
    (folder / "old").mkdir()
    (folder / "old/c.txt").write_text(f"{MISREAD}\n", encoding="utf-8")
    check("--fix", "a.txt", "--against", "old", cwd=folder)
    assert (folder / "a.txt").read_text(encoding="utf-8") == SAFE
    assert (folder / "old/c.txt").read_text(encoding="utf-8") == f"{MISREAD}\n"


def test_what_a_file_is_let_off_is_not_fixed(folder: Path) -> None:
    (folder / "copydesk.toml").write_text(
        "[per-file-ignores]\n'a.txt' = ['GAR101']\n", encoding="utf-8"
    )
    assert check("--diff", cwd=folder, code=0).stdout == b""


def test_a_second_run_from_the_cache_offers_the_same_fixes(folder: Path) -> None:
    first = check("--diff", "--unsafe-fixes", cwd=folder, code=1)
    assert check("--diff", "--unsafe-fixes", cwd=folder, code=1).stdout == first.stdout != b""
    assert (
        check("--diff", "--unsafe-fixes", "--no-cache", cwd=folder, code=1).stdout == first.stdout
    )

"""Fixes: what they change and what they leave, in every kind of file; the options of `check` that apply them, as users meet them."""

from __future__ import annotations

import dataclasses
import functools
import gzip
import json
import os
import stat
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from copydesk.columns.batch import Batch
from copydesk.engine import plan as plan_module
from copydesk.engine.plan import Plan
from copydesk.engine.registry import load_rules
from copydesk.engine.run import run
from copydesk.finding import Edit
from copydesk.fixes import Fixes
from copydesk.fixing.draft import Draft
from copydesk.fixing.rounds import Settled, settle
from copydesk.fixing.unified import unified
from copydesk.language.garble.mojibake_proof import is_lossless
from copydesk.reading.formats import format_of
from copydesk.reading.lines import whole_lines
from copydesk.reading.places import line_starts
from copydesk.reading.source import ReadOptions, Source
from copydesk.report import Report
from copydesk.rule import Hits
from linting import lint

HARBOUR = "The harbour of Kelling was closed on Monday after a crane fell into the main channel."
FERRY = "Islanders had asked for the ferry since the winter storms, when ice shut the bay."
MISREAD = "The cafÃ© on the quay doesnâ€™t open before noon, its owner said."
REPAIRED = "The café on the quay doesn’t open before noon, its owner said."
WIDGET = "Share Tweet Email Print"
CAPTION = "Divers bring the ship's bell ashore at Sandholm harbour (Reuters)"
PARTS = [HARBOUR, FERRY, MISREAD, WIDGET, CAPTION, "He walked to the the door, she said.", "Îòêðûòà íîâàÿ øêîëà â ãîðîäå, ñîîáùèë ìýð", ""]
CODES = tuple(code for code, rule in load_rules().items() if not rule.tier)
COMMAND = [sys.executable, "-m", "copydesk", "check"]


def settled(name: str, content: bytes, *, unsafe: bool = True) -> Settled:
    def check(sources: Sequence[Source]) -> Report:
        return run(Plan(CODES), sources)

    return settle(check, [Source(name, None, format_of(name)[0] or "text", content=content)], ReadOptions(), unsafe=unsafe)


def fixed(name: str, content: bytes | str, *, unsafe: bool = True) -> str:
    raw = content if isinstance(content, bytes) else content.encode()
    (source,) = settled(name, raw, unsafe=unsafe).sources
    assert source.content is not None
    return source.content.decode()


def check(*arguments: str, cwd: Path, stdin: bytes = b"", code: int | None = None) -> subprocess.CompletedProcess[bytes]:
    env = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "PRE_COMMIT", "COPYDESK_OUTPUT_FORMAT")}
    done = subprocess.run([*COMMAND, *arguments], cwd=cwd, input=stdin, capture_output=True, env=env, timeout=120)
    assert code is None or done.returncode == code, done.stderr.decode()
    return done


# What is taken out with a block


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A\n\nX\n\nB\n", "A\n\nB\n"),
        ("A\nX\nB\n", "A\nB\n"),
        ("A\n\nX\nB\n", "A\n\nB\n"),
        ("A\nX\n\nB\n", "A\n\nB\n"),
        ("A\n\n\nX\n\nB\n", "A\n\n\nB\n"),
        ("X\n\nB\n", "B\n"),
        ("\n\nX\nB\n", "\n\nB\n"),
        ("A\n\nX\n", "A\n"),
        ("A\n\nX", "A"),
        ("A\r\n\r\nX", "A"),
        ("A\r\rX\r\rB\r", "A\r\rB\r"),
        ("A\r\n \t\r\n  X \r\n\r\nB", "A\r\n \t\r\nB"),
    ],
)
def test_a_block_is_taken_out_with_the_narrower_gap_and_the_text_ends_as_it_did(before: str, after: str) -> None:
    at = before.index("X")
    span = whole_lines(before, line_starts(before), at, at + 1, parted=False)
    assert span
    assert before[: span[0]] + before[span[1] :] == after


@pytest.mark.parametrize("text", ["X\n", "\n X \n\n", "A X\n\nB\n", "A\n\nX B\n"])
def test_a_block_stays_where_it_is_alone_or_shares_its_lines(text: str) -> None:
    at = text.index("X")
    assert whole_lines(text, line_starts(text), at, at + 1, parted=False) is None


def test_in_markdown_only_a_block_between_blank_lines_is_taken_out() -> None:
    article = f"# Harbour closed\n\n{HARBOUR}\n\n{{}}\n\n{FERRY}\n"
    for alone in (WIDGET, f"- {WIDGET}", f"> {WIDGET}"):
        assert fixed("a.md", article.format(alone)) == f"# Harbour closed\n\n{HARBOUR}\n\n{FERRY}\n"
    for marked in (f"{WIDGET}\n---", f"* one\n* {WIDGET}\n* two", f"> {FERRY}\n> {WIDGET}"):
        assert fixed("a.md", article.format(marked)) == article.format(marked)


# What the rules offer


@pytest.mark.parametrize(
    ("code", "text", "applicability", "after"),
    [
        ("GAR101", f"{MISREAD}\n", "safe", f"{REPAIRED}\n"),
        ("GAR101", "The mayor didnÃ¢â‚¬â„¢t answer.\n", "safe", "The mayor didn’t answer.\n"),
        ("GAR101", "Ñåãîäíÿ â ãîðîäå áûëî õîëîäíî è âåòðåíî\n", "safe", "Сегодня в городе было холодно и ветрено\n"),
        ("GAR101", "We don?t know the mayor?s plans.\n", "unsafe", "We don’t know the mayor’s plans.\n"),
        ("GAR101", 'The vote â€" a close one â€" came late.\n', "unsafe", "The vote – a close one – came late.\n"),
        ("CAP101", f"{CAPTION}\n\n{CAPTION}\n\n{HARBOUR}\n", "safe", f"{CAPTION}\n\n{HARBOUR}\n"),
        ("CAP101", f"{CAPTION}\n\n{HARBOUR}\n\n{CAPTION}\n", "unsafe", f"{CAPTION}\n\n{HARBOUR}\n"),
        ("BOI101", f"{HARBOUR}\n\n{WIDGET}\n\n{FERRY}\n", "unsafe", f"{HARBOUR}\n\n{FERRY}\n"),
        ("DUP201", f"{HARBOUR}\n\n{FERRY}\n\n{HARBOUR}\n", "unsafe", f"{HARBOUR}\n\n{FERRY}\n"),
        ("GAR104", "He walked to the the door, she said.\n", "display", "He walked to the door, she said.\n"),
    ],
)
def test_a_finding_carries_its_fix(code: str, text: str, applicability: str, after: str) -> None:
    (finding,) = lint({"a.txt": text}, codes=(code,)).findings
    assert finding.fix
    draft = Draft(text)
    draft.edit(finding.fix.edits)
    assert (finding.fix.applicability, draft.text) == (applicability, after)
    assert fixed("a.txt", text, unsafe=False) == (after if applicability == "safe" else text)
    assert fixed("a.txt", text) == (text if applicability == "display" else after)


def test_an_appeal_is_taken_out_as_an_unsafe_fix() -> None:
    plea = "Your support helps us to send reporters where the story is, and we are grateful for every contribution."
    (finding,) = lint({"a.txt": f"{HARBOUR}\n\n{plea}\n\n{FERRY}\n"}, codes=("BOI102",)).findings
    assert finding.fix
    assert finding.fix.applicability == "unsafe"
    assert fixed("a.txt", f"{HARBOUR}\n\n{plea}\n\n{FERRY}\n") == f"{HARBOUR}\n\n{FERRY}\n"


@pytest.mark.parametrize(
    "files",
    [
        {"a.txt": f"{HARBOUR}\n", "b.txt": f"{HARBOUR}\n\n{FERRY}\n"},  # a copy in another file
        {"a.txt": f"{CAPTION[:-10]}\n\n{CAPTION}\n\n{HARBOUR}\n"},  # the copy has a credit more
    ],
)
def test_what_is_said_nowhere_else_in_its_document_is_not_taken_out(files: dict[str, str]) -> None:
    findings = lint(files, codes=("DUP201", "CAP101")).findings
    assert findings
    assert not any(finding.fix for finding in findings)


def test_the_second_copy_in_a_file_goes_even_if_the_first_of_all_is_elsewhere() -> None:
    findings = lint({"a.txt": HARBOUR, "b.txt": f"{HARBOUR}\n\n{FERRY}\n\n{HARBOUR}\n"}, codes=("DUP201",)).findings
    assert [bool(finding.fix) for finding in findings] == [False, True]


def test_a_caption_that_differs_in_its_link_is_not_taken_out() -> None:
    other = "[Divers bring](https://a.example) the ship's bell ashore at Sandholm harbour (Reuters)"
    report = lint({"a.md": f"{CAPTION}\n\n{other}\n\n{HARBOUR}\n"}, codes=("CAP101",))
    assert [finding.fix for finding in report.findings] == [None]


@pytest.mark.parametrize(
    ("found", "repair", "lossless"),
    [
        ("Ã©", "é", True),
        ("Ã¢â‚¬â„¢", "’", True),
        ("Ã©", "è", False),
        ("â€", "”", False),
        ("don?t", "don’t", False),
        ("\x92", "’", True),
    ],
)
def test_a_repair_is_lossless_when_misread_again_it_is_what_stands_there(found: str, repair: str, lossless: bool) -> None:
    assert is_lossless(found, repair) is lossless


def test_a_finding_more_likely_wrong_than_right_has_no_fix(monkeypatch: pytest.MonkeyPatch) -> None:
    def offered(batch: Batch, *, sure: float) -> Hits:
        return Hits.at([0], [3], confidence=sure, fix=Fixes.of("safe", [0], [3], ["Its"]))

    for sure, fix in ((0.49, False), (0.5, True)):
        rule = dataclasses.replace(load_rules()["GAR101"], function=functools.partial(offered, sure=sure), thresholds={}, message="odd")
        monkeypatch.setattr(plan_module, "load_rules", lambda rule=rule: {"GAR101": rule})
        monkeypatch.setattr(plan_module, "_takes", lambda function, values: {})
        (finding,) = lint({"a.txt": f"The {HARBOUR}"}, codes=("GAR101",)).findings
        assert bool(finding.fix) is fix


# JSONL


@pytest.mark.parametrize("ascii_only", [True, False])
def test_only_the_text_of_the_record_changes(ascii_only: bool) -> None:
    before = {"id": 1, "note": "cafÃ©", "text": f'{MISREAD}\n\n{WIDGET}\n\n"Yes\\no", he said.\t😀', "z": [1.50, "é"]}
    after = dict(before, text=f'{REPAIRED}\n\n"Yes\\no", he said.\t😀')
    other = '{"text" :  "A \\u0066ine day.\\/", "n":1e2}'
    lines = [json.dumps(row, ensure_ascii=ascii_only) for row in (before, after)]
    for end in ("\n", "\r\n"):
        assert fixed("a.jsonl", other + end + lines[0] + end + "{broken" + end) == other + end + lines[1] + end + "{broken" + end


def test_odd_escapes_beside_an_edit_stay_as_they_are() -> None:
    line = '{"text": "\\u0054he caf\\u00c3\\u00a9 on the quay\\u002C her \\ud83d\\ude00 doesn\\u00E2\\u20AC\\u2122t open."}'
    assert fixed("a.jsonl", line) == line.replace("\\u00c3\\u00a9", "\\u00e9").replace("\\u00E2\\u20AC\\u2122", "\\u2019")


# Laws

TEXTS = st.lists(st.sampled_from(PARTS), max_size=8)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])
GAPS = st.integers(1, 3)


@given(TEXTS, ENDS, GAPS, st.booleans(), st.booleans(), st.booleans(), st.sampled_from(["a.txt", "a.md", "a.jsonl"]))
def test_fixing_twice_is_fixing_once_and_nothing_else_changes(
    parts: list[str], end: str, gap: int, closed: bool, marked: bool, unsafe: bool, name: str
) -> None:
    text = (end * gap).join(parts) + end * closed
    if name == "a.jsonl":
        text = "\n".join(json.dumps({"n": n, "text": text}, ensure_ascii=bool(n % 2)) for n in range(2)) + "\n" * closed
    raw = (b"\xef\xbb\xbf" if marked else b"") + text.encode()
    outcome = settled(name, raw, unsafe=unsafe)
    (source,) = outcome.sources
    assert source.content is not None
    once = source.content
    assert settled(name, once, unsafe=unsafe).sources[0].content == once
    assert once.startswith(b"\xef\xbb\xbf") == marked
    assert not outcome.refused
    if not outcome.pages:
        assert once == raw
        return
    (page,) = outcome.pages.values()
    at, rest = 0, once.decode()
    for edit in page.edits:  # the text between the edits, piece by piece
        kept = page.original[at : edit.offset]
        assert rest.startswith(kept)
        assert rest[len(kept) :].startswith(edit.text)
        rest, at = rest[len(kept) + len(edit.text) :], edit.end_offset
    assert rest == page.original[at:]
    if name != "a.jsonl":
        kept_ends = once.decode().replace(end, "")
        assert not ({"\n", "\r"} & set(kept_ends)), "another line end came in"
        assert not closed or not once.strip(b"\xef\xbb\xbf") or once.decode().endswith(end)


@given(TEXTS, st.booleans())
def test_what_was_fixed_is_not_found_there_any_more(parts: list[str], unsafe: bool) -> None:
    outcome = settled("a.txt", "\n\n".join(parts).encode(), unsafe=unsafe)
    assert not [finding for finding in outcome.report.findings if finding.fix and finding.fix.applies(unsafe=unsafe)]


EDITS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 5), st.text("xy\n", max_size=3)), max_size=5)


def _apart(rows: list[tuple[int, int, str]], length: int) -> list[Edit]:
    chosen: list[Edit] = []
    for start, size, text in sorted(rows):
        edit = Edit(start, min(start + size, length), text)
        if start <= length and (not chosen or (start >= chosen[-1].end_offset and start > chosen[-1].offset)):
            chosen.append(edit)
    return chosen


@given(st.text("ab\n", max_size=30), EDITS, EDITS)
def test_two_rounds_of_edits_are_one_and_their_diff_is_read_by_patch(
    text: str, first: list[tuple[int, int, str]], second: list[tuple[int, int, str]]
) -> None:
    draft, expected = Draft(text), text
    for rows in (first, second):
        edits = _apart(rows, len(expected))
        for edit in reversed(edits):
            expected = expected[: edit.offset] + edit.text + expected[edit.end_offset :]
        draft.edit(edits)
        assert draft.text == expected
    once = Draft(text)
    once.edit(draft.edits)
    assert once.text == expected
    assert _patched(text, unified("a.txt", text, draft.edits)) == expected


def _patched(old: str, diff: str) -> str:
    """Apply a unified diff as its format says (POSIX, diff -u), and check each line it names."""
    lines, out, at = old.split("\n"), list[str](), 0
    lines = [line + "\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
    rows = [row + "\n" for row in diff.split("\n")[2:-1]]
    for number, row in enumerate(rows):
        last = number + 1 < len(rows) and rows[number + 1].startswith("\\")
        body = row[1:-1] if last else row[1:]
        if row.startswith("@@"):
            start, _, count = row.split()[1][1:].partition(",")
            first = int(start) - 1 + (count == "0")
            out += lines[at:first]
            at = first
        elif row[0] in " -":
            assert lines[at] == body
            out += [body] if row[0] == " " else []
            at += 1
        elif row[0] == "+":
            out.append(body)
    return "".join(out + lines[at:])


# The command line


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(f"{HARBOUR}\n\n{MISREAD}\n\n{WIDGET}\n\n{FERRY}\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"{FERRY}\n\nHe walked to the the door, she said.\n", encoding="utf-8")
    return tmp_path


SAFE = f"{HARBOUR}\n\n{REPAIRED}\n\n{WIDGET}\n\n{FERRY}\n"
UNSAFE = f"{HARBOUR}\n\n{REPAIRED}\n\n{FERRY}\n"


def test_check_marks_what_is_fixable_and_counts_it(folder: Path) -> None:
    done = check("--output-format", "concise", "a.txt", cwd=folder, code=1)
    assert done.stdout.decode() == (
        'a.txt:3:8: GAR101 [*] wrongly decoded: cafÃ© should read café\na.txt:5:1: BOI101 site furniture: "Share Tweet Email Print"\n'
    )
    assert done.stderr.decode().splitlines()[1] == "[*] 1 fixable with --fix, 1 more with --unsafe-fixes."
    done = check("--output-format", "grouped", "--unsafe-fixes", "a.txt", cwd=folder, code=1)
    assert done.stdout.decode().count("  [*] ") == 2
    assert done.stderr.decode().splitlines()[1] == "[*] 2 fixable with --fix."
    assert "a.txt:3:8: GAR101 [*] " in check("a.txt", cwd=folder, code=1).stdout.decode()
    done = check("--select", "BOI101", "a.txt", cwd=folder, code=1)
    assert done.stderr.decode().splitlines()[1] == "1 fixable with --fix --unsafe-fixes."


def test_json_has_the_edits(folder: Path) -> None:
    (finding,) = json.loads(check("--select", "GAR101", "--output-format", "json", cwd=folder).stdout)["findings"]
    assert finding["fix"]["applicability"] == "safe"
    text = (folder / "a.txt").read_text(encoding="utf-8")
    assert [text[e["offset"] : e["end_offset"]] for e in finding["fix"]["edits"]] == ["Ã©", "â€™"]


def test_sarif_has_the_edits_as_character_offsets(folder: Path) -> None:
    log = json.loads(check("--select", "GAR101", "--output-format", "sarif", cwd=folder).stdout)
    (change,) = log["runs"][0]["results"][0]["fixes"][0]["artifactChanges"]
    text = (folder / "a.txt").read_text(encoding="utf-8")
    for replacement in reversed(change["replacements"]):
        at, size = replacement["deletedRegion"]["charOffset"], replacement["deletedRegion"]["charLength"]
        text = text[:at] + replacement["insertedContent"]["text"] + text[at + size :]
    assert text == SAFE


def test_fix_writes_safe_fixes_and_reports_what_is_left(folder: Path) -> None:
    done = check("--fix", "--show-fixes", "--output-format", "concise", cwd=folder, code=1)
    assert (folder / "a.txt").read_text(encoding="utf-8") == SAFE
    assert [line.split()[1] for line in done.stdout.decode().splitlines()] == ["BOI101", "DUP201", "GAR104"]
    assert done.stderr.decode().startswith("Fixed 1 finding in 1 file.\n  a.txt:\n      1 × GAR101 (mojibake)\nFound 3 findings in 2 files")
    assert "Fixed" not in check("--fix", cwd=folder, code=1).stderr.decode()


def test_unsafe_fixes_are_asked_for(folder: Path) -> None:
    check("--fix", "--unsafe-fixes", cwd=folder, code=1)
    assert (folder / "a.txt").read_text(encoding="utf-8") == UNSAFE
    assert "the the" in (folder / "b.txt").read_text(encoding="utf-8")


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


@pytest.mark.parametrize(("end", "mark", "closed"), [("\n", b"", True), ("\r\n", b"\xef\xbb\xbf", False)])
def test_a_diff_writes_nothing_and_patch_makes_of_it_what_fix_does(folder: Path, end: str, mark: bytes, closed: bool) -> None:
    raw = mark + (folder / "a.txt").read_text(encoding="utf-8").replace("\n", end).encode()
    raw = raw if closed else raw.rstrip(b"\r\n")
    (folder / "a.txt").unlink()
    file = folder / "an article.txt"
    file.write_bytes(raw)
    diff = check("--diff", "--unsafe-fixes", cwd=folder, code=1)
    assert file.read_bytes() == raw
    assert diff.stderr == b"Would fix 2 findings in 1 file.\n"
    subprocess.run(["patch", "--binary", "-p0"], cwd=folder, input=diff.stdout, check=True, capture_output=True)
    patched = file.read_bytes()
    file.write_bytes(raw)
    check("--fix", "--unsafe-fixes", cwd=folder)
    assert file.read_bytes() == patched != raw


def test_standard_input_is_printed_fixed_and_findings_go_aside(folder: Path) -> None:
    done = check("-", "--fix", "--output-format", "concise", cwd=folder, stdin=(folder / "a.txt").read_bytes(), code=1)
    assert done.stdout.decode() == SAFE
    assert "stdin.txt:5:1: BOI101" in done.stderr.decode()
    for stdin in (b"", b"No fault.\n", b"\xff\xfe invalid\n", gzip.compress(MISREAD.encode())):
        name = "a.txt.gz" if stdin[:2] == b"\x1f\x8b" else "a.txt"
        assert check("-", "--fix", "--stdin-filename", name, cwd=folder, stdin=stdin).stdout == stdin
    done = check("-", "a.txt", "--fix", "--stdin-filename", "a.txt", cwd=folder, stdin=b"Text.\n", code=2)
    assert done.stderr.decode() == "copydesk: standard input and a file are both called 'a.txt'; give another --stdin-filename\n"
    done = check("-", "--diff", cwd=folder, stdin=(folder / "a.txt").read_bytes(), code=1)
    assert done.stdout.startswith(b"--- stdin.txt\n+++ stdin.txt\n@@ -1,6 +1,6 @@\n")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("c.txt", f"caf\xe9 {MISREAD}".encode("cp1252", "ignore") + "\n\nItâ€™s".encode(), "invalid-encoding"),
        ("c.txt", f"{MISREAD}\n".encode("utf-16"), "encoding"),
        ("c.txt.gz", gzip.compress(f"{MISREAD}\n".encode()), "compressed"),
    ],
)
def test_a_file_that_cannot_be_put_back_byte_for_byte_is_left_alone_and_named(folder: Path, name: str, content: bytes, reason: str) -> None:
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
    (folder / "copydesk.toml").write_text("[per-file-ignores]\n'a.txt' = ['GAR101']\n", encoding="utf-8")
    assert check("--diff", cwd=folder, code=0).stdout == b""


def test_a_second_run_from_the_cache_offers_the_same_fixes(folder: Path) -> None:
    first = check("--diff", "--unsafe-fixes", cwd=folder, code=1)
    assert check("--diff", "--unsafe-fixes", cwd=folder, code=1).stdout == first.stdout != b""
    assert check("--diff", "--unsafe-fixes", "--no-cache", cwd=folder, code=1).stdout == first.stdout


# Formats whose text is not what stands in the file


def test_in_html_text_is_put_right_and_markup_stays() -> None:
    page = f"<p>{MISREAD.replace('café', 'caf&eacute;')} <b>Tom &amp; Jerry</b></p>\n<p>{WIDGET}</p>\n"
    assert fixed("a.html", page) == page.replace("cafÃ©", "café").replace("doesnâ€™t", "doesn’t")


def test_in_csv_a_field_is_put_right_and_stays_quoted() -> None:
    table = f'id,text\r\n1,"{MISREAD} ""Yes."""\r\n2,{MISREAD.replace(",", ";")}\r\n'
    assert fixed("a.csv", table) == table.replace("cafÃ©", "café").replace("doesnâ€™t", "doesn’t")


def test_a_parquet_file_has_no_fixes(tmp_path: Path) -> None:
    parquet.write_table(pyarrow.table({"text": [MISREAD]}), tmp_path / "a.parquet")
    content = (tmp_path / "a.parquet").read_bytes()
    outcome = settled("a.parquet", content)
    assert ([f.rule for f in outcome.report.findings], outcome.pages) == (["GAR101"], {})

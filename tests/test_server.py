"""The language server, spoken to by a real client: what an editor shows is what `check` says, at the place where the editor counts it."""

from __future__ import annotations

import asyncio
import functools
import json
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from copydesk.finding import Edit
from copydesk.output.units import Encoding
from copydesk.server.carry import carrier
from copydesk.server.ignoring import ignore_edit
from editing import COMMAND, editing
from linting import lint

pytestmark = pytest.mark.client
TWICE = "He 😀 opened the the door."
LONG = "The harbour of Kelling was closed on Monday after a crane fell into the main channel."
MISREAD = "The cafÃ© on the quay doesnâ€™t open before noon, its owner said."
REPAIRED = "The café on the quay doesn’t open before noon, its owner said."
CAPTION = "Divers bring the ship's bell ashore at Sandholm harbour (Reuters)"


def session(scenario: Callable[[Path], Awaitable[None]]) -> Callable[[Path], None]:
    """Run a test that is a coroutine."""

    @functools.wraps(scenario)
    def run(tmp_path: Path) -> None:
        asyncio.run(asyncio.wait_for(scenario(tmp_path), 120))

    return run


def copydesk(*arguments: str, cwd: Path, code: int = 0) -> str:
    done = subprocess.run([*COMMAND[:3], *arguments], cwd=cwd, capture_output=True, text=True, timeout=60)
    assert done.returncode == code, done.stderr
    return done.stdout


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_a_typed_text_has_its_findings_where_the_client_counts_them(tmp_path: Path, encoding: Encoding) -> None:
    async def scenario() -> None:
        async with editing(tmp_path, encoding=encoding) as editor:
            uri = editor.open(tmp_path / "a.md", "")
            assert await editor.diagnostics(uri) == ()
            editor.type(uri, f"\ufeff{TWICE}\r\n\x0c\u2028 and\r\r😀 é {MISREAD}\r\n")
            repeated, mojibake = await editor.diagnostics(uri)
            column = {"utf-8": 18, "utf-16": 14, "utf-32": 13}[encoding]  # the byte-order mark is a part of the line
            assert (repeated.range.start.line, repeated.range.start.character) == (0, column)
            assert (repeated.code, repeated.severity, repeated.source) == ("GAR104", types.DiagnosticSeverity.Warning, "copydesk")
            assert mojibake.severity == types.DiagnosticSeverity.Error
            assert mojibake.range.start.line == 3
            assert editor.marked(uri, repeated.range) == "the the"
            assert editor.marked(uri, mojibake.range).startswith("Ã© on the quay")
        assert editor.code == 0

    asyncio.run(scenario())


FILES = {
    "a.txt": f"{TWICE}\n",
    "a.html": f"<html><body><p>One &amp; all.</p>\n<p>{TWICE}</p></body></html>\n",
    "a.jsonl": json.dumps({"id": "1", "text": "One.\n" + TWICE}) + "\n" + json.dumps({"id": "2", "text": TWICE}, ensure_ascii=False) + "\n",
    "a.csv": f'id,text\n1,"One ""two"".\n{TWICE}"\n',
    "a.md": f"# One\n\n- {TWICE}\n\n{CAPTION}\n\n{CAPTION}\n",
}


@session
async def test_an_editor_shows_what_check_says(tmp_path: Path) -> None:
    async with editing(tmp_path) as editor:
        for name, text in FILES.items():
            uri = editor.open(tmp_path / name, text)
            findings = lint({name: text}).findings
            said = await editor.diagnostics(uri)
            assert [(d.code, d.message) for d in said] == [(f.rule, f.message) for f in findings]
            assert [editor.marked(uri, d.range) for d in said] == [text[f.place.offset : f.place.end_offset] for f in findings]
            assert findings, name


@session
async def test_a_rule_has_its_page_and_a_copy_points_at_the_other_and_is_faded(tmp_path: Path) -> None:
    async with editing(tmp_path) as editor:
        uri = editor.open(tmp_path / "a.md", FILES["a.md"])
        _, caption = await editor.diagnostics(uri)
        assert caption.code_description
        page = Path(caption.code_description.href.removeprefix("file://"))
        assert page.read_text(encoding="utf-8").startswith("# CAP101: repeated-caption\n")
        assert caption.tags == (types.DiagnosticTag.Unnecessary,)
        (related,) = caption.related_information or ()
        assert (related.location.uri, editor.marked(uri, related.location.range)) == (uri, CAPTION)
    assert not page.exists()


@session
async def test_files_without_a_name_are_read_as_their_language_says(tmp_path: Path) -> None:
    async with editing(tmp_path) as editor:
        for uri, language, text, count in [
            ("untitled:Untitled-1", "markdown", f"`{TWICE}`\n\n{TWICE}\n", 1),
            ("untitled:Untitled-2", "jsonl", FILES["a.jsonl"], 2),
            ((tmp_path / "new folder" / "50% é#?.text").as_uri(), "plaintext", TWICE, 1),
            ((tmp_path / "empty.md").as_uri(), "markdown", "", 0),
        ]:
            editor.open(uri, text, language)
            assert len(await editor.diagnostics(uri)) == count, uri
        editor.open("untitled:Untitled-3", TWICE, "python")
        editor.open(tmp_path / "a.csv.gz", TWICE, "csv")
        last = editor.open(tmp_path / "last.txt", TWICE)
        await editor.diagnostics(last)
        assert {one.uri for one in editor.published if ".gz" in one.uri or "-3" in one.uri} == set()


# Actions


@session
async def test_fix_all_makes_what_check_fix_makes_of_the_same_bytes(tmp_path: Path) -> None:
    texts = {
        "a.md": f"\ufeff😀 {MISREAD}\r\n\r\n{CAPTION}\r\n\r\n{CAPTION}\r\n\r\n<!-- copydesk: ignore[GAR104, BOI101] -->\r\n{REPAIRED}",
        "b.txt": f"{CAPTION}\n\n\n{CAPTION}\n\n{CAPTION}\n{TWICE}\n",
        "c.jsonl": json.dumps({"id": "😀", "text": MISREAD, "_lint": {"ignore": ["GAR104"]}}) + "\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_bytes(text.encode())
    copydesk("check", *texts, "--fix", "--fix-only", "--no-cache", cwd=tmp_path)
    async with editing(tmp_path) as editor:
        for name, text in texts.items():
            uri = editor.open(tmp_path / name, text)
            await editor.diagnostics(uri)
            (asked,) = await editor.actions(uri, "source.fixAll")
            (offered,) = [action for action in await editor.actions(uri) if action.kind == "source.fixAll.copydesk"]
            assert editor.applied(uri, asked) == editor.applied(uri, offered) == (tmp_path / name).read_bytes().decode() != text
            editor.type(uri, editor.applied(uri, asked))
            assert await editor.actions(uri, "source.fixAll.copydesk") == []


@session
async def test_a_safe_fix_is_preferred_and_another_says_what_it_may_do(tmp_path: Path) -> None:
    text = f"\ufeff{MISREAD}\n\n😀 {TWICE}\n"
    async with editing(tmp_path) as editor:
        uri = editor.open(tmp_path / "a.txt", text)
        await editor.diagnostics(uri)
        safe, unsafe = await editor.action(uri, "Fix mojibake"), await editor.action(uri, "Fix repeated word")
        assert (safe.is_preferred, editor.applied(uri, safe)) == (True, text.replace(MISREAD, REPAIRED))
        assert unsafe.is_preferred is False
        assert unsafe.title == "Fix repeated word (GAR104), which may take out what was meant"
        assert editor.applied(uri, unsafe) == text.replace("the the", "the")
        assert [action.kind for action in await editor.actions(uri, "refactor")] == []
        assert not any("Ignore" in action.title for action in await editor.actions(uri)), "plain text knows no comments"
        editor.type(uri, text + "\n")
        assert [action.kind for action in await editor.actions(uri, "quickfix")] == [], "the places are those of an older version"


@session
async def test_a_finding_is_ignored_by_a_comment_where_it_stands(tmp_path: Path) -> None:
    said = "<!-- copydesk: ignore[GAR104] -->"
    async with editing(tmp_path) as editor:
        for number, (before, after) in enumerate(
            [
                (f"One.\r\n\r\n{TWICE}\r\n", f"One.\r\n\r\n{said}\r\n{TWICE}\r\n"),
                (f"\ufeff{TWICE}", f"\ufeff{said}\n{TWICE}"),
                (f"- One.\n- {TWICE}\n- Three.\n", f"- One.\n- {TWICE} {said}\n- Three.\n"),
                (f"# {TWICE}\n\nTwo.\n", f"# {TWICE} {said}\n\nTwo.\n"),
                (f"One.\n\n> {TWICE}\n", f"One.\n\n> {TWICE} {said}\n"),
            ]
        ):
            uri = editor.open(tmp_path / f"{number}.md", before)
            assert len(await editor.diagnostics(uri)) == 1
            editor.type(uri, editor.applied(uri, await editor.action(uri, "Ignore repeated word (GAR104) here")))
            assert editor.texts[uri] == after
            assert await editor.diagnostics(uri) == ()


@pytest.mark.parametrize("text", ["# One\n\nA short text.", "```\nthe the\n```"])
def test_what_is_wider_than_a_block_or_in_code_is_ignored_for_the_file(text: str) -> None:
    edit = ignore_edit(text, 2, len(text), "DUP101")
    assert edit == Edit(len(text), len(text), "\n\n<!-- copydesk: file-ignore[DUP101] -->\n")


@session
async def test_a_hover_tells_the_reason_and_no_text_of_a_document_is_markup(tmp_path: Path) -> None:
    hostile = "Divers bring the [bell](http://x.example) <img src=x> `ashore` \u202eat *Sandholm* harbour (Reuters)"
    async with editing(tmp_path) as editor:
        uri = editor.open(tmp_path / "a.txt", f"{hostile}\n\n{hostile}\n")
        (copy,) = [one for one in await editor.diagnostics(uri) if one.code == "CAP101"]
        text = await editor.hover(uri, copy.range.start.line, 3)
        assert text.startswith("**CAP101** repeated-caption: ")
        assert "Find a caption" in text
        assert "\\[bell\\]\\(http\\:\\/\\/x\\.example\\) \\<img src\\=x\\> \\`ashore\\` \\\\u202eat \\*Sandholm\\* harbour" in text
        assert f"]({uri}#L1):" in text
        assert await editor.hover(uri, 1, 0) == ""
        assert await editor.hover(uri, 0, 3) == ""


# Configuration


@session
async def test_the_nearest_configuration_counts_and_its_changes_too(tmp_path: Path) -> None:
    (tmp_path / "songs").mkdir()
    text = f"{TWICE}\n\n{MISREAD}\n"
    async with editing(tmp_path) as editor:
        song, other = editor.open(tmp_path / "songs/a.md", text), editor.open(tmp_path / "b.md", text)
        await editor.diagnostics(song, ["GAR104", "GAR101"])
        await editor.until(lambda: editor.watched == ["workspace/didChangeWatchedFiles"])
        editor.configure(tmp_path / "songs/copydesk.toml", 'ignore = ["GAR104"]\n')
        await editor.diagnostics(song, ["GAR101"])
        assert [d.code for d in await editor.diagnostics(other)] == ["GAR104", "GAR101"]
        editor.configure(tmp_path / "songs/copydesk.toml", 'exclude = ["a.md"]\n')
        await editor.diagnostics(song, [])
        editor.configure(tmp_path / "songs/copydesk.toml", '[per-file-ignores]\n"a.md" = ["GAR1"]\n')
        editor.type(song, text + "\n")
        await editor.diagnostics(song, [])
        assert editor.messages == []


@session
async def test_an_error_of_the_configuration_is_shown_once_and_mended(tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text('selct = ["GAR"]\n', encoding="utf-8")
    async with editing(tmp_path) as editor:
        uri = editor.open(tmp_path / "a.md", TWICE)
        assert await editor.diagnostics(uri) == ()
        editor.type(uri, TWICE + "\n")
        assert await editor.diagnostics(uri) == ()
        assert editor.messages == [f"copydesk: {tmp_path / 'copydesk.toml'}: unknown key 'selct'; did you mean 'select'?"]
        assert await editor.actions(uri, "source.fixAll") == []
        for wrong in (
            'select = ["GAX"]\n',
            'allow-list = "none.toml"\n',
            'baseline = "none.json"\n',
            "[rules.appeal]\nx = 1\n",
            'exclude = ["!"]\n',
        ):
            count = len(editor.messages)
            editor.configure(tmp_path / "copydesk.toml", wrong)
            await editor.until(lambda count=count: len(editor.messages) == count + 1)  # type: ignore[misc]
        editor.configure(tmp_path / "copydesk.toml", 'select = ["GAR"]\n')
        await editor.diagnostics(uri, ["GAR104"])


@session
async def test_the_allow_list_and_the_baseline_count(tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text('baseline = "known.json"\nallow-list = "allow.toml"\n', encoding="utf-8")
    (tmp_path / "allow.toml").write_text(f'[[allow]]\ntext = "{CAPTION}"\nreason = "meant"\n', encoding="utf-8")
    (tmp_path / "a.md").write_text(TWICE, encoding="utf-8")
    copydesk("baseline", "create", "--baseline", "known.json", cwd=tmp_path)
    async with editing(tmp_path) as editor:
        uri = editor.open(tmp_path / "a.md", f"{TWICE}\n\n{CAPTION}\n\n{CAPTION}\n")
        assert await editor.diagnostics(uri) == ()
        editor.type(uri, f"{TWICE}\n\n{TWICE}\n")
        assert [d.range.start.line for d in await editor.diagnostics(uri)] == [2]


# The index


@session
async def test_copies_in_other_files_come_from_the_index(tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text('select = ["DUP2", "GAR"]\n', encoding="utf-8")
    (tmp_path / "m.txt").write_text(f"😀 A first line of the old article.\n\n{LONG}\n", encoding="utf-8")
    copydesk("index", "build", cwd=tmp_path)
    async with editing(tmp_path) as editor:
        for name, later in (("z.txt", True), ("a.txt", False)):  # a copy comes after, or the file that it is a copy of
            path = tmp_path / name
            uri = editor.open(path, f"😀 {TWICE}\n\n{LONG}\n")
            assert [d.code for d in await editor.diagnostics(uri)] == ["GAR104"]
            editor.save(uri, path)
            _, copy = await editor.diagnostics(uri, ["GAR104", "DUP201"])
            assert editor.marked(uri, copy.range) == LONG
            assert copy.message == ("the same paragraph as m.txt:3" if later else "m.txt:3: the same paragraph as a.txt:3")
            (related,) = copy.related_information or ()
            assert related.location.uri == (tmp_path / "m.txt").as_uri()
            assert (related.location.range.start.line, related.location.range.start.character) == (2, 0)
            assert "m\\.txt\\:3" in await editor.hover(uri, 2, 5)
            editor.type(uri, f"A new line above.\n\n😀 {TWICE}\n\n{LONG}\n")
            _, moved = await editor.diagnostics(uri, ["GAR104", "DUP201"])
            assert editor.marked(uri, moved.range) == LONG, "it moves with its text until the file is saved"
            editor.type(uri, f"A new line above.\n\n😀 {TWICE}\n\n{LONG.replace('crane', 'wall')}\n")
            await editor.diagnostics(uri, ["GAR104"])
            editor.type(uri, "Something else.\n")
            editor.save(uri, path)
            assert await editor.diagnostics(uri) == ()
            path.unlink()
    assert copydesk("index", "info", cwd=tmp_path).split("\n")[1].split() == ["files", "1"]


@session
async def test_a_copy_of_a_whole_document_is_marked_on_its_first_line(tmp_path: Path) -> None:
    text = f"😀 One.\n\n{LONG}\n"
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    copydesk("index", "build", ".", cwd=tmp_path)
    async with editing(tmp_path) as editor:
        uri = editor.open(tmp_path / "b.md", text)
        (copy,) = await editor.diagnostics(uri, ["DUP101"])
        assert editor.marked(uri, copy.range) == "😀 One."


@given(st.text("ab\n"), st.text("ab\n"), st.text("ab\n"), st.text("ab\n"))
def test_a_span_that_was_not_edited_keeps_its_text(before: str, old: str, new: str, behind: str) -> None:
    first, second = before + old + behind, before + new + behind
    carried = carrier(first, second)
    for start, end in ((0, len(before)), (len(before) + len(old), len(first)), (0, len(first)), (len(first) // 2, len(first))):
        span = carried(start, end)
        assert span is None or second[slice(*span)] == first[start:end]
    assert carried(0, len(before)) == (0, len(before))


# Time, size, and the end


@session
async def test_only_the_last_of_many_changes_is_judged(tmp_path: Path) -> None:
    async with editing(tmp_path, "--delay", "300") as editor:
        uri = editor.open(tmp_path / "a.txt", LONG)
        for number in range(40):
            editor.type(uri, f"{TWICE} {number}\n")
        await editor.diagnostics(uri, ["GAR104"])
        assert [one.version for one in editor.published] == [41]


@session
async def test_typing_never_waits_for_a_run(tmp_path: Path) -> None:
    async with editing(tmp_path, "--delay", "0") as editor:
        uri = editor.open(tmp_path / "a.txt", "".join(f"{LONG} It was {n} o'clock.\n\n" for n in range(3000)))
        await asyncio.sleep(0.2)  # the run has begun
        assert await editor.hover(uri, 0, 0) == ""
        assert editor.published == [], "an answer came while the run went on"
        editor.type(uri, TWICE)
        await editor.diagnostics(uri, ["GAR104"])
        assert [one.version for one in editor.published] == [2], "what the older version had is not told any more"


@session
async def test_a_document_that_closes_while_it_is_judged_has_nothing(tmp_path: Path) -> None:
    async with editing(tmp_path) as editor:
        uri = editor.open(tmp_path / "a.txt", f"{LONG}\n\n" * 2000)
        editor.close(uri)
        other = editor.open(tmp_path / "b.txt", TWICE)
        await editor.diagnostics(other)
        assert [list(one.diagnostics) for one in editor.published if one.uri == uri] == [[]]
        assert await editor.hover(uri, 0, 3) == ""
        again = editor.open(tmp_path / "a.txt", TWICE)
        assert len(await editor.diagnostics(again)) == 1


@session
async def test_a_large_document_is_left_alone_and_that_is_said_once(tmp_path: Path) -> None:
    async with editing(tmp_path, "--max-document-size", "1KB") as editor:
        uri = editor.open(tmp_path / "a.txt", TWICE * 100)
        assert await editor.diagnostics(uri) == ()
        editor.type(uri, TWICE * 99)
        assert await editor.diagnostics(uri) == ()
        assert editor.messages == ["copydesk: a.txt is larger than --max-document-size 1000; `copydesk check` lints it"]
        editor.type(uri, TWICE)
        assert len(await editor.diagnostics(uri)) == 1


def frame(body: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def answers(raw: bytes) -> list[Any]:
    """Read frames; whatever else stands on standard output fails."""
    found = []
    while raw:
        head, _, rest = raw.partition(b"\r\n\r\n")
        (length,) = [int(line.split(b": ")[1]) for line in head.split(b"\r\n") if line.startswith(b"Content-Length: ")]
        found.append(json.loads(rest[:length]))
        raw = rest[length:]
    return found


def request(method: str, params: object = None, number: int | None = None) -> bytes:
    return frame(json.dumps({"jsonrpc": "2.0", "method": method, "params": params} | ({"id": number} if number else {})).encode())


INITIALIZE = request("initialize", {"capabilities": {}, "processId": None, "rootUri": None}, 1)


def spoken(*messages: bytes, cwd: Path) -> tuple[list[Any], int]:
    done = subprocess.run([*COMMAND, "--stdio"], input=b"".join(messages), cwd=cwd, capture_output=True, timeout=60)
    return answers(done.stdout), done.returncode


def test_malformed_messages_do_not_end_the_server(tmp_path: Path) -> None:
    uri = (tmp_path / "a.txt").as_uri()
    said, code = spoken(
        request("textDocument/hover", {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 0}}, 7),
        INITIALIZE,
        frame(b"{not json"),
        frame(b'"a string"'),
        frame(b"[]"),
        frame(b"\xff\xfe"),
        request("textDocument/hover", {"textDocument": 5}, 2),
        request("textDocument/hover", {"textDocument": {"uri": "\ud800 ://["}, "position": {"line": 10**12, "character": -1}}, 3),
        request("textDocument/codeAction", {"textDocument": {"uri": uri}}, 4),
        request("codeAction/resolve", {"title": "x", "data": {"uri": "nowhere", "version": 1}}, 5),
        request("codeAction/resolve", {"title": "x", "data": ["nowhere"]}, 11),
        request("workspace/executeCommand", {"command": "copydesk", "arguments": ["../../etc/passwd"]}, 8),
        request("no/such", {}, 6),
        request("textDocument/didChange", {"textDocument": {"uri": uri, "version": 1}, "contentChanges": [{"text": "x"}]}),
        request("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "", "version": 1, "text": "\ud800 \u0000 the the"}}),
        request("textDocument/didOpen", {"textDocument": {"uri": "file://[x", "languageId": "text", "version": 1, "text": "the the"}}),
        request("textDocument/didOpen", {"textDocument": {"uri": "file:///%00", "languageId": "text", "version": 1, "text": "the the"}}),
        request("textDocument/hover", {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 0}}, 10),
        request("shutdown", None, 9),
        request("exit"),
        cwd=tmp_path,
    )  # fmt: skip
    by_id = {one["id"]: one for one in said if "id" in one}
    assert set(by_id) >= set(range(1, 12))
    assert {number for number, one in by_id.items() if "error" in one} == {2, 3, 4, 6, 8, 11}
    assert code == 0


@pytest.mark.parametrize(
    ("messages", "code"),
    [
        ((INITIALIZE, request("shutdown", None, 2), request("exit")), 0),
        ((INITIALIZE, request("exit")), 1),
        ((INITIALIZE,), 1),
    ],
)
def test_the_exit_code_tells_whether_the_client_asked_to_shut_down(tmp_path: Path, messages: tuple[bytes, ...], code: int) -> None:
    assert spoken(*messages, cwd=tmp_path)[1] == code


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="needs signals")
def test_a_signal_ends_the_server(tmp_path: Path) -> None:
    with subprocess.Popen(COMMAND, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as server:
        assert server.stdin
        assert server.stdout
        server.stdin.write(INITIALIZE)
        server.stdin.flush()
        server.stdout.readline()
        server.send_signal(signal.SIGTERM)
        assert server.wait(20) == 143


def test_what_a_rule_pack_prints_is_no_part_of_the_protocol(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import copydesk.engine.run as r\nold = r.run\n"
        "def run(*a, **k):\n    print('hello from a rule', flush=True)\n    return old(*a, **k)\nr.run = run\n",
        encoding="utf-8",
    )
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    opened = {"textDocument": {"uri": (tmp_path / "a.txt").as_uri(), "languageId": "plaintext", "version": 1, "text": TWICE}}
    with subprocess.Popen(COMMAND, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env) as server:
        assert server.stdin
        assert server.stderr
        server.stdin.write(INITIALIZE + request("textDocument/didOpen", opened))
        server.stdin.flush()
        while b"hello from a rule" not in server.stderr.readline():
            pass
        raw, _ = server.communicate(request("shutdown", None, 2) + request("exit"), timeout=30)
        assert all("jsonrpc" in one for one in answers(raw))


def test_without_its_extra_the_command_says_what_to_install(tmp_path: Path) -> None:
    program = "import sys; sys.modules['pygls'] = None; from copydesk.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", program, "server"], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "copydesk: `copydesk server` needs an extra: pip install 'copydesk[server]'\n"

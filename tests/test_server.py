"""The language server, spoken to by a real client.

What an editor shows is what `check` says, at the place where the editor counts it.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from copydesk.output.units import Encoding
from copydesk.server.carry import carrier
from editing import copydesk, editing, session
from linting import lint

pytestmark = pytest.mark.client
TWICE = "He 😀 opened the the door."
LONG = "The harbour of Kelling was closed on Monday after a crane fell into the main channel."
MISREAD = "The cafÃ© on the quay doesnâ€™t open before noon, its owner said."
CAPTION = "Divers bring the ship's bell ashore at Sandholm harbour (Reuters)"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_a_typed_text_has_its_findings_where_the_client_counts_them(
    tmp_path: Path, encoding: Encoding
) -> None:
    async def scenario() -> None:
        async with editing(tmp_path, encoding=encoding) as editor:
            uri = editor.open(tmp_path / "a.md", "")
            assert await editor.diagnostics(uri) == ()
            editor.type(uri, f"\ufeff{TWICE}\r\n\x0c\u2028 and\r\r😀 é {MISREAD}\r\n")
            repeated, mojibake = await editor.diagnostics(uri)
            column = {"utf-8": 18, "utf-16": 14, "utf-32": 13}[
                encoding
            ]  # the byte-order mark is a part of the line
            assert (repeated.range.start.line, repeated.range.start.character) == (0, column)
            assert (repeated.code, repeated.severity, repeated.source) == (
                "GAR104",
                types.DiagnosticSeverity.Warning,
                "copydesk",
            )
            assert mojibake.severity == types.DiagnosticSeverity.Error
            assert mojibake.range.start.line == 3
            assert editor.marked(uri, repeated.range) == "the the"
            assert editor.marked(uri, mojibake.range).startswith("cafÃ© on the quay")
        assert editor.code == 0

    asyncio.run(scenario())


FILES = {
    "a.txt": f"{TWICE}\n",
    "a.html": f"<html><body><p>One &amp; all.</p>\n<p>{TWICE}</p></body></html>\n",
    "a.jsonl": json.dumps({"id": "1", "text": "One.\n" + TWICE})
    + "\n"
    + json.dumps({"id": "2", "text": TWICE}, ensure_ascii=False)
    + "\n",
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
            assert [editor.marked(uri, d.range) for d in said] == [
                text[f.place.offset : f.place.end_offset] for f in findings
            ]
            assert findings, name


@session
async def test_a_rule_has_its_page_and_a_copy_points_at_the_other_and_is_faded(
    tmp_path: Path,
) -> None:
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
        editor.open(tmp_path / "a.warc", TWICE)
        last = editor.open(tmp_path / "last.txt", TWICE)
        await editor.diagnostics(last)
        assert not any(one.uri.endswith((".gz", ".warc", "Untitled-3")) for one in editor.published)


# Actions


@session
async def test_the_nearest_configuration_counts_and_its_changes_too(tmp_path: Path) -> None:
    (tmp_path / "songs").mkdir()
    text = f"{TWICE}\n\n{MISREAD}\n"
    async with editing(tmp_path) as editor:
        song, other = (
            editor.open(tmp_path / "songs/a.md", text),
            editor.open(tmp_path / "b.md", text),
        )
        await editor.diagnostics(song, ["GAR104", "GAR101"])
        await editor.until(lambda: editor.watched == ["workspace/didChangeWatchedFiles"])
        editor.configure(tmp_path / "songs/copydesk.toml", 'ignore = ["GAR104"]\n')
        await editor.diagnostics(song, ["GAR101"])
        assert [d.code for d in await editor.diagnostics(other)] == ["GAR104", "GAR101"]
        editor.configure(tmp_path / "songs/copydesk.toml", 'exclude = ["a.md"]\n')
        await editor.diagnostics(song, [])
        editor.configure(
            tmp_path / "songs/copydesk.toml", '[per-file-ignores]\n"a.md" = ["GAR1"]\n'
        )
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
        assert editor.messages == [
            f"copydesk: {tmp_path / 'copydesk.toml'}: unknown key 'selct'; did you mean 'select'?"
        ]
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
    (tmp_path / "copydesk.toml").write_text(
        'baseline = "known.json"\nallow-list = "allow.toml"\n', encoding="utf-8"
    )
    (tmp_path / "allow.toml").write_text(
        f'[[allow]]\ntext = "{CAPTION}"\nreason = "meant"\n', encoding="utf-8"
    )
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
    (tmp_path / "m.txt").write_text(
        f"😀 A first line of the old article.\n\n{LONG}\n", encoding="utf-8"
    )
    copydesk("index", "build", cwd=tmp_path)
    async with editing(tmp_path) as editor:
        for name in ("z.txt", "a.txt"):  # the copy is in the file that is edited, whatever its name
            path = tmp_path / name
            uri = editor.open(path, f"😀 {TWICE}\n\n{LONG}\n")
            assert [d.code for d in await editor.diagnostics(uri)] == ["GAR104"]
            editor.save(uri, path)
            _, copy = await editor.diagnostics(uri, ["GAR104", "DUP201"])
            assert editor.marked(uri, copy.range) == LONG
            assert copy.message == "duplicate of the paragraph at m.txt:3"
            (related,) = copy.related_information or ()
            assert related.location.uri == (tmp_path / "m.txt").as_uri()
            assert (related.location.range.start.line, related.location.range.start.character) == (
                2,
                0,
            )
            assert "m\\.txt\\:3" in await editor.hover(uri, 2, 5)
            editor.type(uri, f"A new line above.\n\n😀 {TWICE}\n\n{LONG}\n")
            _, moved = await editor.diagnostics(uri, ["GAR104", "DUP201"])
            assert editor.marked(uri, moved.range) == LONG, (
                "it moves with its text until the file is saved"
            )
            editor.type(
                uri, f"A new line above.\n\n😀 {TWICE}\n\n{LONG.replace('crane', 'wall')}\n"
            )
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
def test_a_span_that_was_not_edited_keeps_its_text(
    before: str, old: str, new: str, behind: str
) -> None:
    first, second = before + old + behind, before + new + behind
    carried = carrier(first, second)
    for start, end in (
        (0, len(before)),
        (len(before) + len(old), len(first)),
        (0, len(first)),
        (len(first) // 2, len(first)),
    ):
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
        uri = editor.open(
            tmp_path / "a.txt", "".join(f"{LONG} It was {n} o'clock.\n\n" for n in range(3000))
        )
        await asyncio.sleep(0.2)  # the run has begun
        assert await editor.hover(uri, 0, 0) == ""
        assert editor.published == [], "an answer came while the run went on"
        editor.type(uri, TWICE)
        await editor.diagnostics(uri, ["GAR104"])
        assert [one.version for one in editor.published] == [2], (
            "what the older version had is not told any more"
        )


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
        assert editor.messages == [
            "copydesk: a.txt is larger than --max-document-size 1000; `copydesk check` lints it"
        ]
        editor.type(uri, TWICE)
        assert len(await editor.diagnostics(uri)) == 1

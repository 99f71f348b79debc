"""What the language server offers at a finding, spoken to by a real client.

Fixes, suppressions, reasons.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from copydesk.finding import Edit
from copydesk.server.suppressing import suppressing_edit
from editing import copydesk, editing, session

pytestmark = pytest.mark.client
TWICE = "He 😀 opened the the door."
MISREAD = "The cafÃ© on the quay doesnâ€™t open before noon, its owner said."
REPAIRED = "The café on the quay doesn’t open before noon, its owner said."
CAPTION = "Divers bring the ship's bell ashore at Sandholm harbour (Reuters)"


@session
async def test_fix_all_makes_what_check_fix_makes_of_the_same_bytes(tmp_path: Path) -> None:
    texts = {
        "a.md": f"\ufeff😀 {MISREAD}\r\n\r\n{CAPTION}\r\n\r\n{CAPTION}\r\n\r\n<!-- copydesk: ignore[GAR104, BOI101] -->\r\n{REPAIRED}",
        "b.txt": f"{CAPTION}\n\n\n{CAPTION}\n\n{CAPTION}\n{TWICE}\n",
        "c.jsonl": json.dumps({"id": "😀", "text": MISREAD, "_lint": {"ignore": ["GAR104"]}})
        + "\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_bytes(text.encode())
    copydesk("check", *texts, "--fix", "--fix-only", "--no-cache", cwd=tmp_path)
    async with editing(tmp_path) as editor:
        for name, text in texts.items():
            uri = editor.open(tmp_path / name, text)
            await editor.diagnostics(uri)
            (asked,) = await editor.actions(uri, "source.fixAll")
            (offered,) = [
                action
                for action in await editor.actions(uri)
                if action.kind == "source.fixAll.copydesk"
            ]
            assert (
                editor.applied(uri, asked)
                == editor.applied(uri, offered)
                == (tmp_path / name).read_bytes().decode()
                != text
            )
            editor.type(uri, editor.applied(uri, asked))
            assert await editor.actions(uri, "source.fixAll.copydesk") == []


@session
async def test_a_safe_fix_is_preferred_and_another_says_what_it_may_do(tmp_path: Path) -> None:
    text = f"\ufeff{MISREAD}\n\n😀 {TWICE}\n"
    async with editing(tmp_path) as editor:
        uri = editor.open(tmp_path / "a.txt", text)
        await editor.diagnostics(uri)
        safe, unsafe = (
            await editor.action(uri, "Fix mojibake"),
            await editor.action(uri, "Fix repeated word"),
        )
        assert (safe.is_preferred, editor.applied(uri, safe)) == (
            True,
            text.replace(MISREAD, REPAIRED),
        )
        assert unsafe.is_preferred is False
        assert unsafe.title == "Fix repeated word (GAR104), which may remove intended text"
        assert editor.applied(uri, unsafe) == text.replace("the the", "the")
        assert [action.kind for action in await editor.actions(uri, "refactor")] == []
        assert not any("Ignore" in action.title for action in await editor.actions(uri)), (
            "plain text knows no comments"
        )
        editor.type(uri, text + "\n")
        assert [action.kind for action in await editor.actions(uri, "quickfix")] == [], (
            "the places are those of an older version"
        )


@session
async def test_a_cursor_gets_the_fix_of_its_finding_and_one_of_all(tmp_path: Path) -> None:
    text = f"{MISREAD}\n\n{TWICE}\n"
    async with editing(tmp_path) as editor:
        uri = editor.open(tmp_path / "a.txt", text)
        await editor.diagnostics(uri)
        for place, titles in (
            ((2, 17), ["Fix repeated word (GAR104), which may remove intended text"]),
            ((0, 7), ["Fix mojibake (GAR101)"]),
            ((1, 0), []),
        ):
            offered = [action.title for action in await editor.actions_at(uri, *place)]
            assert offered == [*titles, "Apply all safe fixes (copydesk)"]
        editor.type(uri, f"{TWICE}\n")
        await editor.diagnostics(uri)
        assert await editor.actions_at(uri, 0, 0) == []  # nothing that is safe


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
                (
                    f"<p>One.</p>\n<p>{TWICE}</p>\n<p>Two.</p>",
                    f"<p>One.</p>\n<p>{TWICE} {said}</p>\n<p>Two.</p>",
                ),
            ]
        ):
            ending = "html" if before.startswith("<") else "md"
            uri = editor.open(tmp_path / f"{number}.{ending}", before)
            assert len(await editor.diagnostics(uri)) == 1
            editor.type(
                uri,
                editor.applied(
                    uri, await editor.action(uri, "Suppress repeated word (GAR104) here")
                ),
            )
            assert editor.texts[uri] == after
            assert await editor.diagnostics(uri) == ()


@pytest.mark.parametrize("text", ["# One\n\nA short text.", "```\nthe the\n```"])
def test_what_is_wider_than_a_block_or_in_code_is_ignored_for_the_file(text: str) -> None:
    edit = suppressing_edit(text, 2, len(text), "DUP101", "markdown")
    assert edit == Edit(len(text), len(text), "\n\n<!-- copydesk: file-ignore[DUP101] -->\n")


@session
async def test_a_hover_tells_the_reason_and_no_text_of_a_document_is_markup(tmp_path: Path) -> None:
    hostile = "Divers bring the [bell](http://x.example) <img src=x> `ashore` \u202eat *Sandholm* harbour (Reuters)"
    body = (
        "The harbour of Sandholm was closed on Monday, because divers were looking for the bell of a ship "
        "that sank there in 1911.\n\nIt was found at noon under two metres of mud, the museum said, and a "
        "crane lifted it on the quay before dark."
    )
    settings = 'min-confidence = 0.1\nselect = ["CAP101"]\n'
    (tmp_path / "copydesk.toml").write_text(settings, encoding="utf-8")
    async with editing(tmp_path) as editor:
        uri = editor.open(tmp_path / "a.txt", f"{hostile}\n\n{body}\n\n{hostile}\n")
        (copy,) = [one for one in await editor.diagnostics(uri) if one.code == "CAP101"]
        text = await editor.hover(uri, copy.range.start.line, 3)
        assert text.startswith("**CAP101** repeated-caption: ")
        assert "Find a caption" in text
        assert (
            "\\[bell\\]\\(http\\:\\/\\/x\\.example\\) \\<img src\\=x\\> \\`ashore\\` \\\\u202eat \\*Sandholm\\* harbour"
            in text
        )
        assert f"]({uri}#L1):" in text
        assert await editor.hover(uri, 1, 0) == ""
        assert await editor.hover(uri, 0, 3) == ""


# Configuration

"""Suppression comments in each format that has comments."""

from __future__ import annotations

import json

import pytest

from copydesk.reading.formats import format_of
from copydesk.server.suppressing import suppressing_edit
from fixes import tidied
from linting import lint

TWICE = "He opened the the door."
SHUT = "She shut the the window."
COMMENTS = {
    "rst": ".. {}\n\n",
    "adoc": "// {}\n",
    "org": "# {}\n",
    "tex": "% {}\n",
    "mdx": "{{/* {} */}}\n\n",
    "vtt": "NOTE {}\n\n",
}
TIME = "00:00:{0:02}.000 --> 00:00:{0:02}.900\n"


def written(suffix: str, said: str, first: str = TWICE, second: str = SHUT) -> str:
    """Return two paragraphs, with a comment before the first."""
    comment = COMMENTS[suffix].format(said)
    if suffix == "vtt":
        return f"WEBVTT\n\n{comment}{TIME.format(1)}{first}\n\n{TIME.format(9)}{second}\n"
    return f"{comment}{first}\n\n{second}\n"


def said(name: str, text: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Return what is found and shown, and what is suppressed with the reasons."""
    report = lint({name: text})
    silent = [(f.text, f.suppressed.reason) for f in report.suppressed if f.suppressed]
    return [f"{f.rule} {f.text}" for f in report.findings], silent


@pytest.mark.parametrize("suffix", COMMENTS)
def test_a_comment_speaks_for_the_next_block_only(suffix: str) -> None:
    text = written(suffix, "copydesk: ignore[GAR104] a song")
    assert said(f"a.{suffix}", text) == (["GAR104 the the"], [("the the", "a song")])


@pytest.mark.parametrize("suffix", COMMENTS)
def test_disable_speaks_until_enable(suffix: str) -> None:
    off = written(suffix, "copydesk: disable[GAR104]")
    assert len(said(f"a.{suffix}", off)[1]) == 2
    on = COMMENTS[suffix].format("copydesk: enable[GAR104]")
    before, gap, after = off.rpartition("\n\n")
    assert said(f"a.{suffix}", f"{before}{gap}{on}{after}") == (
        ["GAR104 the the"],
        [("the the", "")],
    )


@pytest.mark.parametrize("suffix", COMMENTS)
def test_file_ignore_speaks_for_all(suffix: str) -> None:
    text = written(suffix, "copydesk: file-ignore[repeated-word]")
    assert said(f"a.{suffix}", text)[0] == []


@pytest.mark.parametrize("suffix", COMMENTS)
def test_a_comment_without_use_is_taken_out_and_nothing_else(suffix: str) -> None:
    text = written(suffix, "copydesk: ignore[GAR104]", "He opened it.", "She shut it.")
    comment = COMMENTS[suffix].format("copydesk: ignore[GAR104]")
    assert tidied(text, f"a.{suffix}") == text.replace(comment, "")


@pytest.mark.parametrize("suffix", COMMENTS)
def test_the_editor_puts_in_a_comment_that_speaks(suffix: str) -> None:
    text, name = written(suffix, "").replace(COMMENTS[suffix].format(""), ""), f"a.{suffix}"
    form = format_of(name)[0]
    assert form
    for finding in lint({name: text}).findings:
        place = finding.place
        edit = suppressing_edit(text, place.offset, place.end_offset, "GAR104", form)
        assert edit
        new = text[: edit.offset] + edit.text + text[edit.offset :]
        assert len(said(name, new)[1]) == 1


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a.rst", "So::\n\n   .. copydesk: file-ignore[GAR104]\n\n"),
        ("a.adoc", "----\n// copydesk: file-ignore[GAR104]\n----\n\n"),
        ("a.org", "#+begin_src org\n# copydesk: file-ignore[GAR104]\n#+end_src\n\n"),
        ("a.tex", "\\begin{verbatim}\n% copydesk: file-ignore[GAR104]\n\\end{verbatim}\n\n"),
        ("a.mdx", "```mdx\n{/* copydesk: file-ignore[GAR104] */}\n```\n\n"),
        ("a.srt", f"1\n{TIME.format(1)}NOTE copydesk: file-ignore[GAR104]\n\n2\n{TIME.format(9)}"),
    ],
)
def test_what_code_shows_is_no_comment(name: str, shown: str) -> None:
    assert said(name, f"{shown}{TWICE}\n") == (["GAR104 the the"], [])


def test_a_comment_of_latex_may_end_a_line_or_stand_before_the_document() -> None:
    ending = f"{SHUT}\n\n{TWICE} % copydesk: ignore[GAR104] a song\n\n{SHUT}\n"
    assert said("a.tex", ending) == (["GAR104 the the"] * 2, [("the the", "a song")])
    head = "% copydesk: file-ignore[GAR104]\n\\documentclass{article}\n\\begin{document}\n"
    assert said("a.tex", f"{head}{TWICE}\n\\end{{document}}\n")[0] == []


def test_a_comment_inside_a_paragraph_of_latex_goes_with_its_line() -> None:
    text = "He opened\n% copydesk: ignore[GAR104]\nthe door.\n"
    assert tidied(text, "a.tex") == "He opened\nthe door.\n"
    assert tidied("He came % copydesk: ignore[GAR104]\nin.\n", "a.tex") == "He came \nin.\n"
    glued = "He came% copydesk: ignore[GAR104]\nin.\n"
    assert tidied(glued, "a.tex") == glued


def test_a_markdown_cell_of_a_notebook_has_the_comments_of_markdown() -> None:
    cells = [
        ["# Doors\n", "\n", '<!-- copydesk: ignore[GAR104] "so" -->\n', f"{TWICE}\n", "\n", SHUT],
        ["They ran to to the quay. <!-- copydesk: ignore[GAR104] twice -->"],
        ["`<!-- copydesk: file-ignore[GAR104] -->` hides all."],
    ]
    listed = [{"cell_type": "markdown", "source": cell} for cell in cells]
    text = json.dumps({"cells": listed, "nbformat": 4}, indent=1)
    found, silent = said("a.ipynb", text)
    assert found == ["GAR104 the the"]
    assert [reason for _, reason in silent] == ['\\"so\\"', "twice"]

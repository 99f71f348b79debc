"""Suppressions: where each speaks, what silences a cluster,
and what is said of those that are wrong or have no use.
"""

from __future__ import annotations

import json

import pytest

from fixes import tidied
from linting import lines, lint

TWICE = "He opened the the door."
LONG = "The harbour of Kelling was closed on Monday after a crane fell into the main channel."


def codes(text: str, name: str = "a.md") -> list[str]:
    return [f"{f.place.line} {f.rule}" for f in lint({name: text}).findings]


def suppressed(text: str, name: str = "a.md") -> list[tuple[int, str, str]]:
    return [
        (f.place.line, f.suppressed.kind, f.suppressed.reason)
        for f in lint({name: text}).suppressed
        if f.suppressed
    ]


def test_a_comment_alone_speaks_for_the_next_block_only() -> None:
    text = f"<!-- copydesk: ignore[GAR104] a song -->\n{TWICE}\n\nShe shut the the window.\n"
    assert (codes(text), suppressed(text)) == (["4 GAR104"], [(2, "comment", "a song")])


def test_a_comment_in_a_paragraph_speaks_for_that_paragraph() -> None:
    text = f"{TWICE} <!-- copydesk: ignore[repeated-word] -->\n\nShe shut the the window.\n"
    assert (codes(text), suppressed(text)) == (["3 GAR104"], [(1, "comment", "")])


def test_disable_speaks_until_enable() -> None:
    text = f"<!-- copydesk: disable[GAR] -->\n\n{TWICE}\n\n<!-- copydesk: enable[GAR] -->\n\nShe shut the the window.\n"
    assert (codes(text), suppressed(text)) == (["7 GAR104"], [(3, "comment", "")])


def test_disable_without_enable_speaks_to_the_end_and_each_code_for_itself() -> None:
    off, on = "<!-- copydesk: disable[GAR104, BOI101] -->", "<!-- copydesk: enable[BOI101] -->"
    text = f"{TWICE}\n\n{off}\n\n{TWICE}\n\nShare Tweet Print\n\n{on}\n\nShare Tweet\n"
    assert codes(text) == ["1 GAR104", "11 BOI101"]


def test_file_ignore_speaks_for_all_of_the_file_and_no_other() -> None:
    text = f"{TWICE}\n\n<!-- copydesk: file-ignore[GAR104] -->\n"
    report = lint({"a.md": text, "b.md": TWICE})
    assert lines(report) == ["b.md:1 GAR104 repeated: the the"]


def test_comments_that_code_shows_are_none() -> None:
    fenced = f"```html\n<!-- copydesk: file-ignore[GAR104] -->\n```\n\n{TWICE}\n"
    span = f"Write `<!-- copydesk: file-ignore[GAR104] -->` at the top.\n\n{TWICE}\n"
    assert (codes(fenced), codes(span)) == (["5 GAR104"], ["3 GAR104"])


SHUT = "<p>She shut the the window.</p>"


@pytest.mark.parametrize(
    ("page", "found", "silent"),
    [
        (f"<!-- copydesk: ignore[GAR104] a song -->\n<p>{TWICE}</p>\n{SHUT}", [3], [2]),
        (f"<h1>One</h1>\n<p><!-- copydesk: ignore[GAR104] -->{TWICE}\n{SHUT}", [3], [2]),
        (f"<p>{TWICE} <b>So</b> <!-- copydesk: ignore[GAR104] --></p>\n{SHUT}", [2], [1]),
        (f"<p>{TWICE}</p> <!-- copydesk: ignore[GAR104] -->\n{SHUT}", [1], [2]),
        (
            f"<!-- copydesk: disable[GAR] --><p>{TWICE}</p>\n<!-- copydesk: enable[GAR] -->{SHUT}",
            [2],
            [1],
        ),
        (f"<p>{TWICE}</p>\n{SHUT}\n<!-- copydesk: file-ignore[GAR104] -->", [], [1, 2]),
        (f"<script><!-- copydesk: file-ignore[GAR104] --></script>\n{SHUT}", [2], []),
    ],
)
def test_a_page_says_it_in_comments_of_its_own(
    page: str, found: list[int], silent: list[int]
) -> None:
    report = lint({"a.html": page}, codes=("GAR104",))
    assert [finding.place.line for finding in report.findings] == found
    assert [finding.place.line for finding in report.suppressed] == silent
    for finding in (*report.findings, *report.suppressed):
        place = finding.place
        assert page[place.offset : place.end_offset] == "the the"


def test_an_unused_comment_of_a_page_is_taken_out() -> None:
    page = f"<p>She shut the window.</p>\n<!-- copydesk: ignore[GAR104] -->\n\n{SHUT[:8]} opened it.</p>\n"
    assert tidied(page, "a.html") == page.replace("<!-- copydesk: ignore[GAR104] -->\n", "")


def test_plain_text_knows_no_comments() -> None:
    assert codes(f"<!-- copydesk: file-ignore[GAR104] -->\n\n{TWICE}\n", "a.txt") == [
        "1 LEF106",
        "3 GAR104",
    ]


def test_a_record_speaks_for_itself() -> None:
    said = {"ignore": ["GAR104"], "reason": "a song"}
    rows = [{"id": "1", "text": TWICE, "_lint": said}, {"id": "2", "text": TWICE}]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    assert codes(text, "a.jsonl") == ["2 GAR104"]
    assert suppressed(text, "a.jsonl") == [(1, "record", "a song")]


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        (
            "<!-- copydesk: ignore -->\nText.\n",
            "a.md",
            "a.md:1 SUP102 not a suppression: ignore names no rules, as in ignore[DUP201]",
        ),
        (
            "<!-- copydesk: ignroe[GAR] -->\n",
            "a.md",
            "a.md:1 SUP102 not a suppression: 'ignroe' is none of ignore, disable, enable, file-ignore",
        ),
        (
            "<!-- copydesk: ignore[GARX1] -->\n",
            "a.md",
            "a.md:1 SUP102 not a suppression: no rule is called 'GARX1'; did you mean 'GAR'?",
        ),
        (
            "<!-- copydesk: enable[GAR104] -->\n",
            "a.md",
            "a.md:1 SUP102 not a suppression: GAR104 was not disabled before it",
        ),
        (
            "<!-- copydesk: ignore[GAR104] -->\nText.\n",
            "a.md",
            "a.md:1 SUP101 suppresses nothing: GAR104 in <!-- copydesk: ignore[GAR104] -->",
        ),
        (
            '{"text": "Text.", "_lint": ["GAR"]}\n',
            "a.jsonl",
            'a.jsonl:1 SUP102 not a suppression: _lint is not like {"ignore": ["DUP201"], "reason": "…"}',
        ),
        (
            '{"text": "Text.", "_lint": {"ignore": ["GAR"]}}\n',
            "a.jsonl",
            'a.jsonl:1 SUP101 suppresses nothing: GAR in {"ignore": ["GAR"]}',
        ),
    ],
)
def test_what_is_wrong_with_a_suppression_is_a_finding(text: str, name: str, message: str) -> None:
    assert lines(lint({name: text})) == [message]


def test_only_the_codes_without_use_are_named() -> None:
    text = f"<!-- copydesk: ignore[GAR104, GAR101] -->\n{TWICE}\n"
    assert [f.evidence["what"] for f in lint({"a.md": text}).findings] == [
        "GAR101 in <!-- copydesk: ignore[GAR104, GAR101] -->"
    ]


# Taking out what suppresses nothing


IDLE = "<!-- copydesk: ignore[GAR104] -->"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{IDLE}\nText.\n", "Text.\n"),
        (f"{IDLE}\r\n\r\nText.\r\n", "Text.\r\n"),
        (f"A.\n\n{IDLE}\n\nB.\n", "A.\n\nB.\n"),
        (f"A.\n\n\n  {IDLE}\n\nB.", "A.\n\n\nB."),
        (f"A.\n\n{IDLE}\nB.\n", "A.\n\nB.\n"),
        (f"A.\n{IDLE}\n\nB.\n", "A.\n\nB.\n"),
        (f"A.\n{IDLE}\nB.\n", "A.\n\nB.\n"),  # or two paragraphs would become one
        (f"A.\n\n{IDLE}", "A."),
        (f"A.\n{IDLE}", "A."),
        (f"A.\n{IDLE}\n", "A.\n"),
        (f"He said {IDLE} so.\n", "He said so.\n"),
        (f"He said so. {IDLE}\nAnd left.\n", "He said so.\nAnd left.\n"),
        (f"# Title {IDLE}\n\nText\u2028😀.\n", "# Title\n\nText\u2028😀.\n"),
        (f"{IDLE.replace('[', '[GAR101, BOI101 ,')}\n{TWICE}\n", f"{IDLE}\n{TWICE}\n"),
        (f"{IDLE.replace('[GAR104]', '[GAR104, GAR101,BOI101]')}\n{TWICE}\n", f"{IDLE}\n{TWICE}\n"),
        (
            f"{IDLE.replace('[', '[GAR101, ').replace('ignore', 'file-ignore')}\n\nText.\n",
            "Text.\n",
        ),
    ],
)
def test_an_unused_comment_or_code_is_taken_out_and_every_other_byte_stays(
    before: str, after: str
) -> None:
    assert tidied(before) == after
    assert tidied(after) == after


def test_what_is_disabled_for_nothing_is_taken_out_with_what_enables_it() -> None:
    on, off = (
        "<!-- copydesk: disable[GAR104, BOI101] -->",
        "<!-- copydesk: enable[BOI101, GAR104] -->",
    )
    assert tidied(f"A.\n\n{on}\n\nB.\n\n{off}\n\nC.\n") == "A.\n\nB.\n\nC.\n"
    kept = f"{on}\n\n{TWICE}\n\n{off}\n\nC.\n"
    assert tidied(kept) == kept.replace(", BOI101", "").replace("BOI101, ", "")


@pytest.mark.parametrize(
    "text",
    [
        f"{IDLE}\n",  # nothing else would be left
        f"{IDLE} Text.\n",  # HTML, which would become a paragraph
        f"{IDLE}\n\n---\ntitle: x\n---\n\nText.\n",  # would become front matter
        f"- A.\n  {IDLE}\n  B.\n",
    ],
)
def test_a_comment_stays_where_its_going_would_change_what_the_text_is(text: str) -> None:
    assert tidied(text) == text
    assert [f.rule for f in lint({"a.md": text}).findings] == ["SUP101"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('["BOI101"]', "[]"),
        ('[ "GAR101" , "GAR104","BOI101" ]', '[ "GAR104" ]'),
        ('["GAR104", "CTX"]', '["GAR104"]'),
    ],
)
def test_an_unused_code_of_a_record_is_taken_out_of_its_list(before: str, after: str) -> None:
    said = r'{"reason": "\"ignore\": [\"GAR101\"] é", "ignore" :%s}'
    text = f'{{"text" : "{LONG}"}}\n{{"id": "😀", "_lint":  {said}, "text": "He opened the \\u0074he door." }}\r\n'
    assert tidied(text % before, "a.jsonl") == text % after

"""Laws of fixing: twice is once, nothing else changes, and diffs say what was done."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from copydesk.finding import Edit
from copydesk.fixing.draft import Draft
from copydesk.fixing.unified import unified
from fixes import CAPTION, FERRY, HARBOUR, MISREAD, WIDGET, settled

PARTS = [
    HARBOUR,
    FERRY,
    MISREAD,
    WIDGET,
    CAPTION,
    "He walked to the the door, she said.",
    f"The road is closed.Drivers have to wait for thatthe reso- lution. {HARBOUR}",
    "The deci\u00adsion &mdash; a <b>late</b> one<br>of Mon\u200bday &lt;i&gt; &amp;nbsp; stands.",
    f"Nobody came. {FERRY} Nobody left the shop on the quay.",
    "Îòêðûòà íîâàÿ øêîëà â ãîðîäå, ñîîáùèë ìýð",
    "",
]


TEXTS = st.lists(st.sampled_from(PARTS), max_size=8)


ENDS = st.sampled_from(["\n", "\r\n", "\r"])


GAPS = st.integers(1, 3)


@given(
    TEXTS,
    ENDS,
    GAPS,
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["a.txt", "a.md", "a.jsonl"]),
)
def test_fixing_twice_is_fixing_once_and_nothing_else_changes(
    parts: list[str], end: str, gap: int, closed: bool, marked: bool, unsafe: bool, name: str
) -> None:
    text = (end * gap).join(parts) + end * closed
    if name == "a.jsonl":
        text = (
            "\n".join(
                json.dumps({"n": n, "text": text}, ensure_ascii=bool(n % 2)) for n in range(2)
            )
            + "\n" * closed
        )
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
    assert not [
        finding
        for finding in outcome.report.findings
        if finding.fix and finding.fix.applies(unsafe=unsafe)
    ]


EDITS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 5), st.text("xy\n", max_size=3)), max_size=5
)


def _apart(rows: list[tuple[int, int, str]], length: int) -> list[Edit]:
    chosen: list[Edit] = []
    for start, size, text in sorted(rows):
        edit = Edit(start, min(start + size, length), text)
        if start <= length and (
            not chosen or (start >= chosen[-1].end_offset and start > chosen[-1].offset)
        ):
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

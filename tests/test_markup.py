"""Markdown and HTML: their blocks, and the way back to the source."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.columns.batch import Batch
from copydesk.columns.blocks import BlockKind
from copydesk.columns.opaque import opaque, shown
from copydesk.reading.html import read_html
from copydesk.reading.html_charset import codec_of, decode_html
from copydesk.reading.markdown import layout
from linting import lint
from reading import documents

MARKDOWN = """---
title: The the title
---

# A heading

A *paragraph* with `some code` and a [link](https://example.org/the/the "title").

- an item
> a quote

```python
code = "the the"
```

| a | b |
|---|---|
| 1 | 2 |

<div>html</div>
"""


def test_markdown_blocks_know_their_kind_and_prose_is_without_markup() -> None:
    (document,) = documents("a.md", MARKDOWN.encode())
    assert document.layout
    batch = Batch([document.column_text])
    kinds = [BlockKind(kind).name for kind in batch.blocks.kind.tolist()]
    assert kinds == ["FRONT_MATTER", "HEADING", "PROSE", "LIST", "QUOTE", "CODE", "TABLE", "CODE"]
    first, end = batch.block_words
    spoken = [
        batch.slice(int(batch.words.start[row]), int(batch.words.end[row]))
        for row in range(first[2], end[2])
    ]
    assert spoken == ["A", "paragraph", "with", "`some code`", "and", "a", "link"]
    assert batch.words.number[first[2] : end[2]].tolist() == [
        False,
        False,
        False,
        True,
        False,
        False,
        False,
    ]
    assert len(batch.text) == len(MARKDOWN)


@pytest.mark.parametrize(
    ("code", "marks"),
    [("`{}`", "a.md"), ("<code>{}</code>", "a.html"), ("https://example.org/{}", "a.md")],
)
def test_sentences_that_differ_in_their_code_are_no_copies(code: str, marks: str) -> None:
    said = "<p>The harbour clerk calls {} once before the gauge is read at high water.</p>\n\n"
    page = "".join(said.format(code.format(name)) for name in ("raise", "lower", "raise"))
    found = lint(
        {marks: page if marks.endswith("html") else page.replace("<p>", "").replace("</p>", "")}
    ).findings
    copies = [f for f in found if f.rule != "DUP206"]  # they are made from one template
    assert [(f.rule, f.place.line, f.related[0].place.line) for f in copies] == [("DUP201", 5, 1)]
    assert "raise" in copies[0].text


@given(st.text(st.sampled_from("#*_`[]()<>!-+|~ \n\r\\\"'ab1.:/&"), max_size=80))
def test_markdown_keeps_every_offset(text: str) -> None:
    found = layout(text)
    assert len(found.ink) == len(text)
    assert all(a in (b, " ") for a, b in zip(shown(found.ink), text, strict=True))
    assert all(s < e for s, e in zip(found.start, found.end, strict=True))


def test_code_inside_a_line_of_html_is_no_prose() -> None:
    long = (
        "<p><tt>"
        + "The tide gauge was read by hand until the board put in a float, a chain and a drum. " * 2
        + "</tt></p>"
    )
    page = f"<p>Call <code>fs.readFile()</code> at the the end.</p><p>Not <code>closed.</p><p>Then the the end.</p><pre>for x</pre>{long}"
    document = read_html("a.html", page)
    assert document.layout
    text, ink = document.text.split("\n\n"), document.layout.ink.split("\n\n")
    assert text[0] == "Call fs.readFile() at the the end."
    assert ink[0] == f"Call {opaque('fs.readFile()')} at the the end."
    assert (ink[1], ink[2]) == (f"Not {opaque('closed.')}", "Then the the end.")
    assert ink[3:] == text[3:]
    assert [f.text for f in lint({"a.html": page}).findings if f.rule == "GAR104"] == [
        "the the",
        "the the",
    ]


PAGE = """<!DOCTYPE html><html><head><title>Not read</title><style>p { color: red }</style><body>
<h1>Ferries &amp; fares</h1>
<p>It&rsquo;s a <b>bold</b>
   plan&nbsp;here &#8217; caf&eacute;.<br>Next line</p><!-- not <p>read</p> -->
<ul><li>one<li>two</ul><p>after &unknown; this</p><script>var a = "<p>not read</p>";</script>
<table><tr><td>left<td>right</table>the end"""


def test_html_blocks_are_what_a_reader_sees() -> None:
    (page,) = documents("a.html", PAGE.encode())
    assert page.layout
    shown = [
        (BlockKind(kind).name, page.text[start:end])
        for start, end, kind in zip(
            page.layout.start, page.layout.end, page.layout.kind, strict=True
        )
    ]
    assert shown == [
        ("HEADING", "Ferries & fares"),
        ("PROSE", "It’s a bold plan\u00a0here ’ café."),
        ("PROSE", "Next line"),
        ("LIST", "one"),
        ("LIST", "two"),
        ("PROSE", "after &unknown; this"),
        ("TABLE", "left"),
        ("TABLE", "right"),
        ("PROSE", "the end"),
    ]


@pytest.mark.parametrize(
    ("shown", "source_text"),
    [
        ("bold", "bold"),
        ("It’s", "It&rsquo;s"),
        ("café", "caf&eacute;"),
        ("& fares", "&amp; fares"),
        ("a bold plan", "a <b>bold</b>\n   plan"),
        ("end", "end"),
    ],
)
def test_a_place_in_html_points_at_the_source(shown: str, source_text: str) -> None:
    (page,) = documents("a.html", PAGE.encode())
    start = page.text.index(shown)
    place = page.origin.place(start, start + len(shown))
    assert PAGE[place.offset : place.end_offset] == source_text
    assert PAGE.split("\n")[place.line - 1][place.column - 1 :].startswith(
        source_text.split("\n", maxsplit=1)[0]
    )


@given(st.text(st.sampled_from("<>&;\"'/! -ab\n#12px"), max_size=80))
def test_any_html_is_read_and_its_letters_are_those_of_the_source(raw: str) -> None:
    (page,) = documents("a.html", raw.encode())
    for at, letter in enumerate(page.text):
        place = page.origin.place(at, at + 1)
        if letter in "px" and place.end_offset - place.offset == 1:
            assert raw[place.offset] == letter


def text_of(source: str) -> str:
    """Return the text of a page, its blocks parted by bars."""
    return read_html("a.html", source).text.replace("\n\n", "|")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('<p data-a="x > y">One</p>', "One"),
        ("<p title='a <b> c'>One</p>", "One"),
        ('<a href=x">One "two" three</a>', 'One "two" three'),
        ('<p title="never closed>One</p>', "One"),
        ("<p hidden>One</p><p>Two</p>", "Two"),
        ("<p hidden>One<p>Two</p>", "Two"),
        ('<div style="color:red; display : none"><div>One</div>Two</div>Three', "Three"),
        ("<div style='visibility:hidden'>One<br>Two<img></div>Three", "Three"),
        ("<ul><li hidden>One<ul><li>Two</ul><li>Three</ul>", "Three"),
        ('<span class="a hidden b">One</span> two', "One two"),
        ("<body style=display:none>One", "One"),
        ("<div hidden><script>'</div>'</script>One</div>Two", "Two"),
        ("<div hidden>One", ""),
        ("<a>Share</a><a>Print</a> <a>Save</a>", "Share Print Save"),
        ("<span>Sh</span><span>are</span>", "Share"),
        ("<button>One</button><button>Two</button>", "One|Two"),
    ],
)
def test_a_reader_sees_what_the_page_shows(source: str, text: str) -> None:
    assert text_of(source) == text


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("iso-8859-1", "“Café” costs 3 €"),  # the WHATWG's name for windows-1252
        ("windows-1251", "Мост закрыт на год"),
        ("gbk", "大桥今年关闭"),
        ("shift_jis", "橋は一年間閉鎖"),
        ("euc-kr", "다리가 일 년 동안"),
        ("koi8-r", "Мост закрыт"),
        ("utf-8", "naïve"),
        ("utf-16", "naïve"),
        ("no-such-thing", "naïve"),
    ],
)
def test_a_page_is_decoded_as_its_head_declares(label: str, text: str) -> None:
    codec = codec_of(label) if not label.startswith("utf-16") else ""
    codec = codec or "utf-8"
    for head in (
        f"<meta charset={label}>",
        f'<meta http-equiv="Content-Type" content="text/html; charset={label}">',
    ):
        decoded = decode_html(f"{head}<p>{text}".encode(codec))
        assert decoded.text.endswith(text)
        assert not decoded.marked


def test_valid_utf_8_and_a_mark_win_over_what_the_head_declares() -> None:
    page = "<meta charset=windows-1252><p>naïve"
    assert decode_html(page.encode()).text == page
    assert decode_html(b"\xef\xbb\xbf" + page.encode()).text == page
    assert decode_html(b"\xff\xfe" + page.encode("utf-16-le")).text == page


@pytest.mark.parametrize(
    "piece", ['<a x="', "<a '\"", '<a "" "', "<a =", "<p hidden>", "<a b=\"c'd"]
)
def test_crafted_tags_take_time_linear_in_their_number(piece: str) -> None:
    """Work that is quadratic takes minutes here; the limit only parts it from a slow machine."""
    start = time.process_time()
    text_of(piece * 50_000)
    assert time.process_time() - start < 20

"""Crafted markup, mail, subtitles and office files: each is read in bounded time, or refused."""

from __future__ import annotations

import time

import pytest

from copydesk.reading.formats import format_of
from copydesk.suppression.directives import directives_of
from reading import documents

SIZE = 100_000
# By the kind of file, what has made a reader of it slow or recurse.
ATTACKS = {
    "a.mdx": ["<A b={", "{", "{{", "}}{{", "import a\n", "```\n", "<a b ", "[", "**a"],
    "a.rst": [
        *(
            "=== ===\nx\n\n",
            "=== ===\n",
            ".. note::\n",
            ":a:`",
            "a::\n\n b\n",
            "a <",
            "``a ",
            "|a ",
        ),
        *("- a\n", "`", "=\n", "a\n=\n", "..\n", ":a: b\n", "+--+\n", "*a"),
    ],
    "a.adoc": [
        *("----\n====\n", "link:a[", "footnote:[", "<<a", "{a ", "image:a", "[[", "((", "a::\n"),
        *("`a", "*a", "[a]\n", "|===\n", "+a"),
    ],
    "a.org": [
        *("#+begin_src\n", ":a:\n", "\\begin{a}\n", "[[", "=a ", "/a ", "<2024-01-01 ", "* a\n"),
        *("- a\n", "[fn:1] ", "\\(", "\\[", "$a"),
    ],
    "a.tex": [
        *("\\verb|", "\\emph{", "\\(", "\\[", "$a ", "$$a", "\\begin{equation}", "\\begin{a}["),
        *("\\begin{verbatim} x", "\\label{a", "\\section[", "\\foo[{", "\\section{a ", "}", "%\n"),
        *("\\def\\a{", "\\'", "\\u ", "\n \n"),
    ],
    "a.eml": [
        *("Subject: =?utf-8?q?a", "Content-Type: multipart/mixed; boundary=b\n\n--b\n", "> a\n"),
        *("=\n", "-- \n", "a:\n>", "a: b\n", "Content-Type: message/rfc822\n\n", "\n"),
        "Content-Type: text/html\n\n<p>&amp;",
    ],
    "a.mbox": ["\n\nFrom a\n", "From a\n"],
    "a.srt": ["1\n00:00:00,000 --> 00:00:01,000\na\n\n", "-->", "<", "{\\", "00:00:00,000 --> "],
    "a.vtt": ["<v a", "NOTE\n", "&amp", "00:00.000 --> 00:01.000\n"],
}


@pytest.mark.parametrize(
    ("name", "piece"), [(name, piece) for name, pieces in ATTACKS.items() for piece in pieces]
)
def test_14_no_markup_of_100_kb_takes_long(name: str, piece: str) -> None:
    began = time.process_time()
    found = documents(name, (piece * (SIZE // len(piece))).encode())
    spent = time.process_time() - began
    assert found
    # Not a benchmark: honest text of this size takes a twentieth of it, a quadratic reader a
    # hundred times as much.
    assert spent < 8, f"{spent:.1f} s"


def test_07_deep_nesting_of_markup_is_no_recursion() -> None:
    deep = "".join(" " * (n % 300) + ".. note::\n" for n in range(1_000))
    items = "".join(" " * (n % 200) + "- a\n" for n in range(2_000))
    for text in (deep, items):
        assert documents("a.rst", text.encode())
    nested = "\\begin{quote}" * 5_000 + "Text." + "\\end{quote}" * 9_000
    (document,) = documents("a.tex", nested.encode())
    assert document.text == "Text."


COMMENTS = {
    "a.md": "<!-- copydesk: ignore[GAR104] {} -->\n",
    "a.html": "<!-- copydesk: ignore[GAR104] {} -->",
    "a.mdx": "{{/* copydesk: ignore[GAR104] {} */}}\n",
    "a.rst": ".. copydesk: ignore[GAR104] {}\n",
    "a.adoc": "// copydesk: ignore[GAR104] {}\n",
    "a.org": "# copydesk: ignore[GAR104] {}\n",
    "a.tex": "% copydesk: ignore[GAR104] {}\n",
    "a.vtt": "NOTE copydesk: ignore[GAR104] {}\n\n",
}


@pytest.mark.parametrize("name", COMMENTS)
@pytest.mark.parametrize("reason", ["", " " * 90_000 + "x", "a " * 45_000, "[" * 90_000])
def test_14_no_comment_or_number_of_them_takes_long(name: str, reason: str) -> None:
    comment = COMMENTS[name].format(reason)
    began = time.process_time()
    for document in documents(name, (comment * (SIZE // len(comment)) + "A boat.\n").encode()):
        directives_of(document, str(format_of(name)[0]), "_lint")
    assert time.process_time() - began < 5

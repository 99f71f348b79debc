"""Read Markdown: what each block is, from markdown-it's line map,
and the text with its markup blanked out.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import regex

from copydesk.columns.batch import Layout
from copydesk.columns.blocks import BlockKind
from copydesk.reading.masking import Span, layout_of
from copydesk.reading.places import line_starts

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(
    r"\A(---|\+\+\+)[ \t]*(?:\r\n|\n|\r).*?(?:\r\n|\n|\r)\1[ \t]*(?=\r|\n|\Z)", re.DOTALL
)
_LEAF = {
    "paragraph_open": BlockKind.PROSE,
    "heading_open": BlockKind.HEADING,
    "table_open": BlockKind.TABLE,
}
_WHOLE = {"fence": BlockKind.CODE, "code_block": BlockKind.CODE, "html_block": BlockKind.CODE}
# What is not prose inside a line: code spans and addresses, which become opaque; blanked out:
# targets of links and images, tags,
# comments, marks.
_INLINE = regex.compile(
    r"(?P<code>(?<!`)(?P<ticks>`{1,3})(?!`)[^`]{1,500}(?P=ticks)(?!`))"
    r"|(?P<target>(?<=\])\([^()\s]{0,2000}(?:\s+\"[^\"\n]{0,500}\")?\))"
    r"|(?P<reference>(?<=\])\[[^\[\]\n]{0,200}\])"
    r"|(?P<tag><!--.{0,2000}?-->|</?[a-zA-Z][^<>\n]{0,1000}>)"
    r"|(?P<address><https?://[^<>\s]{1,2000}>|\bhttps?://[^\s<>()\"]{1,2000})"
    r"|(?P<mark>!?\[(?=[^\[\]\n]{0,1000}\])|(?<=[^\[\]\n])\](?=[(\[])|\*{1,3}|_{2,3}|(?<!\w)_|_(?!\w)|~~|^#{1,6}[ \t]|^>[ \t]?"
    r"|^[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t])?)",
    regex.MULTILINE,
)


@functools.cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table")


def layout(text: str) -> Layout:
    """Return the blocks of a Markdown text and its ink.

    Markup in prose becomes spaces and code opaque, so offsets stay.
    """
    return markdown_layout(text, _parser(), lambda body: body)


def markdown_layout(text: str, parser: MarkdownIt, prepared: Callable[[str], str]) -> Layout:
    """Return the layout of a text in a dialect of Markdown.

    `prepared` blanks out what the parser must not see.
    """
    front = _FRONT_MATTER.match(text)
    body = " " * front.end() + prepared(text[front.end() :]) if front else prepared(text)
    starts = [*line_starts(body), len(body)]
    spans: list[Span] = [(0, front.end(), BlockKind.FRONT_MATTER)] if front else []
    # CR and CRLF become LF for the parser, which counts lines by LF alone.
    tokens = parser.parse(re.sub(r"\r\n|\r", "\n", body))
    spans += [(starts[a], starts[min(b, len(starts) - 1)], kind) for a, b, kind in _leaves(tokens)]
    return layout_of(text, body, spans, _INLINE, references=True)


def _leaves(tokens: list[Token]) -> list[tuple[int, int, BlockKind]]:
    """Return (first line, end line, kind) of each block that holds text."""
    found: list[tuple[int, int, BlockKind]] = []
    container: list[BlockKind] = []
    table_end = -1
    for token in tokens:
        if token.type in ("list_item_open", "blockquote_open"):
            container.append(BlockKind.LIST if token.type == "list_item_open" else BlockKind.QUOTE)
        elif token.type in ("list_item_close", "blockquote_close"):
            container.pop()
        kind = _LEAF.get(token.type, _WHOLE.get(token.type))
        if kind is None or not token.map or token.map[0] < table_end:
            continue
        if kind is BlockKind.PROSE and container:
            kind = container[-1]
        if kind is BlockKind.TABLE:
            table_end = token.map[1]
        found.append((token.map[0], token.map[1], kind))
    return found

"""Read MDX: Markdown in which components stand, with imports, expressions and no HTML.

What components hold is text; their tags, imports, exports, comments and expressions are not.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

import regex

from copydesk.columns.batch import Layout
from copydesk.reading.markdown import markdown_layout
from copydesk.reading.masking import blanked

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_PATIENCE = 5.0  # seconds for a file; honest ones take milliseconds
# Code comes first, and stays. An import or export goes on to the next blank line.
_MARKS = regex.compile(
    r"(?P<code>^[ \t]*+(?P<fence>```+|~~~+)[^\n]*+(?:\n(?![ \t]*+(?P=fence)).*+)*+(?:\n.*+)?"
    r"|(?P<ticks>`{1,3})(?!`)[^`]{1,500}+(?P=ticks)(?!`))"
    r"|^(?:import|export)\b.*+(?:\r?\n(?![ \t]*+\r?$).*+)*+"
    r"|</?(?:[a-zA-Z][^\s<>/]{0,80}+)?(?:\s++(?:[^<>{}\"']++|\"[^\"]{0,2000}+\"|'[^']{0,2000}+'|=?\{(?:[^{}]++|\{[^{}]{0,2000}+\}){0,200}+\})*+)?\s*+/?>"
    r"|\{(?:[^{}]++|\{(?:[^{}]++|\{[^{}]{0,2000}+\}){0,200}+\}){0,200}+\}",
    regex.MULTILINE,
)


@functools.cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    plain = MarkdownIt("commonmark").enable("table")
    return plain.disable(["code", "html_block", "html_inline", "autolink"])


def layout(text: str) -> Layout:
    """Return the blocks of an MDX text and its ink; offsets stay."""
    return markdown_layout(text, _parser(), _without_components)


def _without_components(body: str) -> str:
    try:
        return str(_MARKS.sub(_blank, body, timeout=_PATIENCE))
    except TimeoutError:
        return body


def _blank(match: re.Match[str]) -> str:
    return match.group() if match["code"] else blanked(match.group())

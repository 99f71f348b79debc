"""Read HTML: the text a reader sees, block by block,
each character traced back to its place in the source.

Neither of the parsers that tell places is fit for text of strangers: `html.parser` of Python 3.11
takes 465 s for 99 kB of `<a `, and tree-sitter-html does not finish 100 kB of `<!--` in a minute
(2026-11). Blocks, white space and references need no tree; so one pass over the marks does
(docs/adr/0009).
"""

from __future__ import annotations

import functools
import html
import re

from copydesk.columns.blocks import BlockKind
from copydesk.reading.document import Document
from copydesk.reading.html_elements import DEEPEST, INLINE, NO_TEXT, SIBLINGS, Unseen
from copydesk.reading.pieces import Pieces

_CODE = frozenset("code kbd samp tt var".split())
_ALL_CODE = (
    80  # characters: a longer block of code alone is prose of a page that is set in one width
)
_KINDS = (
    {f"h{level}": BlockKind.HEADING for level in range(1, 7)}
    | dict.fromkeys(("li", "dt", "dd"), BlockKind.LIST)
    | dict.fromkeys(("td", "th", "caption"), BlockKind.TABLE)
    | {"blockquote": BlockKind.QUOTE, "pre": BlockKind.CODE}
)
_LISTS = {
    "ul": ("li",),
    "ol": ("li",),
    "dl": ("dt", "dd"),
    "tr": ("td", "th"),
    "table": ("td", "th", "caption"),
}
# What stands in quotation marks behind an equals sign is one value, `<` and `>` included. The
# limits keep crafted quotation marks from being read again and again: real tags hold fewer than 300
# attributes, of fewer than 8,000 characters (383 public pages, 2026-11).
_ATTRIBUTES = r"(?:[^<>=]++|=[ \t\n\r\f]*+(?:\"[^\"]{0,8000}+\"|'[^']{0,8000}+')?+){0,600}+"
_MARK = re.compile(
    r"(?P<comment><!--)"
    r"|<(?:(?P<open>[a-zA-Z][^\s/<>]{0,50}+)|/(?P<close>[a-zA-Z][^\s/<>]{0,50}+))"
    + _ATTRIBUTES
    + r">|<[!?][^<>]{0,4000}+>"
    r"|(?P<reference>&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31})(?:;|(?![a-zA-Z0-9=])))"
)
# Words with one character of white space between them.
_RUN = re.compile(r"[^ \t\n\r\f]++(?:[ \t\n\r\f][^ \t\n\r\f]++)*+")
_BLANKS = str.maketrans("\t\n\r\f", "    ")


class _Extractor:
    """Collects visible text, block by block, as pieces.

    (text, where it begins in the source, how long it is there, whether it is code).
    """

    def __init__(self) -> None:
        self.blocks: list[tuple[BlockKind, list[tuple[str, int, int, bool]]]] = []
        # Where comments lie in the source, and the block that each stands in or before.
        self.comments: list[tuple[int, int, int]] = []
        self._kinds: list[tuple[str, BlockKind]] = []  # open elements that say what a block is
        self._code = 0  # open elements of code inside a line
        self._pieces: list[tuple[str, int, int, bool]] = []
        # White space that counts if more text follows.
        self._space: tuple[int, int, bool] | None = None
        self._unseen = Unseen()

    def read(self, source: str) -> None:
        """Go through a page once: what a comment,
        a script or an unfinished tag hides is never looked at again.
        """
        at, closed = 0, dict[str, bool]()
        for mark in _MARK.finditer(source):
            if mark.start() < at:
                continue
            if mark.start() > at:
                self._text(source[at : mark.start()], at)
            at, kind = mark.end(), mark.lastgroup
            tag = mark[kind].lower() if kind else ""
            if kind == "reference":
                self._reference(mark.group(), mark.start())
            elif kind == "comment":
                at = _past(source, "-->", at, closed)
                self.comments.append((mark.start(), at, len(self.blocks)))
            elif kind == "close" and not self._unseen.closes(tag):
                self._end(tag)
            elif kind == "open":
                self._open(tag, mark)
                if tag in NO_TEXT and not mark.group().endswith("/>"):
                    at = _past(source, f"</{tag}", at, closed)
        self._text(source[at:], at)
        self.end_block()

    def _open(self, tag: str, mark: re.Match[str]) -> None:
        if self._unseen.opens(tag, mark.group()):
            return
        if tag == "a" and self._pieces and mark.string.endswith("</a>", 0, mark.start()):
            self._blank(mark.start(), 0)  # links side by side are parted by the page's style
        self._begin(tag)

    def end_block(self) -> None:
        """Finish the block that is being read."""
        if self._pieces:
            self.blocks.append(
                (self._kinds[-1][1] if self._kinds else BlockKind.PROSE, self._pieces)
            )
        self._pieces, self._space, self._code = [], None, 0

    def _begin(self, tag: str) -> None:
        if tag in INLINE:
            self._code += tag in _CODE
            return
        self.end_block()
        if self._kinds and self._kinds[-1][0] in SIBLINGS.get(tag, ()):
            self._kinds.pop()
        if tag in _KINDS and len(self._kinds) < DEEPEST:
            self._kinds.append((tag, _KINDS[tag]))

    def _end(self, tag: str) -> None:
        if tag in INLINE:
            self._code = max(self._code - (tag in _CODE), 0)
            return
        self.end_block()
        while self._kinds and self._kinds[-1][0] in _LISTS.get(tag, ()):
            self._kinds.pop()
        if any(name == tag for name, _ in self._kinds):
            while self._kinds.pop()[0] != tag:
                pass

    def _text(self, data: str, begin: int) -> None:
        if self._unseen:
            return
        at = 0
        for run in _RUN.finditer(data):
            if run.start() > at:
                self._blank(begin + at, run.start() - at)
            self._add(run.group().translate(_BLANKS), begin + run.start(), run.end() - run.start())
            at = run.end()
        if len(data) > at:
            self._blank(begin + at, len(data) - at)

    def _blank(self, at: int, length: int) -> None:
        if self._pieces and self._space is None:
            self._space = (at, length, self._code > 0)

    def _reference(self, written: str, at: int) -> None:
        if not self._unseen:
            self._add(html.unescape(written), at, len(written))

    def _add(self, text: str, at: int, length: int) -> None:
        if self._space:
            self._pieces.append((" ", *self._space))
            self._space = None
        self._pieces.append((text, at, length, self._code > 0))


def _past(source: str, end: str, at: int, closed: dict[str, bool]) -> int:
    """Return where reading goes on after something that `end` closes.

    The end of the page where nothing does.
    """
    found = -1
    if closed.get(end, True):
        match = re.compile(re.escape(end), re.IGNORECASE).search(source, at)
        found = match.start() if match else -1
        closed[end] = match is not None
    if found < 0:
        return len(source)
    return found + len(end) if end == "-->" else found


def read_html(path: str, source: str) -> Document:
    """Return a page as one document: its blocks as the tags declare them,
    with a blank line between, entities decoded.

    Code inside a line stands in the text, and is opaque in its ink.
    """
    extractor = _Extractor()
    extractor.read(source)
    pieces, rows = Pieces(), list[int]()
    for kind, some in extractor.blocks:
        rows.append(len(pieces))
        length = sum(len(text) for text, *_ in some)
        prose = kind < BlockKind.TABLE and not (length > _ALL_CODE and all(c for *_, c in some))
        for text, at, size, code in some:
            pieces.add(text, at, size, code=code and prose)
        pieces.end(kind)
    escape = functools.partial(html.escape, quote=False)
    rows.append(len(pieces))
    comments = [(start, end, rows[block]) for start, end, block in extractor.comments]
    return pieces.document(path, source, escape, is_page=True, comments=comments)

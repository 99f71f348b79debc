"""Read Org line by line: what each block is; source, drawers, keywords and tables are no text."""

from __future__ import annotations

import bisect
import functools
import re

import regex

from copydesk.columns.batch import Layout
from copydesk.columns.blocks import BlockKind
from copydesk.reading.masking import LineReader, indent

_HEADING = re.compile(r"\*{1,20}[ \t]+\S")
_BEGIN = re.compile(r"[ \t]*#\+begin_(\w{1,40})", re.IGNORECASE)
_TEXT_BLOCKS = {"quote": BlockKind.QUOTE, "verse": BlockKind.PROSE, "center": BlockKind.PROSE}
_KEYWORD = re.compile(r"[ \t]*#\+[\w-]{1,60}(?:\[[^\]]{0,200}\])?:")
_COMMENT = re.compile(r"[ \t]*#(?:[ \t]|$)")
_DRAWER = re.compile(r"[ \t]*:[\w-]{1,60}:[ \t]*$")
_END = re.compile(
    r"[ \t]*#\+end_(\w{1,40})|[ \t]*(:end:)[ \t]*$|.*\\end\{([^{}]{1,60})\}", re.IGNORECASE
)
_PLANNING = re.compile(r"[ \t]*(?:SCHEDULED|DEADLINE|CLOSED|CLOCK):")
_FIXED = re.compile(r"[ \t]*:(?:[ \t]|$)")
_TABLE = re.compile(r"[ \t]*(?:\||\+[-+]+\+)")
_ENVIRONMENT = re.compile(r"[ \t]*\\begin\{([^{}]{1,60})\}")
_ITEM = re.compile(r"(?:[ \t]*(?:[-+]|\d{1,4}[.)])|[ \t]+\*)(?:[ \t]+|$)")
_FOOTNOTE = re.compile(r"\[fn:[^\]]{1,60}\]")

INLINE = regex.compile(
    r"(?P<code>(?<![\w=])=(?![\s=])[^\n=]{0,500}[^\s=]=(?!\w)|(?<![\w~])~(?![\s~])[^\n~]{0,500}[^\s~]~(?!\w)|\[\[[^\[\]\n]{1,1000}\]\]"
    r"|\bsrc_\w{1,40}(?:\[[^\[\]\n]{0,200}\])?\{[^{}\n]{0,500}\}|[<\[]\d{4}-\d\d-\d\d[^<>\[\]\n]{0,60}[>\]]|\\\([^\n]{1,500}?\\\)|\\\[.{1,1000}?\\\]"
    r"|(?<![\w$])\$(?![\s$])[^$\n]{0,300}[^\s$]\$(?!\w)|\{\{\{[^{}\n]{1,200}\}\}\})"
    r"|(?P<address><?\b(?:https?|ftp|mailto|file):[^\s<>\[\]\"]{2,2000}>?)"
    r"|\[\[[^\[\]\n]{1,1000}\]\[|\]\]|\[fn:[^\[\]\n]{0,60}\]|(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])|(?<![\w/:])/(?=[^\s/])|(?<=[^\s/])/(?![\w/])"
    r"|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)|(?<!\w)\+(?=[^\s\d+])|(?<=[^\s+])\+(?!\w)"
    r"|^\*{1,20}[ \t]+(?:(?:TODO|DONE|NEXT|WAITING|HOLD|CANCELLED)[ \t]+)?(?:\[\#[A-Z]\][ \t]+)?|[ \t]+:[\w@\#%:]{1,200}:[ \t]*$"
    r"|^[ \t]*(?:[-+]|\d{1,4}[.)])[ \t]+(?:\[[ xX-]\][ \t])?|^[ \t]+\*[ \t]+|[ \t]::(?=\s)|\\\\[ \t]*$",
    regex.MULTILINE | regex.DOTALL,
)


def layout(text: str) -> Layout:
    """Return the blocks of an Org text and its ink; offsets stay."""
    return _Reader(text).read().layout(INLINE)


class _Reader(LineReader):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._kind = BlockKind.PROSE  # of paragraphs where the row is
        self._item = -1  # the indent of the open item of a list

    def step(self) -> None:
        """Read a row, or the rows of a block that is no text."""
        row = self.rows[self.at]
        begin, environment = _BEGIN.match(row), _ENVIRONMENT.match(row)
        if not row.strip():
            self.outline.close()
            self.at += 1
        elif begin and begin[1].lower() in _TEXT_BLOCKS:
            self._kind = _TEXT_BLOCKS[begin[1].lower()]
            self._mark()
        elif begin:
            self._skip_to(begin[1])
        elif row.lstrip().lower().startswith("#+end_"):
            self._kind = BlockKind.PROSE
            self._mark()
        elif environment:
            self._skip_to(environment[1])
        elif _DRAWER.match(row):
            self._skip_to(":end:", BlockKind.FRONT_MATTER)
        elif _KEYWORD.match(row) or _PLANNING.match(row):
            self._rows_of(BlockKind.FRONT_MATTER)
        elif _COMMENT.match(row):
            self.outline.comment(self.at, self.at + 1)
            self._rows_of(BlockKind.CODE)
        elif _FIXED.match(row):
            self._rows_of(BlockKind.CODE)
        elif _TABLE.match(row):
            self._rows_of(BlockKind.TABLE)
        else:
            self._text(row)

    def _mark(self) -> None:
        self.outline.close()
        self._item, self.at = -1, self.at + 1

    def _rows_of(self, kind: BlockKind) -> None:
        self.outline.add(self.at, self.at + 1, kind)
        self.at += 1

    def _skip_to(self, name: str, kind: BlockKind = BlockKind.CODE) -> None:
        """Read a block up to the row that ends it, or a single row where none does."""
        ends = self._ends.get(name.lower(), [])
        found = bisect.bisect_right(ends, self.at)
        end = ends[found] + 1 if found < len(ends) else self.at + 1
        self.outline.add(self.at, end, kind)
        self.at = end

    @functools.cached_property
    def _ends(self) -> dict[str, list[int]]:
        """The rows that end a block, drawer or environment, by its name."""
        rows: dict[str, list[int]] = {}
        for at, row in enumerate(self.rows):
            if found := _END.match(row):
                rows.setdefault((found[1] or found[2] or found[3]).lower(), []).append(at)
        return rows

    def _text(self, row: str) -> None:
        here = indent(row)
        if _HEADING.match(row):
            self.outline.add(self.at, self.at + 1, BlockKind.HEADING)
            self._item = -1
        elif _ITEM.match(row):
            self.outline.close()
            self.outline.go_on(self.at, BlockKind.LIST)
            self._item = here
        else:
            if here <= self._item or _FOOTNOTE.match(row):
                self.outline.close()
                self._item = -1
            self.outline.go_on(self.at, BlockKind.LIST if self._item >= 0 else self._kind)
        self.at += 1

"""Read reStructuredText line by line: what each block is, and which directives hold text.

docutils tells the line of some nodes and the column of none, so its tree cannot place a finding.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import regex

from copydesk.columns.batch import Layout
from copydesk.columns.blocks import BlockKind
from copydesk.reading.masking import LineReader, indent

# Directives that hold text, their argument too: of docutils, Sphinx and the common extensions.
_TITLED = frozenset(
    "attention caution danger error hint important note tip warning admonition seealso topic sidebar rubric versionadded versionchanged "
    "deprecated versionremoved centered todo dropdown card tab tab-item".split()
)
# Directives that hold text, but whose argument is a name, a file, an option.
_HOLDING = frozenset(
    "figure container compound epigraph highlights pull-quote only class rst-class hlist glossary tabs tab-set group-tab grid grid-item "
    "grid-item-card details collapse toggle function method class attribute data module exception option envvar confval describe object "
    "staticmethod classmethod property decorator program".split()
)
_TABLES = frozenset("table list-table csv-table".split())
_EXPLICIT = re.compile(
    r"[ \t]*\.\.(?:[ \t]+(?:(?P<note>\[[^\]]{1,60}\])(?:[ \t]|$)|(?P<name>[\w:.+-]{1,60})::(?P<argument>[ \t].*)?$)?|$)"
)
_RULE = re.compile(r"([!-/:-@[-`{-~])\1{2,}[ \t]*$")
_BORDER = re.compile(r"[ \t]*=+(?:[ \t]+=+)+[ \t]*$")
_GRID = re.compile(r"[ \t]*\+[-=]+(?:\+[-=]*)*\+[ \t]*$")
_ITEM = re.compile(r"[ \t]*(?:[-*+•‣]|(?:\d{1,4}|#)[.)]|\((?:\d{1,4}|#)\))(?:[ \t]+|$)")
_FIELD = re.compile(r"[ \t]*:(?![: ])[^:\n]{1,80}:(?:[ \t]|$)")
_LONGEST_TABLE = 500  # rows between the borders of a simple table

_TEXT_ROLES = (
    "term|emphasis|strong|title|title-reference|dfn|abbr|guilabel|sub|sup|subscript|superscript"
)
INLINE = regex.compile(
    r"(?P<code>(?<!`)``(?!`).{1,500}?``(?!`)|:(?!(?:"
    + _TEXT_ROLES
    + r"):)[\w+.:-]{1,60}:`[^`<]{1,500}`|\|[^|\s][^|\n]{0,80}\|_{0,2})"
    r"|(?P<address><?\bhttps?://[^\s<>`\"]{1,2000}>?)"
    r"|:[\w+.:-]{1,60}:(?=`)|(?<=[^\s`<>])\s{1,3}<[^<>`]{1,500}>`_{0,2}|`_{0,2}|[ \t]\[(?:\#?[\w.-]{0,40}|\*)\]_"
    r"|(?<=\w)__?(?![\w_])|\*{1,2}(?=\S)|(?<=\S)\*{1,2}|:(?=:[ \t]*$)|\\(?=\S)"
    r"|^[ \t]*\.\.[ \t]+(?:\[[^\]\n]{1,60}\]|[\w:.+-]{1,60}::)|^[ \t]*:(?![: ])[^:\n]{1,80}:(?=\s)"
    r"|^[ \t]*(?:[-*+•‣]|(?:\d{1,4}|\#)[.)]|\((?:\d{1,4}|\#)\))(?=\s)|^[ \t]*\|(?=\s)",
    regex.MULTILINE | regex.DOTALL,
)


def layout(text: str) -> Layout:
    """Return the blocks of a reStructuredText and its ink; offsets stay."""
    return _Reader(text).read().layout(INLINE)


class _Hanging(NamedTuple):
    """A list item or directive: rows indented this far belong to it."""

    indent: int
    kind: BlockKind


class _Reader(LineReader):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._hanging: list[_Hanging] = []
        self._margin = 0  # where the text of the row before began
        self._begun = False  # whether there was text that is no title

    def step(self) -> None:
        """Read a row, or the rows of a block that is no text."""
        row = self.rows[self.at]
        if not row.strip():
            self.outline.close()
            self.at += 1
            return
        here = indent(row)
        while self._hanging and here < self._hanging[-1].indent:
            self._hanging.pop()
        if not (self._title() or self._table(row) or self._explicit(row, here)):
            self._text(row, here)

    def _title(self) -> bool:
        """Read a title with the line below it, and the one above it if there is one."""
        row, below, second = self._row(0), self._row(1), self._row(2)
        if _RULE.match(row):
            over = bool(below.strip()) and _RULE.match(second) and second[0] == row[0]
            if over:
                self.outline.add(self.at + 1, self.at + 2, BlockKind.HEADING)
            self.outline.close()
            self.at += 3 if over else 1
            return bool(over) or not below.strip() or not self._row(-2).strip()
        under = _RULE.match(below) and not row[:1].isspace()
        if not under or len(below.rstrip()) < min(len(row.rstrip()), 4):
            return False
        self.outline.add(self.at, self.at + 1, BlockKind.HEADING)
        self.at += 2
        return True

    def _row(self, ahead: int) -> str:
        at = self.at + ahead
        return self.rows[at] if 0 <= at < len(self.rows) else ""

    def _table(self, row: str) -> bool:
        end = self.at + 1
        if _BORDER.match(row):
            for end in range(self.at + 1, min(self.at + _LONGEST_TABLE, len(self.rows))):
                last = end + 1 == len(self.rows) or not self.rows[end + 1].strip()
                if last and _BORDER.match(self.rows[end]):
                    end += 1
                    break
            else:
                end = self.at + 1
        elif not _GRID.match(row) and not row.lstrip().startswith(">>> "):
            return False
        while end < len(self.rows) and self.rows[end].strip():
            end += 1
        doctest = row.lstrip().startswith(">>> ")
        self._skip_to(end, BlockKind.CODE if doctest else BlockKind.TABLE)
        return True

    def _skip_to(self, end: int, kind: BlockKind) -> None:
        self.outline.add(self.at, end, kind)
        self.at = end

    def _end(self, here: int, first: int) -> int:
        """Return the row after those that are blank or indented further, from `first` on."""
        end = last = first
        while end < len(self.rows) and (
            not self.rows[end].strip() or indent(self.rows[end]) > here
        ):
            end += 1
            last = end if self.rows[end - 1].strip() else last
        return last

    def _explicit(self, row: str, here: int) -> bool:
        """Read a directive, footnote, target or comment."""
        found = _EXPLICIT.match(row)
        if not found:
            return False
        name = (found["name"] or "").lower()
        titled = name in _TITLED or bool(found["note"])
        if not titled and name not in _HOLDING and ":" not in name:
            empty = row.strip() == ".." and not self._row(1).strip()  # ends a block of quotation
            end = self.at + 1 if empty else self._end(here, self.at + 1)
            if not name:
                self.outline.comment(self.at, end)
            self._skip_to(end, BlockKind.TABLE if name in _TABLES else BlockKind.CODE)
            return True
        behind = row[found.end("note") if found["note"] else found.start("argument") :]
        self._hanging.append(_Hanging(here + 1, BlockKind.PROSE))
        if titled and found["argument" if found["name"] else "note"] and behind.strip():
            self.outline.close()
            self.outline.go_on(self.at, BlockKind.PROSE)
            self.at += 1
            self._margin = max(indent(self._row(0)), here + 1)
        else:
            self._skip_to(self.at + 1, BlockKind.CODE)
        first = self.at
        while _FIELD.match(self._row(0)) and indent(self._row(0)) > here:
            self.at += 1
        if self.at > first:
            self.outline.add(first, self.at, BlockKind.CODE)
        return True

    def _text(self, row: str, here: int) -> None:
        item, field = _ITEM.match(row), _FIELD.match(row)
        if item or field:
            self.outline.close()
            if field and not self._begun:  # what the document says of itself
                self._skip_to(self._end(here, self.at + 1), BlockKind.FRONT_MATTER)
                return
            within = indent(" " * item.end()) if item else here + 1
            self._hanging.append(_Hanging(within, BlockKind.LIST))
            self._margin = within
        elif here > self._margin and self._row(-1).strip():  # a definition below its term
            self.outline.close()
            self._hanging.append(_Hanging(here, BlockKind.LIST))
        elif here < self._margin or row.lstrip().startswith("| "):
            self.outline.close()
        if not item:
            self._margin = here
        self._begun = True
        if row.strip() != "::":
            self._add(here)
        self.at += 1
        if row.rstrip().endswith("::") and not self._row(0).strip():
            self._skip_to(self._end(here, self.at), BlockKind.CODE)

    def _add(self, here: int) -> None:
        kind = self._hanging[-1].kind if self._hanging else BlockKind.PROSE
        self.outline.go_on(self.at, BlockKind.QUOTE if here and not self._hanging else kind)

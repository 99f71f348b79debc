"""Read AsciiDoc line by line: what each block is; listings, passthroughs and macros are no text."""

from __future__ import annotations

import re

import regex

from copydesk.columns.batch import Layout
from copydesk.columns.blocks import BlockKind
from copydesk.reading.masking import LineReader

_TITLE = re.compile(r"(?:={1,6}|#{1,6})[ \t]+\S")
# Delimiters of blocks that hold no text, and of those that hold other blocks.
_VERBATIM = re.compile(r"(?:-{4,}|\.{4,}|\+{4,}|/{4,}|```+.*)[ \t]*$")
_TABLE = re.compile(r"[|,:!]={3,}[ \t]*$")
_CONTAINER = re.compile(r"(?:={4,}|\*{4,}|_{4,}|--|~{4,}|'{3}|<{3})[ \t]*$")
_QUOTE = re.compile(r"_{4,}[ \t]*$")
_ATTRIBUTES = re.compile(r"\[(?!\[\[).*\][ \t]*$")
_CODE_STYLE = re.compile(
    r"\[(?:source|listing|literal|pass|stem|latexmath|asciimath|ditaa|plantuml|mermaid|,)(?![a-z]).*\]"
)
_SETTING = re.compile(r":!?[\w-]{1,100}!?:(?:[ \t]|$)")
_MACRO = re.compile(
    r"(?:image|include|ifdef|ifndef|ifeval|endif|toc|video|audio|link|xref|anchor|menu)::?[^\s\[]*\[.*\][ \t]*$"
)
_COMMENT = re.compile(r"//(?!/)")
_CAPTION = re.compile(r"\.(?![. \t])\S")
_ITEM = re.compile(r"[ \t]*(?:\*{1,6}|-|\.{1,6}|\d{1,4}\.|<\d{1,2}>|<\.>)[ \t]+\S")
_TERM = re.compile(r"\S[^\n]{0,300}?(?:::{1,3}|;;)(?:[ \t]|$)")

INLINE = regex.compile(
    r"(?P<code>(?<![\w`])`{1,2}(?!\s)[^`\n]{1,500}`{1,2}|(?<![\w+])\+{1,3}(?!\s)[^+\n]{1,500}\+{1,3}(?!\w)|\b(?:kbd|btn|menu|stem|latexmath|asciimath|pass)"
    r":[^\s\[\]]{0,200}\[[^\[\]\n]{0,500}\]|(?<![\w{])\{[\w-]{1,80}\}|<<[^<>,\n]{1,300}>>|\bimage:[^\s:\[\]][^\s\[\]]{0,500}\[[^\[\]\n]{0,500}\])"
    r"|(?P<address>\b(?:https?|ftp|irc|mailto):[^\s\[\]<>\"]{2,2000}(?!\[)(?<![.,;:!?)\]])(?![^\s\[<>\"]))"
    r"|\b(?:https?|ftp|mailto):[^\s\[\]<>\"]{2,2000}\[|\b(?:link|xref):[^\s\[\]]{1,1000}\[|footnote:[\w-]{0,80}\[|<<[^<>,\n]{1,300},|>>|\[\[[^\[\]\n]{1,200}\]\]"
    r"|\(\(\([^()\n]{1,300}\)\)\)|\[[.\#%][\w.\#%-]{1,100}\](?=[*_\#`])|(?<=[\w.?!\"”’])\](?!\w)|(?<!\w)\*{1,2}(?=\S)|(?<=\S)\*{1,2}(?!\w)"
    r"|(?<!\w)_{1,2}(?=\S)|(?<=\S)_{1,2}(?!\w)|(?<!\w)\#{1,2}(?=\S)|(?<=\S)\#{1,2}(?!\w)|(?<=[\"'])`|`(?=[\"'])|(?<=\w)[~^]|[~^](?=\w)"
    r"|^(?:={1,6}|\#{1,6})[ \t]+|^(?:NOTE|TIP|IMPORTANT|CAUTION|WARNING):[ \t]|^\.(?=\S)"
    r"|^[ \t]*(?:\*{1,6}|-|\.{1,6}|\d{1,4}\.|<\d{1,2}>|<\.>)[ \t]+(?:\[[ xX*]\][ \t])?|[:;]{2,4}(?=\s|$)|[ \t]\+[ \t]*$",
    regex.MULTILINE,
)


def layout(text: str) -> Layout:
    """Return the blocks of an AsciiDoc text and its ink; offsets stay."""
    return _Reader(text).read().layout(INLINE, references=True)


class _Reader(LineReader):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._quote = ""  # the delimiter of the quotation that is open
        self._listed = False  # whether the block before is an item of a list
        self._fresh = True  # whether a block begins here
        self._code = False  # whether the attributes before say that the next block is code

    def step(self) -> None:
        """Read a row, or the rows of a block that is no text."""
        row = self.rows[self.at].rstrip()
        begins, self._fresh = self._fresh, False
        if not row:
            self.outline.close()
            self._listed = self._listed and self._goes_on()
            self._fresh = True
            self.at += 1
        elif _VERBATIM.match(row):
            self._skip(self._closing(row), BlockKind.CODE)
        elif _TABLE.match(row):
            self._skip(self._closing(row), BlockKind.TABLE)
        elif self._is_mark(row):
            self._code = self._code or bool(_CODE_STYLE.match(row))
            if _COMMENT.match(row):
                self.outline.comment(self.at, self.at + 1)
            self.outline.close()
            self._fresh = True
            self.at += 1
        elif _SETTING.match(row):
            self._skip(self.at + 1, BlockKind.FRONT_MATTER)
        elif begins and (
            self._code or (row[0] in " \t" and not _ITEM.match(row) and not self._listed)
        ):
            self._skip(self._blank(), BlockKind.CODE)
        elif _TITLE.match(row):
            self._title()
        else:
            self._text(row)

    def _goes_on(self) -> bool:
        """Tell whether the row after a blank one is indented: it belongs to the item before."""
        return self.at + 1 < len(self.rows) and self.rows[self.at + 1][:1] in (" ", "\t")

    def _is_mark(self, row: str) -> bool:
        """Tell whether a row is a delimiter, attributes, a comment or a macro."""
        if _CONTAINER.match(row):
            if _QUOTE.match(row):
                self._quote = "" if self._quote == row else row
            return True
        return row == "+" or any(pattern.match(row) for pattern in (_ATTRIBUTES, _COMMENT, _MACRO))

    def _skip(self, end: int, kind: BlockKind) -> None:
        self.outline.add(self.at, end, kind)
        self.at, self._code = end, False

    def _closing(self, row: str) -> int:
        """Return the row after the one that closes a delimited block."""
        mark = row if not row.startswith("`") else row[: len(row) - len(row.lstrip("`"))]
        for end in range(self.at + 1, len(self.rows)):
            if self.rows[end].rstrip() == mark:
                return end + 1
        return len(self.rows)

    def _blank(self) -> int:
        """Return the next blank row, or the end."""
        end = self.at
        while end < len(self.rows) and self.rows[end].strip():
            end += 1
        return end

    def _title(self) -> None:
        first = self.at
        self.outline.add(first, first + 1, BlockKind.HEADING)
        self.at, self._code, self._listed = first + 1, False, False
        if self.rows[first].startswith("= "):  # the document's: authors, revision, settings follow
            self._skip(self._blank(), BlockKind.FRONT_MATTER)

    def _text(self, row: str) -> None:
        if _CAPTION.match(row):
            self.outline.add(self.at, self.at + 1, BlockKind.HEADING)
            self._fresh = True
        elif _ITEM.match(row) or _TERM.match(row):
            self.outline.close()
            self.outline.go_on(self.at, BlockKind.LIST)
            self._listed = True
        else:
            kind = BlockKind.QUOTE if self._quote else BlockKind.PROSE
            self.outline.go_on(self.at, kind)
        self._code = False
        self.at += 1

"""Read OpenDocument texts, as LibreOffice writes them: their paragraphs, as they read.

Footnotes follow the paragraph that they are in. Comments and tracked deletions are not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from copydesk.columns.blocks import BlockKind
from copydesk.reading.office.archive import Archive
from copydesk.reading.office.paragraphs import Paragraph, portion_of
from copydesk.reading.source import Portion, ReadOptions, Source

_NOT_READ = frozenset(
    "note-citation annotation tracked-changes sequence-decls table-of-content-source desc title".split()
)
_MOST_SPACES = 100
_CODE = ("preformatted", "source", "code", "teletype")


def odt_portions(source: Source, options: ReadOptions) -> Iterator[Portion]:
    """Yield the one portion of an OpenDocument text; raises Unreadable."""
    archive = Archive(source, options)
    reader = _Reader()
    archive.parse("content.xml", reader.begin, reader.end, reader.text)
    yield portion_of(source, reader.paragraphs)


class _Reader:
    """Collects paragraphs; one in a text box lies within another."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self._parents: dict[str, str] = {}  # of the styles that the file declares for itself
        self._open: list[Paragraph] = []
        self._spans: list[bool] = []  # whether each open span is code
        self._page = 1
        self._paged = False
        self._lists = self._tables = self._unread = self._noting = 0
        self._notes: list[Paragraph] = []  # of the paragraph that is open

    def begin(self, tag: str, given: Mapping[str, str]) -> None:
        """Take the start of an element."""
        self._unread += tag in _NOT_READ
        self._noting += tag == "note"
        self._lists += tag == "list"
        self._tables += tag == "table"
        if tag == "style":
            self._parents[given.get("name", "")] = given.get("parent-style-name", "")
        elif tag == "soft-page-break":
            self._page += 1
            self._paged = True
            if self._open and not self._open[-1].text:
                self._open[-1].page = f"page {self._page}"
        elif tag in ("p", "h"):
            kind = self._kind(tag, self._style(given))
            self._open.append(Paragraph("", kind, f"page {self._page}", []))
        elif tag == "span":
            self._spans.append(self._is_code(self._style(given)))
        elif tag == "s":
            count = given.get("c", "1")
            self.text(" " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES))
        elif tag in ("tab", "line-break"):
            self.text(" ")

    def _style(self, given: Mapping[str, str]) -> str:
        """Return the named style of an element, in lower case, its automatic one resolved."""
        name = given.get("style-name", "")
        return (self._parents.get(name) or name).replace("_20_", " ").lower()

    def _is_code(self, style: str) -> bool:
        return any(word in style for word in _CODE)

    def _kind(self, tag: str, style: str) -> BlockKind:
        if self._noting:
            return BlockKind.PROSE
        if self._tables:
            return BlockKind.TABLE
        if tag == "h" or style in ("title", "subtitle"):
            return BlockKind.HEADING
        if self._is_code(style):
            return BlockKind.CODE
        if self._lists:
            return BlockKind.LIST
        return BlockKind.QUOTE if style.startswith("quotation") else BlockKind.PROSE

    def text(self, data: str) -> None:
        """Take text, in which white space counts as one space."""
        if not self._open or self._unread:
            return
        paragraph = self._open[-1]
        words = " ".join(data.split())
        text = f"{' ' * data[:1].isspace()}{words}{' ' * (data[-1:].isspace() and bool(words))}"
        if paragraph.text.endswith(" ") or not paragraph.text:
            text = text.lstrip(" ")
        if any(self._spans):
            paragraph.code.append((len(paragraph.text), len(paragraph.text) + len(text)))
        paragraph.text += text

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        self._unread -= tag in _NOT_READ
        self._noting -= tag == "note"
        self._lists -= tag == "list"
        self._tables -= tag == "table"
        if tag == "span" and self._spans:
            self._spans.pop()
        elif tag in ("p", "h") and self._open:
            paragraph = self._open.pop()
            if paragraph.text.strip():
                (self._notes if self._noting else self.paragraphs).append(paragraph)
            if not self._open:
                self.paragraphs += self._notes
                self._notes = []
        elif tag == "document-content" and not self._paged:
            for one in self.paragraphs:
                one.page = ""

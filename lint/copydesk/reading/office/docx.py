"""Read Word files: the paragraphs of the text, as they read with all changes accepted.

Footnotes and endnotes follow the paragraph that refers to them. Headers, footers and comments are not
read. Pages are those that Word showed when it
saved the file; other programs leave them out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from copydesk.columns.blocks import BlockKind
from copydesk.reading.office.archive import Archive
from copydesk.reading.office.paragraphs import Paragraph, portion_of
from copydesk.reading.source import Portion, ReadOptions, Source

_MAIN = "word/document.xml"
_NOT_READ = frozenset(("Fallback", "moveFrom", "del", "instrText"))
_SIGNS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-", "ptab": " "}
_CODE = ("code", "verbatim", "preformatted")


def docx_portions(source: Source, options: ReadOptions) -> Iterator[Portion]:
    """Yield the one portion of a Word file; raises Unreadable."""
    archive = Archive(source, options)
    main, styles = _main(archive), _styles(archive)
    notes = dict[str, list[Paragraph]]()
    for part in ("footnotes", "endnotes"):
        name = f"{main.rpartition('/')[0]}/{part}.xml".lstrip("/")
        if archive.holds(name):
            reader = _Reader(styles, notes)
            archive.parse(name, reader.begin, reader.end, reader.text)
    reader = _Reader(styles, notes)
    archive.parse(main, reader.begin, reader.end, reader.text)
    yield portion_of(source, reader.paragraphs)


def _main(archive: Archive) -> str:
    """Return the name of the part that holds the text; some programs choose another than Word."""
    found = [_MAIN]

    def begin(tag: str, given: Mapping[str, str]) -> None:
        if tag == "Relationship" and given.get("Type", "").endswith("/officeDocument"):
            found.append(given.get("Target", "").lstrip("/"))

    if not archive.holds(_MAIN) and archive.holds("_rels/.rels"):
        archive.parse("_rels/.rels", begin, lambda _: None)
    return found[-1]


def _styles(archive: Archive) -> dict[str, str]:
    """Return the names of styles, which are English in every language, by their ids."""
    names, open_ = dict[str, str](), [""]

    def begin(tag: str, given: Mapping[str, str]) -> None:
        if tag == "style":
            open_[0] = given.get("styleId", "")
        elif tag == "name":
            names[open_[0]] = given.get("val", "").lower()

    if archive.holds("word/styles.xml"):
        archive.parse("word/styles.xml", begin, lambda _: None)
    return names


class _Reader:
    """Collects paragraphs; one in a text box lies within another.

    `notes`: the paragraphs of notes by kind and number, which a part of notes adds to and the text
    takes from.
    """

    def __init__(self, styles: Mapping[str, str], notes: dict[str, list[Paragraph]]) -> None:
        self.paragraphs: list[Paragraph] = []
        self._styles, self._notes = styles, notes
        self._referred: list[str] = []  # notes of the paragraph that is open
        self._open: list[Paragraph] = []
        self._page = 0
        self._tables = self._unread = 0
        self._in_text = self._is_code = False

    def begin(self, tag: str, given: Mapping[str, str]) -> None:
        """Take the start of an element."""
        self._unread += tag in _NOT_READ
        self._tables += tag == "tbl"
        if tag in ("footnote", "endnote"):
            self.paragraphs = self._notes.setdefault(f"{tag} {given.get('id')}", [])
        elif tag == "p":
            kind = BlockKind.TABLE if self._tables else BlockKind.PROSE
            self._open.append(Paragraph("", kind, self._name, []))
        elif tag == "lastRenderedPageBreak" or (tag == "br" and given.get("type") == "page"):
            self._page = max(1, self._page) + 1
            if self._open and not self._open[-1].text:
                self._open[-1].page = self._name
        elif not self._open:
            return
        elif tag in ("pStyle", "numPr", "outlineLvl"):
            self._describe(
                tag, self._styles.get(given.get("val", ""), given.get("val", "").lower())
            )
        elif tag == "rStyle":
            name = self._styles.get(given.get("val", ""), given.get("val", "").lower())
            self._is_code = any(word in name for word in _CODE)
        elif tag == "r":
            self._is_code = False
        elif tag == "t":
            self._in_text = True
        elif tag in ("footnoteReference", "endnoteReference") and not self._unread:
            self._referred.append(f"{tag.removesuffix('Reference')} {given.get('id')}")
        elif tag in _SIGNS:
            self._add(_SIGNS[tag])

    @property
    def _name(self) -> str:
        return f"page {self._page}" if self._page else ""

    def _describe(self, tag: str, style: str) -> None:
        paragraph = self._open[-1]
        if paragraph.kind is BlockKind.TABLE:
            return
        if style.startswith(("heading", "title", "subtitle")) or tag == "outlineLvl":
            paragraph.kind = BlockKind.HEADING
        elif tag == "numPr" or style.startswith("list"):
            paragraph.kind = BlockKind.LIST
        elif "quote" in style or style == "block text":
            paragraph.kind = BlockKind.QUOTE
        elif any(word in style for word in _CODE):
            paragraph.kind = BlockKind.CODE

    def text(self, data: str) -> None:
        """Take text."""
        if self._in_text:
            self._add(data)

    def _add(self, text: str) -> None:
        if self._open and not self._unread:
            paragraph = self._open[-1]
            if self._is_code:
                paragraph.code.append((len(paragraph.text), len(paragraph.text) + len(text)))
            paragraph.text += text

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        self._unread -= tag in _NOT_READ
        self._tables -= tag == "tbl"
        if tag == "t":
            self._in_text = False
        elif tag == "p" and self._open:
            paragraph = self._open.pop()
            if paragraph.text.strip():
                self.paragraphs.append(paragraph)
            if not self._open:
                self._add_notes(paragraph.page)

    def _add_notes(self, page: str) -> None:
        for name in self._referred:
            for note in self._notes.pop(name, ()):
                note.page = page
                self.paragraphs.append(note)
        self._referred = []

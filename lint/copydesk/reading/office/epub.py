"""Read EPUB: the chapters of a book in their order, each as the page of HTML that it is."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from copydesk.reading.content import is_binary
from copydesk.reading.html import read_html
from copydesk.reading.html_charset import decode_html
from copydesk.reading.office.archive import Archive
from copydesk.reading.office.paragraphs import Paragraph, portion_of
from copydesk.reading.source import Portion, ReadOptions, Source, Unreadable

_CONTAINER = "META-INF/container.xml"
_PAGES = ("application/xhtml+xml", "text/html")


def epub_portions(source: Source, options: ReadOptions) -> Iterator[Portion]:
    """Yield the one portion of a book; raises Unreadable."""
    archive = Archive(source, options)
    paragraphs = [one for name in _chapters(archive) for one in _paragraphs(archive, name)]
    yield portion_of(source, paragraphs)


def _chapters(archive: Archive) -> Iterator[str]:
    """Yield the names of the members that hold the chapters, in the order of reading."""
    packages, members, spine = list[str](), dict[str, str](), list[str]()

    def begin(tag: str, given: Mapping[str, str]) -> None:
        if tag == "rootfile":
            packages.append(given.get("full-path", ""))
        elif tag == "item" and given.get("media-type") in _PAGES and not _is_contents(given):
            members[given.get("id", "")] = unquote(given.get("href", ""))
        elif tag == "itemref":
            spine.append(given.get("idref", ""))

    archive.parse(_CONTAINER, begin, lambda _: None)
    if not packages:
        raise archive.broken(f"{_CONTAINER} names no book")
    archive.parse(packages[0], begin, lambda _: None)
    folder = posixpath.dirname(packages[0])
    for name in dict.fromkeys(spine):
        if name in members:
            yield posixpath.normpath(posixpath.join(folder, members[name]))


def _is_contents(given: Mapping[str, str]) -> bool:
    return "nav" in given.get("properties", "").split()


def _paragraphs(archive: Archive, name: str) -> Iterator[Paragraph]:
    content = archive.read(name)
    if is_binary(content):
        raise Unreadable("encrypted", "its chapters are encrypted; copydesk reads open books only")
    page = read_html(name, decode_html(content).text)
    assert page.layout
    for start, end, kind in zip(page.layout.start, page.layout.end, page.layout.kind, strict=True):
        text, ink = page.text[start:end], page.layout.ink[start:end]
        yield Paragraph(text, kind, name, list(_differing(text, ink)))


def _differing(text: str, ink: str) -> Iterator[tuple[int, int]]:
    """Yield where the ink of a paragraph is not its text: there is code."""
    begin = -1
    for at, (one, other) in enumerate(zip(text, ink, strict=True)):
        if one != other and begin < 0:
            begin = at
        elif one == other and begin >= 0:
            yield begin, at
            begin = -1
    if begin >= 0:
        yield begin, len(text)

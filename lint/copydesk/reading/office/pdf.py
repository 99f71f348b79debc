"""Read PDF: the text layer of each page, its lines joined into paragraphs."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from copydesk.columns.blocks import BlockKind, plain_blocks
from copydesk.columns.characters import classify
from copydesk.reading.content import open_content
from copydesk.reading.office.paragraphs import Paragraph, portion_of
from copydesk.reading.source import Portion, ReadOptions, Source, Unreadable

_MOST_PAGES = 20_000
_MOST_CHARACTERS = 50_000_000
# A word broken at the end of a line. PDFium writes U+FFFE or U+0002 for the hyphen there.
_BROKEN = re.compile(
    r"(?<![^\W\d_])([^\W\d_]++)(?:[\ufffe\x02\u00ad](\r\n|\r|\n)?|-(\r\n|\r|\n))([^\W\d_]++)"
)
_HYPHENATED = re.compile(r"(?<![^\W\d_])[^\W\d_]++-[^\W\d_]++")


def pdf_portions(source: Source, options: ReadOptions) -> Iterator[Portion]:
    """Yield the one portion of a PDF; raises Unreadable."""
    try:
        import pypdfium2
    except ImportError:
        raise Unreadable(
            "missing-extra", "reading .pdf needs an extra: pip install 'copydesk[office]'"
        ) from None
    with open_content(source, options, text=False) as stream:
        content = stream.read()
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable("encrypted", "needs a password; save a copy without one") from None
        raise Unreadable("unreadable", f"not a whole .pdf file: {error}") from None
    try:
        pages = list(_pages(document, pypdfium2.PdfiumError))
    finally:
        document.close()
    if not any(page.strip() for page in pages):
        raise Unreadable(
            "no-text", "has no text layer, only pictures of pages; run OCR on it first"
        )
    yield portion_of(source, _paragraphs(_whole(pages)))


def _pages(document: Any, failure: type[Exception]) -> Iterator[str]:
    """Yield the text of each page; raises Unreadable where there is too much of it."""
    if len(document) > _MOST_PAGES:
        raise Unreadable("too-large", f"has {len(document)} pages; at most {_MOST_PAGES} are read")
    left = _MOST_CHARACTERS
    for number in range(len(document)):
        try:
            page = document[number]
            text = page.get_textpage()
            left -= text.count_chars()
            if left < 0:
                raise Unreadable("too-large", f"has more than {_MOST_CHARACTERS} characters")
            shown = str(text.get_text_range())
        except failure as error:
            raise Unreadable("unreadable", f"page {number + 1} is damaged: {error}") from None
        text.close()
        page.close()
        yield shown.replace("\0", "")


def _whole(pages: list[str]) -> list[str]:
    """Return pages without hyphens that only break a line.

    One stays before a capital, and in a word that is written with it elsewhere.
    """
    known = {word.lower() for page in pages for word in _HYPHENATED.findall(page)}

    def joined(found: re.Match[str]) -> str:
        before, behind = found[1], found[4]
        if behind[0].islower() and f"{before}-{behind}".lower() not in known:
            return before + behind
        return f"{before}-{behind}" if behind[0].islower() else f"{before}-\n{behind}"

    return [_BROKEN.sub(joined, page).replace("\r\n", "\n") for page in pages]


def _paragraphs(pages: list[str]) -> Iterator[Paragraph]:
    text, starts = "\n\n".join(pages), [0]
    for page in pages[:-1]:
        starts.append(starts[-1] + len(page) + 2)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    blocks = plain_blocks(codes, classify(codes), np.zeros(1, np.int64))
    for start, end in zip(blocks.start.tolist(), blocks.end.tolist(), strict=True):
        number = bisect.bisect_right(starts, start)
        yield Paragraph(text[start:end], BlockKind.PROSE, f"page {number}")

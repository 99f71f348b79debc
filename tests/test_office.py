"""Word, OpenDocument, EPUB and PDF files as programs write them: text, places, what is refused."""

from __future__ import annotations

import io
import struct
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from ebooklib import epub
from hypothesis import given, settings
from hypothesis import strategies as st
from odf import opendocument
from odf import text as odf_text
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, SimpleDocTemplate
from reportlab.platypus import Paragraph as Flowing

from copydesk.codes import CRASHED_RULE
from copydesk.finding import Record
from copydesk.output.formats import formats, renderer
from copydesk.reading.source import ReadOptions, Unreadable
from linting import lint
from reading import documents
from reports import sheet_of

SAMPLES = Path(__file__).parent / "samples"
SAID = "The evening boat of the the islanders stops in October."
WRAPPED = (
    "The evening boat of the the islanders stops in October, as the board of the harbour says, and the keeper of "
    "the lamp at the end of the quay will not be asked before the winter comes to Kelling and its islands again."
)


def word() -> bytes:
    made = docx.Document()
    made.add_heading("Boats", 1)
    paragraph = made.add_paragraph("The evening boat of ")
    paragraph.add_run("the").bold = True
    paragraph.add_run(" the islanders stops in October.")
    made.add_paragraph("An item", style="List Bullet")
    made.add_table(1, 1).cell(0, 0).text = "old old"
    made.add_page_break()  # type: ignore[no-untyped-call]
    made.add_paragraph("It is on the the second page.")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def opendocument_text() -> bytes:
    made = opendocument.OpenDocumentText()
    made.text.addElement(odf_text.H(outlinelevel=1, text="Boats"))
    paragraph = odf_text.P(text="The evening boat of the")
    paragraph.addElement(odf_text.S(c=1))
    paragraph.addElement(odf_text.Span(text="the islanders stops in October."))
    note = odf_text.Note(noteclass="footnote")
    note.addElement(odf_text.NoteCitation(text="1"))
    body = odf_text.NoteBody()
    body.addElement(odf_text.P(text="the the"))
    note.addElement(body)
    paragraph.addElement(note)
    made.text.addElement(paragraph)
    out = io.BytesIO()
    made.write(out)
    return out.getvalue()


def book() -> bytes:
    made = epub.EpubBook()
    chapters = [epub.EpubHtml(title=f"C{n}", file_name=f"c{n}.xhtml") for n in (1, 2)]
    for number, chapter in enumerate(chapters, 1):
        chapter.content = f"<h1>Chapter {number}</h1><p>{SAID if number == 2 else 'First.'}</p>"
        made.add_item(chapter)
    made.toc = chapters
    made.add_item(epub.EpubNcx())
    made.add_item(epub.EpubNav())
    made.spine = ["nav", *chapters]
    out = io.BytesIO()
    epub.write_epub(out, made)
    return out.getvalue()


def pages() -> bytes:
    style = getSampleStyleSheet()["Normal"]
    out = io.BytesIO()
    story = [Flowing("First.", style), PageBreak(), Flowing(WRAPPED, style)]
    SimpleDocTemplate(out, invariant=1).build(story)
    return out.getvalue()


def archive(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "where"),
    [
        ("a.docx", word(), [(2, 21, Record(None, "paragraph", 2, 21)), (5, 10, Record("page 2", "paragraph", 1, 10))]),
        ("a.odt", opendocument_text(), [(2, 21, Record(None, "paragraph", 2, 21)), (3, 1, Record(None, "paragraph", 3, 1))]),
        ("a.epub", book(), [(4, 21, Record("EPUB/c2.xhtml", "paragraph", 2, 21))]),
        ("a.pdf", pages(), [(2, 21, Record("page 2", "paragraph", 1, 21))]),
    ],
)  # fmt: skip
def test_findings_name_page_paragraph_and_column(
    name: str, content: bytes, where: list[tuple[int, int, Record]]
) -> None:
    findings = [f for f in lint({name: content}).findings if f.rule == "GAR104"]
    assert [f.text for f in findings] == ["the the"] * len(where)
    assert [(f.place.line, f.place.column, f.place.document) for f in findings] == where
    (document,) = documents(name, content)
    for one in findings:
        assert document.text[one.place.offset : one.place.end_offset] == one.text
        assert one.place.end_column == one.place.column + 7


@pytest.mark.parametrize("suffix", ["docx", "odt", "epub"])
def test_what_pandoc_wrote_has_the_same_findings_as_its_source(suffix: str) -> None:
    content = (SAMPLES / f"harbour.{suffix}").read_bytes()
    findings = lint({f"harbour.{suffix}": content}).findings
    assert [f.text for f in findings if f.text != "says says"] == ["the the", "was was", "the the"]
    (document,) = documents(f"harbour.{suffix}", content)
    assert document.layout
    kinds = {kind.name for kind in document.layout.kind}
    assert kinds == {"HEADING", "PROSE", "LIST", "QUOTE", "CODE", "TABLE"}


@pytest.mark.parametrize("form", formats())
def test_every_format_shows_a_place_without_lines(form: str) -> None:
    text = renderer(form)(sheet_of({"a.docx": word()}))
    assert "GAR104" in text or form == "prometheus"
    assert "a.docx" in text or form == "prometheus"


def test_a_line_broken_word_of_a_pdf_is_whole() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for row, line in enumerate(
        [
            "The keeper of the light-",
            "house was asked, and the Kelling-",
            "Thames line, a well-known one, a well-",
            "known line.",
        ]
    ):
        canvas.drawString(72, 700 - 14 * row, line)
    canvas.save()
    (document,) = documents("a.pdf", out.getvalue())
    assert "lighthouse was asked" in document.text
    assert "Kelling-\n" in document.text
    assert "a well-known line." in document.text


def test_a_picture_of_a_page_has_no_text() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.rect(10, 10, 100, 100)
    canvas.save()
    with pytest.raises(Unreadable, match="has no text layer") as caught:
        documents("a.pdf", out.getvalue())
    assert caught.value.reason == "no-text"


def test_without_the_extra_its_name_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(Unreadable, match=r"pip install 'copydesk\[office\]'") as caught:
        documents("a.pdf", pages())
    assert caught.value.reason == "missing-extra"


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.epub", "a.pdf"])
@pytest.mark.parametrize(
    "content", [b"", b"PK\x05\x06", b"{\\rtf1}", b"%PDF-1.4\n%%EOF", b"\0" * 99]
)
def test_what_is_no_such_file_says_so(name: str, content: bytes) -> None:
    with pytest.raises(Unreadable, match=rf"not a whole \.{name[2:]} file"):
        documents(name, content)


BOMB = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb">' + "".join(
    f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' if n else '<!ENTITY b0 "&b;">' for n in range(9)
)


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("a.docx", {"word__document_xml": BOMB + "]><a><p><t>&b8;</t></p></a>"}),
        ("a.odt", {"content_xml": BOMB + "]><a><p>&b8;</p></a>"}),
        ("a.epub", {"META-INF__container_xml": BOMB + "]><a>&b8;</a>"}),
    ],
)
def test_12_a_file_that_declares_entities_is_refused(name: str, members: dict[str, str]) -> None:
    with pytest.raises(Unreadable, match="declares entities"):
        documents(name, archive(**members))


def test_12_an_archive_that_unpacks_to_gigabytes_is_not_unpacked() -> None:
    packed = archive(word__document_xml="<a><p><t>" + "a " * 20_000_000)
    with pytest.raises(Unreadable, match="unpacks to more than") as caught:
        documents("a.docx", packed)
    assert caught.value.reason == "too-large"
    with pytest.raises(Unreadable, match="unpacks to more than 1000 bytes"):
        documents(
            "a.docx",
            archive(content="x", word__document_xml="<a>" + " " * 2_000),
            ReadOptions(max_file_size=1_000),
        )


def test_07_deep_nesting_of_xml_is_no_recursion() -> None:
    deep = "<p>" * 50_000 + "<t>Text.</t>" + "</p>" * 50_000
    (document,) = documents("a.docx", archive(word__document_xml=f"<a>{deep}</a>"))
    assert document.text == "Text."


def test_an_encrypted_member_is_refused() -> None:
    packed = bytearray(archive(word__document_xml="<a/>"))
    at = packed.index(b"PK\x01\x02") + 8
    packed[at : at + 2] = struct.pack("<H", 1)
    with pytest.raises(Unreadable, match="is encrypted"):
        documents("a.docx", bytes(packed))


MADE = {"docx": word(), "odt": opendocument_text(), "epub": book(), "pdf": pages()}


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(MADE)), st.data())
def test_a_damaged_file_is_read_or_refused(suffix: str, data: st.DataObject) -> None:
    content = bytearray(MADE[suffix])
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    report = lint({f"a.{suffix}": bytes(content)})
    assert not [f for f in report.findings if f.rule == CRASHED_RULE]
    assert not [one for one in report.skipped if one.reason == "reader-failed"]


@pytest.mark.parametrize("suffix", ["docx", "odt", "tex"])
def test_notes_that_pandoc_wrote_follow_their_paragraph(suffix: str) -> None:
    name = f"notes.{suffix}"
    content = (SAMPLES / name).read_bytes()
    (document,) = documents(name, content)
    assert [part.strip() for part in document.text.split("\n\n")] == [
        "Boats",
        "The evening boat stops in October. It is late.",
        "The first note has the the word twice.",
        "The second note.",
        "It has two paragraphs.",
        "An item with a note.",
        "A note in a list.",
        "Last line here.",
    ]
    assert [f.text for f in lint({name: content}).findings if f.rule == "GAR104"] == ["the the"]


def test_a_note_that_many_places_refer_to_is_read_once() -> None:
    with zipfile.ZipFile(SAMPLES / "notes.docx") as old:
        members = {name: old.read(name).decode() for name in old.namelist()}
    reference = '<w:footnoteReference w:id="'
    before, mark, after = members["word/document.xml"].partition(reference)
    number = after[: after.index("/>") + 2]
    members["word/document.xml"] = before + (mark + number) * 1_000 + mark + after
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, member in members.items():
            new.writestr(name, member)
    (document,) = documents("a.docx", out.getvalue())
    assert document.text.count("the the") == 1

"""Mail: messages that the standard library wrote, in every encoding, with their places."""

from __future__ import annotations

import mailbox
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixes import fixed
from linting import lint
from reading import documents

BODY = """Dear keeper,

the café at the the harbour closes in October, says the board.

On Monday, the keeper
wrote:
> The lamp burns burns until the morning.
> It is so.

I agree.

--\x20
A. Keeper, the the lamp
"""


def message(
    number: int, encoding: str = "quoted-printable", charset: str = "utf-8"
) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"] = "a@example.org", "b@example.org"
    made["Subject"] = "Re: Möwen am Hafen"
    made["Message-ID"] = f"<{number}@example.org>"
    made.set_content(BODY, charset=charset, cte=encoding)
    made.add_alternative("<p>The the page</p>", subtype="html")
    made.add_attachment(b"the the", maintype="text", subtype="plain", filename="x.txt")
    return made


def blocks(name: str, content: bytes) -> list[list[tuple[str, str]]]:
    """Return kind and text of the blocks of each message."""
    found = []
    for document in documents(name, content):
        layout = document.layout
        assert layout
        rows = zip(layout.start, layout.end, layout.kind, strict=True)
        found.append([(kind.name, document.text[a:b]) for a, b, kind in rows])
    return found


@pytest.mark.parametrize(
    ("encoding", "charset"),
    [("quoted-printable", "utf-8"), ("base64", "utf-8"), ("8bit", "utf-8"), ("8bit", "latin-1")],
)
def test_a_message_is_read_in_every_encoding(encoding: str, charset: str) -> None:
    content = message(1, encoding, charset).as_bytes()
    (found,) = blocks("a.eml", content)
    assert found[0] == ("HEADING", "Möwen am Hafen")
    assert [text for kind, text in found if kind == "PROSE"] == [
        "Dear keeper,",
        "the café at the the harbour closes in October, says the board.",
        "I agree.",
    ]
    apart = [text for kind, text in found if kind == "FRONT_MATTER"]
    assert apart[0] == "On Monday, the keeper"
    assert apart[-1] == "A. Keeper, the the lamp"
    (finding,) = [f for f in lint({"a.eml": content}).findings if f.rule == "GAR104"]
    row = content.split(b"\n")[finding.place.line - 1].decode(charset)
    shown = row[finding.place.column - 1 : finding.place.end_column - 1]
    assert shown == "the the" if encoding != "base64" else 4 <= len(shown) <= 16


def test_a_page_alone_is_read_as_a_page() -> None:
    made = EmailMessage()
    page = (
        "<p>It&rsquo;s the the <b>café</b> of the harbour, and so on for a line that is folded.</p>"
    )
    made.set_content(page, subtype="html", cte="quoted-printable")
    content = made.as_bytes()
    ((block,),) = blocks("a.eml", content)
    assert block[1].startswith("It’s the the café of the harbour")
    (finding,) = [f for f in lint({"a.eml": content}).findings if f.rule == "GAR104"]
    assert content.decode()[finding.place.offset : finding.place.end_offset] == "the the"


def test_messages_of_a_mailbox_are_documents_with_their_ids(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "a.mbox")
    for number in range(3):
        box.add(message(number))
    box.flush()
    box.close()
    content = (tmp_path / "a.mbox").read_bytes()
    assert len(documents("a.mbox", content)) == 3
    findings = [f for f in lint({"a.mbox": content}).findings if f.rule == "GAR104"]
    ids = [f.place.document.id for f in findings if f.place.document]
    assert ids == ["0@example.org", "1@example.org", "2@example.org"]
    rows = content.split(b"\n")
    for one in findings:
        row = rows[one.place.line - 1].decode()
        assert row[one.place.column - 1 : one.place.end_column - 1] == "the the"


def test_a_line_that_a_mailbox_escaped_is_no_quotation() -> None:
    content = (
        b"From a@b Mon Dec  1 10:00:00 2026\nSubject: x\n\nWord.\n\n>From here on, it is mine.\n"
    )
    (found,) = blocks("a.mbox", content)
    assert found[-1] == ("PROSE", "From here on, it is mine.")


def test_a_fix_is_made_where_the_text_stands_as_it_is() -> None:
    plain = "Subject: Boats\n\nIt is the  keeper.\n\nThe old craneâ€™s arm fell.\n"
    assert fixed("a.eml", plain) == plain


LINES = (
    *("Content-Type: multipart/mixed; boundary=b", "--b", "--b--", "", "QUJD", "> a", "From a"),
    *("Content-Transfer-Encoding: base64", "Subject: =?utf-8?q?=C3", "Content-Type: text/html"),
    *("<p>a&amp;b", "Content-Transfer-Encoding: quoted-printable", "=C3=A9 a=", "-- "),
    "Content-Type: message/rfc822",
)


@given(st.lists(st.sampled_from(LINES)).map("\n".join))
def test_no_message_breaks_the_reader(text: str) -> None:
    for name in ("a.eml", "a.mbox"):
        for document in documents(name, text.encode()):
            size = len(document.text)
            places = document.origin.places([(at, at + 1) for at in range(size)])
            assert [p.offset for p in places] == sorted(p.offset for p in places)
            assert all(p.end_offset <= len(text) for p in places)

"""Subtitles: cues joined into what is said, rolling captions read once, places of the file."""

from __future__ import annotations

import datetime

import pytest
import srt
import webvtt
from hypothesis import given
from hypothesis import strategies as st

from copydesk.columns.document_kinds import DocumentKind
from fixes import fixed
from linting import lint
from reading import documents

SAID = [
    "The evening boat of the the",
    "islanders stops <i>in October</i>.",
    "- Who said so?\n- The keeper.",
]
ROLLING = """WEBVTT
Kind: captions

NOTE the the

00:01.000 --> 00:03.000 align:start position:0%
 \nhi<00:00:01.200><c> all</c><00:00:01.300><c> my</c>

00:03.000 --> 00:03.010 align:start position:0%
hi all my
 \n
00:03.010 --> 00:05.000
hi all my
name<00:00:04.200><c> is</c> &amp; was

00:05.000 --> 00:05.010
name is &amp; was

00:05.010 --> 00:07.000
name is &amp; was
and so on
"""


def paragraphs(name: str, text: str) -> list[str]:
    (document,) = documents(name, text.encode())
    assert document.layout
    return [
        document.text[a:b] for a, b in zip(document.layout.start, document.layout.end, strict=True)
    ]


def test_what_the_library_srt_wrote_is_read_cue_by_cue() -> None:
    second = datetime.timedelta(seconds=1)
    cues = [srt.Subtitle(n, n * second, (n + 1) * second, said) for n, said in enumerate(SAID, 1)]
    cues.append(srt.Subtitle(4, 20 * second, 21 * second, "{\\an8}[MUSIC]"))
    cues.append(srt.Subtitle(5, 21 * second, 22 * second, "Later on."))
    text = srt.compose(cues)
    assert paragraphs("a.srt", text) == [
        "The evening boat of the the islanders stops in October.",
        "Who said so?",
        "The keeper.",
        "[MUSIC]",
        "Later on.",
    ]
    (finding,) = [f for f in lint({"a.srt": text}).findings if f.rule == "GAR104"]
    assert (finding.place.line, finding.place.column, finding.text) == (3, 21, "the the")
    assert text[finding.place.offset : finding.place.end_offset] == "the the"


def test_what_webvtt_wrote_is_read() -> None:
    captions = webvtt.WebVTT()
    captions.captions.append(
        webvtt.Caption("00:00:01.000", "00:00:02.000", ["<v Ann>We see the the"])
    )
    captions.captions.append(
        webvtt.Caption("00:00:02.000", "00:00:03.000", ["<v Ann>lamp.", "<v Bo>I do."])
    )
    assert paragraphs("a.vtt", captions.content) == ["We see the the lamp.", "I do."]


def test_rolling_captions_are_read_once() -> None:
    assert paragraphs("a.vtt", ROLLING) == ["hi all my name is & was and so on"]


def test_a_line_said_twice_stays() -> None:
    said = enumerate("No! No! We said so before. Then he left.".split(" "), 1)
    text = "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{word}\n\n" for n, word in said)
    assert paragraphs("a.srt", text) == ["No! No! We said so before. Then he left."]


def test_subtitles_are_dialogue_and_fixes_keep_their_times() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nIt is the keeperâ€™s lamp.\n"
    (document,) = documents("a.srt", text.encode())
    assert document.kind is DocumentKind.DIALOGUE
    assert fixed("a.srt", text) == text.replace("â€™", "’")


LINES = ("1", "", "00:01.000 --> 00:02.000", "- <i>a</i>", "a &amp; b", "NOTE", "[x]", "{\\an8}c")


@pytest.mark.parametrize("name", ["a.srt", "a.vtt"])
@given(text=st.lists(st.sampled_from(LINES)).map("\n".join))
def test_places_in_subtitles_increase(name: str, text: str) -> None:
    (document,) = documents(name, text.encode())
    places = document.origin.places([(at, at + 1) for at in range(len(document.text))])
    assert [p.offset for p in places] == sorted(p.offset for p in places)
    assert all(p.end_offset <= len(text) for p in places)

"""Seams of sentences run together: each clue speaks where it should, and doubts rule out."""

from __future__ import annotations

import pytest

from copydesk.columns.batch import Batch, Text
from copydesk.reading.markdown import layout
from copydesk_rules.garbled._seams import AFTER_MARKS, IN_WORDS, FoundSeam, find_seams

FRENCH = "Nous avons vu la ville et le port, puis nous sommes allés dans un café avec des amis. "
SPOKEN = [
    (
        "You can change this in your settingsPlease read our terms.",
        "starter glued to a small word",
    ),
    ("They came home againFarmers asked for help.", "common words glued together"),
    ("It was said by OmarThe mayor was not there.", "starter of no brand glued to a name"),
    ("They met on TuesdayWith the rain came the wind.", "everyday starter glued to a name"),
    (FRENCH + "On a fermé les zigzaguesLes gens sont là.", "frequent word glued to an inflected"),
    ("She had been toldZebedee that it was over.", "name glued to a small word"),
    ("Senator Ann Roe Ann RoeFarmers asked for help.", "name repeated before the seam"),
    ("The road was built in 2010The mayor was there.", "starter glued to a number"),
    ("The road is closed.Drivers have to turn back.", "sentence after an end mark"),
    ("He spoke to NATO.The mayor was there.", "starter after an end mark"),
    ("The bridge was shut (for a week)The boats went round it.", "sentence after a bare mark"),
]


def seams(*texts: str) -> list[FoundSeam]:
    return find_seams(Batch([Text(text) for text in texts]), 3.0, 2.7)


@pytest.mark.parametrize(("text", "clue"), SPOKEN)
def test_each_clue_speaks_for_its_seam(text: str, clue: str) -> None:
    [found] = seams(text)
    assert any(name.startswith(clue) for name in found.clues), found.clues


def test_every_clue_that_speaks_for_a_seam_has_a_case() -> None:
    named = {clue.name for clue in (*IN_WORDS, *AFTER_MARKS) if clue.weight}
    assert {clue for _, clue in SPOKEN} == {
        "frequent word glued to an inflected" if "inflected" in name else name for name in named
    }


@pytest.mark.parametrize(
    "text",
    [
        "See www.closed.Drivers/have for it.",
        "Write to settingsPlease@example.org now and then.",
        "Call the.closed.Drivers have it.",
        "The iPhone, McDonald and LinkedIn are names, and so is J.D. Vance.",
        "He has settingsPlease read, and settingsPlease asked.",
    ],
)
def test_addresses_code_and_names_have_no_seam(text: str) -> None:
    assert seams(text) == []


def test_a_name_at_the_end_of_the_document_before_is_not_repeated() -> None:
    assert seams("Written by Roe") == seams("RoeFarmers asked for help") == []
    assert seams("Written by Roe", "RoeFarmers asked for help") == []


def test_letters_alone_show_no_seam_in_a_document_about_code() -> None:
    text = "They came home againFarmers asked for help.\n"
    code = text + "\n```\nx = 1\n```\n"
    assert seams(text)
    assert not find_seams(Batch([Text(code, layout(code))]), 3.0, 2.7)

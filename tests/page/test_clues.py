"""Clues of lines and blocks: each is reached through its detector's gate."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from copydesk.columns.batch import Batch, Text
from copydesk.language.evidence import Clue
from copydesk_rules.page._certain import BESIDE, CLUES, certain_clues
from copydesk_rules.page._line_forms import POINTERS, TITLES
from copydesk_rules.page._site_lines import CLUES as SHAPES
from copydesk_rules.page._stray_lines import (
    MARKS,
    Verdicts,
    marked_lines,
    places,
    pointing_lines,
    titled_lines,
)

BLOCKS = {
    "consists of widgets": "Post a comment",
    "prompt": "Sign up for our newsletter from Sandholm and Ostheim",
    "some words of a prompt": "Sign up for our newsletter from Sandholm and Ostheim",
    "opens as a prompt": "Read more: Subscribe now",
    "opens as notices do": "Click here to sign up for the letters of the harbour board.",
    "line of rights": "© 2024 The Harbour Courier",
    "figures of readers": "1.240 просмотров | 14 комментариев",
    "note about the author": "Ida Holm is a staff writer who covers farming. Write to ida@example.org.",
    "opens as no paragraph of an article does": "Click here to sign up for the letters of the harbour board.",
    "row of labels": "Politics Business Sport",
    "label in brackets": "[Politics]",
    "date and time of day": "Tuesday 4 May 2021 07:15 BST",
    "label beside boilerplate": "Post a comment\n\nPolitics",
    "prompt beside boilerplate": "Post a comment\n\nClick to read how Nils Aas crossed the strait",
    "phrase between boilerplate": (
        "Post a comment\n\nTalk to others and see their replies here\n\nPost a comment"
    ),
}
LINES = {
    "names who reported": "Additional reporting by Ida Holm in Sandholm.",
    "credit": "The ferry in the harbour of Sandholm. Ida Holm/AFP/Getty Images",
    "who or what is in the picture": "Captain Nils Aas, left, and the mayor greet the rescuers.",
    "counts pictures": "3 of 12",
    "name and account": "Ida Holm, @idaholm",
    "address of an author": "Write to Ida Holm at ida@example.org",
    "titles in a row": "Ferry in the ice | Choir in Vienna | Old bridge",
    "announces a story": "More: How the reef got its name",
    "topic and title": "Shipping:Harbour master resigns over buoys",
    "headline in capitals": "COUNCIL ASKS FOR A SECOND FERRY BEFORE SUMMER",
    "name and pose": "Mayor Kari Nes speaks to fishermen on the quay",
    "words of films": "Drone footage of the burning ferry",
    "words of charts": "The estimated ferry traffic of Sandholm",
}
MENU = "Home\n\nNews\n\nSport\n\nWeather\n\nContact us\n\nSubscribe\n\nTerms of use"
PARAGRAPH = (
    "The ferry left the harbour at noon with ninety people on board, most of them on their way."
)


@pytest.mark.parametrize(("clue", "text"), BLOCKS.items())
def test_a_block_is_certain_by_its_clue(clue: str, text: str) -> None:
    found = certain_clues(Batch([Text(f"{MENU}\n\n{PARAGRAPH}\n\n{text}")]))
    assert any(clue in verdict.clues for verdict in found.values()), found


@pytest.mark.parametrize(("clue", "line"), LINES.items())
def test_a_line_is_stray_by_its_clue(clue: str, line: str) -> None:
    [verdict] = stray(line).values()
    assert clue in verdict.clues


def test_every_clue_has_a_case() -> None:
    tables: tuple[Clue[Any], ...] = (*CLUES, *BESIDE, *SHAPES, *MARKS, *POINTERS, *TITLES)
    assert {clue.name for clue in tables if clue.weight} == BLOCKS.keys() | LINES.keys()


def stray(line: str) -> Verdicts:
    """Return what is found of a line between two paragraphs."""
    batch = Batch([Text(f"{PARAGRAPH}\n\n{line}\n\n{PARAGRAPH}")])
    place = places(batch, body_words=12)
    found = marked_lines(batch, np.flatnonzero(place.beside))
    found |= pointing_lines(batch, place, found)
    return found | titled_lines(batch, place, found, plain_words=5, plain_lines=2)

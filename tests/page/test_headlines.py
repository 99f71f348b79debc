"""What a line between paragraphs scores as the headline of another story."""

from __future__ import annotations

import pytest

from copydesk.columns.batch import Batch, Text
from copydesk_rules.page.stray_headline import stray_headline

ABOVE = (
    "The ferry company will buy two new ships for the route to the islands, its director told the"
    " harbour council on Monday evening."
)
BELOW = (
    "The ships will burn less oil, carry more cars, and cross in forty minutes instead of an hour,"
    " the director said."
)
HEADLINE = "Striker Joins Uppsala for Record Fee"


def score(line: str, below: str = BELOW) -> float:
    """Return the score of a line between two paragraphs, 0 where it is no headline."""
    hits = stray_headline.function(Batch([Text(f"{ABOVE}\n\n{line}\n\n{below}\n")]))
    return max(hits.confidence, default=0.0)


@pytest.mark.parametrize(
    "line",
    [
        "After forty years of servicing the lighthouses, the oldest keeper of the coast is retiring",
        "The organisation sets the standards and rules for lighthouses of all member countries",
        "793 stranded vehicles towed away by volunteers in Uppsala last weekend",
        "Will cheaper solar panels end night shifts at Uppsala bakeries?",
    ],
)
def test_a_sentence_scores_less_than_a_headline(line: str) -> None:
    """Headlines leave out articles and clauses, and seldom begin with a number."""
    assert score(line) < score(HEADLINE)


def test_matter_tells_more_than_form() -> None:
    """A line about something else is surer than one of the article's own matter."""
    own = score("Islanders Fear Higher Fares as Ferry Company Orders Ships")
    assert 0 < own < score(HEADLINE)


def test_a_line_beside_another_is_doubted() -> None:
    """The items of a list stand beside one another."""
    beside = score(f"{HEADLINE}\n\nTelephone: 0123 456")
    assert beside < score(HEADLINE)


@pytest.mark.parametrize("line", [f"{HEADLINE} Of", HEADLINE])
def test_a_cut_line_is_none(line: str) -> None:
    """It goes on in the block below."""
    assert not score(line, below=BELOW[0].lower() + BELOW[1:])


def test_a_paragraph_without_its_full_stop_is_no_fellow() -> None:
    """An article with more lines keeps them as its subheadings; a paragraph is no subheading."""
    lost = "The keeper of the lighthouse said that he would stay on the coast for another winter"
    assert score(f"{HEADLINE}\n\n{BELOW}\n\n{lost}") >= score(HEADLINE)


@pytest.mark.parametrize(
    "line",
    [
        "Wool, Copper, Salted Herring, Timber, Candles and Oil",
        "The Owner of Both Ships Is: Uppsala Shipping Company of Malmo",
        "‘A Striker Who Never Sleeps at Home’",
        "Listen to the Striker of Uppsala: He Scores.¡¨",
    ],
)
def test_enumerations_introductions_and_quotations_are_none(line: str) -> None:
    """They are lines of other sorts."""
    assert not score(line)


def test_a_scan_has_none() -> None:
    """Where many words are no words, lines end anywhere."""
    noise = "tbe sbips wiil buru icss oii aud cary nore cors tban tbe oid ferrv " * 5
    assert not score(f"{HEADLINE}\n\n{noise}.")

"""Glued words: how they are cut, and which clues speak for a cut."""

from __future__ import annotations

import pytest

from copydesk.columns.batch import Batch, Text
from copydesk_rules.garbled._glued import Glued, find_glued
from copydesk_rules.garbled._glued_clues import CAPITAL, ENGLISH, OTHER_LANGUAGE

ENGLISH_TEXT = (
    "The old bridge over the river will be closed for the whole year, the town council said on "
    "Monday. It was no longer safe, they said. "
)
FRENCH_TEXT = "Nous avons vu la ville et le port, puis nous sommes allés dans un café avec eux. "
TABLES = (ENGLISH, CAPITAL, OTHER_LANGUAGE)
SPOKEN = [
    (
        "function word that words are not made of",
        f"{ENGLISH_TEXT}They saw thatthe end was near.",
        2,
    ),
    ("many function words", f"{ENGLISH_TEXT}They saw forallofthe time.", 1.5),
    ("function word before a word", f"{ENGLISH_TEXT}They spoke ofthings to come.", 1.5),
    ("function word after a word", f"{ENGLISH_TEXT}They saw thingsof old.", 1.5),
    ("article before a word", f"{ENGLISH_TEXT}They saw aproblem there.", 1.2),
    ("function word among words", f"{ENGLISH_TEXT}They saw citypeopleofparis there.", 1.5),
    ("two common words", f"{ENGLISH_TEXT}They saw basicrights there.", 1.3),
    ("common words", f"{ENGLISH_TEXT}They saw firmjury there.", 0.5),
    (
        "function word that begins words, before a word",
        f"{ENGLISH_TEXT}They lived inchurch there.",
        0.6,
    ),
    ("function word that no name begins with", f"{ENGLISH_TEXT}Thathouse was old.", 1.5),
    ("function word inside", f"{ENGLISH_TEXT}Inthatplace they met.", 1.2),
    ("I before a word", f"{ENGLISH_TEXT}Ihappen to know.", 1.2),
    ("function word", f"{ENGLISH_TEXT}Ofpeople they spoke.", 0.5),
    ("pair of function words", f"{ENGLISH_TEXT}They spoke ofthe town.", 2),
    ("function word beside a common word", f"{FRENCH_TEXT}Elle est allée avecmonsieur hier.", 1.5),
    (
        "function words among words",
        f"{FRENCH_TEXT}Elle est allée danscettegrandeville hier.",
        1.3,
    ),
    ("two common words", f"{FRENCH_TEXT}Elle a vu certainsmoments hier.", 1.3),
]


def glued(*texts: str) -> list[Glued]:
    return find_glued(Batch([Text(text) for text in texts]), 5)


@pytest.mark.parametrize(("clue", "text", "weight"), SPOKEN)
def test_each_clue_speaks_with_its_weight(clue: str, text: str, weight: float) -> None:
    [found] = glued(text)
    assert (found.clues[0], found.weight) == (clue, weight), found


def test_every_clue_has_a_case() -> None:
    named = {clue.name for table in TABLES for clue in table}
    doubts = {clue.name for table in TABLES for clue in table if not clue.weight}
    assert named - doubts <= {clue for clue, _, _ in SPOKEN}


@pytest.mark.parametrize(
    "word",
    [
        "inclosed",
        "editon",
        "doorin",
        "agoing",
        "herefrom",
        "betamethasone",
        "shopwoman",
        "overleaf",
        "vileness",
        "tunable",
    ],
)
def test_old_words_typos_and_derivations_are_not_cut(word: str) -> None:
    assert all(found.weight < 1.2 for found in glued(f"{ENGLISH_TEXT}They saw {word} there."))


@pytest.mark.parametrize("word", ["penseront", "pardonnerait", "dessous", "surfaire", "mettent"])
def test_french_inflections_are_not_cut(word: str) -> None:
    assert not glued(f"{FRENCH_TEXT}Elles {word} hier.")


def test_a_run_of_any_length_is_cut_also_behind_a_capital() -> None:
    run = "Theoldbridgeovertheriverwillbeclosedforthewholeyearandthetownwillhavetowaitforitsnewone"
    [found] = glued(f"{ENGLISH_TEXT}{run} today.")
    assert " ".join(found.parts).startswith("The old bridge over the river will be closed for")


@pytest.mark.parametrize("word", ["aBthat", "Thatthe", "thatthe@x", "#thatthe", "x/thatthe"])
def test_names_handles_and_addresses_are_not_cut(word: str) -> None:
    assert not glued(f"{ENGLISH_TEXT}They saw {word} there.")


def test_a_word_that_is_written_twice_is_a_name() -> None:
    assert len(glued(f"{ENGLISH_TEXT}They saw thatthe end.")) == 1
    assert not glued(f"{ENGLISH_TEXT}They saw thatthe end, and thatthe way.")


def test_a_document_of_no_clear_language_is_read_as_english_also_alone() -> None:
    text = "Bridge reopens, whathepays unclear, thatthe end."
    alone, beside = glued(text), glued(text, ENGLISH_TEXT)
    assert [word.parts for word in alone] == [("what", "he", "pays"), ("that", "the")]
    assert alone == beside

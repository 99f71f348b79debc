"""What the phrase lists and the page model promise beyond single cases."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from copydesk.columns.batch import Batch, Text
from copydesk.reading.markdown import layout
from copydesk.word_lists import entries
from copydesk_rules.page._certain import certain_blocks
from copydesk_rules.page._page_documents import page_documents
from copydesk_rules.page._page_model import introduced, page_scores
from copydesk_rules.page._page_shape import shape
from copydesk_rules.page._word_lists import files, listed_in
from copydesk_rules.page._wording import wording

MENU = "Home\nNews\nSport\nWeather\nContact us\nSubscribe\nTerms of use\n\n"
STORY = "\n\n".join(
    f"The council said on day {day} that the tram line would open later than planned, and that the harbour wall was to blame for it."
    for day in range(4)
)


def test_a_list_of_labels_makes_a_page_and_an_article_is_none() -> None:
    assert page_documents(
        Batch([Text(MENU + STORY), Text(STORY), Text("One line without an end mark"), Text("")])
    ).tolist() == [
        True,
        False,
        False,
        False,
    ]


def test_only_pages_are_scored_and_each_as_if_it_stood_alone() -> None:
    texts = [Text(STORY), Text(MENU + STORY), Text(STORY + "\n\n" + MENU)]
    together = page_scores(Batch(texts))
    alone = np.concatenate([page_scores(Batch([text])) for text in texts])
    np.testing.assert_allclose(together, alone)
    assert np.isneginf(together[:4]).all()


def test_menus_score_above_prose() -> None:
    scores = page_scores(Batch([Text(MENU + STORY)]))
    assert scores[:7].min() > 3.0 > 0.0 > scores[7:].max()


LISTS = files("widgets", "labels", "sections", "openings", "certain_openings", "appeal_asks")


@pytest.mark.parametrize("file", LISTS, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_lists_hold_lower_case_phrases(file: Path) -> None:
    assert all(phrase == phrase.lower() for phrase in entries(file))


@pytest.mark.parametrize("label", listed_in("widgets")[::40])
def test_a_widget_is_certain_wherever_it_stands(label: str) -> None:
    batch = Batch([Text(f"{STORY}\n\n{label.title()}\n\n{STORY}")])
    assert np.flatnonzero(certain_blocks(batch)).tolist() == [4]


@pytest.mark.parametrize(
    "text", [" ", '"', ".", "a", "Share ", "follow @", "(", "\n", "12:30 ", "News\n"]
)
def test_time_is_linear(text: str) -> None:
    batch = Batch([Text(text * (100_000 // len(text)))])
    began = time.process_time()
    page_scores(batch)
    assert time.process_time() - began < 2.0  # 0.1 s; a quadratic step takes minutes


def test_a_list_is_the_article_s_from_its_colon_to_the_next_boilerplate() -> None:
    led = "These are the stops that the trams will leave out until the work is done:"
    batch = Batch(
        [
            Text(
                "\n\n".join(
                    (STORY, led, "Harbour Wall", "Fish Market", "Share this", "Northern Quay")
                )
            ),
            Text("Customs House\n\n" + STORY),
        ]
    )
    assert lines_introduced(batch, -1.0) == ["Harbour Wall", "Fish Market"]
    assert lines_introduced(batch, 1.0) == []  # the clause is boilerplate itself


def lines_introduced(batch: Batch, score: float) -> list[str]:
    found, scores = wording(batch), np.full(len(batch.blocks), score)
    listed = introduced(batch, found, certain_blocks(batch), shape(batch, found), scores)
    return [batch.block_text(row) for row in np.flatnonzero(listed).tolist()]


def test_a_page_of_lines_with_one_label_is_a_page_and_repeats_of_a_label_are_none() -> None:
    menu = "\n\n".join(f"Ferry line {number}" for number in range(20))
    assert page_documents(Batch([Text(menu + "\n\nTerms of use"), Text(menu)])).tolist() == [
        True,
        False,
    ]
    adverts = "\n\n".join(
        (
            "Advertisement",
            "Advertisement Advertisement",
            "Ferry news",
            STORY,
            "Share",
            "Share Share",
            *["North"] * 8,
        )
    )
    assert page_documents(Batch([Text(adverts)])).tolist() == [False]


GLOSSARY = "# Harbour words\n\n**Berth**\n\nWhere a boat lies.\n\nRead more here:\n\n- [Moorings](moorings.md)\n"


def test_a_prompt_that_leads_to_a_list_in_markdown_is_none() -> None:
    assert certain_blocks(Batch([Text(GLOSSARY)])).any()
    assert not certain_blocks(Batch([Text(GLOSSARY, layout(GLOSSARY))])).any()


def test_a_row_of_links_in_markdown_is_its_authors() -> None:
    row = "[Website](a.md) - [Facebook](b.md) - [Twitter](c.md) - [YouTube](d.md)\n"
    assert not certain_blocks(Batch([Text(row, layout(row))])).any()
    plain = "Website - Facebook - Twitter - YouTube\n"
    assert certain_blocks(Batch([Text(plain)])).any()

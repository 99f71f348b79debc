"""What the rules about loops, glued, scrambled, cut and odd words stand on.

Tables, parts, and independence of neighbours.
"""

from __future__ import annotations

import time

import numpy as np
import pytest

from copydesk.columns.batch import Batch, Text
from copydesk.columns.ragged import Runs
from copydesk.engine.registry import load_rules
from copydesk_rules.garbled._glued import find_glued
from copydesk_rules.garbled._loops import Gap, find_loops
from copydesk_rules.garbled._order_features import measure
from copydesk_rules.garbled._order_gate import poorly_ordered

CODES = ("GAR103", "GAR105", "GAR107", "GAR108", "GAR109", "GAR110", "LAN101")
ENGLISH = "The old bridge over the river will be closed for the whole year, the town council said on Monday. It was no longer safe, they said."  # noqa: E501
TEXTS = (
    "The mayor said thatthe bridge was old and that it had tobe closed.",
    "She wanted to go to the harbour with the harbour with the harbour with the harbour with",
    "Boats the harbour in were storm old the of because left had who men by the night in sold the.",
    "",
    "The council decided on Monday that the old bridge must be closed for the whol",
    f"{ENGLISH}\nThe mayor called it “a great day for the town and went home.\nThey sat on the bridge.",
    "tion of the old bridge was the last thing that they wan\u00adted to see.",
    f"{ENGLISH}\nWir verwenden Cookies, um die Seite für Sie zu verbessern, und wenn Sie bleiben, sind Sie damit einverstanden.\n{ENGLISH}",
    "Nous avons vu la ville et le port, puis nous nous sommes assis dans un café avec des amis.",
    "a",
)


def alone_and_together(code: str, texts: tuple[str, ...]) -> int:
    rule = load_rules()[code]
    together = Batch([Text(text) for text in texts])
    hits = rule.function(together)
    document = np.searchsorted(together.document_start, hits.start, side="right") - 1
    for number, text in enumerate(texts):
        alone = rule.function(Batch([Text(text)]))
        rows = np.flatnonzero(document == number)
        assert (hits.start[rows] - together.document_start[number]).tolist() == alone.start.tolist()
        assert (hits.end[rows] - together.document_start[number]).tolist() == alone.end.tolist()
        assert np.allclose(hits.confidence[rows], alone.confidence)
        shown = [
            {name: values[row] for name, values in hits.details.items()} for row in rows.tolist()
        ]
        assert shown == [
            {name: values[row] for name, values in alone.details.items()}
            for row in range(len(alone))
        ]
    return len(hits)


@pytest.mark.parametrize("code", CODES)
def test_a_document_has_the_same_hits_whatever_stands_beside_it(code: str) -> None:
    assert alone_and_together(code, TEXTS) >= 1
    assert alone_and_together(code, TEXTS[::-1]) >= 1


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    "unit",
    [
        *' ".aé字\u0092\u00ad“”<&',
        "aB",
        "A.b",
        "? ",
        "a?b",
        "the ",
        "The ",
        "x y ",
        "Ññ",
        "“a ",
        'a "b ',
        "&amp;",
        "<b ",
        "ofthe",
        "a\n",
        "“a.\n",
    ],
)
def test_long_runs_take_no_long_time(code: str, unit: str) -> None:
    rule, batch = load_rules()[code], Batch([Text(unit * (100_000 // len(unit)))])
    _ = batch.sentences, batch.words.hash
    rule.function(Batch([Text(text) for text in TEXTS]))  # tables are loaded once
    began = time.process_time()
    rule.function(batch)
    assert time.process_time() - began < 1.5


@pytest.mark.parametrize(
    ("text", "period", "times", "gap"),
    [
        ("a b a b a b c", 2, 3, Gap.BARE),
        ("so, so, so, it is", 1, 3, Gap.PAUSED),
        ("Go on! Go on! Go on! Now", 2, 3, Gap.BROKEN),
        ("x a a a a y", 1, 4, Gap.BARE),
    ],
)
def test_loops_know_their_period_and_what_stands_between(
    text: str, period: int, times: int, gap: Gap
) -> None:
    [loop] = find_loops(Batch([Text(text)]), 8, 3)
    assert (loop.period, loop.times, loop.gap) == (period, times, gap)


def test_no_loop_goes_over_the_end_of_a_document_or_a_block() -> None:
    assert find_loops(Batch([Text("we go we go"), Text("we go we go")]), 8, 3) == []
    assert find_loops(Batch([Text("we go we go\n\nwe go we go")]), 8, 3) == []


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("whathepays", ("what", "he", "pays")),
        ("thatthe", ("that", "the")),
        ("outraised", None),
        ("parentis", None),
        ("Andreadis", None),
    ],
)
def test_only_words_with_a_function_word_are_cut_for_sure(
    word: str, parts: tuple[str, ...] | None
) -> None:
    found = [
        glued
        for glued in find_glued(Batch([Text(f"{ENGLISH} And {word} it was.")]), 5)
        if glued.weight >= 1.2
    ]
    assert [glued.parts for glued in found] == ([parts] if parts else [])


def test_words_in_order_fit_better_than_shuffled_ones() -> None:
    words = ENGLISH.split()
    dice = np.random.default_rng(1)
    batch = Batch(
        [
            Text(" ".join(words)),
            *(
                Text(" ".join(words[row] for row in dice.permutation(len(words))))
                for _ in range(20)
            ),
        ]
    )
    whole = Runs.between(*batch.words_between(batch.document_start, batch.document_end))
    fit = measure(batch, whole)["pair"]
    assert fit[0] > fit[1:].max() + 0.3
    assert not poorly_ordered(batch, whole, -12)[0]
    assert poorly_ordered(batch, whole, -12)[1:].mean() > 0.8

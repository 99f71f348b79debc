"""What the rules on context build on: stems, terms, forests and their cards; and that a document is
judged alike whatever is linted beside it.
"""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from copydesk.columns.batch import Batch, Text
from copydesk.engine.registry import load_rules
from copydesk.language import forest, models
from copydesk.language.terms import FAR, Terms, stems
from copydesk.word_lists import entries
from copydesk_rules.context import _misplaced as misplaced
from copydesk_rules.context import _paragraphs as paragraphs
from copydesk_rules.context import _sentences as sentences
from copydesk_rules.context._model import Model
from copydesk_rules.context._references import EVENTS
from linting import lines, lint

CODES = ("CTX101", "CTX102", "CTX103", "CTX104", "CTX105")


def examples() -> list[str]:
    """Return the pages of the rules on context, and every text of their case files."""
    texts = [load_rules()[code].documentation for code in CODES]
    cases = Path(__file__).parent.parent / "cases"
    for name in (
        "out_of_context_sentence",
        "out_of_context_paragraph",
        "dangling_reference",
        "unintroduced_name",
        "stray_headline",
    ):
        texts += [
            part.split("```")[0]
            for part in (cases / f"{name}.md").read_text(encoding="utf-8").split("```text\n")[1:]
        ]
    return texts


def stem_of(word: str) -> int:
    batch = Batch([Text(word)])
    return int(stems(batch.codes, np.array([0]), np.array([len(word)]))[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("missile", "missiles"),
        ("Putin", "Putin's"),
        ("launch", "launching"),
        ("city", "cities"),
        ("ban", "bans"),
    ],
)
def test_inflections_share_a_stem(one: str, other: str) -> None:
    assert stem_of(one) == stem_of(other)


@pytest.mark.parametrize(
    ("one", "other"), [("international", "internet"), ("bus", "bush"), ("force", "forest")]
)
def test_other_words_do_not(one: str, other: str) -> None:
    assert stem_of(one) != stem_of(other)


def test_terms_know_where_else_their_stem_stands() -> None:
    first = "Ferry routes\n\nThe ferry left. Fog rose. Ferries wait.\n\nLighthouse keepers sleep."
    batch = Batch([Text(first), Text("A ferry sank near the lighthouse.")])
    terms = Terms(batch)
    words = [
        batch.slice(int(batch.words.start[row]), int(batch.words.end[row])).lower()
        for row in terms.word
    ]
    rows = np.flatnonzero([word.startswith("ferr") for word in words])
    assert [column.tolist() for column in terms.company(rows)] == [[3, 3, 3, 1], [1, 1, 2, FAR]]
    assert terms.elsewhere[rows].tolist() == [True, True, True, False]
    assert terms.titled(rows).tolist() == [True, True, True, True]


MODELS = [
    pytest.param(model, code, id=model.name)
    for model, code in (
        (sentences.MODEL, "CTX101"),
        (sentences.OTHER_GENRE, "CTX101"),
        (paragraphs.MODEL, "CTX102"),
        (misplaced.MODEL, "CTX201"),
    )
]


@pytest.mark.parametrize(("model", "code"), MODELS)
def test_a_card_states_the_features_and_the_thresholds_of_the_code(model: Model, code: str) -> None:
    card, defaults = models.card(model.folder), load_rules()[code].thresholds
    assert tuple(card["features"]) == model.features
    stated = card["thresholds"]
    assert "score_at_least" in stated
    assert {name: stated[name] for name in stated if name in defaults} == {
        name: defaults[name] for name in stated if name in defaults
    }
    with pytest.raises(models.ModelMismatch, match="column 0"):
        models.forest(model.folder, model.features[::-1])


@pytest.mark.parametrize(("model", "code"), MODELS)
def test_confidence_follows_the_curve_of_the_card(model: Model, code: str) -> None:
    curve = models.card(model.folder)["confidence"]
    assert model.confidence(np.array(curve["score"])).tolist() == curve["right"]
    assert curve["right"] == sorted(curve["right"])


@pytest.mark.parametrize(("model", "code"), MODELS)
def test_the_forest_scores_as_a_walk_down_its_trees_does(model: Model, code: str) -> None:
    trees = models.forest(model.folder, model.features)
    rows = (
        np.random.default_rng(1)
        .normal(0, 3, (50, len(model.features)))
        .astype(np.float32)
        .astype(np.float64)
    )
    expected = []
    for row in rows:
        total = 0.0
        for tree in trees:
            node = 0
            for _ in range(forest.DEPTH):
                node = 2 * node + 1 + int(row[tree["feature"][node]] > tree["threshold"][node])
            total += float(tree["leaf"][node - forest.NODES])
        expected.append(total)
    assert np.allclose(forest.score(trees, rows, -np.inf), expected, atol=1e-4)


def test_features_have_their_names_and_are_finite() -> None:
    batch = Batch([Text(text) for text in examples()])
    for module in (sentences, paragraphs):
        table = module.features(batch, module.suspects(batch))
        assert table.shape[1] == len(module.FEATURES)
        assert len(table)
        assert np.isfinite(table).all()


def test_every_event_noun_mentions_its_own_event() -> None:
    for event in EVENTS:
        noun = entries(event / "nouns.txt")[0]
        told = f"The {noun} was seen by all who had come down to the pier that day, and by others who had stayed at home with a cold."
        assert (
            lines(
                lint({"a.txt": f"{told} The {noun} came as a surprise to all."}, codes=("CTX103",))
            )
            == []
        )


def test_a_document_is_judged_alike_alone_and_among_others() -> None:
    texts = examples()
    alone = [finding for text in texts for finding in lines(lint({"a.txt": text}, codes=CODES))]
    together = lines(
        lint({f"{number:03}.txt": text for number, text in enumerate(texts)}, codes=CODES)
    )
    assert [line.split(":", 1)[1] for line in together] == [line.split(":", 1)[1] for line in alone]
    assert alone


HOSTILE = {
    "such": "Such a launch. " * 7000,
    "clashes": "The clashes came. " * 6000,
    "said": 'said Fallon. "' * 8000,
    "told": "Fallon told " * 9000,
    "lines": "Trump Sees\n\n" * 9000,
    "spaces": " " * 100_000,
    "one word": "a" * 100_000,
    "one sentence": "ferry " * 17_000,
    "one line again": "\n".join(["ferry " * 12 + "."] * 1400),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_take_little_time(text: str) -> None:
    lint({"a.txt": "The tables are read now, and not when the clock runs."}, codes=CODES)
    began = time.perf_counter()
    lint({"a.txt": "It was the best of all the times that we had seen.\n\n" + text}, codes=CODES)
    assert (
        time.perf_counter() - began < 3
    )  # about 0.02 s; a hundred times that would be a rule that grows with the square


NAMES = {
    "misspelled": ("Hanna Wenholt, a baker", '"We were not asked," Wenhotl told the radio.', 1),
    "in a quotation": ("Hanna Wenholt, a baker", '"Then Karlsund said it was late," she said.', 0),
    "in a headline": ("Hanna Wenholt, a baker", "School Will Close Soon, Karlsund Says", 0),
    "bracketed": ("Hanna Wenholt, a baker", '"It is late," [Ann] Karlsund told the radio.', 0),
}


@pytest.mark.parametrize(("before", "after", "found"), NAMES.values(), ids=NAMES)
def test_only_a_missing_introduction_counts(before: str, after: str, found: int) -> None:
    opening = (
        "The council voted on Monday to close the old swimming pool near the station, and the mayor"
        f" promised to build a new one. {before}, left the hall before the vote, and the reporters"
        " who had come to the meeting followed her to the door of the town hall on Monday evening."
    )
    text = f"Council closes pool\n\n{opening}\n\n{after} The vote was held on Monday evening."
    shown = lint({"a.txt": text}, codes=("CTX104",)).findings
    assert len(shown) == found
    assert all("spelled Wenholt elsewhere" in finding.message for finding in shown)


def test_a_passage_that_fits_no_better_there_is_less_sure() -> None:
    """It may be an author's own text used twice, background that both need, or a summary."""
    here = np.full((4, len(misplaced.FEATURES)), 0.5)
    here[2, misplaced.TOPIC] = 5
    here[3, misplaced.FEATURES.index("place_there")] = 0
    better = np.array([True, False, True, True])
    sure, own, fits, lead = misplaced.sureness(np.full(4, 3.0), here, better).tolist()
    assert max(own, fits, lead) < sure

"""Models are scored by named features: a card that names others, or another order, fails loudly."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from copydesk.columns.batch import Batch, Text
from copydesk.engine.registry import load_rules
from copydesk.language import models
from copydesk_rules.garbled import MODELS, _model
from copydesk_rules.garbled._model import Features, combined, stacked
from copydesk_rules.garbled._order_features import measure
from copydesk_rules.garbled._segments import segments
from copydesk_rules.garbled._sentence_features import sentence_features
from copydesk_rules.garbled._suspects import look_closely
from copydesk_rules.garbled._word_features import word_features
from copydesk_rules.garbled._words import SegmentWords

GARBLED = "Tbe hoase wns fnll of peoplc wbo hnd conie frorn tbe villagc to sce tbe ncw rnachine."
SCRAMBLED = "Boats the harbour in were storm old the of because left had who men by the night sold."
RULES = {
    "garbled_words": ("GAR106", GARBLED),
    "garbled_sentences": ("GAR106", GARBLED),
    "word_order": ("GAR107", SCRAMBLED),
}


def features_of(model: str) -> Features:
    batch = Batch([Text(RULES[model][1])])
    if model == "word_order":
        return measure(batch, segments(batch))
    words = SegmentWords(batch, segments(batch), np.zeros(1, np.int64))
    look = look_closely(words)
    if model == "garbled_words":
        return word_features(words, look)
    return sentence_features(words, look, np.zeros(look.rows.size))


@pytest.mark.parametrize("model", RULES)
def test_the_card_names_the_features_that_are_computed_in_their_order(model: str) -> None:
    features = features_of(model)
    assert models.card(MODELS / model)["features"] == list(features)
    assert models.forest(MODELS / model, tuple(features)).size
    assert stacked(features).shape == (next(iter(features.values())).size, len(features))


@pytest.mark.parametrize("model", RULES)
def test_a_card_with_two_features_exchanged_stops_the_rule(
    model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in MODELS.iterdir():
        shutil.copytree(folder, tmp_path / folder.name)
    first, second = list(features_of(model))[:2]
    card = tmp_path / model / "card.toml"
    exchanged = card.read_text("utf-8").replace(f'"{first}"', "?", 1)
    exchanged = exchanged.replace(f'"{second}"', f'"{first}"', 1).replace("?", f'"{second}"', 1)
    card.write_text(exchanged, "utf-8")
    monkeypatch.setattr(_model, "MODELS", tmp_path)
    code, text = RULES[model]
    with pytest.raises(models.ModelMismatch, match=f"{model}: trained on '{second}' in column 0"):
        load_rules()[code].function(Batch([Text(text)]))


@pytest.mark.parametrize("model", RULES)
def test_the_card_states_the_thresholds_that_the_rule_uses(model: str) -> None:
    rule = load_rules()[RULES[model][0]]
    stated = models.card(MODELS / model)["thresholds"]
    assert stated == {name: rule.thresholds[name] for name in stated}


def test_no_two_features_share_a_name() -> None:
    column = np.zeros(1)
    with pytest.raises(ValueError, match="named twice: words"):
        combined({"words": column}, {"letters": column, "words": column})

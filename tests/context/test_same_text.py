"""That sentences of one text point the same way, alone and in company."""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch, Text
from copydesk.language import models
from copydesk_rules.context import _same_text

RECIPE = (
    "Cut the onions into small cubes and fry them in a pan with a little oil.",
    "Add the tomatoes and cook them for ten minutes over medium heat.",
    "Season with salt and pepper to taste, and serve with rice.",
    "Boil the potatoes until tender, and mash them with butter and milk.",
)
POLITICS = (
    "The senator told reporters on Monday that the bill would not pass this year.",
    "Republicans in the House said they would vote against the plan of the president.",
    "The White House said on Tuesday that the president would sign the bill.",
    "Democrats accused the majority leader of delaying the vote until the election.",
)


def cosines(text: str) -> list[float]:
    batch = Batch([Text(text)])
    return [-float(one) for one in batch.derive(_same_text.kinship).unlike.column]


def test_a_sentence_of_another_text_points_elsewhere() -> None:
    for own, other in ((POLITICS, RECIPE), (RECIPE, POLITICS)):
        found = cosines("\n\n".join((*own[:2], other[0], *own[2:])))
        assert int(np.argmin(found)) == 2


def test_the_table_is_what_its_card_says() -> None:
    card = models.card(_same_text.FOLDER)
    assert tuple(card["features"]) == _same_text.TABLES
    table = np.load(_same_text.FOLDER / "vectors.npy", allow_pickle=False)
    assert table.shape == (1 << _same_text.BITS, _same_text.DIMENSIONS)
    assert table.dtype == np.int8


def test_sentences_point_alike_alone_and_among_other_documents() -> None:
    texts = ["\n\n".join(POLITICS), "", "One.", "\n\n".join(RECIPE)]
    together = Batch([Text(text) for text in texts])
    rows = np.arange(len(together.sentences))
    all_of_them = _same_text.features(together, rows)
    assert set(all_of_them) == set(_same_text.FEATURES)
    at = 0
    for text in texts:
        alone = Batch([Text(text)])
        size = len(alone.sentences)
        mine = _same_text.features(alone, np.arange(size))
        for name, column in mine.items():
            assert np.array_equal(column, all_of_them[name][at : at + size]), name
        at += size
    assert at == rows.size

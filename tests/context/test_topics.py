"""What the shipped word vectors tell of texts,
and that passages are compared alike whatever else the corpus holds.
"""

from __future__ import annotations

import re
import textwrap

import numpy as np
import pytest

from copydesk.columns.batch import Batch, Text
from copydesk.columns.hashing import hash_vocabulary
from copydesk.engine.registry import load_rules
from copydesk.language.lexicon import english_slots
from copydesk_rules.context._misplaced import unquoted_sketch
from copydesk_rules.context._topics import Topics, as_segments, odds, space, sums_of
from linting import Example, lines, lint

RIVER = "The river rose after the rain, and the flood closed the bridge."
FLOOD = "Volunteers carried sandbags to the bank before the water reached the houses."
MATCH = "The striker scored twice, and the goalkeeper saved a penalty in the second half."
BAD = re.findall(r"## Bad\n((?:(?: {4}.*)?\n)+)", load_rules()["CTX201"].documentation)[0]


def fit(one: str, other: str) -> float:
    topics = Topics(Batch([Text(f"{one}\n\n{other}")]))
    pieces = topics.blocks.segments()
    return float(odds(pieces, topics.others(np.arange(2)).segments())[0])


def test_texts_on_one_matter_fit_better_than_others() -> None:
    assert fit(RIVER, FLOOD) > 0 > fit(RIVER, MATCH)


def test_a_text_without_known_words_fits_anything() -> None:
    assert abs(fit("Xqzzv qqxvz zzqxk.", RIVER)) < 0.1


@pytest.mark.parametrize("count", [1, 255, 256, 257, 1000])
def test_sums_of_many_words_are_exact(count: int) -> None:
    words = english_slots(hash_vocabulary(("river", "penalty", "sandbags")))
    sums, weights = sums_of(np.repeat(words, count), np.repeat([0, 0, 2], count), 3)
    each = [sums_of(words[row : row + 1], np.zeros(1, np.int64), 1) for row in range(3)]
    vectors, loads = (np.concatenate(column) * count for column in zip(*each, strict=True))
    assert sums.tolist() == [
        (vectors[0] + vectors[1]).tolist(),
        [0] * space().between.size,
        vectors[2].tolist(),
    ]
    assert weights.tolist() == [loads[0] + loads[1], 0, loads[2]]


def test_more_words_say_more_but_never_without_end() -> None:
    worth = as_segments(
        np.zeros((3, space().between.size), np.int32), 255 * np.array([4, 40, 4000]), sentence=True
    ).worth
    assert worth.tolist() == sorted(worth.tolist())
    assert worth[-1] < 6


def test_quoted_sentences_meet_no_equal_ones() -> None:
    plain = "The mayor said that the flood may reach the lower streets by Wednesday."
    quoted = f'"{plain[:-1]}," she said.'
    texts = (f"{plain}\n\nBefore. {plain} After.", f'"It rains. {plain} It pours."\n\n{quoted}')
    sketch = unquoted_sketch(Batch([Text(text) for text in texts]))
    content = sketch.content.tolist()
    assert content[0] == content[1]
    assert len(set(content)) == len(content) - 1


@pytest.mark.parametrize("name", ["a.txt", "zebra.txt"])
def test_another_file_takes_no_finding_away(name: str) -> None:
    files = dict(Example.parse(textwrap.dedent(BAD)).files)
    alone = lines(lint(files, codes=("CTX201",)))
    assert len(alone) == 1
    assert (
        lines(
            lint(
                {
                    **files,
                    name: f"{MATCH}\n\nThe zoo has a new bear, which came from the north by ship.",
                },
                codes=("CTX201",),
            )
        )
        == alone
    )

"""The bits of a span: additive, and more for rarer and longer text, in any script."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.columns.batch import Batch, Text
from copydesk.language.surprisal import bits_between, block_bits, sentence_bits, word_bits

WORDS = (
    "the",
    "of",
    "ferry",
    "Sandholm",
    "qzxv",
    "1998",
    "42",
    "мост",
    "橋",
    "ทะเล",
    "다리",
    "rhododendron",
)
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=30).map(" ".join)


def bits(text: str) -> float:
    batch = Batch([Text(text)])
    return float(batch.derive(word_bits).sum())


@given(texts, st.data())
def test_bits_add_up_exactly(text: str, data: st.DataObject) -> None:
    batch = Batch([Text(text)])
    words = len(batch.words)
    cut = data.draw(st.integers(0, words))
    first, end = np.array([0, 0, cut]), np.array([words, cut, words])
    whole, head, tail = bits_between(batch, first, end).tolist()
    assert whole == head + tail
    assert whole == float(batch.derive(word_bits).sum())


@given(texts)
def test_every_word_has_bits_so_a_longer_span_never_has_less(text: str) -> None:
    column = Batch([Text(text)]).derive(word_bits)
    assert (column > 0).all()
    assert (np.diff(np.cumsum(column)) > 0).all()


@given(st.lists(texts, min_size=1, max_size=4))
def test_a_document_has_its_bits_in_any_company(several: list[str]) -> None:
    batch = Batch([Text(text) for text in several])
    together = np.bincount(
        batch.document_of_word, batch.derive(word_bits), minlength=len(several)
    ).tolist()
    assert together == [bits(text) for text in several]


@pytest.mark.parametrize(
    ("common", "rare"),
    [
        ("the", "ferry"),
        ("ferry", "rhododendron"),
        ("government", "qzxvbrt"),
        ("as well as the other one of the two", "the ferry struck a pier below the chapel"),
        ("5", "1998"),
        ("橋", "橋の下"),
        ("다리", "다리아래"),
        ("นก", "นกกระจอก"),
    ],
)
def test_rarer_and_longer_words_have_more_bits(common: str, rare: str) -> None:
    assert bits(common) < bits(rare)


def test_a_word_is_as_rare_as_in_the_language_of_its_document() -> None:
    german = (
        "Der Minister sagte, dass die Fähre nicht fährt und es im Winter so bleibt, wie es ist."
    )
    batch = Batch([Text(german)])
    column = dict(
        zip(
            (batch.text[s:e] for s, e in zip(batch.words.start, batch.words.end, strict=True)),
            batch.derive(word_bits).tolist(),
            strict=True,
        )
    )
    assert column["die"] < 6 < column["Fähre"]
    english = "He said that the plant would die in the cold if she had not put it in the house."
    assert bits(english) - bits(english.replace("die ", "")) > 10


def test_a_translation_has_about_the_bits_of_its_original() -> None:
    english = "The ferry will run twice a day from May, because the bridge has been closed."
    for translation in (
        "Die Fähre fährt ab Mai zweimal am Tag, weil die Brücke geschlossen worden ist.",
        "由于大桥已经关闭，从五月起渡轮将每天航行两次，早晚各一班。",
        "橋が閉鎖されたため、フェリーは五月から一日に二回運航する。",
        "다리가 폐쇄되었기 때문에 여객선은 오월부터 하루에 두 번 운항한다.",
        "เรือข้ามฟากจะวิ่งวันละสองเที่ยวตั้งแต่เดือนพฤษภาคมเพราะสะพานถูกปิด",
    ):
        assert 0.6 < bits(translation) / bits(english) < 1.7, translation


def test_sentences_and_blocks_have_the_bits_of_their_words() -> None:
    batch = Batch([Text("The ferry is late. The bridge is shut.\n\nNobody knows why.")])
    assert batch.derive(sentence_bits).size == 3
    assert batch.derive(block_bits).size == 2
    assert batch.derive(sentence_bits)[:2].sum() == batch.derive(block_bits)[0]


def test_no_text_has_no_bits() -> None:
    batch = Batch([Text("")])
    assert batch.derive(word_bits).size == 0
    assert batch.derive(block_bits).size == 0


def test_an_identifier_counts_no_more_than_six_digits() -> None:
    assert bits("123456") <= bits("1234567890") <= 20

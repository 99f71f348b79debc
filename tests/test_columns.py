"""Columns: words, hashes, blocks; what must never depend on spelling, line ends or neighbours."""

from __future__ import annotations

import itertools
import re
import runpy
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.columns.batch import Batch, Text
from copydesk.columns.hashing import hash_runs, hash_vocabulary, hash_word
from copydesk.columns.lookup import Lookup
from copydesk.columns.opaque import opaque

TEXTS = st.text(
    st.sampled_from("aAbéÉß'’.!? \n\r\t-\u00ad\u0301\u200b日本ก1_“”(x\U0001f600\U00020000"),
    max_size=60,
)


def words(text: str) -> list[str]:
    batch = Batch([Text(text)])
    return [
        batch.slice(s, e)
        for s, e in zip(batch.words.start.tolist(), batch.words.end.tolist(), strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("don’t stop", ["don’t", "stop"]),
        ("'quoted' words", ["quoted", "words"]),
        ("well-known 3.5", ["well", "known", "3", "5"]),
        ("東京で", ["東", "京", "で"]),
        ("so\u00adft hyphen", ["so\u00adft", "hyphen"]),
        ("cafe\u0301 ok", ["cafe\u0301", "ok"]),
        ("snake_case", ["snake_case"]),
        ("", []),
        ("... !!", []),
    ],
)
def test_words_are_runs_of_letters_digits_and_marks(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café", "CAFE\u0301"),
        ("café", "cafe\u0301"),
        ("softly", "soft\u00adly"),
        ("don't", "don’t"),
        ("ﬁx", "ﬁX"),
        ("Ｗide", "wide"),
        ("Việt", unicodedata.normalize("NFD", "Việt")),
    ],
)
def test_spellings_of_one_word_share_a_hash(one: str, other: str) -> None:
    assert hash_word(one) == hash_word(other)


@pytest.mark.parametrize(
    ("one", "other"), [("cafe", "café"), ("ab", "ba"), ("a", "aa"), ("dont", "don't")]
)
def test_different_words_differ(one: str, other: str) -> None:
    assert hash_word(one) != hash_word(other)


@given(st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"])))
def test_opaque_text_is_a_word_a_line_and_comes_back(text: str) -> None:
    batch = Batch([Text(opaque(text))])
    assert len(batch.text) == len(text)
    assert batch.slice(0, len(text)) == text
    spans = list(zip(batch.words.start.tolist(), batch.words.end.tolist(), strict=True))
    assert spans == [match.span() for match in re.finditer(r"[^\r\n]+", text)]
    assert batch.words.number.all()


def test_a_run_longer_than_a_window_hashes_like_its_polynomial() -> None:
    values = np.arange(1, 40_001, dtype=np.uint64)
    whole = hash_runs(values, np.array([0]), np.array([40_000]))
    shifted = np.concatenate((values[:7], values, values[:3]))
    again = hash_runs(shifted, np.array([0, 7, 40_007]), np.array([7, 40_007, 40_010]))
    assert whole[0] == again[1]
    assert whole[0] != hash_runs(values, np.array([0]), np.array([39_999]))[0]


@given(st.lists(TEXTS, max_size=5))
def test_a_document_has_the_same_rows_alone_and_in_a_batch(texts: list[str]) -> None:
    together = Batch([Text(text) for text in texts])
    for number, text in enumerate(texts):
        alone = Batch([Text(text)])
        base = int(together.document_start[number])
        mine = together.document_of_word == number
        assert (together.words.start[mine] - base).tolist() == alone.words.start.tolist()
        assert together.words.hash[mine].tolist() == alone.words.hash.tolist()
        blocks = together.blocks.document_of == number
        assert (together.blocks.start[blocks] - base).tolist() == alone.blocks.start.tolist()
        assert (together.blocks.end[blocks] - base).tolist() == alone.blocks.end.tolist()
        inside = together.document_at(together.sentences.start) == number
        assert (together.sentences.start[inside] - base).tolist() == alone.sentences.start.tolist()
        assert (together.sentences.end[inside] - base).tolist() == alone.sentences.end.tolist()


@given(TEXTS)
def test_blocks_and_sentences_are_trimmed_and_ordered(text: str) -> None:
    batch = Batch([Text(text)])
    for table in (batch.blocks, batch.sentences):
        spans = list(zip(table.start.tolist(), table.end.tolist(), strict=True))
        assert all(a < b and text[a:b] == text[a:b].strip(" \t\r\n") for a, b in spans)
        assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    assert all(text[e - 1] not in "\r\n" for e in batch.words.end.tolist())


@given(TEXTS)
def test_line_ends_change_nothing(text: str) -> None:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    shapes = []
    for end in ("\n", "\r\n", "\r"):
        batch = Batch([Text(plain.replace("\n", end))])
        cut = [
            batch.slice(s, e).replace(end, "\n")
            for s, e in zip(batch.blocks.start, batch.blocks.end, strict=True)
        ]
        said = [
            batch.slice(s, e).replace(end, "\n")
            for s, e in zip(batch.sentences.start, batch.sentences.end, strict=True)
        ]
        shapes.append((cut, said, batch.words.hash.tolist()))
    assert shapes[0] == shapes[1] == shapes[2]


@given(TEXTS)
def test_normal_forms_hash_alike(text: str) -> None:
    composed, decomposed = (
        Batch([Text(unicodedata.normalize(form, text))]).words.hash.tolist()
        for form in ("NFC", "NFD")
    )
    assert composed == decomposed


WRAPPED = """The harbour master said on Monday that the two cranes which stood
idle since the storm would be taken down before the winter, and that
the quay below them would then be closed to all ships for a month.

A new crane has been ordered, he said, and should arrive by sea from
the yard that built it, in the spring of next year at the earliest if
the weather holds.
"""


def test_hard_wrapped_paragraphs_are_one_block_each() -> None:
    batch = Batch([Text(WRAPPED)])
    assert len(batch.blocks) == 2
    assert len(batch.sentences) == 2


def test_what_had_no_room_in_a_line_does_not_end_its_paragraph() -> None:
    last = "the quay below them would then be closed to all ships for a month."
    for word, blocks in (
        ("harbours.example/notices/2026/november/cranes-taken-down-at-the-quay", 2),
        ("the harbour plan", 4),
    ):
        assert (
            len(
                Batch(
                    [Text(WRAPPED.replace(last, f"the quay, see\n{word}\nwould then be closed."))]
                ).blocks
            )
            == blocks
        )


def test_a_few_lines_that_are_too_long_do_not_hide_that_a_text_is_wrapped() -> None:
    table = "\n" + "a row of a table " * 20 + "\n\n"
    assert len(Batch([Text(WRAPPED + "\n" + WRAPPED * 12 + table)]).blocks) == 2 + 2 * 12 + 1
    assert len(Batch([Text((table + "Short line.\n") * 30)]).blocks) == 60


def blocks(text: str) -> int:
    return len(Batch([Text(text)]).blocks)


def test_one_long_line_does_not_hide_that_a_short_text_is_wrapped() -> None:
    address = "harbours.example/notices/2026/november/" + "cranes-taken-down-at-the-quay/" * 6
    assert blocks(f"{WRAPPED}\n{address}\n") == 3


def test_two_broken_lines_of_one_width_are_wrapped() -> None:
    text = (
        "The ferry will not run on Monday because its ramp was bent by the\n"
        "swell, and the crew will spend the day looking for a way to make it\n"
        "straight again."
    )
    assert blocks(text) == 1


def test_a_wrapped_text_beside_much_code_is_wrapped_and_its_code_is_not() -> None:
    code = "\n\n    import harbour\n    for crane in harbour.cranes:\n        crane.lower()\n    save()\n\n"
    assert blocks((WRAPPED + code) * 3) == 3 * (2 + 4)


def test_lines_that_no_width_explains_are_not_wrapped() -> None:
    chat = "ann: is the key there\nbob: no\nann: odd, it was on the hook this morning i think\nbob: ask tom\n"
    assert blocks(chat * 4) == 16
    verse = "the moon\nhas hung her hat\nupon the chimney of the old brown mill\nand then the town\nis still\n"
    assert blocks(verse) == 5


def test_an_item_of_a_list_begins_a_block_in_wrapped_text() -> None:
    item = "* a crane has been ordered, and should arrive by sea from the yard\n  that built it in spring.\n"
    assert blocks(WRAPPED + "\n" + item * 3) == 2 + 3


def test_a_line_is_a_block_where_lines_are_paragraphs() -> None:
    assert len(Batch([Text("One line here.\nAnd another there.\nA third one.\n")]).blocks) == 3


@given(
    st.lists(st.integers(0, 2**64 - 2), max_size=50),
    st.lists(st.integers(0, 2**64 - 2), max_size=50),
)
def test_lookup_finds_exactly_its_members(members: list[int], others: list[int]) -> None:
    lookup = Lookup(np.array(members, np.uint64))
    asked = np.array(members + others, np.uint64)
    assert lookup.has(asked).tolist() == [value in members for value in asked.tolist()]


def test_lookup_survives_hashes_that_share_their_leading_bits() -> None:
    members = np.arange(5_000, dtype=np.uint64)
    lookup = Lookup(members[::2])
    assert lookup.has(members).tolist() == [n % 2 == 0 for n in range(5_000)]


def test_the_shipped_tables_of_characters_are_those_that_their_script_makes() -> None:
    if unicodedata.unidata_version != "14.0.0":
        pytest.skip("this Python knows other characters than the tables were made with")
    made = runpy.run_path(str(Path(__file__).parent.parent / "tools/build_characters.py"))
    for name in ("classes", "foldings", "compositions"):
        assert np.array_equal(np.load(made["OUT"] / f"{name}.npy"), made[name]())


def test_a_vocabulary_has_the_hashes_of_its_words() -> None:
    plain, marked = ["no", "MR", "x1", "Covid19"], ["café", "it's"]
    assert hash_vocabulary(plain).tolist() == [hash_word(word) for word in plain]
    assert hash_vocabulary([*plain, *marked])[:4].tolist() == hash_vocabulary(plain).tolist()
    with pytest.raises(ValueError, match="two words"):
        hash_vocabulary(["one", "two words"])

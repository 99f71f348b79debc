"""The word lists: what is shipped joined equals the lists, and few languages share a word."""

from __future__ import annotations

import numpy as np
import pytest

from copydesk.columns.batch import Batch, Text
from copydesk.columns.hashing import hash_vocabulary
from copydesk.language import FOLDER, TABLES
from copydesk.language.lexicon import (
    FUNCTION_WORD,
    LANGUAGES,
    common_words,
    joined,
    known,
    language_of_blocks,
    language_of_documents,
    languages_of_function_words,
    languages_of_words,
    preload,
)
from copydesk.language.lexicon.frequencies import UPPER_HALF, frequency_list

WORDS = ("the", "und", "hand", "bridge", "mostu", "город", "qzxv", "numpy", "и", "όχι", "minister")


@pytest.mark.parametrize(
    ("name", "made"),
    [("union", joined.union_of_lists), ("common_words", joined.common_of_lists)],
)
def test_a_joined_table_equals_the_lists(name: str, made: object) -> None:
    shipped = np.load(TABLES / f"{name}.npy", allow_pickle=False)
    assert callable(made)
    rebuilt = made()
    assert rebuilt.dtype == shipped.dtype
    assert np.array_equal(rebuilt, shipped), "run tools/build_lexicon.py"


def test_the_union_knows_the_languages_of_a_word() -> None:
    hashes = hash_vocabulary(WORDS)
    bits = languages_of_words(hashes)
    for number, language in enumerate(LANGUAGES):
        assert ((bits >> number & 1) > 0).tolist() == known(hashes, language).tolist(), language
    assert bits[WORDS.index("qzxv")] == 0


def test_function_words_are_those_of_the_lists() -> None:
    hashes = hash_vocabulary(WORDS)
    bits = languages_of_function_words(hashes)
    for number, language in enumerate(LANGUAGES):
        listed = np.isin(hashes & UPPER_HALF, common_words(language, FUNCTION_WORD))
        assert ((bits >> number & 1) > 0).tolist() == listed.tolist(), language


def test_the_union_is_mapped_and_not_read() -> None:
    preload()
    halves = joined._shipped("union")
    assert isinstance(halves.base, np.memmap)
    assert not halves.flags.writeable


def test_every_language_with_a_list_has_a_bit() -> None:
    found = {path.parent.name for path in FOLDER.glob("*/words.npy")}
    assert set(LANGUAGES) == found
    assert len(LANGUAGES) <= joined.BITS
    with pytest.raises(ValueError, match="has 32 bits"):
        joined.union_of_lists(("en",) * 33)


def test_a_list_is_ascending_and_its_frequencies_are_bytes() -> None:
    for language in LANGUAGES:
        hashes, tenths = frequency_list(language)
        assert (hashes[1:] > hashes[:-1]).all()
        assert tenths.dtype == np.uint8
        assert 10 <= tenths.min() <= tenths.max() <= 80


def test_documents_and_blocks_have_their_languages() -> None:
    english = "She said that they would have to go by the other bridge until then."
    german = "Wir haben es immer gewusst, aber niemand wollte es hören, und jetzt ist es zu spät."
    batch = Batch([Text(f"{english}\n\n{german}"), Text("Dup101 qzxv, 17; 99 — 4.")])
    assert language_of_documents(batch)[1] == ""
    assert language_of_blocks(batch, np.array([1, 0, 1])) == ["de", "en", "de"]


@pytest.mark.parametrize(
    ("word", "language"),
    [("Straße", "de"), ("Strasse", "de"), ("weiß", "de"), ("λόγος", "el"), ("της", "el")],
)
def test_letters_that_wordfreq_folds_are_known(word: str, language: str) -> None:
    assert known(hash_vocabulary((word,)), language).all()

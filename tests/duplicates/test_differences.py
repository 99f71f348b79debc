"""What differs between two sentences, from their words alone; and how sure a copy is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.candidates import Candidates
from copydesk.columns.batch import Batch, Text
from copydesk.columns.document_kinds import DocumentKind
from copydesk.columns.dtypes import Hashes, Ints
from copydesk.engine.sketching import flagged_words
from copydesk_rules.duplicates._confidence import of_equal_paragraphs, of_sentences, templates
from copydesk_rules.duplicates._differences import Difference, differences

SENTENCE = "The boat yard at Kelling sold two wooden hulls to a fishing village in the spring"
WORDS = [*SENTENCE.split(), "rose", "Orme", "14", "31", "seven", "qzxvb", "of", "it"]
sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=20).map(" ".join)


class Store:
    """The words of a few texts, one after another."""

    def __init__(self, hashes: Hashes) -> None:
        self._hashes = hashes

    def take(self, first: Ints, end: Ints) -> Hashes:
        """Return the words of the runs [first, end)."""
        runs = [self._hashes[a:b] for a, b in zip(first.tolist(), end.tolist(), strict=True)]
        return np.concatenate(runs) if runs else self._hashes[:0]


def difference(one: str, other: str) -> Difference:
    batch = Batch([Text(one), Text(other)])
    first, end = batch.words_between(batch.document_start, batch.document_end)
    pair = np.array([0, 1])
    store = Store(flagged_words(batch))
    units = Candidates(pair, first, end - first, store, pair, pair[:1], pair[1:])
    return differences(units, pair[:1], pair[1:])[0]


def is_template(found: Difference, kind: DocumentKind = DocumentKind.ARTICLE) -> bool:
    return bool(templates([found], np.array([kind], np.uint8))[0])


@given(sentences)
def test_equal_sentences_share_all_their_bits(sentence: str) -> None:
    found = difference(sentence, sentence)
    assert found.exchanges == found.additions == 0
    assert found.shared > 0
    assert not is_template(found)


@given(sentences, sentences)
def test_no_more_is_shared_than_each_has(one: str, other: str) -> None:
    found = difference(one, other)
    least = min(difference(one, one).shared, difference(other, other).shared)
    # The language of a text, and so its bits, is judged text by text.
    assert 0 <= found.shared <= 2 * least + 1
    assert found.changed >= 0


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("two", "seven", "figures"),
        ("two", "14", "figures"),
        ("Kelling", "Orme", "names"),
        ("wooden", "broken", "meanings"),
        ("wooden", "wooclen", "spellings"),
        ("to a", "for the", "others"),
        ("wooden ", "", "additions"),
    ],
)
def test_an_exchange_is_of_its_kind_both_ways(old: str, new: str, kind: str) -> None:
    changed = SENTENCE.replace(old, new)
    for one, other in ((SENTENCE, changed), (changed, SENTENCE)):
        found = difference(one, other)
        kinds = ("figures", "names", "meanings", "spellings", "others", "additions")
        assert {name: getattr(found, name) for name in kinds if getattr(found, name)} == {kind: 1}


def test_what_numbers_a_list_is_no_figure() -> None:
    found = difference(f"3. {SENTENCE}", f"5. {SENTENCE}")
    assert found.exchanges == found.additions == 0


def test_a_word_that_stands_for_another_twice_is_a_subject() -> None:
    one = "Tell the doctor if the tablet is broken, and keep the tablet in the box"
    assert difference(one, one.replace("tablet", "capsule")).names == 1


@pytest.mark.parametrize(
    ("change", "template"),
    [(("two", "seven"), True), (("Kelling", "Orme"), True), (("wooden", "broken"), False)],
)
def test_other_figures_and_names_in_few_words_make_a_template(
    change: tuple[str, str], *, template: bool
) -> None:
    assert is_template(difference(SENTENCE, SENTENCE.replace(*change))) == template


def test_one_corrected_figure_in_a_long_text_leaves_a_copy() -> None:
    rest = (
        "the harbour master wrote every sail and each barrel of herring into a ledger that burned"
    )
    long = (
        f"{SENTENCE}, and {rest}, while the widow of the lighthouse keeper mended nets for farmers"
    )
    corrected = difference(long, long.replace("two", "three"))
    assert not is_template(corrected)
    assert is_template(corrected, DocumentKind.NUMBERED)  # a law says it of another case


@given(st.lists(st.floats(0, 2000), min_size=1).map(sorted))
def test_more_bits_are_never_less_sure(bits: list[float]) -> None:
    sure = of_equal_paragraphs(bits)
    assert (np.diff(sure) >= 0).all()
    assert ((sure > 0) & (sure < 1)).all()
    articles = np.full(len(bits), DocumentKind.ARTICLE, np.uint8)
    for changed in (0.0, 12.0):
        exchanged = 1 if changed else 0
        found = [Difference(one, changed, meanings=exchanged) for one in bits]
        apart, inside = (of_sentences(found, articles, articles > most) for most in (255, 0))
        assert (np.diff(apart) >= 0).all()
        assert (np.diff(inside) >= 0).all()
        assert (inside >= apart).all()

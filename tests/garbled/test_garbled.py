"""What the rules about garbled text are built on.

Edits by hash, trigram tables, misread chains, and independence of neighbours.
"""

from __future__ import annotations

import time

import numpy as np
import pytest

from copydesk.columns.batch import Batch, Text
from copydesk.columns.ragged import Runs
from copydesk.engine.registry import load_rules
from copydesk.language.lexicon import LANGUAGES, TERM, known, language_of_documents, zipf
from copydesk.reading.markdown import layout
from copydesk_rules.garbled import _edits
from copydesk_rules.garbled._edits import ACCENT, slips
from copydesk_rules.garbled._fits import fits
from copydesk_rules.garbled._mojibake import misread_utf8
from copydesk_rules.garbled._ngrams import surprise
from copydesk_rules.garbled._parts import hash_spans
from copydesk_rules.garbled._segments import own_words
from copydesk_rules.garbled._suspects import look_closely
from copydesk_rules.garbled._unlisted_languages import unlisted_language_share
from copydesk_rules.garbled._word_pairs import usual
from copydesk_rules.garbled._words import SegmentWords

CODES = ("GAR101", "GAR102", "GAR104", "GAR106")
TEXTS = (
    "The cafÃ© is closed.Come back tomorrow. They went to the the station.",
    "Tbe hoase wns fnll of peoplc wbo hnd conie frorn tbe villagc to sce tbe ncw rnachine.",
    "Ñåãîäíÿ â ãîðîäå áûëî õîëîäíî è âåòðåíî",
    "Nous avons vu la ville et le port, puis nous nous sommes assis dans un café avec avec des amis.",
    "",
    "A quiet sentence, with nothing odd about it.",
)


@pytest.mark.parametrize(
    ("slip", "word"),
    [
        ("presidnet", "president"),
        ("presdent", "president"),
        ("presiddent", "president"),
        ("prcsident", "president"),
        ("teh", "the"),
        ("rnany", "many"),
        ("moft", "most"),
    ],
)
def test_one_slip_leads_to_the_word(slip: str, word: str) -> None:
    batch = Batch([Text(f"{slip} {word}")])
    start, end, english = batch.words.start, batch.words.end, np.zeros(2, np.int64)
    assert slips(batch, start[:1], end[:1], english[:1]).max() >= 5


def test_a_lost_letter_with_an_accent_leads_to_the_word() -> None:
    batch = Batch([Text("tambin también")])
    spanish = np.array([LANGUAGES.index("es")])
    found = slips(batch, batch.words.start[:1], batch.words.end[:1], spanish)
    assert found[ACCENT, 0] >= 5


def test_words_tried_in_portions_lead_where_they_lead_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    batch = Batch([Text("presidnet tambin moft the rnany presiddent teh president")])
    start, end = batch.words.start, batch.words.end
    spoken = np.array([LANGUAGES.index(name) for name in ("en", "es") * (start.size // 2)])
    together = slips(batch, start, end, spoken)
    monkeypatch.setattr(_edits, "_WORDS", 3)
    assert np.array_equal(slips(batch, start, end, spoken), together)
    assert together.any()


def test_words_that_follow_one_another_fit_better_than_misread_ones() -> None:
    well, ill = (
        fits(_words(text))
        for text in ("He fell into the street and ran.", "He fell ink tho of and street.")
    )
    assert well.sum() > ill.sum()


def test_usual_pairs_of_words_are_known_and_others_are_not() -> None:
    words = Batch([Text("of the last week was over the of week last")]).words.hash
    assert usual(words[[0, 1, 2]], words[[1, 2, 3]]).all()
    assert not usual(words[[6, 8]], words[[7, 9]]).any()


def test_a_document_owns_the_words_that_it_repeats_and_the_next_one_does_not() -> None:
    batch = Batch(
        [
            Text("Run quxlint first.\n\nThen quxlint tells why, says brelf."),
            Text("They saw quxlint and brelf."),
        ]
    )
    own = batch.derive(own_words)
    rows = np.flatnonzero(own).tolist()
    assert [
        batch.slice(int(batch.words.start[row]), int(batch.words.end[row])) for row in rows
    ] == ["quxlint", "quxlint"]
    assert rows[-1] < int(np.searchsorted(batch.words.start, batch.document_start[1]))


def test_a_letter_misread_on_every_page_makes_no_term() -> None:
    words = _words(
        "The fociety met again. The fociety of brelfi and the brelfi men went home. No fociety, no brelfi."
    )
    assert words.batch.derive(own_words).sum() == 6
    suspects = {
        words.batch.slice(int(words.start[row]), int(words.end[row]))
        for row in look_closely(words).rows.tolist()
    }
    assert "fociety" in suspects
    assert "brelfi" not in suspects


def test_short_words_are_no_evidence_in_markdown_with_code() -> None:
    text = "Copy it with `cp -r`, see `ls` and `rm`: the cp of gnu is an mv of zst.\n"
    plain, laid_out = Batch([Text(text)]), Batch([Text(text, layout(text))])
    assert not plain.derive(own_words).any()
    assert laid_out.derive(own_words).any()


def test_terms_of_software_are_known_as_rare_words() -> None:
    assert zipf(Batch([Text("numpy tokenizer")]).words.hash).min() >= TERM


def test_hashes_of_joined_spans_are_those_of_the_word() -> None:
    batch = Batch([Text("gov ern Straße government govern")])
    start, end = batch.words.start, batch.words.end
    assert hash_spans(batch, (start[:1], end[:1]), (start[1:2], end[1:2]))[0] == batch.words.hash[4]
    assert (hash_spans(batch, (start, end)) == batch.words.hash).all()


def _words(text: str) -> SegmentWords:
    batch = Batch([Text(text)])
    whole = Runs(np.zeros(1, np.int64), np.array([len(batch.words)]))
    return SegmentWords(batch, whole, np.zeros(1, np.int64))


def test_names_in_code_handles_and_quotations_are_no_suspects() -> None:
    words = _words(
        'He set maxRetries, wrote to @jo_qwxz, said sh-t, and read "il pleure dans mon cœur" to the fnll hoase.'
    )
    suspects = {
        words.batch.slice(int(words.start[row]), int(words.end[row]))
        for row in look_closely(words).rows.tolist()
    }
    assert {"fnll", "hoase"} <= suspects
    assert not suspects & {"maxRetries", "jo_qwxz", "sh", "t", "pleure", "mon", "cœur"}


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("Tá an teach ar an gcnoc agus níl aon duine ann anois.", True),
        ("Et multa de moribus gentium quae ibi sunt nobis narravit, sed non omnia vidit.", True),
        ("The house on the hill is empty now, and nobody has lived there for years.", False),
    ],
)
def test_languages_without_a_list_are_known_by_their_function_words(
    text: str, foreign: bool
) -> None:
    assert (unlisted_language_share(_words(text))[0] > 0.25) == foreign


def test_random_letters_surprise_and_words_do_not() -> None:
    batch = Batch([Text("president straightforward xqzvkj bdrfgk")])
    mean, most = surprise(batch.codes, batch.words.start, batch.words.end, np.zeros(4, np.int64))
    assert mean[:2].max() < 4.5 < mean[2:].min()
    assert most[2:].min() >= 11


def test_each_language_knows_its_own_common_words() -> None:
    batch = Batch(
        [
            Text("the government"),
            Text("die Regierung"),
            Text("правительство страны"),
            Text("правителството"),
        ]
    )
    for language, row in (("en", 1), ("de", 3), ("ru", 4), ("bg", 6)):
        assert known(batch.words.hash, language)[row], language


def test_neighbouring_languages_are_told_apart() -> None:
    texts = (
        "Vláda sa rozhodla, že to nie je dobré, a preto sa o tom bude ešte rokovať.",
        "Vláda se rozhodla, že to není dobré, a proto se o tom bude ještě jednat.",
    )
    assert Batch([Text(text) for text in texts]).derive(language_of_documents) == ["sk", "cs"]


@pytest.mark.parametrize(
    "encoding",
    ["cp1252", "cp1250", "cp1251", "cp1254", "cp1253", "mac_roman", "cp437", "cp850", "cp866"],
)
@pytest.mark.parametrize("clean", ["don’t", "the “old” town", "– yes", "wait…"])
def test_misread_punctuation_is_found_and_repaired(encoding: str, clean: str) -> None:
    table = {byte: bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in range(256)}
    text = "And " + "".join(table[byte] for byte in clean.encode()) + " she said"
    repaired, at = "", 0
    for misread in misread_utf8(Batch([Text(text)])):
        repaired += text[at : misread.start] + misread.repair
        at = misread.end
    assert repaired + text[at:] == f"And {clean} she said"


@pytest.mark.parametrize("code", CODES)
def test_a_document_has_the_same_hits_whatever_stands_beside_it(code: str) -> None:
    rule = load_rules()[code]
    together = Batch([Text(text) for text in TEXTS])
    hits = rule.function(together)
    document = np.searchsorted(together.document_start, hits.start, side="right") - 1
    for number, text in enumerate(TEXTS):
        alone = rule.function(Batch([Text(text)]))
        rows = np.flatnonzero(document == number)
        assert (hits.start[rows] - together.document_start[number]).tolist() == alone.start.tolist()
        assert np.allclose(hits.confidence[rows], alone.confidence)
        shown = [
            {name: values[row] for name, values in hits.details.items()} for row in rows.tolist()
        ]
        assert shown == [
            {name: values[row] for name, values in alone.details.items()}
            for row in range(len(alone))
        ]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    "unit", [*' ".aé字\u0092', "aB", "A.b", "? ", "a?b", "Ã©", "â€™", "the ", "x y ", "Ññ", "вЂ™"]
)
def test_long_runs_take_no_long_time(code: str, unit: str) -> None:
    rule, batch = load_rules()[code], Batch([Text(unit * (100_000 // len(unit)))])
    _ = batch.sentences, batch.words.hash
    rule.function(Batch([Text(TEXTS[1])]))  # tables are loaded once
    began = time.process_time()
    rule.function(batch)
    assert time.process_time() - began < 1.5


def test_every_language_has_an_alphabet() -> None:
    batch = Batch([Text("a")])
    row = np.arange(len(LANGUAGES))
    mean, _ = surprise(np.repeat(batch.codes, row.size), row, row + 1, row)
    assert mean.size == row.size

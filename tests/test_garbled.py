"""What the rules about garbled text stand on: edits by hash, trigram tables, misread chains, and independence of neighbours."""

from __future__ import annotations

import time

import numpy as np
import pytest

from copydesk.columns.batch import Batch, Text
from copydesk.engine.registry import load_rules
from copydesk.language.garble.edits import slips
from copydesk.language.garble.mojibake import misread_utf8
from copydesk.language.garble.parts import hash_spans
from copydesk.language.lexicon import LANGUAGES, known, language_of_documents
from copydesk.language.ngrams import surprise

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
    [("presidnet", "president"), ("presdent", "president"), ("presiddent", "president"), ("prcsident", "president"), ("teh", "the")],
)
def test_one_slip_leads_to_the_word(slip: str, word: str) -> None:
    batch = Batch([Text(f"{slip} {word}")])
    start, end, english = batch.words.start, batch.words.end, np.zeros(2, np.int64)
    assert slips(batch, start[:1], end[:1], english[:1]).max() >= 5


def test_hashes_of_joined_spans_are_those_of_the_word() -> None:
    batch = Batch([Text("gov ern Straße government govern")])
    start, end = batch.words.start, batch.words.end
    assert hash_spans(batch, (start[:1], end[:1]), (start[1:2], end[1:2]))[0] == batch.words.hash[4]
    assert (hash_spans(batch, (start, end)) == batch.words.hash).all()


def test_random_letters_surprise_and_words_do_not() -> None:
    batch = Batch([Text("president straightforward xqzvkj bdrfgk")])
    mean, most = surprise(batch.codes, batch.words.start, batch.words.end, np.zeros(4, np.int64))
    assert mean[:2].max() < 4.5 < mean[2:].min()
    assert most[2:].min() >= 11


def test_each_language_knows_its_own_common_words() -> None:
    batch = Batch([Text("the government"), Text("die Regierung"), Text("правительство страны"), Text("правителството")])
    for language, row in (("en", 1), ("de", 3), ("ru", 4), ("bg", 6)):
        assert known(batch.words.hash, language)[row], language


def test_neighbouring_languages_are_told_apart() -> None:
    texts = (
        "Vláda sa rozhodla, že to nie je dobré, a preto sa o tom bude ešte rokovať.",
        "Vláda se rozhodla, že to není dobré, a proto se o tom bude ještě jednat.",
    )
    assert Batch([Text(text) for text in texts]).once(language_of_documents) == ["sk", "cs"]


@pytest.mark.parametrize("encoding", ["cp1252", "cp1250", "cp1251", "cp1254", "cp1253", "mac_roman", "cp437", "cp850", "cp866"])
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
        shown = [{name: values[row] for name, values in hits.details.items()} for row in rows.tolist()]
        assert shown == [{name: values[row] for name, values in alone.details.items()} for row in range(len(alone))]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("unit", [*' ".aé字\u0092', "aB", "A.b", "? ", "a?b", "Ã©", "â€™", "the ", "x y ", "Ññ", "вЂ™"])
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

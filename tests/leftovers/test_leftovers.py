"""The family of leftovers: documents do not disturb each other, and any text can be read."""

from __future__ import annotations

import importlib
import pkgutil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.columns.batch import Batch, Text
from copydesk.engine.registry import load_rules
from copydesk_rules.leftovers._assistant_patterns import (
    BLOCK_LISTS,
    SENTENCE_LISTS,
    _by_first_word,
    pattern,
)
from copydesk_rules.leftovers._doubled import single
from copydesk_rules.leftovers._forms import Form
from copydesk_rules.leftovers._lists import listed
from copydesk_rules.leftovers._template_forms import is_field
from linting import lint

CODES = tuple(code for code in load_rules() if code.startswith("LEF"))
PROSE = "The old bridge over the river will be closed for the whole year, the town council said."
SIGNS = (
    "{{ name }}", "<|im_end|>", "[INST]", "### Response:", "%s", "${date}", "[INSERT NAME HERE]",
    "TKTK", "lorem ipsum dolor sit amet consectetur", "[[Category:Boats]]", "[quote]", "formula_3",
    "\\textit{x}", "var a = {b: 1};", "… [+20 chars]", "- 4 -", "- 5 -", "Page 6", "war.2In",
    "TThhee BBooaatt", "<<<<<<< HEAD", ">>>>>>> a", "00:00:01,000 --> 00:00:02,000", "a  b   c",
    "As an AI language model, I do not know.", "I hope this helps!", "Sure! Here is a list:", "“", "\"",
    PROSE, "\n", "\n\n", " ", "Contents ...... 3", "xx.xx.2020", "Human:", "Assistant:",
)  # fmt: skip
texts = st.lists(st.sampled_from(SIGNS), max_size=12).map(" ".join)


def spans(code: str, batch: Batch, document: int) -> list[tuple[int, int, float, str]]:
    hits = load_rules()[code].function(batch)
    start = int(batch.document_start[document])
    return [
        (
            int(begin) - start,
            int(end) - start,
            float(sure),
            str([v[row] for v in hits.details.values()]),
        )
        for row, (begin, end, sure) in enumerate(
            zip(hits.start, hits.end, hits.confidence, strict=True)
        )
        if int(batch.document_at(begin)) == document
    ]


@pytest.mark.parametrize("code", CODES)
@settings(max_examples=30, deadline=None)
@given(before=texts, text=texts, after=texts)
def test_a_document_has_the_same_hits_whatever_stands_beside_it(
    code: str, before: str, text: str, after: str
) -> None:
    together = Batch([Text(before), Text(text), Text(after)])
    assert spans(code, together, 1) == spans(code, Batch([Text(text)]), 0)


@settings(max_examples=100, deadline=None)
@given(text=st.one_of(texts, st.text(max_size=200)))
def test_hits_lie_inside_their_document(text: str) -> None:
    batch = Batch([Text(text)])
    for code in CODES:
        hits = load_rules()[code].function(batch)
        assert np.all(hits.start >= 0)
        assert np.all(hits.start < hits.end)
        assert np.all(hits.end <= len(text))
        assert np.all((hits.confidence > 0) & (hits.confidence <= 1))


@pytest.mark.parametrize("name", [*SENTENCE_LISTS, *BLOCK_LISTS])
def test_a_list_of_phrases_compiles_and_matches_nothing_empty(name: str) -> None:
    heads = _by_first_word(name)
    found = [pattern(name, head) for head in heads]
    assert found
    assert not any(each is None or each.match("") for each in found)


@pytest.mark.parametrize(
    "name", ["identity", "refusals", "preambles", "sign_offs", "cutoffs", "turns", "fields"]
)
def test_a_list_is_there_in_every_language(name: str) -> None:
    from copydesk_rules.leftovers import WORDS

    languages = "ar de en es fr hu it ja ko nl pl pt ru tr uk zh".split()
    assert [path.parent.name for path in sorted(WORDS.glob(f"*/{name}.txt"))] == languages
    assert listed(name)


@pytest.mark.parametrize(
    "name", ["first_name", "firstName", "FNAME", "order number", "city", "name"]
)
def test_names_of_blanks_are_fields(name: str) -> None:
    assert is_field(name)


@pytest.mark.parametrize("name", ["sic", "bridge", "i", "laughter", ""])
def test_other_words_are_none(name: str) -> None:
    assert not is_field(name)


@given(st.text(alphabet="abcXYZ 019", max_size=40))
def test_single_takes_back_what_doubling_did(text: str) -> None:
    assert single("".join(c + c for c in text)) == text


@pytest.mark.parametrize(
    "leftover",
    [
        "<|eot_id|>", "<start_of_turn>model", "<<SYS>>", "### Instruction:", "### Antwort:",
        "Hello {{customer.first_name}}!", "Dear {recipient_name},", "Hi %%FIRSTNAME%%,", "[[first_name]]",
        "[YOUR COMPANY]", "[Insert quote from the mayor]", "(TKTK)", "TODO: check the date",
        "the pier was clos… [+312 chars]", "(1,204 characters omitted)", "[caption align=\"left\"]", "{{Cite web|url=x}}",
        "[url=http://a.example]here[/url]", "I am unable to assist with that request.",
        "As of my last update in 2023, the pier was open.", "Here is the rewritten article:",
        "I can't fulfill this request.", "Tut mir leid, aber ich kann dabei nicht helfen.",
        "Natürlich! Hier ist eine überarbeitete Version des Textes:", "Voici une version corrigée du texte :",
        "Claro, aquí tienes una versión corregida del texto:", "Como modelo de linguagem, não tenho opiniões.",
        "Jako model językowy nie mam własnych opinii.", "Sajnálom, de ebben nem tudok segíteni.",
        "Bir yapay zeka dil modeli olarak kişisel görüşüm yok.", "Извините, но я не могу помочь с этим запросом.",
        "Як мовна модель, я не маю власної думки.", "عذرًا، لا يمكنني المساعدة في هذا الطلب.",
        "AI言語モデルとして、私は意見を持っていません。", "很抱歉，我无法满足您的请求。", "Als taalmodel heb ik geen mening.",
        "AI 언어 모델로서 저는 의견이 없습니다.",
    ],
)  # fmt: skip
def test_a_leftover_between_paragraphs_is_found(leftover: str) -> None:
    report = lint({"a.txt": f"{PROSE}\n\n{leftover}\n\n{PROSE} It was old.\n"}, codes=CODES)
    assert any(found.confidence >= 0.5 and found.place.line == 3 for found in report.findings)


def test_every_form_compiles_and_matches_nothing_empty() -> None:
    """Patterns are compiled when a text first needs them, so no run would tell of a broken one."""
    family = importlib.import_module("copydesk_rules.leftovers")
    modules = [
        importlib.import_module(f"{family.__name__}.{module.name}")
        for module in pkgutil.iter_modules(family.__path__)
    ]
    tables = [value for module in modules for value in vars(module).values()]
    forms = [each for table in tables if isinstance(table, tuple) for each in table]
    found = [each for each in forms if isinstance(each, Form)]
    assert len(found) > 40
    assert not any(each.pattern.match("") for each in found)

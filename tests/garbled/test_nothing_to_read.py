"""Documents without a sentence, a word or a block, which no rule about garbled text may choke on."""

from __future__ import annotations

import pytest

from copydesk.columns.batch import Batch, Text
from copydesk.engine.registry import load_rules
from copydesk.reading.markdown import layout

CODES = [code for code in load_rules() if code.startswith("GAR")]
TABLE = "| Thathe | whathepays |\n|---|---|\n| Thatthe mayor | settingsPlease read |\n"
CODE = "```\nThatthe settingsPlease read it.The\n```\n"
MARKS = (
    "",
    " ",
    "\n",
    "\n\n\n",
    "“",
    '"',
    "…",
    "-",
    "a-",
    "&",
    "<",
    "1",
    "A",
    ".A",
    "\u00ad",
    "?!?!",
)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("text", MARKS)
def test_marks_without_words_have_no_finding_but_odd_characters(code: str, text: str) -> None:
    found = len(load_rules()[code].function(Batch([Text(text)])))
    assert found == (code == "GAR110" and text == "\u00ad")


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("text", [TABLE, CODE, "# Thatthe\n", "---\na: Thatthe\n---\n"])
def test_markdown_without_a_sentence_has_no_finding(code: str, text: str) -> None:
    function = load_rules()[code].function
    assert not len(function(Batch([Text(text, layout(text))])))
    assert not len(function(Batch([Text(text, layout(text))] * 2)))


@pytest.mark.parametrize("code", CODES)
def test_a_document_without_words_changes_nothing_in_the_next(code: str) -> None:
    function, text = (
        load_rules()[code].function,
        "It is thatthe settingsPlease read it, it is said.",
    )
    alone, beside = (
        function(Batch([*texts, Text(text)]))
        for texts in ([], [Text(TABLE, layout(TABLE)), Text("")])
    )
    assert beside.confidence.tolist() == alone.confidence.tolist()

"""Rules that name the kinds of documents they speak in."""

from __future__ import annotations

import numpy as np
import pytest

from copydesk.columns.batch import Batch, Text
from copydesk.columns.document_kinds import DocumentKind
from copydesk.engine.hits import hit_table
from copydesk.output.rule_page import page
from copydesk.rule import Hits, Rule, document_rule, every_kind_but

CHAT = "ann: hello there\nbob: hi\n" * 8


def _marking(kinds: tuple[str, ...]) -> Rule:
    @document_rule("TST101", "marked", kinds=kinds)
    def marked(batch: Batch) -> Hits:
        return Hits.at(batch.document_start, batch.document_start + 1, confidence=1.0)

    return marked


@pytest.mark.parametrize(
    ("kinds", "documents"),
    [
        ((), [0, 1, 2]),
        (("dialogue",), [0]),
        (("fiction", "unclear"), [1, 2]),
        (every_kind_but("dialogue"), [1, 2]),
        (("verse",), []),
    ],
)
def test_a_rule_speaks_in_the_kinds_it_names(kinds: tuple[str, ...], documents: list[int]) -> None:
    texts = [
        Text(CHAT),
        Text(CHAT, kind=DocumentKind.UNCLEAR),
        Text(CHAT, kind=DocumentKind.FICTION),
    ]
    batch = Batch(texts)
    rule = _marking(kinds)
    hits = rule.function(batch)
    table = hit_table(0, hits, rule, batch)
    assert table.document.tolist() == documents
    assert np.all(table.start == 0)


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(TypeError, match="'novel' is no kind"):
        _marking(("novel",))


def test_the_page_of_a_rule_says_where_it_speaks() -> None:
    assert "| speaks in | documents of the kinds article, page |" in page(
        _marking(("page", "article"))
    )
    assert "| speaks in | all kinds of documents but verse |" in page(
        _marking(every_kind_but("verse"))
    )
    assert "speaks in" not in page(_marking(()))

"""Where sentences end, and where a full stop means something else."""

from __future__ import annotations

import pytest

from copydesk.columns.batch import Batch, Text


def sentences(text: str) -> list[str]:
    batch = Batch([Text(text)])
    return [
        batch.slice(s, e)
        for s, e in zip(batch.sentences.start.tolist(), batch.sentences.end.tolist(), strict=True)
    ]


@pytest.mark.parametrize(
    "parts",
    [
        ["Mr. Smith left.", "He did not come back."],
        ["She works for the U.S. Army in Texas.", "He does not."],
        ["It closed at 5 p.m.", "The crowd went home."],
        ["J. K. Rowling and Dr. No met on Jan. 3 in St. Louis."],
        ['"Stop!" he said.', "“Never.”", "They went on…", "Then?", "No!"],
        ["The firm, Acme Inc., lost 3.5 per cent.", "It had gained 2."],
        ["Shares of Acme Inc. rose.", "Those of Bolt Corp. fell."],
        ["See fig. 3 and pp. 12 to 14.", "The rest is clear."],
        ["He asked: who?", "(Nobody knew.)", "So it stayed."],
        ["彼は来た。", "そして帰った。"],
        ["One... two... three.", "Go."],
        ["Version 2.0 is out.", "e.g. this one."][:1],
    ],
    ids=lambda parts: parts[0][:30],
)
def test_a_text_is_cut_at_its_sentence_ends(parts: list[str]) -> None:
    joined = "".join(parts) if parts[0].endswith("。") else " ".join(parts)
    assert sentences(joined) == parts


def test_a_line_end_always_ends_a_sentence() -> None:
    assert sentences("A headline without a stop\nThe text begins.") == [
        "A headline without a stop",
        "The text begins.",
    ]


def test_a_numbered_line_is_not_cut_after_its_number() -> None:
    assert sentences("1. The first point is this.") == ["1. The first point is this."]

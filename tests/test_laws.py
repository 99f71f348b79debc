"""Laws of a run: what must never change a finding, and what a finding must always be."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.columns.batch import Batch
from copydesk.engine import collection
from copydesk.engine import map as map_module
from copydesk.engine.plan import Plan
from copydesk.engine.registry import load_rules
from copydesk.engine.run import run
from copydesk.output.formats.json import render
from copydesk.output.render_input import RenderInput
from copydesk.reading.source import Source
from linting import lines, lint

SENTENCES = [
    "The council will vote on the new tram line in March, and work could begin a year later.",
    "The council will vote on the new tram line in April, and work could begin a year later.",
    "Opponents of the tram say that the the costs of the plan were never published in full.",
    "Share this article on social media",
    "Image: The tram depot at Orme (Reuters)",
    "Image: The tram depot at Orme",
    "Hargreave told the broadcaster that the depot was too small.",
    "He said the line would pay for itself.Passengers would decide.",
    "Itâ€™s a rare moment for the city, and a costly one.",
    "The mayor, Anna Lind, said on Monday that the vote would go ahead as planned.",
]
PARAGRAPHS = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).map(" ".join)
DOCUMENTS = st.lists(PARAGRAPHS, min_size=1, max_size=5).map("\n\n".join)
FILES = st.lists(DOCUMENTS, min_size=1, max_size=4).map(
    lambda texts: {f"f{n}.txt": text for n, text in enumerate(texts)}
)
CODES = tuple(code for code, rule in load_rules().items() if not rule.tier)


def shown(files: Mapping[str, str], **options: Any) -> str:
    outcome = lint(files, **options)
    return render(RenderInput(outcome, {code: load_rules()[code] for code in CODES}))


@given(FILES)
def test_every_finding_slices_back_to_its_text(files: dict[str, str]) -> None:
    for finding in lint(files).findings:
        text = files[finding.place.path]
        assert (
            text[finding.place.offset : finding.place.end_offset] == finding.text
            or " … " in finding.text
        )
        line = text.split("\n")[finding.place.line - 1]
        assert line[finding.place.column - 1 :].startswith(finding.text.split("\n")[0][:20])
        for related in finding.related:
            assert files[related.place.path][related.place.offset :].startswith(related.text[:20])


@given(FILES)
def test_line_ends_move_no_finding(files: dict[str, str]) -> None:
    def places(end: str) -> list[tuple[object, ...]]:
        found = lint({name: text.replace("\n", end) for name, text in files.items()}).findings
        return [
            (f.rule, f.place.path, f.place.line, f.place.column, f.place.end_column, f.id)
            for f in found
        ]

    assert places("\n") == places("\r\n") == places("\r")


@given(FILES, st.randoms(use_true_random=False))
def test_the_order_of_sources_changes_no_byte(files: dict[str, str], chance: random.Random) -> None:
    sources = [Source(name, None, "text", content=text.encode()) for name, text in files.items()]
    shuffled = sources[:]
    chance.shuffle(shuffled)
    rules = {code: load_rules()[code] for code in CODES}
    assert render(RenderInput(run(Plan(CODES), sources), rules)) == render(
        RenderInput(run(Plan(CODES), shuffled), rules)
    )


@settings(max_examples=5)
@given(FILES)
def test_the_number_of_jobs_changes_no_byte(files: dict[str, str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(collection, "_PARALLEL_BYTES", 0)
        patch.setattr(collection, "_TASK_BYTES", 1)
        assert shown(files, jobs=1) == shown(files, jobs=3)


@given(FILES)
def test_a_document_is_judged_as_if_it_stood_alone(files: dict[str, str]) -> None:
    codes = tuple(code for code in CODES if load_rules()[code].scope == "document")
    together = lines(lint(files, codes=codes))
    assert together == [
        line for name in sorted(files) for line in lines(lint({name: files[name]}, codes=codes))
    ]


@given(FILES, DOCUMENTS)
def test_another_file_removes_no_duplicate(files: dict[str, str], other: str) -> None:
    codes = tuple(code for code in CODES if code.startswith("DUP"))
    before = {
        (f.place.path, f.place.line, f.place.column) for f in lint(files, codes=codes).findings
    }
    places = [
        (f.place.path, f.place.offset, f.place.end_offset)
        for f in lint({**files, "z.txt": other}, codes=codes).findings
    ]
    for f in lint(files, codes=codes).findings:
        # The wider finding may replace it (the whole document now has a copy), but the place stays
        # marked.
        assert any(
            p == f.place.path and s <= f.place.offset and f.place.end_offset <= e
            for p, s, e in places
        ), before


@given(PARAGRAPHS, PARAGRAPHS)
def test_near_duplicate_is_symmetric(one: str, other: str) -> None:
    there = lint({"a.txt": one, "b.txt": other}, codes=("DUP202",)).findings
    back = lint({"a.txt": other, "b.txt": one}, codes=("DUP202",)).findings
    assert [f.related[0].similarity for f in there] == [f.related[0].similarity for f in back]


@given(FILES)
def test_fingerprints_stay_when_lines_move(files: dict[str, str]) -> None:
    codes = ("GAR101", "GAR102", "GAR104", "DUP201", "DUP203")
    before = [(f.rule, f.id) for f in lint(files, codes=codes).findings]
    after = [
        (f.rule, f.id)
        for f in lint({name: "\n\n\n" + text for name, text in files.items()}, codes=codes).findings
    ]
    assert before == after


def test_a_document_is_parsed_once_whatever_the_number_of_rules(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[int] = []

    class Counted(Batch):
        def __init__(self, texts: Any) -> None:
            made.append(len(texts))
            super().__init__(texts)

    monkeypatch.setattr(map_module, "Batch", Counted)
    lint({f"f{n}.txt": SENTENCES[n] for n in range(5)})
    assert made == [5]


@given(st.text(max_size=200))
def test_any_text_is_linted(text: str) -> None:
    outcome = lint(
        {"a.txt": text.encode("utf-8", "surrogatepass"), "b.md": text.encode("utf-8", "replace")}
    )
    assert not outcome.crashed, [f.message for f in outcome.findings if f.rule == "INT001"]
    json.loads(render(RenderInput(outcome)))

"""What the engine promises: a rule that raises costs nothing else,
wider findings swallow narrower ones, clusters are complete.
"""

from __future__ import annotations

import dataclasses
import re
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from copydesk.cli.exit_code import exit_code
from copydesk.columns.batch import Batch
from copydesk.config.options import RunOptions
from copydesk.engine import catalog, registry
from copydesk.engine import plan as plan_module
from copydesk.engine.documents import DocumentStore
from copydesk.engine.nesting import Marks, wider
from copydesk.engine.registry import BrokenRules, load_rules
from copydesk.report import Report
from copydesk.rule import Hits, Severity, Sketch, Within, document_rule
from linting import lines, lint

PARAGRAPH = (
    "The council will vote on the new tram line in March, and work could begin a year later."
)
NEAR = PARAGRAPH.replace("tram", "railway")


def patched(monkeypatch: pytest.MonkeyPatch, code: str, **changes: Any) -> None:
    rules = dict(load_rules())
    rules[code] = dataclasses.replace(rules[code], **changes)
    monkeypatch.setattr(plan_module, "load_rules", lambda: rules)


def test_rule_packs_are_those_that_installed_distributions_declare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for version in ("1.0", "2.0"):
        folder = tmp_path / version / f"house_style-{version}.dist-info"
        folder.mkdir(parents=True)
        (folder / "METADATA").write_text("Name: house-style\nVersion: 1\n", encoding="utf-8")
        declared = f"[console_scripts]\nstyle = house:main\n\n[copydesk.rules]\n# ours\nhouse = house_rules_{version[0]}\n"
        (folder / "entry_points.txt").write_text(declared, encoding="utf-8")
        monkeypatch.syspath_prepend(str(folder.parent))
    packs = catalog.packs.__wrapped__()
    assert catalog.Pack("house", "house_rules_2", "house_style-2.0") in packs
    assert sorted(pack[:2] for pack in packs) == sorted(
        (entry.name, entry.value) for entry in entry_points(group=catalog.GROUP)
    )


def test_documents_of_a_format_that_takes_long_to_read_are_read_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def again(*_: object) -> None:
        raise AssertionError("a document was read again")

    monkeypatch.setattr(DocumentStore, "_read_again", again)
    texts = {name: f"# {name}\n\n{PARAGRAPH}\n" for name in ("a.md", "b.md")}
    assert [finding.rule for finding in lint(texts, codes=("DUP201",)).findings] == ["DUP201"]


def test_a_rule_that_raises_is_named_and_costs_no_other_document_its_findings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = load_rules()["GAR104"].function

    def fragile(batch: Batch, **thresholds: Any) -> Hits:
        if "Kaboom" in batch.text:
            raise ValueError("cannot read this")
        hits: Hits = whole(batch, **thresholds)
        return hits

    fragile.__kwdefaults__ = whole.__kwdefaults__
    patched(monkeypatch, "GAR104", function=fragile)
    files = {
        "a.txt": "He opened the the door.",
        "b.txt": "Kaboom, the the end.",
        "c.txt": "She shut the the door.",
    }
    outcome = lint(files, codes=("GAR104", "INT001"))
    assert [(f.place.path, f.rule) for f in outcome.findings] == [
        ("a.txt", "GAR104"),
        ("b.txt", "INT001"),
        ("c.txt", "GAR104"),
    ]
    assert (
        outcome.findings[1].message
        == "rule GAR104 (repeated-word) failed here: ValueError: cannot read this"
    )
    assert exit_code(outcome, RunOptions(exit_zero=True), "error", load_rules()) == 2


def test_a_sketch_that_raises_costs_no_other_document_its_findings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = load_rules()["DUP201"].sketch
    assert whole

    def fragile(batch: Batch, **thresholds: Any) -> Sketch:
        if "Kaboom" in batch.text:
            raise ValueError("cannot read this")
        sketch: Sketch = whole(batch, **thresholds)
        return sketch

    fragile.__kwdefaults__ = whole.__kwdefaults__
    patched(monkeypatch, "DUP201", sketch=fragile)
    outcome = lint(
        {"a.txt": PARAGRAPH, "b.txt": "Kaboom.", "c.txt": PARAGRAPH}, codes=("DUP201", "INT001")
    )
    assert [(f.place.path, f.rule) for f in outcome.findings] == [
        ("b.txt", "INT001"),
        ("c.txt", "DUP201"),
    ]


def test_a_judge_that_raises_leaves_the_other_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(candidates: Any) -> Any:
        raise RuntimeError("no")

    patched(monkeypatch, "DUP201", function=broken)
    outcome = lint(
        {"a.txt": PARAGRAPH, "c.txt": f"{PARAGRAPH}\n\nMore."}, codes=("DUP201", "DUP203", "INT001")
    )
    assert [f.rule for f in outcome.findings] == ["INT001", "DUP203"]
    assert outcome.crashed


def test_a_wider_finding_swallows_the_narrower_ones_inside_it() -> None:
    twice = {
        "a.txt": f"{PARAGRAPH}\n\nThe end of it.\n",
        "b.txt": f"{PARAGRAPH}\n\nThe end of it.\n",
    }
    assert [f.rule for f in lint(twice, codes=("DUP101", "DUP201", "DUP203")).findings] == [
        "DUP101"
    ]
    assert [f.rule for f in lint(twice, codes=("DUP201", "DUP203")).findings] == ["DUP201"]
    assert [f.rule for f in lint(twice, codes=("DUP203",)).findings] == ["DUP203"]


def marks(*spans: tuple[str, int, int, int, float]) -> Marks:
    """Return marks of rules by code, document, start, end and confidence."""
    codes, document, start, end, confidence = zip(*spans, strict=True)
    number = {code: row for row, code in enumerate(load_rules())}
    rule = np.array([number[code] for code in codes])
    sure = np.array(confidence, np.float64)
    return Marks.of(rule, np.array(document), np.array(start), np.array(end), sure)


def nested(*spans: tuple[str, int, int, int, float]) -> list[int]:
    """Return for each mark which of them it is nested in."""
    rows: list[int] = wider(marks(*spans), marks(*spans), list(load_rules().values())).tolist()
    return rows


@pytest.mark.parametrize(
    ("outer", "inner", "shown"),
    [(0.9, 0.9, False), (0.4, 0.9, True), (0.9, 0.4, False), (0.4, 0.4, False)],
)
def test_a_doubtful_finding_suppresses_no_sure_one(outer: float, inner: float, shown: bool) -> None:
    wide, narrow = ("BOI101", 0, 0, 9, outer), ("CTX101", 0, 3, 9, inner)
    assert nested(wide, narrow) == [-1, -1 if shown else 0]


def test_a_mark_is_nested_in_the_one_that_reaches_furthest_in_its_document() -> None:
    wide = [("BOI101", 1, 0, 5, 1.0), ("BOI101", 1, 2, 9, 1.0), ("BOI101", 0, 0, 99, 1.0)]
    assert nested(*wide, ("CTX101", 1, 3, 9, 1.0)) == [-1, -1, -1, 1]
    assert nested(*wide, ("CTX101", 1, 3, 10, 1.0)) == [-1, -1, -1, -1]
    assert nested(*wide, ("CTX101", 2, 3, 9, 1.0)) == [-1, -1, -1, -1]


def test_of_two_that_yield_to_each_other_one_is_shown_for_a_span() -> None:
    same = [("DUP203", 0, 0, 9, 1.0), ("DUP204", 0, 0, 9, 1.0)]
    assert nested(*same) == [-1, 0]
    assert nested(("DUP203", 0, 1, 9, 1.0), same[1]) == [1, -1]


def test_what_is_less_sure_than_asked_for_is_left_out_and_stands_for_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def wide(batch: Batch, **thresholds: Any) -> Hits:
        return Hits.at([0], [len(batch.text)], confidence=0.6)

    wide.__kwdefaults__ = {}
    known = load_rules()
    changed = {
        "GAR101": dataclasses.replace(
            known["GAR101"], function=wide, message="all of it", thresholds={}
        ),
        "GAR104": dataclasses.replace(known["GAR104"], yields_to=("GAR101",)),
    }
    monkeypatch.setattr("copydesk.engine.plan.load_rules", lambda: known | changed)
    files = {"a.txt": "He opened the the door."}
    assert [f.rule for f in lint(files, codes=("GAR101", "GAR104")).findings] == ["GAR101"]
    assert [
        f.rule for f in lint(files, codes=("GAR101", "GAR104"), min_confidence=0.7).findings
    ] == ["GAR104"]


def test_a_cluster_names_all_its_members_and_every_copy_points_at_the_first() -> None:
    outcome = lint({f"{name}.txt": f"{name}\n\n{PARAGRAPH}" for name in "abcd"}, codes=("DUP201",))
    assert [f.related[0].place.path for f in outcome.findings] == ["a.txt"] * 3
    (cluster,) = outcome.clusters
    assert [member.place.path for member in cluster.members] == ["a.txt", "b.txt", "c.txt", "d.txt"]
    assert {f.cluster for f in outcome.findings} == {cluster.id}


def test_paragraphs_that_differ_in_their_numbers_are_formula_text() -> None:
    table = "Net profit for the quarter was {} mln dlrs against {} mln a year ago, and turnover rose to {} mln dlrs from {} mln."
    outcome = lint(
        {"a.txt": table.format(12, 9, 340, 310), "b.txt": table.format(3, 4, 77, 70)},
        codes=("DUP202", "DUP203"),
    )
    assert lines(outcome) == []


def test_candidates_in_a_large_bucket_are_all_judged() -> None:
    words = [f"Reason {n} of many" for n in range(60)]
    files = {f"f{n:02}.txt": f"{words[n]}.\n\n{PARAGRAPH if n % 2 else NEAR}" for n in range(60)}
    outcome = lint(files, codes=("DUP201", "DUP202"))
    assert len(outcome.findings) == 59


def test_a_pack_with_a_taken_code_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def other_word(batch: Batch) -> Hits:
        return Hits.none()

    other = document_rule("GAR104", "taken")(other_word)
    known = load_rules()["GAR104"]
    monkeypatch.setattr(registry, "_rules_of", lambda package: [known, other])
    with pytest.raises(
        BrokenRules, match=r"GAR104 other-word: .GAR104. is taken by GAR104 repeated-word"
    ):
        registry._installed.__wrapped__()


def test_the_gate_counts_severities() -> None:
    assert exit_code(Report(), RunOptions(), "info", load_rules()) == 0
    found = lint({"a.txt": f"{PARAGRAPH}\n\n{PARAGRAPH}"}, codes=("DUP201",))
    gates: tuple[Severity, ...] = ("info", "warning", "error")
    codes = [exit_code(found, RunOptions(), gate, load_rules()) for gate in gates]
    assert codes == [1, 1, 0]


MARKED = """# The the tram

He opened the the door.

| the the | cell |
|---|---|
| in the the table | x |

```
code with the the word
```
"""


@pytest.mark.parametrize(
    ("within", "expected"),
    [("any", [1, 3, 5, 7, 10]), ("prose", [1, 3]), ("paragraphs", [3])],
)
def test_a_hit_counts_only_where_its_rule_speaks(
    monkeypatch: pytest.MonkeyPatch, within: Within, expected: list[int]
) -> None:
    def twice(batch: Batch) -> Hits:
        found = [match.span() for match in re.finditer("the the", batch.text, re.IGNORECASE)]
        return Hits.at([start for start, _ in found], [end for _, end in found])

    changed = {"function": twice, "message": "twice", "thresholds": {}, "within": within}
    patched(monkeypatch, "GAR104", **changed)
    outcome = lint({"a.md": MARKED}, codes=("GAR104",))
    assert [finding.place.line for finding in outcome.findings] == expected


def test_a_document_rule_speaks_in_prose_unless_it_says_otherwise() -> None:
    def any_word(batch: Batch) -> Hits:
        return Hits.none()

    assert document_rule("XXX101", "x")(any_word).within == "prose"
    with pytest.raises(TypeError, match="no threshold"):
        document_rule("XXX101", "x", phrase_files="phrases")(any_word)


def test_details_that_cannot_be_stored_are_a_crash_of_their_rule(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def odd(batch: Batch) -> Hits:
        return Hits.at([0], [1], what=[object()])

    patched(monkeypatch, "GAR104", function=odd, message="{what}", thresholds={})
    outcome = lint({"a.txt": "He opened the door."}, codes=("GAR104",))
    assert [finding.rule for finding in outcome.findings] == ["INT001"]
    assert outcome.crashed

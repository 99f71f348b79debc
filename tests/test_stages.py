"""The stages of the cluster runner, in this process: the findings of a local run, for batches of
any size, by every rule.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from copydesk.distributed import spark
from copydesk.distributed.frames import mapped
from copydesk.distributed.listing import listed
from copydesk.distributed.parcels import PARCELS
from copydesk.distributed.spark import read_parcels
from copydesk.distributed.storing import STORED, restored, to_store
from copydesk.engine import registry
from copydesk.engine.plan import sketches_of
from copydesk.suppression.baseline import Baseline
from frames_here import Spark, numbered
from spark_runs import (
    articles,
    beside_index,
    here,
    mixed_files,
    old_and_new,
    option_files,
    session_of,
    there,
)

CORPUS = Path(__file__).parent.parent / "corpus"


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark, "numbered", numbered)


def on_stages(session: Any, size: int) -> Any:
    made: Any = Spark(size)
    return there(made, session, 3)


@pytest.mark.parametrize("size", [3, 1000])
def test_the_corpus_has_the_same_findings(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CORPUS.parent)
    session = session_of([Path("corpus")])
    assert on_stages(session, size) == here(session)


def test_files_of_all_kinds_have_the_same_findings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mixed_files(tmp_path, 60)
    monkeypatch.chdir(tmp_path)
    session = session_of([Path()])
    assert on_stages(session, 500) == here(session)


def test_options_decide_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    session = option_files(tmp_path)
    assert on_stages(session, 100) == here(session)


def test_rules_that_raise_are_findings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A judge, a rule on some texts, a sketch."""

    def raising(function: Any, when: str = "") -> Any:
        def raises(batch: Any, **given: Any) -> Any:
            if not when or when in batch.text:
                raise ValueError("no luck")
            return function(batch, **given)

        raises.__kwdefaults__, raises.__module__ = function.__kwdefaults__, function.__module__
        return raises

    rules = registry._installed()
    judge, find, sketch = rules["DUP202"], rules["GAR104"], rules["BOI201"]
    broken = {
        "DUP202": dataclasses.replace(judge, function=raising(judge.function)),
        "GAR104": dataclasses.replace(find, function=raising(find.function, "ferry")),
        "BOI201": dataclasses.replace(sketch, sketch=raising(sketch.sketch)),
    }
    for code, rule in broken.items():
        monkeypatch.setitem(rules, code, rule)
    for number, text in enumerate(articles(12)):
        (tmp_path / f"{number}.txt").write_text(text)
    monkeypatch.chdir(tmp_path)
    session = session_of([Path()])
    found = here(session)
    assert found[2]["crashed"]
    assert on_stages(session, 50) == found


def test_new_files_are_held_against_old_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some findings would be told in an old file, where they may be suppressed, or known."""
    old_and_new(tmp_path)
    monkeypatch.chdir(tmp_path)
    whole = session_of([Path()])
    Baseline.of(whole.lint(whole.sources.all).findings[::3]).write(Path("known.json"))
    new = [Path("a-new"), Path("z-new")]
    session = session_of(new, against=("m-old",), baseline="known.json")
    report = session.lint(session.sources.all)
    assert any(finding.turned for finding in report.findings)
    assert {one.where.path for one in report.directives} == {"a-new/said.md", "m-old/said.md"}
    assert on_stages(session, 200) == here(session)


def test_an_index_stands_for_the_old_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """But for one that has changed, and is checked."""
    old_and_new(tmp_path)
    monkeypatch.chdir(tmp_path)
    stages: Any = Spark(100)
    whole = session_of([Path("m-old")])
    plan = whole.plan
    items = listed(stages, whole.sources.all, plan.reading, 3)
    index = mapped(read_parcels(items, plan), to_store, STORED)
    Path("m-old/03.txt").write_text(Path("a-new/05.txt").read_text())
    new = [Path("a-new"), Path("z-new"), Path("m-old/03.txt")]
    local, session = session_of(new, against=("m-old",)), beside_index(session_of(new))
    given = {"sketches": sketches_of(plan), "replaced": session.sources.asked}
    old = mapped(index, restored, PARCELS, **given)
    assert there(stages, session, 3, old) == here(local)


def test_an_index_that_is_not_what_was_stored_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(articles(1)[0])
    monkeypatch.chdir(tmp_path)
    stages: Any = Spark(100)
    session = session_of([Path("a.txt")])
    items = listed(stages, session.sources.all, session.plan.reading, 1)
    (row,) = mapped(read_parcels(items, session.plan), to_store, STORED).toArrow().to_pylist()
    sketches = sketches_of(session.plan)
    for name in ("items", "outcomes", "columns"):
        for content in (row[name][:-9], b"cos\nsystem\n(S'true'\ntR.", row[name][:1]):
            batch = pa.RecordBatch.from_pylist([row | {name: content}])
            with pytest.raises((ValueError, KeyError)):
                list(restored([batch], sketches=sketches, replaced=frozenset()))

"""The stages of the cluster runner, in this process: the findings of a local run, for batches of
any size, by every rule.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from copydesk.distributed import spark
from copydesk.engine import registry
from frames_here import Spark, numbered
from spark_runs import articles, here, mixed_files, option_files, session_of, there

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

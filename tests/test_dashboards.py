"""The guide's page on dashboards, its queries run by DuckDB.

And the Grafana dashboard, held to its schema and to what a run writes.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import promql_parser
import pytest
from grafana_foundation_sdk.cog import plugins
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.dashboard import Dashboard
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from copydesk.engine.registry import load_rules
from copydesk.output.formats import renderer
from copydesk.output.render_input import RenderInput
from linting import lint

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/guide/dashboards.md"
DASHBOARD: Any = json.loads((ROOT / "docs/dashboards/grafana.json").read_text(encoding="utf-8"))
EXPRESSIONS = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
ADDED_BY_PROMETHEUS = {"job"}
QUERY = re.compile(r"^```sql\n(.*?)^```\n(?:\n((?:\|[^\n]*\n)+))?", re.MULTILINE | re.DOTALL)


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the page's commands over the sample corpus, in a folder of their own."""
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    monkeypatch.chdir(tmp_path)
    ((commands),) = re.findall(
        r"^```bash\n((?:copydesk check corpus .*\n)+)```$",
        PAGE.read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    for day, command in enumerate(commands.splitlines(), 1):
        env = os.environ | {"SOURCE_DATE_EPOCH": str(86_400 * day)}
        line = command.replace("copydesk", f"{sys.executable} -m copydesk", 1)
        done = subprocess.run(
            ["bash", "-c", line], env=env, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 1, done.stderr


@pytest.mark.usefixtures("runs")
def test_the_queries_of_the_page_give_the_answers_it_shows(accept: bool) -> None:
    text = PAGE.read_text(encoding="utf-8")
    answers = []
    with duckdb.connect() as base:
        for query, _ in QUERY.findall(text):
            base.execute(query)
            rows = base.fetchall() if re.match("SELECT|FROM", query) else []
            assert rows or not query.startswith("SELECT"), query
            answers.append(
                table([column[0] for column in base.description or []], rows) if rows else ""
            )
    now = iter(answers)
    fresh = QUERY.sub(
        lambda match: f"```sql\n{match[1]}```\n" + (f"\n{answer}" if (answer := next(now)) else ""),
        text,
    )
    if accept:
        PAGE.write_text(fresh, encoding="utf-8", newline="\n")
    assert fresh == PAGE.read_text(encoding="utf-8")


def table(columns: list[str], rows: list[tuple[Any, ...]]) -> str:
    """Return rows as a table of Markdown."""
    shown = [
        columns,
        ["---"] * len(columns),
        *([str(value).replace("|", "\\|") for value in row] for row in rows),
    ]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in shown)


def test_the_dashboard_is_one_that_grafana_knows() -> None:
    plugins.register_default_plugins()
    known = json.loads(JSONEncoder().encode(Dashboard.from_json(DASHBOARD)))
    assert lost(DASHBOARD, known) == []
    assert lost({**DASHBOARD, "panels": [{**DASHBOARD["panels"][0], "titel": "x"}]}, known) != []
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])


def lost(value: Any, known: Any, place: str = "") -> list[str]:
    """Return the places of what Grafana's own types do not hold as it is given."""
    if isinstance(value, dict) and isinstance(known, dict):
        return [
            found
            for key in value
            for found in (
                lost(value[key], known[key], f"{place}/{key}")
                if key in known
                else [f"{place}/{key}"]
            )
        ]
    if isinstance(value, list) and isinstance(known, list) and len(value) == len(known):
        return [
            found
            for n, pair in enumerate(zip(value, known, strict=True))
            for found in lost(*pair, f"{place}/{n}")
        ]
    return [] if value == known else [place]


@pytest.fixture(scope="module")
def written() -> dict[str, set[str]]:
    """The metrics of a run, and the labels of each."""
    report = lint({"a/b/c.txt": "He saw the the boat.\n"})
    text = renderer("prometheus")(RenderInput(report, load_rules()))
    families = list(text_string_to_metric_families(text))  # type: ignore[no-untyped-call]
    return {sample.name: set(sample.labels) for family in families for sample in family.samples}


@pytest.mark.parametrize("expression", sorted(set(EXPRESSIONS)))
def test_a_query_of_the_dashboard_asks_for_what_a_run_writes(
    expression: str, written: dict[str, set[str]]
) -> None:
    names = [variable["name"] for variable in DASHBOARD["templating"]["list"]]
    asked = expression
    for name in names:
        asked = asked.replace(f"${name}", ".*")
    assert "$" not in asked
    promql_parser.parse(asked)
    metrics = re.findall(r"\b(copydesk_\w+)\{(.*?)\}", asked)
    assert metrics
    for metric, matchers in metrics:
        assert set(re.findall(r"(\w+)=", matchers)) <= written[metric] | ADDED_BY_PROMETHEUS
    grouped = {
        label for labels in re.findall(r"by \((.*?)\)", asked) for label in labels.split(", ")
    }
    assert grouped <= set.union(*(written[metric] for metric, _ in metrics))


def test_every_metric_is_on_the_page_and_on_the_dashboard(written: dict[str, set[str]]) -> None:
    assert set(
        re.findall(r"`(copydesk_\w+)`", PAGE.read_text(encoding="utf-8").split("| metric |")[1])
    ) == set(written)
    assert {
        metric for expression in EXPRESSIONS for metric in re.findall(r"copydesk_\w+", expression)
    } == set(written) - {"copydesk_bytes"}

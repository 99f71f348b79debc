"""Count findings on the executors: for the exit code, for conditions, for a history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from copydesk.distributed.deciding import NESTED, SHOWN, finals
from copydesk.distributed.frames import mapped
from copydesk.distributed.parcels import Batches
from copydesk.engine.packing import named, raw
from copydesk.finding import SEVERITIES
from copydesk.output.conditions import Condition, document_of
from copydesk.output.figures import Counts, folder, ranked
from copydesk.report import Report
from copydesk.rule import Rule

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

COUNTED = (
    "status int, rule string, severity string, path binary, folder binary, line long, offset long"
)
_KINDS = (pa.int32(), pa.string(), pa.string(), pa.binary(), pa.binary(), pa.int64(), pa.int64())
_NAMES = [column.split()[0] for column in COUNTED.split(", ")]


def counted(batches: Batches) -> Iterator[Any]:
    """Yield of each finding what it is counted by."""
    for batch in batches:
        rows = []
        for finding, status, _ in finals(batch):
            path, line = document_of(finding)
            about = (status, finding.rule, finding.severity)
            names = (raw(path), raw(folder(path)))
            rows.append((*about, *names, line, finding.place.offset))
        arrays = [pa.array([row[n] for row in rows], kind) for n, kind in enumerate(_KINDS)]
        yield pa.RecordBatch.from_arrays(arrays, names=_NAMES)


def severities(rows: DataFrame) -> Counter[str]:
    """Return how many findings of each severity count."""
    some = mapped(rows, counted, COUNTED).where(f"status = {SHOWN}")
    return Counter(
        {row["severity"]: row["count"] for row in some.groupBy("severity").count().collect()}
    )


def met(condition: Condition, rows: DataFrame, report: Report, rules: Mapping[str, Rule]) -> str:
    """Return what is so where a condition is met, else ""; `rows`: findings, not folded."""
    measure = condition.measure(rules)
    last = NESTED if measure.nested else SHOWN
    some = mapped(rows, counted, COUNTED).where(f"status <= {last}")
    if measure.codes is not None:
        some = some.where(_of(measure.codes))
    if measure.by != "finding":
        some = some.select("path", "line" if measure.by == "document" else "offset").distinct()
    return condition.told(some.count(), report)


def counts(rows: DataFrame, rules: Mapping[str, Rule]) -> Counts:
    """Return the counts of a report; `rows`: findings as they are told."""
    every = mapped(rows, counted, COUNTED)
    told = every.where(f"status = {SHOWN}")

    def by(column: str) -> dict[Any, int]:
        return {row[column]: row["count"] for row in told.groupBy(column).count().collect()}

    def copied(unit: str) -> int:
        codes = {c for c, rule in rules.items() if (rule.role, rule.unit) == ("copy", unit)}
        return every.where(_of(codes)).select("path", "offset").distinct().count()

    severity = by("severity")
    folders = {named(bytes(name)): n for name, n in by("folder").items()}
    return Counts(
        by_rule=dict(sorted(by("rule").items())),
        by_severity={one: severity.get(one, 0) for one in reversed(SEVERITIES)},
        by_folder=ranked(folders),
        copied_paragraphs=copied("paragraph"),
        copied_documents=copied("document"),
    )


def _of(codes: set[str] | frozenset[str]) -> str:
    return f"rule IN ({', '.join(map(repr, sorted(codes | {''})))})"

"""Findings as flat rows: the columns of `Report.to_arrow`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from copydesk.distributed.deciding import SHOWN
from copydesk.distributed.parcels import Batches
from copydesk.engine.packing import unpacked
from copydesk.finding import Finding, Place

FINDINGS = (
    "rule string, name string, severity string, confidence double, message string, path string, "
    "id string, row long, line long, column long, start long, end long, field string, "
    "role string, text string, other_path string, other_id string, cluster string, "
    "fixable boolean, evidence string"
)
_KINDS = {"string": pa.string(), "double": pa.float64(), "long": pa.int64(), "boolean": pa.bool_()}
SCHEMA = pa.schema([(c.split()[0], _KINDS[c.split()[1]]) for c in FINDINGS.split(", ")])


def flat(batches: Batches, *, in_rows: bool) -> Iterator[Any]:
    """Yield the findings that count as flat rows: the columns of `Report.to_arrow`."""
    for batch in batches:
        rows = [_flat(row, in_rows) for row in batch.to_pylist() if row["status"] == SHOWN]
        yield pa.RecordBatch.from_pylist(rows, schema=SCHEMA)


def _flat(row: Mapping[str, Any], in_rows: bool) -> dict[str, Any]:
    finding = unpacked(row["blob"], Finding)
    place, other = finding.place, finding.related[0].place if finding.related else None
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "message": finding.message,
        **_place(place, in_rows, row),
        "id": place.document.id if place.document else _row_id(finding) if in_rows else None,
        "text": finding.text,
        "other_path": other.path if other else None,
        "other_id": other.document.id if other and other.document else None,
        "cluster": None if finding.cluster is None else f"c{row['number']}",
        "fixable": finding.fix is not None and finding.fix.applies(unsafe=True),
        "evidence": json.dumps(finding.evidence, ensure_ascii=False, default=str),
    }


def _row_id(finding: Finding) -> str | None:
    """Return the id of a row without a text: what is quoted is the row as JSON."""
    try:
        return str(json.loads(finding.text)["id"])
    except ValueError:  # cut in the middle
        return None


def _place(place: Place, in_rows: bool, row: Mapping[str, Any]) -> dict[str, Any]:
    record = place.document
    at = record or place
    several = record is not None and record.parts > 1
    span = (row["start"] or 0, row["end"] or 0) if in_rows else (place.offset, place.end_offset)
    lines = (at.line, at.column) if record or not in_rows else (1, 1)
    return {
        "path": place.path,
        "row": place.line - 1 if in_rows else None,
        "line": lines[0],
        "column": lines[1],
        "start": span[0],
        "end": span[1],
        "field": record.field if record and several else None,
        "role": (record.role or None) if record and several else None,
    }

"""A report as Python values: findings with the ids of the caller, counts, tables, a page."""

from __future__ import annotations

import dataclasses
import html
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from copydesk.api.errors import MissingDependencyError, arrow, translated

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from copydesk import finding as engine
    from copydesk.api.inputs import Texts
    from copydesk.output.render_input import RenderInput
    from copydesk.reading.source import Source
    from copydesk.report import Cluster
    from copydesk.rule import Severity


@dataclass(frozen=True, slots=True)
class Place:
    """A span of a text. Lines and columns count from 1, columns in code points, ends exclusive.

    `path`: the file, or `<data>` and `<against>` for texts in memory. `id`: of the record or row,
    as the caller passed it; None for a file that is one document. `row`: its number from 0, for
    texts in memory. `start`, `end`: offsets in the text (for a file, in the file), in code points.
    `field`: of a record whose text is in several fields, such as `messages[2].content`, and `role`
    of that message; lines, columns and, in memory, offsets are those of the field.
    """

    path: str
    id: Any
    row: int | None
    line: int
    column: int
    start: int
    end: int
    field: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; the fields are those of the JSON report (docs/guide/json.md).

    `related`: the other places that it speaks of. `cluster`: the id of the cluster of copies that
    it belongs to. `evidence`: what the rule measured.
    """

    rule: str
    name: str
    severity: Severity
    confidence: float
    message: str
    place: Place
    text: str
    related: tuple[Place, ...] = ()
    cluster: str | None = None
    fixable: bool = False
    evidence: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or a part of one, that was not linted, and why."""

    path: str
    reason: str
    detail: str


@dataclass(frozen=True)
class Report:
    """What a run found, in the order of places; a sequence of findings.

    `documents`: how many were read. `skipped`: what was not. In a notebook it shows as the page
    that `copydesk check --output-format html` writes.
    """

    findings: Sequence[Finding]
    documents: int
    skipped: Sequence[Skipped]
    crashed: bool
    _given: RenderInput = field(repr=False)

    def __len__(self) -> int:
        return len(self.findings)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __getitem__(self, number: int) -> Finding:
        return self.findings[number]

    def counts(self) -> dict[str, int]:
        """Return the number of findings by rule code, most first."""
        return dict(Counter(finding.rule for finding in self.findings).most_common())

    @property
    def clusters(self) -> Sequence[Cluster]:
        """The clusters of copies."""
        return self._given.report.clusters

    def to_json(self) -> str:
        """Return the JSON report, as the command line writes it."""
        from copydesk.output.formats import renderer

        return renderer("json")(self._given)

    def to_html(self) -> str:
        """Return the report as a page of its own; raises MissingDependencyError."""
        from copydesk.output.formats import renderer

        with translated():
            return renderer("html")(self._given)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return a flat row for each finding: what `to_arrow` and its kin make a table of."""
        return [_row(finding) for finding in self.findings]

    def to_arrow(self) -> pa.Table:
        """Return the findings as a pyarrow table; raises MissingDependencyError."""
        pa = arrow("to_arrow")
        text, number, real = pa.string(), pa.int64(), pa.float64()
        kinds = {"confidence": real, "row": number, "line": number, "column": number}
        kinds |= {"start": number, "end": number, "fixable": pa.bool_()}
        columns = [f.name for f in dataclasses.fields(Place)]
        names = ["rule", "name", "severity", "confidence", "message", *columns]
        names += ["text", "other_path", "other_id", "cluster", "fixable", "evidence"]
        schema = pa.schema([(name, kinds.get(name, text)) for name in names])
        return pa.Table.from_pylist(
            [row | {key: _name(row[key]) for key in ("id", "other_id")} for row in self.to_dicts()],
            schema,
        )

    def to_pandas(self) -> pd.DataFrame:
        """Return the findings as a pandas data frame; raises MissingDependencyError."""
        try:
            import pandas as pd
        except ImportError:
            raise MissingDependencyError("to_pandas needs pandas: pip install pandas") from None
        return pd.DataFrame(self.to_dicts(), columns=None if self.findings else _COLUMNS)

    def to_polars(self) -> pl.DataFrame:
        """Return the findings as a polars data frame; raises MissingDependencyError."""
        try:
            import polars as pl
        except ImportError:
            raise MissingDependencyError("to_polars needs polars: pip install polars") from None
        frame = pl.from_arrow(self.to_arrow())
        assert isinstance(frame, pl.DataFrame)
        return frame

    def _repr_html_(self) -> str:
        try:
            page = self.to_html()
        except MissingDependencyError:
            rows = "".join(
                f"<tr><td>{html.escape(code)}</td><td>{count}</td></tr>"
                for code, count in self.counts().items()
            )
            return f"<table><tr><th>rule</th><th>findings</th></tr>{rows}</table>"
        return (
            f'<iframe sandbox="allow-scripts" srcdoc="{html.escape(page, quote=True)}"'
            ' width="100%" height="640" style="border:0"></iframe>'
        )


_COLUMNS = (
    "rule name severity confidence message path id row line column start end field role text"
    " other_path other_id cluster fixable evidence"
).split()


def _row(finding: Finding) -> dict[str, Any]:
    other = finding.related[0] if finding.related else None
    place = {f.name: getattr(finding.place, f.name) for f in dataclasses.fields(Place)}
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "message": finding.message,
        **place,
        "text": finding.text,
        "other_path": other.path if other else None,
        "other_id": other.id if other else None,
        "cluster": finding.cluster,
        "fixable": finding.fixable,
        "evidence": json.dumps(finding.evidence, ensure_ascii=False, default=str),
    }


def _name(value: Any) -> str | None:
    return None if value is None else str(value)


class Places:
    """Turns places of the engine into those of the API: rows and ids for texts in memory.

    `sources`: the texts in memory, as they were linted, by path.
    """

    def __init__(self, tables: Mapping[str, Texts], sources: Mapping[str, Source]) -> None:
        self._tables = tables
        self._raw = {path: (source.content or b"").decode() for path, source in sources.items()}
        # of the last field
        self._starts: tuple[tuple[str, int, str], Sequence[int]] = (("", -1, ""), ())

    def of(self, place: engine.Place) -> Place:
        """Return the caller's view of a place."""
        record, table = place.document, self._tables.get(place.path)
        span, row = (place.offset, place.end_offset), place.line - 1
        if table is None or table.single:
            name, at = (record.id, record) if record else (None, place)
            return Place(place.path, name, None, at.line, at.column, *span, *_part(record))
        if record is None:  # of a row without a text
            return Place(place.path, table.ids[row], row, 1, 1, 0, 0)
        text = table.text(row, record.field)
        start = self._line_start((place.path, row, record.field), text, record.line)
        start += record.column - 1
        name, lines = table.ids[row], (record.line, record.column)
        end = min(len(text), start + self._length(place))
        return Place(place.path, name, row, *lines, start, end, *_part(record))

    def _length(self, place: engine.Place) -> int:
        """Return the length of a span in its text; of one that goes on in another field, no less."""
        raw = self._raw[place.path][place.offset : place.end_offset]
        try:
            return len(json.loads(f'"{raw}"', strict=False))
        except ValueError:
            return len(raw)

    def _line_start(self, key: tuple[str, int, str], text: str, line: int) -> int:
        from copydesk.reading.places import line_starts

        if self._starts[0] != key:
            self._starts = key, line_starts(text)
        return self._starts[1][line - 1]


def _part(record: engine.Record | None) -> tuple[str | None, str | None]:
    if record is None or record.parts == 1:
        return None, None
    return record.field, record.role or None

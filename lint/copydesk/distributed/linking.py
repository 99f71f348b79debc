"""Links as rows: what judges found, on its way to the documents and clusters it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from copydesk.columns.dtypes import Ints
from copydesk.distributed.sending import received, sent
from copydesk.distributed.units import document_of
from copydesk.engine.join import Units
from copydesk.engine.links import Around, RuleLinks
from copydesk.results import Links
from copydesk.rule import Rule

Span = tuple[int, int]

# Any row of the later stages: where it goes, what it is, and its content. `start`, `end`: of a
# finding in the text of its row of a data frame.
ROWS = "key long, sub int, kind int, blob binary"
_SCHEMA = pa.schema(
    [("key", pa.int64()), ("sub", pa.int32()), ("kind", pa.int32()), ("blob", pa.binary())]
)


class LinkRow(NamedTuple):
    """One link: the number of its rule, its cluster, both units with their spans and sizes.

    `confidence`, `shown`, `kept`, `around`: as it was chosen.
    """

    rule: int
    cluster: int
    copy: int
    origin: int
    copy_unit: tuple[int, int, int]  # start, end, size
    origin_unit: tuple[int, int, int]
    similarity: float
    score: float
    details: dict[str, Any]
    chained: bool | None
    copy_words: Span | None
    origin_words: Span | None
    removable: bool | None
    confidence: float = 0.0
    copy_span: Span | None = None
    shown: bool = False
    kept: bool = False
    around: Around | None = None


class Row(NamedTuple):
    """A row of the later stages, opened."""

    key: int
    sub: int
    kind: int
    content: Any


def batch_of(rows: Iterable[Row]) -> Any:
    """Return rows as a batch."""
    every = list(rows)
    columns: list[Any] = [[row[n] for row in every] for n in range(3)]
    blobs = [sent(row.content) for row in every]
    return pa.RecordBatch.from_pydict(
        dict(zip(_SCHEMA.names, [*columns, blobs], strict=True)), schema=_SCHEMA
    )


def table_of(rows: Iterable[Row]) -> Any:
    """Return rows as a table."""
    return pa.Table.from_batches([batch_of(rows)])


def rows_of(table: Any) -> Iterator[Row]:
    """Yield the rows of a batch or a table."""
    columns = [table.column(name).to_pylist() for name in _SCHEMA.names]
    for key, sub, kind, blob in zip(*columns, strict=True):
        yield Row(key, sub, kind, received(blob))


def groups(batches: Iterable[Any], *, by_sub: bool = False) -> Iterator[list[Row]]:
    """Yield the rows of each key, or key and sub, of rows sorted by these."""
    waiting: list[Row] = []
    for batch in batches:
        for row in rows_of(batch):
            if waiting and (row.key, row.sub * by_sub) != (
                waiting[0].key,
                waiting[0].sub * by_sub,
            ):
                yield waiting
                waiting = []
            waiting.append(row)
    if waiting:
        yield waiting


def link_rows(
    rule: int, links: Links, unit: Ints, spans: Sequence[Ints], cluster: Ints
) -> Iterator[LinkRow]:
    """Yield links as rows. `unit`: the numbers of units in the corpus; `spans`: their starts, ends
    and sizes; `cluster`: of each unit.
    """
    start, end, size = (column.tolist() for column in spans)
    for row, (copy, origin) in enumerate(
        zip(links.copy.tolist(), links.origin.tolist(), strict=True)
    ):
        yield LinkRow(
            rule,
            int(cluster[copy]),
            int(unit[copy]),
            int(unit[origin]),
            (start[copy], end[copy], size[copy]),
            (start[origin], end[origin], size[origin]),
            float(links.similarity[row]),
            float(links.confidence[row]),
            {name: values[row] for name, values in links.details.items()},
            None if links.chained is None else bool(links.chained[row]),
            _span(links.copy_words, row),
            _span(links.origin_words, row),
            None if links.removable is None else bool(links.removable[row]),
        )


def _span(words: tuple[Ints, Ints] | None, row: int) -> Span | None:
    return None if words is None else (int(words[0][row]), int(words[1][row]))


def rule_links(
    rule: Rule, rows: Sequence[LinkRow], place: Callable[[Ints], Ints] = lambda number: number
) -> tuple[RuleLinks, Ints]:
    """Return rows of one rule as its links, in the order of their copies, and the numbers of their
    units in the corpus. `place` numbers documents.
    """
    known = {row.origin: row.origin_unit for row in rows} | {
        row.copy: row.copy_unit for row in rows
    }
    unit = np.array(sorted(known), np.int64)
    start, end, size = np.array([known[one] for one in unit.tolist()], np.int32).reshape(-1, 3).T
    units = Units(place(document_of(unit)), start, end, size)
    links = Links(
        np.searchsorted(unit, [row.copy for row in rows]),
        np.searchsorted(unit, [row.origin for row in rows]),
        np.array([row.similarity for row in rows], np.float64),
        np.array([row.score for row in rows], np.float64),
        {name: [row.details[name] for row in rows] for name in (rows[0].details if rows else ())},
        _masked([row.chained for row in rows]),
        _words([row.copy_words for row in rows]),
        _words([row.origin_words for row in rows]),
        _masked([row.removable for row in rows]),
    )
    return RuleLinks.of(rule, units, links), unit


def _masked(values: Sequence[bool | None]) -> Any:
    return None if None in values else np.array(values, np.bool_)


def _words(values: Sequence[Span | None]) -> tuple[Ints, Ints] | None:
    if None in values:
        return None
    first, end = np.array(values, np.int64).reshape(-1, 2).T
    return first, end

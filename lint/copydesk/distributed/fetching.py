"""Fetch from parcels what later stages ask for: units with their words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from copydesk.columns.dtypes import Hashes, Ints, ShortInts
from copydesk.columns.ragged import Runs
from copydesk.distributed.parcels import Numbering, opened
from copydesk.distributed.units import document_of, unit_numbers
from copydesk.engine.shard import Shard

# `whole`: all units of the document `unit`
ASKED = "parcel long, sketch int, unit long, whole boolean"
FETCHED = (
    "sketch int, unit long, start int, end int, size int, content long, kind int, words binary"
)
_SCHEMA = pa.schema(
    [
        ("sketch", pa.int32()),
        ("unit", pa.int64()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("size", pa.int32()),
        ("content", pa.int64()),
        ("kind", pa.int32()),
        ("words", pa.binary()),
    ]
)


def fetch(parcels: Any, asked: Any, *, sketches: Sequence[str], numbering: Numbering) -> Any:
    """Return the units that are asked of one parcel, each once; tables in, a table out."""
    found = [_SCHEMA.empty_table()]
    if parcels.num_rows and asked.num_rows:
        shard = opened(parcels.column("blob")[0].as_py()).shard
        first = numbering.first(parcels.column("parcel")[0].as_py())
        sketch, unit, whole = (
            asked.column(name).to_numpy() for name in ("sketch", "unit", "whole")
        )
        for number in np.unique(sketch).tolist():
            assert shard  # something of it was found
            mine = sketch == number
            found.append(
                _of_sketch(number, shard, sketches[number], first, unit[mine], whole[mine])
            )
    return pa.concat_tables(found)


def _of_sketch(sketch: int, shard: Shard, name: str, first: int, asked: Ints, whole: Any) -> Any:
    table = shard.tables[name]
    units = unit_numbers(table, first)
    kept = np.isin(units, asked[~whole]) | np.isin(document_of(units), asked[whole])
    rows = np.flatnonzero(kept)
    begin = table.first_word[rows]
    words = shard.words[Runs.between(begin, begin + table.size[rows]).positions]
    columns = (table.start, table.end, table.size, table.content.view(np.int64))
    return pa.Table.from_arrays(
        [
            pa.array(np.full(rows.size, sketch, np.int32)),
            pa.array(units[rows]),
            *(pa.array(column[rows]) for column in columns),
            pa.array(shard.kind[table.document[rows]].astype(np.int32)),
            binary(words, table.size[rows]),
        ],
        schema=_SCHEMA,
    )


def binary(words: Hashes, size: Ints | ShortInts) -> Any:
    """Return runs of words, one after another, as an Arrow column of bytes."""
    ends = np.append(0, np.cumsum(size.astype(np.int64) * words.itemsize)).astype(np.int32)
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(np.ascontiguousarray(words))]
    return pa.Array.from_buffers(pa.binary(), size.size, buffers)

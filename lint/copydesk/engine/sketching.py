"""What corpus rules keep of a batch as a shard: words, and a table of units for each sketch."""

from __future__ import annotations

from collections.abc import Container, Mapping

import numpy as np
from msgspec import Struct

from copydesk.candidates import CAPITAL, NUMBER
from copydesk.columns.batch import Batch
from copydesk.columns.document_kinds import UNJUDGED
from copydesk.columns.dtypes import Hashes
from copydesk.engine.hits import HitTable
from copydesk.engine.shard import Shard
from copydesk.engine.unit_table import UnitTable, pack
from copydesk.engine.windows import WholeUnits, Window
from copydesk.results import Sketch


class Part(Struct, frozen=True):
    """A window, and what its document is as a whole."""

    window: Window
    whole: WholeUnits

    def shard(self, batch: Batch, sketches: Mapping[str, Sketch], wholes: Container[str]) -> Shard:
        """Return the window as a shard without hits; `wholes`: the sketches of whole documents."""
        tables: dict[str, UnitTable] = {}
        hashes = np.zeros(0, np.uint64)
        if sketches:
            first, end = self.window.words(batch)
            hashes = flagged_words(batch)[first:end]
            self.whole.add_words(batch.words.hash[first:end])
        for name, sketch in sketches.items():
            if name in wholes:
                self.whole.add(name, sketch)
                tables[name] = self.whole.table(name, last=self.window.last)
            else:
                tables[name] = self.window.units(unit_table(sketch, batch), first)
        word_end = np.array([hashes.size], np.int64)
        kind = np.full(len(batch), UNJUDGED, np.uint8)
        return Shard(HitTable.none(), kind, word_end, hashes, tables, self.window.first > 0)


def flagged_words(batch: Batch) -> Hashes:
    """Return the hashes of a batch's words, their lowest bits flags."""
    words = batch.words
    flags = words.number * NUMBER | words.capital * CAPITAL
    return np.asarray(words.hash & ~(NUMBER | CAPITAL) | flags, np.uint64)


def unit_table(sketch: Sketch, batch: Batch) -> UnitTable:
    """Return a sketch with offsets of its documents instead of the batch's, and its keys packed."""
    document = np.searchsorted(batch.document_start, sketch.start, side="right") - 1
    shift = batch.document_start[document]
    keys = pack(sketch.key, sketch.unit)
    start, end, size = (
        column.astype(np.int32)
        for column in (
            sketch.start - shift,
            sketch.end - shift,
            sketch.end_word - sketch.first_word,
        )
    )
    return UnitTable(document, start, end, sketch.first_word, size, sketch.content, keys)

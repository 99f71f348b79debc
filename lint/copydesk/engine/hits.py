"""The hits of document rules as columns, from the batch they were found in to the end of a run.

A hit costs 44 bytes and what its message needs, packed; a finding is made of it only when it is
shown (docs/adr/0012).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct

from copydesk.columns.batch import Batch
from copydesk.columns.blocks import BlockKind
from copydesk.columns.dtypes import Bytes, Floats, Ints, Mask, ShortInts
from copydesk.columns.ragged import Runs, row_at
from copydesk.engine.outcome import plain
from copydesk.fixes import Applicability, ProposedFix
from copydesk.language.kinds import kinds_of
from copydesk.rule import Hits, Rule, Within

_LEFT_OUT: dict[Within, tuple[BlockKind, ...]] = {
    "any": (),
    "prose": (BlockKind.TABLE, BlockKind.CODE, BlockKind.FRONT_MATTER),
    "paragraphs": (BlockKind.HEADING, BlockKind.TABLE, BlockKind.CODE, BlockKind.FRONT_MATTER),
}
_Edits = list[tuple[int, int, str | None]]
_Payload = tuple[dict[str, Any], tuple[Applicability, _Edits] | None]
_encode = msgspec.msgpack.Encoder(enc_hook=plain).encode
_decode = msgspec.msgpack.Decoder(_Payload).decode


class BadColumns(ValueError):
    """Stored columns do not hold what hits need."""


class HitTable(Struct, frozen=True):
    """Some hits, in the order of their documents; columns of shape (hits,) but for the last.

    `rule`: the place of the rule in `load_rules()`. `document` counts in the shard, or in the
    corpus; `start`, `end`, `other_start`, `other_end` in the document's text (other: -1 where there
    is none). `payload` holds details and proposed fix of hit i, packed, up to `payload_end[i]`.
    """

    rule: ShortInts
    document: Ints
    start: ShortInts
    end: ShortInts
    confidence: Floats
    other_start: ShortInts
    other_end: ShortInts
    payload_end: Ints
    payload: Bytes

    @classmethod
    def none(cls) -> HitTable:
        """Return a table of no hits."""
        return cls(*(np.zeros(0, COLUMNS[name]) for name in cls.__struct_fields__))

    def __len__(self) -> int:
        return int(self.rule.size)

    @property
    def bytes(self) -> int:
        """Memory that the columns take."""
        return sum(getattr(self, name).nbytes for name in self.__struct_fields__)

    def take(self, rows: Ints, document: Ints | None = None) -> HitTable:
        """Return some of the hits; `document`, shape (rows,): the new numbers of their documents."""
        ends = self.payload_end[rows]
        runs = Runs.between(np.append(0, self.payload_end)[rows], ends)
        return HitTable(
            self.rule[rows],
            self.document[rows] if document is None else document,
            self.start[rows],
            self.end[rows],
            self.confidence[rows],
            self.other_start[rows],
            self.other_end[rows],
            np.cumsum(runs.size),
            self.payload[runs.positions],
        )

    def details(self, row: int) -> tuple[dict[str, Any], ProposedFix | None]:
        """Return what the message of a hit names, and its proposed fix in offsets of the text.

        Raises BadColumns.
        """
        first = int(self.payload_end[row - 1]) if row else 0
        try:
            found, fix = _decode(self.payload[first : int(self.payload_end[row])].tobytes())
        except msgspec.DecodeError as error:
            raise BadColumns(f"hit {row}: {error}") from None
        return found, ProposedFix(*fix) if fix else None


class RatedHits(Struct, frozen=True):
    """Hits with the confidence of their findings, shape (hits,); the hits' own is the rule's score."""

    hits: HitTable
    confidence: Floats

    def __len__(self) -> int:
        return len(self.hits)

    def take(self, rows: Ints) -> RatedHits:
        """Return some of the hits."""
        return RatedHits(self.hits.take(rows), self.confidence[rows])


COLUMNS = {
    "rule": np.int32,
    "document": np.int64,
    "start": np.int32,
    "end": np.int32,
    "confidence": np.float64,
    "other_start": np.int32,
    "other_end": np.int32,
    "payload_end": np.int64,
    "payload": np.uint8,
}


def joined(tables: Sequence[HitTable], documents: Sequence[int]) -> HitTable:
    """Return one table of the hits of several; document 0 of table i becomes `documents[i]`."""
    if not tables:
        return HitTable.none()
    columns: dict[str, Any] = {
        name: np.concatenate([getattr(table, name) for table in tables]) for name in COLUMNS
    }
    sizes = [len(table) for table in tables]
    packed = np.cumsum([0, *(table.payload.size for table in tables[:-1])])
    columns["document"] += np.repeat(np.asarray(documents, np.int64), sizes)
    columns["payload_end"] += np.repeat(packed, sizes)
    return HitTable(**columns)


def hit_table(number: int, hits: Hits, rule: Rule, batch: Batch, shift: int = 0) -> HitTable:
    """Return the hits of a rule that lie where it speaks, with offsets of their documents.

    `number`: of the rule. `shift`: where in its document the text of the batch begins.

    Raises whatever a rule's ill-formed columns or details raise.
    """
    rows = np.flatnonzero(_counts(hits.start, rule.within, batch))
    document = batch.document_at(hits.start[rows])
    if rule.kinds is not None:
        spoken = batch.derive(kinds_of).among(rule.kinds)[document]
        rows, document = rows[spoken], document[spoken]
    base = batch.document_start[document] - shift
    packed = _packed(hits, rows.tolist(), base.tolist())
    elsewhere = hits.other_start[rows] >= 0
    other_start, other_end = (
        np.where(elsewhere, column[rows] - base, -1).astype(np.int32)
        for column in (hits.other_start, hits.other_end)
    )
    return HitTable(
        np.full(rows.size, number, np.int32),
        document,
        (hits.start[rows] - base).astype(np.int32),
        (hits.end[rows] - base).astype(np.int32),
        hits.confidence[rows],
        other_start,
        other_end,
        np.cumsum([len(one) for one in packed], dtype=np.int64),
        np.frombuffer(b"".join(packed), np.uint8),
    )


def crash_hit(rule: int, document: int, length: int, details: dict[str, Any]) -> HitTable:
    """Return INT001 as a hit at the first character of a document of `length` characters."""
    packed = np.frombuffer(_encode((details, None)), np.uint8)
    values = (rule, document, 0, min(1, length), 1.0, -1, -1, packed.size)
    columns: dict[str, Any] = {
        name: np.array([value], COLUMNS[name])
        for name, value in zip(COLUMNS, values, strict=False)  # all but the payload
    }
    return HitTable(**columns, payload=packed)


def _counts(offsets: Ints, within: Within, batch: Batch) -> Mask:
    """Tell which offsets lie where a rule speaks: in no block of a kind that it leaves out."""
    out = np.ones(offsets.size, np.bool_)
    kinds, blocks = _LEFT_OUT[within], batch.blocks
    if kinds and offsets.size and blocks.kind.any():  # plain text is all prose
        row = row_at(blocks.start, offsets)
        inside = (row >= 0) & (offsets < blocks.end.take(row, mode="clip"))
        out = ~(inside & np.isin(blocks.kind.take(row, mode="clip"), kinds))
    return out


def _packed(hits: Hits, rows: Sequence[int], base: Sequence[int]) -> list[bytes]:
    fixes = hits.fix.by_hit() if hits.fix else {}
    packed = []
    for row, shift in zip(rows, base, strict=True):
        details = {name: values[row] for name, values in hits.details.items()}
        fix = fixes.get(row)
        moved = fix and [(start - shift, end - shift, text) for start, end, text in fix.edits]
        packed.append(_encode((details, fix and (fix.applicability, moved))))
    return packed

"""Find UTF-8 that was read in another encoding (`Ã©`, `â€™`, `┬┐`, `вЂ™`), and what it should read.

A UTF-8 sequence read byte by byte leaves a lead character and one to three continuation characters,
which ones depends on the encoding: tables say so for each. Candidates are found in columns: few in
correct text of any language. Each is judged by `_mojibake_evidence`, then by its document.
"""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Ints, Mask
from copydesk_rules.garbled._encodings import (
    ENCODINGS,
    LOSSY,
    bytes_of,
    continuations,
    is_continuation,
    roles,
)
from copydesk_rules.garbled._mojibake_evidence import Evidence, repair, weigh

# Evidence for a lone sequence: one punctuation mark, or one accented letter in a word that cannot
# hold what it looks like.
_ENOUGH = 2.5
_BACKED = 1  # evidence for a sequence that others of its document and encoding support
_LOSSY_EVIDENCE = 3.0


@dataclass(frozen=True, slots=True)
class Misread:
    """A span of text that reads wrongly, and what it should read."""

    start: int
    end: int
    repair: str
    evidence: float


class _Chain(NamedTuple):
    """A span of complete sequences of one encoding, a row of ENCODINGS."""

    start: int
    end: int
    encoding: int


class _Weighed(NamedTuple):
    """A chain that decodes to something, with the evidence that it was misread."""

    chain: _Chain
    repair: str
    evidence: Evidence


def misread_utf8(batch: Batch) -> list[Misread]:
    """Return the misread spans of a batch, in order, none overlapping; for `batch.derive`."""
    high = batch.derive(above_ascii)
    pairs = high[:-1][high[1:] - high[:-1] == 1]
    if not pairs.size:
        return []
    chains = _chains(batch.text, _candidates(batch, pairs))
    documents = batch.document_at(np.array([chain.start for chain in chains], np.int64)).tolist()
    found: list[Misread] = []
    for document, group in groupby(zip(documents, chains, strict=True), key=lambda row: row[0]):
        floor = int(batch.document_start[document])
        found += _judge(_weigh(batch.text, [chain for _, chain in group], floor))
    taken = {misread.start for misread in found}
    found += [misread for misread in _lossy(batch, pairs) if misread.start not in taken]
    return sorted(found, key=lambda misread: misread.start)


def above_ascii(batch: Batch) -> Ints:
    """Return the offsets of all characters beyond ASCII; for `batch.derive`."""
    return np.flatnonzero(batch.codes >= 0x80)


def _lossy(batch: Batch, pairs: Ints) -> list[Misread]:
    """Return the quotation marks and dashes whose last byte was lost.

    `â€` begins nothing that anybody writes.
    """
    pairs = pairs[batch.codes.take(pairs) == ord("â")]
    found = []
    for at in pairs[batch.codes.take(pairs + 1) == ord("€")].tolist():
        sequence = next(lossy for lossy in LOSSY if batch.text.startswith(lossy, at))
        found.append(Misread(at, at + len(sequence), LOSSY[sequence], _LOSSY_EVIDENCE))
    return found


def _candidates(batch: Batch, pairs: Ints) -> list[tuple[int, int]]:
    """Return (offset, encoding) of each complete sequence that is odd where it is, in order.

    `pairs`: the offsets of characters beyond ASCII that have another one behind them.
    """
    lead, follow, followers = roles()
    codes = batch.codes
    second = codes.take(pairs + 1)
    both = lead.take(codes.take(pairs), mode="clip") & follow.take(second, mode="clip")
    rows = np.flatnonzero(both)
    pairs, both = pairs[rows], both[rows]
    read_as = int(np.bitwise_or.reduce(both))
    found: list[tuple[int, int]] = []
    for number in range(len(ENCODINGS)):
        if read_as >> number & 1:
            at = pairs[both >> number & 1 == 1]
            needed = followers[number].take(codes.take(at), mode="clip")
            kept = _complete(codes, follow >> number & 1 == 1, at, needed)
            at, needed = at[kept], needed[kept]
            found += [(offset, number) for offset in at[_odd(batch, at, needed)].tolist()]
    return sorted(found)


def _complete(codes: AnyArray, continues: Mask, at: Ints, needed: AnyArray) -> Mask:
    """Return which sequences have all characters that they need; the first is there."""
    complete = np.ones(at.size, np.bool_)
    for step in (2, 3):
        there = continues.take(codes.take(at + step, mode="clip"), mode="clip")
        complete &= (needed < step) | (there & (at + step < codes.size))
    return complete


def _odd(batch: Batch, at: Ints, needed: AnyArray) -> Mask:
    """Return which sequences are no plain run of small letters, as words of some language are."""
    classes = batch.classes
    inner_capital = (classes.take(np.maximum(at - 1, 0)) == ch.LOWER) & (at > 0)
    odd = inner_capital & (classes.take(at) == ch.UPPER)
    for step in (1, 2, 3):
        kind = classes.take(at + step, mode="clip")
        odd |= (needed >= step) & (at + step < classes.size) & (kind != ch.LOWER)
    return np.asarray(odd | (batch.codes.take(at) < 0xA0), np.bool_)


def _chains(text: str, starts: list[tuple[int, int]]) -> list[_Chain]:
    """Grow each candidate to the chain of sequences that begins with it; in order of their starts.

    A candidate inside a chain of its encoding begins none.
    """
    chains = []
    reached = [0] * len(ENCODINGS)
    for start, number in starts:
        if start >= reached[number]:
            reached[number] = _end_of_chain(text, start, bytes_of(ENCODINGS[number]))
            chains.append(_Chain(start, reached[number], number))
    return chains


def _end_of_chain(text: str, start: int, table: dict[int, int]) -> int:
    end = start
    while end < len(text):
        needed = continuations(table.get(ord(text[end]), 0))
        tail = text[end + 1 : end + 1 + needed]
        whole = needed and len(tail) == needed
        if not whole or not all(is_continuation(table.get(ord(c), 0)) for c in tail):
            break
        end += needed + 1
    return end


def _weigh(text: str, chains: Sequence[_Chain], floor: int) -> list[_Weighed]:
    """Return the chains of one document, which begins at `floor`, that have evidence for them."""
    weighed = []
    for chain in chains:
        start, end, number = chain
        found = text[start:end]
        if decoded := repair(found, ENCODINGS[number]):
            ahead = text[max(floor, start - 2) : start]
            evidence = weigh(ahead, found, text[end : end + 1], decoded)
            if evidence.weight > 0:
                weighed.append(_Weighed(chain, decoded, evidence))
    return weighed


def _judge(weighed: list[_Weighed]) -> list[Misread]:
    """Return which chains of one document are misread.

    Each for itself, or backed by others in the same encoding. The encoding that explains most of
    the document comes first: one text is rarely misread in two ways.
    """
    covered, odd_evidence = Counter[int](), dict.fromkeys(range(len(ENCODINGS)), 0.0)
    for (start, end, encoding), _, evidence in weighed:
        covered[encoding] += end - start
        odd_evidence[encoding] += evidence.weight if evidence.odd else 0.0
    weighed.sort(key=lambda row: (-covered[row.chain.encoding], row.chain.encoding, row.chain))
    kept: list[Misread] = []
    taken: list[tuple[int, int]] = []
    for (start, end, encoding), text, evidence in weighed:
        needed = _ENOUGH if encoding == weighed[0].chain.encoding else 2 * _ENOUGH
        others = odd_evidence[encoding] - (evidence.weight if evidence.odd else 0.0)
        alone = evidence.odd and evidence.weight >= needed
        backed = others >= 2 * _ENOUGH and evidence.weight >= _BACKED
        if (alone or backed) and not _overlaps(taken, start, end):
            bisect.insort(taken, (start, end))
            kept.append(Misread(start, end, text, evidence.weight))
    return kept


def _overlaps(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    """Return whether a span overlaps one of `taken`, sorted spans apart from each other."""
    row = bisect.bisect_left(taken, (start, end))
    return (row > 0 and taken[row - 1][1] > start) or (row < len(taken) and taken[row][0] < end)

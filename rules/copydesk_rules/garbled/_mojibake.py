"""Find text that was decoded in the wrong encoding, and what it should read.

Columns find the lines with suspicious characters, few in correct text of any language: sequences
that are UTF-8 if read in a single-byte encoding, C1 controls, `Ã` or `Â` before a space. Of those
lines ftfy and, for what it does not know, `_encodings` propose a repair; `_mojibake_evidence`
judges each word that changes.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Ints, Mask
from copydesk.columns.ragged import distinct
from copydesk_rules.garbled._encodings import ENCODINGS, roles
from copydesk_rules.garbled._mojibake_repair import repaired_words

_PIECE = 2000  # characters of a line that are repaired together
_LOST = 0xFFFD
_NEXT_LINE = 0x85  # the one C1 control that is a line end


class Misread(Struct, frozen=True):
    """A span of text that reads wrongly, and what it should read.

    `evidence`: how much speaks for it, 3 is enough for a word alone.
    """

    start: int
    end: int
    repair: str
    evidence: float


def misread_utf8(batch: Batch) -> list[Misread]:
    """Return the misread words of a batch, in order, none overlapping; for `batch.derive`."""
    offsets = _suspicious(batch)
    if not offsets.size:
        return []
    return [
        Misread(start + word.start, start + word.end, word.new, word.evidence)
        for start, end in _pieces(batch, offsets)
        for word in repaired_words(batch.text[start:end])
    ]


def above_ascii(batch: Batch) -> Ints:
    """Return the offsets of all characters beyond ASCII; for `batch.derive`."""
    return np.flatnonzero(batch.codes >= 0x80)


def _suspicious(batch: Batch) -> Ints:
    """Return the offsets of characters that are odd where they are, in no order."""
    high = batch.derive(above_ascii)
    codes = batch.codes
    code = codes.take(high)
    controls = high[(code < 0xA0) & ((code != _NEXT_LINE) | _before_more(batch, high))]
    # `voilÃ la`, `Â £5`: the byte behind it was a space that does not break.
    bare = high[(code == ord("Ã")) | (code == ord("Â"))]
    bare = bare[codes.take(bare + 1, mode="clip") == ord(" ")]
    # `â€` begins nothing that anybody writes, whatever is left of its third byte.
    euro = high[code == ord("â")]
    second = codes.take(euro + 1, mode="clip")
    third = codes.take(euro + 2, mode="clip")
    euro = euro[(second == ord("€")) | ((second == ord('"')) & (third == ord("¢")))]
    pairs = high[:-1][high[1:] - high[:-1] == 1]
    lost = pairs[codes.take(pairs + 1) == _LOST]
    lost = lost[(codes.take(lost) >= 0xC2) & (codes.take(lost) < 0xF5)]
    return np.concatenate((controls, bare, euro, lost, _sequences(batch, pairs)))


def _before_more(batch: Batch, at: Ints) -> Mask:
    """Return which characters stand behind a letter and before a space or a small letter."""
    behind = batch.classes.take(at + 1, mode="clip")
    letter = batch.classes.take(np.maximum(at - 1, 0)) <= ch.LETTER
    return np.asarray(letter & ((behind == ch.SPACE) | (behind == ch.LOWER)), np.bool_)


def _pieces(batch: Batch, offsets: Ints) -> Iterator[tuple[int, int]]:
    """Yield the lines, or pieces of long lines, that some offsets lie in, in order."""
    bounds = distinct(np.concatenate((batch.line_ends, batch.document_end, [-1])))
    rows = distinct(np.searchsorted(bounds, offsets)).tolist()
    offsets = np.sort(offsets)
    for row in rows:
        start, end = int(bounds[row - 1]) + 1, int(bounds[row])
        while start < end:
            stop = end
            if end - start > _PIECE:
                stop = batch.text.rfind(" ", start, start + _PIECE) + 1 or start + _PIECE
            first, last = np.searchsorted(offsets, (start, stop)).tolist()
            if first < last:
                yield start, stop
            start = stop


def _sequences(batch: Batch, pairs: Ints) -> Ints:
    """Return the offset of each complete sequence that is odd where it is, in no order.

    `pairs`: the offsets of characters beyond ASCII that have another one behind them.
    """
    lead, follow, followers = roles()
    codes = batch.codes
    both = lead.take(codes.take(pairs), mode="clip")
    both = both & follow.take(codes.take(pairs + 1), mode="clip")
    rows = np.flatnonzero(both)
    pairs, both = pairs[rows], both[rows]
    found = [np.zeros(0, np.int64)]
    read_as = int(np.bitwise_or.reduce(both)) if both.size else 0
    for number in range(len(ENCODINGS)):
        if read_as >> number & 1:
            at = pairs[both >> number & 1 == 1]
            needed = followers[number].take(codes.take(at), mode="clip")
            kept = _complete(codes, follow >> number & 1 == 1, at, needed)
            at, needed = at[kept], needed[kept]
            found.append(at[_odd(batch, at, needed)])
    return np.concatenate(found)


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
    lead = batch.codes.take(at)
    odd |= (lead < 0xA0) | (lead == ord("Ã")) | (lead == ord("Â")) | (classes.take(at) > ch.LETTER)
    return np.asarray(odd, np.bool_)

"""Find UTF-8 that was read in another encoding (`Ã©`, `â€™`, `┬┐`, `вЂ™`), and what it should read.

A UTF-8 sequence read byte by byte leaves a lead character and one to three continuation characters,
which ones depends on the encoding: tables say so for each. A sequence is evidence when it decodes
to something that people write *and* what stands there is not what they write: `Ã©` inside a word,
but neither `É…` at the end of a shouted word nor `é »` in French typography.
"""

from __future__ import annotations

import bisect
import functools
import unicodedata
from dataclasses import dataclass

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.characters import class_table
from copydesk.columns.dtypes import AnyArray, Ints, Mask

# In order of preference where two explain a sequence equally well.
ENCODINGS = (
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1254",
    "cp1253",
    "mac_roman",
    "cp437",
    "cp850",
    "cp866",
)
_LIMIT = 0x10000
_NATURAL = frozenset(
    "…”“’‘–—»«‹›™®\u00a0"
)  # what may follow a capital letter with an accent in correct text
# evidence for a lone sequence: one punctuation mark, or one accented letter in a word that cannot
# hold what stands there
_ENOUGH = 2.5
_ROUNDS = 4  # text may be misread more than once
# Sequences whose last byte has no character in cp1252, or was straightened.
_LOSSY = {"â€�": "”", 'â€"': "–", "â€": "”", "Ð�": "�", "Ñ�": "�"}


@dataclass(frozen=True, slots=True)
class Misread:
    """A span of text that reads wrongly, and what it should read."""

    start: int
    end: int
    repair: str
    evidence: float


@functools.cache
def bytes_of(encoding: str) -> dict[int, int]:
    """Map code point -> byte, ASCII left out.

    Bytes without a character count as the C1 control of their number, as browsers read them.
    """
    table = {}
    for byte in range(0x80, 0x100):
        table[byte if byte < 0xA0 else -byte] = byte
        try:
            table[ord(bytes([byte]).decode(encoding))] = byte
        except UnicodeDecodeError:
            continue
    return {code: byte for code, byte in table.items() if code >= 0x80}


@functools.cache
def _encoders() -> dict[str, dict[int, int]]:
    return {encoding: bytes_of(encoding) for encoding in ENCODINGS}


@functools.cache
def _roles() -> tuple[AnyArray, AnyArray, AnyArray]:
    """Return for each code point the encodings in which it leads,
    those in which it continues (bit sets), and a lead's followers.
    """
    lead, follow = np.zeros(_LIMIT, np.uint16), np.zeros(_LIMIT, np.uint16)
    wants = np.zeros((len(ENCODINGS), _LIMIT), np.uint8)
    for number, encoding in enumerate(ENCODINGS):
        for code, byte in _encoders()[encoding].items():
            if 0x80 <= byte < 0xC0:
                follow[code] |= 1 << number
            elif 0xC2 <= byte < 0xF5:
                lead[code] |= 1 << number
                wants[number, code] = 1 + (byte >= 0xE0) + (byte >= 0xF0)
    return lead, follow, wants


def misread_utf8(batch: Batch) -> list[Misread]:
    """Return the misread spans of a batch, in order, none overlapping."""
    high = batch.derive(above_ascii)
    pairs = high[:-1][high[1:] - high[:-1] == 1]
    if not pairs.size:
        return []
    spans = _chains(batch.text, _candidates(batch, pairs))
    found: list[Misread] = []
    for number, group in _by_document(batch, spans).items():
        found += _judge(batch.text, group, int(batch.document_start[number]))
    taken = {misread.start for misread in found}
    found += [misread for misread in _lossy(batch, pairs) if misread.start not in taken]
    return sorted(found, key=lambda misread: misread.start)


def _lossy(batch: Batch, pairs: Ints) -> list[Misread]:
    """Return the quotation marks and dashes whose last byte was lost.

    `â€` begins nothing that anybody writes.
    """
    pairs = pairs[batch.codes.take(pairs) == ord("â")]
    found = []
    for at in pairs[batch.codes.take(pairs + 1) == ord("€")].tolist():
        sequence = next(lossy for lossy in _LOSSY if batch.text.startswith(lossy, at))
        found.append(Misread(at, at + len(sequence), _LOSSY[sequence], 3.0))
    return found


def above_ascii(batch: Batch) -> Ints:
    """Return the offsets of all characters beyond ASCII; for `batch.derive`."""
    return np.flatnonzero(batch.codes >= 0x80)


def _candidates(batch: Batch, pairs: Ints) -> list[tuple[int, int]]:
    """Return (offset, encoding) of each complete sequence that is odd where it stands.

    Few in correct text of any language.

    `pairs`: the offsets of characters beyond ASCII that have another one behind them.
    """
    lead, follow, wants = _roles()
    codes = batch.codes
    both = lead.take(codes.take(pairs), mode="clip") & follow.take(
        codes.take(pairs + 1), mode="clip"
    )
    rows = np.flatnonzero(both)
    pairs, both = pairs[rows], both[rows]
    read_as = int(np.bitwise_or.reduce(both))
    found: list[tuple[int, int]] = []
    for number in range(len(ENCODINGS)):
        if read_as >> number & 1:
            at = pairs[both >> number & 1 == 1]
            at = at[_complete(codes, follow, wants[number], at, number)]
            at = at[_odd(batch.classes, codes, at, wants[number].take(codes.take(at), mode="clip"))]
            found += [(offset, number) for offset in at.tolist()]
    return sorted(found)


def _complete(codes: AnyArray, follow: AnyArray, wants: AnyArray, at: Ints, number: int) -> Mask:
    need = wants.take(codes.take(at), mode="clip")
    full = np.ones(at.size, np.bool_)
    for step in (2, 3):
        follows = follow.take(codes.take(at + step, mode="clip"), mode="clip") >> number & 1 == 1
        full &= (need < step) | (follows & (at + step < codes.size))
    return full


def _odd(classes: AnyArray, codes: AnyArray, at: Ints, need: AnyArray) -> Mask:
    """Return which sequences are no plain run of lower-case letters.

    That much is correct text in some language.
    """
    size = classes.size
    odd = (
        (classes.take(np.maximum(at - 1, 0)) == ch.LOWER)
        & (classes.take(at) == ch.UPPER)
        & (at > 0)
    )
    for step in (1, 2, 3):
        kind = classes.take(at + step, mode="clip")
        odd |= (need >= step) & (at + step < size) & (kind != ch.LOWER)
    return np.asarray(odd | (codes.take(at) < 0xA0), np.bool_)


def _chains(text: str, starts: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Grow each candidate to the chain of sequences that begins with it.

    Return (start, end, encoding).
    """
    chains = []
    reached = dict.fromkeys(range(len(ENCODINGS)), 0)
    for start, number in starts:
        if start < reached[number]:
            continue
        end = start
        table = _encoders()[ENCODINGS[number]]
        while True:
            byte = table.get(ord(text[end]), 0) if end < len(text) else 0
            need = 0 if not 0xC2 <= byte < 0xF5 else 1 + (byte >= 0xE0) + (byte >= 0xF0)
            tail = text[end + 1 : end + 1 + need]
            if (
                not need
                or len(tail) < need
                or not all(0x80 <= table.get(ord(c), 0) < 0xC0 for c in tail)
            ):
                break
            end += need + 1
        reached[number] = end
        chains.append((start, end, number))
    return chains


def _by_document(
    batch: Batch, spans: list[tuple[int, int, int]]
) -> dict[int, list[tuple[int, int, int]]]:
    grouped: dict[int, list[tuple[int, int, int]]] = {}
    if spans:
        numbers = (
            np.searchsorted(batch.document_start, [start for start, _, _ in spans], side="right")
            - 1
        )
        for number, span in zip(numbers.tolist(), spans, strict=True):
            grouped.setdefault(number, []).append(span)
    return grouped


def _judge(text: str, spans: list[tuple[int, int, int]], floor: int) -> list[Misread]:
    """Return the spans of one document that are misread.

    Each for itself, or backed by others in the same encoding.
    """
    weighed = []
    total = dict.fromkeys(range(len(ENCODINGS)), 0.0)
    covered = dict.fromkeys(range(len(ENCODINGS)), 0)
    for start, end, number in spans:
        decoded = _repair(text[start:end], number)
        if decoded:
            evidence, odd = _evidence(
                text[max(floor, start - 2) : start], text[start:end], text[end : end + 1], decoded
            )
            if evidence > 0:
                weighed.append((start, end, number, decoded, evidence, odd))
                total[number] += evidence if odd else 0.0
                covered[number] += end - start
    kept: list[Misread] = []
    weighed.sort(
        key=lambda row: (-covered[row[2]], row[2], row[0])
    )  # the encoding that explains most of the document comes first
    taken: list[tuple[int, int]] = []
    for start, end, number, decoded, evidence, odd in weighed:
        needed = (
            _ENOUGH if number == weighed[0][2] else 2 * _ENOUGH
        )  # one text is rarely misread in two ways
        backed = total[number] - (evidence if odd else 0.0) >= 2 * _ENOUGH
        enough = (odd and evidence >= needed) or (backed and evidence >= 1)
        if enough and not _overlaps(taken, start, end):
            bisect.insort(taken, (start, end))
            kept.append(Misread(start, end, decoded, evidence))
    return kept


def _overlaps(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    """Return whether a span overlaps one of `taken`, sorted spans apart from each other."""
    row = bisect.bisect_left(taken, (start, end))
    return (row > 0 and taken[row - 1][1] > start) or (row < len(taken) and taken[row][0] < end)


def _decode(found: str, number: int) -> str | None:
    table = _encoders()[ENCODINGS[number]]
    try:
        decoded = bytes(table[ord(c)] for c in found).decode("utf-8", "surrogatepass")
        return decoded.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        return None


@functools.lru_cache(maxsize=4096)  # a misread text holds the same few chains over and over
def _repair(found: str, number: int) -> str:
    decoded = _decode(found, number)
    return again(decoded) if decoded else ""


@functools.lru_cache(maxsize=4096)
def _evidence(ahead: str, found: str, after: str, decoded: str) -> tuple[float, bool]:
    """Weigh one chain, between two characters and one.

    How likely what it decodes to is, and whether what stands there is odd.
    """
    kinds = class_table()
    before, earlier = ahead[-1:] or " ", ahead[:-1]
    weight = sum(_weight(c) for c in decoded)
    odd = 0.0
    for i, c in enumerate(found):
        previous, following = (
            (found[i - 1] if i else before),
            (found[i + 1] if i + 1 < len(found) else after),
        )
        kind = kinds[min(ord(c), ch.LIMIT - 1)]
        odd += previous.islower() and kind == ch.UPPER  # lower case runs into upper case
        if 0x80 <= ord(c) < 0xA0:
            odd += 1
        elif c in _NATURAL:
            odd += c != "\u00a0" and following.isalpha()
        elif kind not in (ch.LOWER, ch.UPPER, ch.DIGIT) and i:
            odd += 1
    if before.isupper() and (after.isupper() or earlier.isupper()) and decoded.islower():
        return (
            0.0,
            False,
            # `MÄ£M`: a capital word with a currency sign is likelier than a small letter among capitals
        )
    if found[1:] == "\u00a0»" or (found[1:] == "\u00a0" and after == "»"):
        return (
            0.0,
            False,
        )  # French: a closing quotation mark stands after a space that does not break, `« é »`
    if found[0] in "√├┬─┼╨╤¬" and not (before.isalpha() or after.isalpha()) and len(decoded) < 3:
        return 0.0, False  # a formula or a drawn table
    if not before.isalpha() and found[1:] == "\u00a0" and found[0] == "Ã":
        odd += 1
    if (
        kinds[min(ord(found[0]), ch.LIMIT - 1)] == ch.SYMBOL
        and before.isalpha()
        and earlier.isalpha()
    ):
        odd += 1
    if len(found) >= 3 and weight >= 3:
        odd += 1  # three letters that decode to a mark: no word holds `âœ”`
    return weight + min(odd, 3), odd > 0


def _weight(character: str) -> float:
    code = ord(character)
    if (
        0x2010 <= code < 0x2050
        or 0x20A0 <= code < 0x27C0
        or code >= 0x1F000
        or code in (0xFEFF, 0xFB01, 0xFB02, 0x202F, 0x2009)
    ):
        return 3.0
    if 0xA0 < code < 0x180 or 0x1E00 <= code < 0x1F00 or 0x218 <= code < 0x21C:
        return 1.5
    if code == 0xA0 or 0x370 <= code < 0x530 or 0x590 <= code < 0x1200 or 0x3000 <= code < 0xE000:
        return 1.0
    return (
        -3.0
        if unicodedata.category(character) in ("Cc", "Cn", "Co", "Cs", "Mn", "Lm") or code < 0x370
        else 0.5
    )


def again(text: str) -> str:
    """Undo further rounds of the same fault in a repaired text."""
    for _ in range(_ROUNDS):
        for number in range(len(ENCODINGS)):
            table = _encoders()[ENCODINGS[number]]
            decoded = _decode(text, number) if all(ord(c) in table for c in text) else None
            if decoded and sum(_weight(c) for c in decoded) >= 1.5:
                text = decoded
                break
        else:
            break
    for lossy, repair in _LOSSY.items():
        text = text.replace(lossy, repair)
    return text

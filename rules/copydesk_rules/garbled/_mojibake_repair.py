"""Repair a line that was decoded in the wrong encoding, word by word.

ftfy, the standard of the field, repairs lines that one encoding explains, and what else it knows.
Encodings that it does not know, and words misread in a line that is right otherwise, are tried
besides. Of every proposal only words count that are better for it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import NamedTuple

from copydesk.patterns import late_pattern
from copydesk_rules.garbled._encodings import ENCODINGS, ROUNDS, undo
from copydesk_rules.garbled._mojibake_evidence import RULED_OUT, Word, weigh

_ALONE = 3.0  # evidence that a word needs by itself
_BACKED, _COMPANY = 0.4, 5.0  # and beside others of its line and encoding, and those together
_WHOLE = 8.0  # evidence in a line from which its whole repair counts, but for what is ruled out
# Marks whose third byte was lost or straightened: `â€` begins nothing that anybody writes.
_LOSSY = late_pattern('â€(?:�|"|TM| ̃|(?![\x80-\xbf–—‘’‚“”„†‡•…‰‹›€™œžŸŠŒŽƒˆ˜]))|â"¢')
_MARKS = {'â€"': "–", "â€TM": "’", "â€ ̃": "‘", 'â"¢': "™"}
_SPACES = late_pattern(" ")


class Repaired(NamedTuple):
    """A word, or a few, of a text: its place, what it should read, and the evidence for it."""

    start: int
    end: int
    new: str
    evidence: float


def repaired_words(text: str) -> list[Repaired]:
    """Return the words of a line that were decoded wrongly, in order, none overlapping."""
    found: list[Repaired] = []
    for words in _proposals(text):
        free = [(word, weigh(word)) for word in words if not _overlaps(found, word)]
        total = sum(weight for _, weight in free if weight > 0)
        needed = _ALONE if total < _COMPANY else _BACKED if total < _WHOLE else RULED_OUT
        found += [
            Repaired(word.start, word.start + len(word.old), word.new, max(weight, _BACKED))
            for word, weight in free
            if weight >= needed
        ]
    return sorted(found)


def _proposals(text: str) -> Iterator[list[Word]]:
    """Yield the words that a line may have been misread in, by the repair that explains most."""
    fixed = _ftfy()(text.replace("â€�", "â€\x9d"))  # the byte that has no character
    proposals = [list(_changed(text, fixed, by_ftfy=True))]
    if not _explains(proposals[0], text):
        for encoding in ENCODINGS:
            other = undo(text, encoding)
            if other != text:
                proposals.append(list(_changed(text, _again(other))))
    yield from sorted(proposals, key=_rank)
    mended = _LOSSY.sub(lambda match: _MARKS.get(match[0], "”"), text)
    if mended != text:
        yield list(_changed(text, mended, by_ftfy=True))


def _explains(words: list[Word], text: str) -> bool:
    """Return whether a repair is sure of each of its words, and leaves only ASCII as it is."""
    rest, at = "", 0
    for word in words:
        rest += text[at : word.start]
        at = word.start + len(word.old)
    return (rest + text[at:]).isascii() and all(weigh(word) >= _ALONE for word in words)


def _rank(words: list[Word]) -> float:
    """Return the place of a proposal: one text is rarely misread in two ways, so the repair that
    explains most comes first, and of near equals that of ftfy, which looks at the whole line.
    """
    return -sum(max(weigh(word), 0.0) + word.by_ftfy for word in words)


def _again(text: str) -> str:
    """Undo further rounds of the same fault in a repaired text."""
    for _ in range(ROUNDS):
        further = _ftfy()(text)
        if further == text:
            break
        text = further
    return text


@functools.cache
def _ftfy() -> Callable[[str], str]:
    from ftfy import TextFixerConfig, fix_encoding  # few runs need it

    return functools.partial(fix_encoding, config=TextFixerConfig(explain=False))


def _changed(old: str, new: str, *, by_ftfy: bool = False) -> Iterator[Word]:
    """Yield the words, what lies between spaces, that differ between a line and its repair."""
    before, after = old.split(" "), new.split(" ")
    starts = [0, *(match.end() for match in _SPACES.finditer(old)), len(old) + 1]
    if len(before) == len(after):
        for number, (one, other) in enumerate(zip(before, after, strict=True)):
            if one != other:
                yield Word(starts[number], one, other, by_ftfy)
        return
    from rapidfuzz.distance import Indel

    # The repair has more or fewer spaces.
    first = begin = 0
    for block in Indel.opcodes(before, after).as_matching_blocks():
        if block.a > first or block.b > begin:
            span = old[starts[first] : max(starts[block.a] - 1, starts[first])]
            yield Word(starts[first], span, " ".join(after[begin : block.b]), by_ftfy)
        first, begin = block.a + block.size, block.b + block.size


def _overlaps(found: list[Repaired], word: Word) -> bool:
    end = word.start + len(word.old)
    return any(word.start < other.end and other.start < end for other in found)

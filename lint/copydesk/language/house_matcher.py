"""Find the phrases of house rules: all words in one pass over a batch, each pattern in one more."""

from __future__ import annotations

import bisect
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import regex
from ahocorasick_rs import AhoCorasick

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints
from copydesk.language.house_phrase import GAP, Phrase
from copydesk.language.phrases import at_word_bounds, folded, plain_spaces, plain_text

_PATIENCE = 2.0  # seconds for a pattern in one batch of about half a million characters
_BUDGET = 10.0  # seconds that a pattern may waste before it is not searched any more
_VERIFYING = 0.5  # seconds for the words between two parts of one phrase; honest ones take none
_LONGEST_WORD = 40  # characters
_BLANK_LINE = regex.compile(r"(?:\r\n|\n|\r)[ \t]*+(?:\r\n|\n|\r)")
_BETWEEN = r"[^\w.!?]{1,9}"  # what parts two words of a sentence


class TooSlow(Exception):
    """A pattern takes longer than any honest one."""


class _Literal(NamedTuple):
    """Words that are searched for all at once: of which entry, and whether they excuse.

    `whole`: the pattern of the phrase that they begin, where words may stand between its parts;
    `last` is its last part, which ends at most `reach` characters behind them.
    """

    entry: int
    excuses: bool = False
    whole: Any = None
    last: str = ""
    reach: int = 0

    def end(self, text: str, start: int, end: int) -> int:
        """Return where the phrase ends whose first part has these bounds, 0 where it goes on otherwise."""
        if self.whole is None:
            return end
        try:
            found = self.whole.match(text[start : end + self.reach + 1], timeout=_VERIFYING)
        except TimeoutError:
            return 0
        return start + int(found.end()) if found else 0


Spans = list[tuple[int, int]]


class Matcher:
    """Finds the phrases of all entries in one pass, and each pattern in one more."""

    def __init__(self, entries: Sequence[Phrase]) -> None:
        self._entries = entries
        self._wasted: dict[int, float] = defaultdict(float)
        self._patterns = {
            n: regex.compile(
                one.pattern, regex.MULTILINE if one.case else regex.MULTILINE | regex.IGNORECASE
            )
            for n, one in enumerate(entries)
            if one.pattern
        }
        self._automata = [
            _automaton(entries, case, text_of)
            for case, text_of in ((False, _spaced), (True, _spaced_cased))
            if any(one.case is case and one.texts for one in entries)
        ]

    def __call__(self, batch: Batch) -> dict[int, Spans | TooSlow]:
        """Return the spans of each entry that is found, in order, none overlapping another."""
        found: dict[int, Spans] = defaultdict(list)
        excused: dict[int, Spans] = defaultdict(list)
        for literals, automaton, text_of in self._automata:
            text, offsets = batch.derive(text_of)
            rows = automaton.find_matches_as_indexes(text, overlapping=True)
            number, start, end = np.array(rows, np.int64).reshape(-1, 3).T
            kept = at_word_bounds(batch, offsets[start], offsets[end - 1] + 1)
            for n, a, b in zip(
                number[kept].tolist(), start[kept].tolist(), end[kept].tolist(), strict=True
            ):
                for literal in literals[n]:
                    if literal.last and text.find(literal.last, b, b + literal.reach) < 0:
                        continue  # most first parts: not worth a call
                    stop = literal.end(text, a, b)
                    first, last = int(offsets[a]), int(offsets[stop - 1]) + 1
                    if stop:
                        (excused if literal.excuses else found)[literal.entry].append((first, last))
        spans: dict[int, Spans | TooSlow] = {
            n: _apart(batch, some, excused.get(n, [])) for n, some in found.items()
        }
        for n in self._patterns:
            spans[n] = self._searched(n, batch)
        return spans

    def _searched(self, n: int, batch: Batch) -> Spans | TooSlow:
        """Search for a pattern, as long as it has not wasted more than its budget."""
        shown = self._entries[n].pattern
        if self._wasted[n] >= _BUDGET:
            return TooSlow(
                f"the pattern {shown!r} is too slow and is not searched for any more; make it simpler"
            )
        began = time.monotonic()
        try:
            found = [
                m.span()
                for m in self._patterns[n].finditer(batch.text, timeout=_PATIENCE)
                if m.end() > m.start()
            ]
        except TimeoutError:
            self._wasted[n] += time.monotonic() - began
            return TooSlow(
                f"the pattern {shown!r} takes over {_PATIENCE:g} seconds; make it simpler"
            )
        return _apart(batch, found, [])

    def replacement(self, n: int, text: str) -> str | None:
        """Return what an entry puts in the place of a text, in its letter case; None for nothing."""
        entry = self._entries[n]
        if entry.replacement is None or n not in self._patterns:
            keeps = entry.replacement is None or entry.case
            return entry.replacement if keeps else _cased(str(entry.replacement), text)
        try:
            found = self._patterns[n].fullmatch(text, timeout=_VERIFYING)
        except TimeoutError:
            return None
        return str(found.expand(entry.replacement)) if found else None


def _automaton(
    entries: Sequence[Phrase], case: bool, text_of: Callable[[Batch], _Spaced]
) -> tuple[list[list[_Literal]], AhoCorasick, Callable[[Batch], _Spaced]]:
    """Return what each string of an automaton stands for, the automaton, and what it searches."""
    literals: dict[str, list[_Literal]] = defaultdict(list)
    for n, one in enumerate(entries):
        if one.case is case:
            for text in one.texts:
                parts = [" ".join(folded(part, case=case).split()) for part in GAP.split(text)]
                found = _Literal(n) if len(parts) == 1 else _gapped(n, parts)
                literals[parts[0]].append(found)
            for text in one.exceptions:
                literals[folded(text, case=case)].append(_Literal(n, excuses=True))
    return (
        list(literals.values()),
        AhoCorasick(list(literals)),
        text_of,
    )


def _gapped(n: int, parts: Sequence[str]) -> _Literal:
    """Return the first part of a phrase; between two parts are the least and most words there."""
    out, reach = _words(parts[0]), 0
    for low, high, part in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        out += rf"{_BETWEEN}(?:\w[\w'’-]{{0,{_LONGEST_WORD}}}{_BETWEEN}){{{low},{high}}}?{_words(part)}"
        reach += len(part) + (int(high) + 1) * (_LONGEST_WORD + 20)
    last = parts[-1].split()[-1]  # a line may end within the part
    return _Literal(n, whole=regex.compile(out + r"(?!\w)"), last=last, reach=reach)


def _words(part: str) -> str:
    return _BETWEEN.join(map(regex.escape, part.split()))


class _Spaced(NamedTuple):
    """A batch's text with one space for all white space and blank markup between two words."""

    text: str
    offsets: Ints  # of each character in the batch


def _spaced(batch: Batch) -> _Spaced:
    return _single_spaces(batch, batch.derive(plain_text))


def _spaced_cased(batch: Batch) -> _Spaced:
    return _single_spaces(batch, batch.derive(plain_spaces))


def _single_spaces(batch: Batch, text: str) -> _Spaced:
    space = batch.classes >= ch.SPACE
    kept = np.ones(space.size, np.bool_)
    kept[1:] = ~(space[1:] & space[:-1])
    offsets = np.flatnonzero(kept)
    for end in "\n\r\t":
        text = text.replace(end, " ")
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)[kept]
    return _Spaced(codes.tobytes().decode("utf-32-le", "surrogatepass"), offsets)


def _apart(batch: Batch, spans: Iterable[tuple[int, int]], excused: Spans) -> Spans:
    """Return the spans without a blank line in them, the longest of those that overlap, none excused."""
    out, reached, documents = Spans(), -1, batch.document_start.tolist()
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if start < reached or any(a <= start and end <= b for a, b in excused):
            continue
        one = bisect.bisect_right(documents, start) == bisect.bisect_right(documents, end - 1)
        if one and not _BLANK_LINE.search(batch.text[start:end]):
            out.append((start, end))
            reached = end
    return out


def _cased(replacement: str, text: str) -> str:
    if text.isupper() and sum(map(str.isalpha, text)) > 1:
        return replacement.upper()
    return replacement[:1].upper() + replacement[1:] if text[:1].isupper() else replacement

"""Find many phrases at once: Aho-Corasick over a batch's text, and rules that are a list of them."""

from __future__ import annotations

import functools
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.blocks import lines
from copydesk.columns.dtypes import Ints, Mask
from copydesk.rule import Hits, Rule, Severity, Within
from copydesk.rule_record import record_rule
from copydesk.word_lists import entries

Match = Literal["words", "anywhere", "line"]
# Characters of phrases up to which the largest and fastest automaton is made: for 500 phrases it
# takes 3 ms more to make, and finds them three times as fast (3.7 ms a million characters, 2026-12).
_FEW = 1 << 14


class Found(NamedTuple):
    """Places of phrases: the phrase's number, and its start and end in the batch's text."""

    number: Ints
    start: Ints
    end: Ints

    def texts(self, batch: Batch) -> list[str]:
        """Return each phrase as the text has it."""
        return [*map(batch.slice, self.start.tolist(), self.end.tolist())]


class Phrases:
    """A list of phrases, compiled once.

    The shape of apostrophes makes no difference, nor does letter case unless `case` is set; white
    space in a phrase is one space. `match`: where a phrase counts. "words": where no word runs into
    it or out of it; "anywhere": within words too; "line": where it is all of a line.
    """

    def __init__(
        self, phrases: Iterable[str], *, match: Match = "words", case: bool = False
    ) -> None:
        self._text_of = plain_spaces if case else plain_text
        fold = _plain if case else _lowered
        self.phrases = tuple(dict.fromkeys(fold(phrase) for phrase in phrases))
        self._match = match
        few = sum(map(len, self.phrases)) <= _FEW
        self._automaton = AhoCorasick(
            self.phrases,
            matchkind=MatchKind.LeftmostLongest,
            implementation=Implementation.DFA if few else None,
        )

    def find(self, batch: Batch) -> Found:
        """Return the places of the phrases, leftmost longest, in order."""
        found = self._automaton.find_matches_as_indexes(batch.derive(self._text_of))
        number, start, end = np.array(found, np.int64).reshape(-1, 3).T
        kept = np.ones(number.size, np.bool_)
        if self._match == "words":
            kept = at_word_bounds(batch, start, end)
        elif self._match == "line":
            first, last = lines(batch.classes)
            kept = np.isin(start, first) & np.isin(end, last)
        return Found(number[kept], start[kept], end[kept])


def phrase_rule(
    code: str,
    name: str,
    message: str,
    phrases: Iterable[str] | str,
    *,
    match: Match = "words",
    case: bool = False,
    confidence: float = 0.9,
    severity: Severity = "warning",
    within: Within = "prose",
    page: str = "",
    **declared: Any,
) -> Rule:
    """Return a rule that marks each of some phrases; a module holds it under any name.

    `phrases`: the phrases, or the name of a file of them beside the module that calls this, such as
    `words/office.txt`, one a line, `#` for a comment. They become the rule's threshold `phrases`.
    `message` may name `{phrase}`, which is the phrase as the text has it. `match`, `case`: see
    Phrases. `page`: the rule's page with its `## Bad` and `## Good` examples, where several rules
    share a module; else the module's docstring is the page. `declared`: what else `document_rule`
    takes.
    """
    module: Mapping[str, Any] = sys._getframe(1).f_globals  # as `collections.namedtuple` does
    if isinstance(phrases, str):
        phrases = entries(Path(module["__file__"]).parent / phrases)

    def judge(batch: Batch, given: Mapping[str, Any]) -> Hits:
        found = _compiled(given["phrases"], match, case).find(batch)
        texts = found.texts(batch)
        return Hits.at(found.start, found.end, confidence=confidence, phrase=texts)

    return record_rule(
        code,
        name,
        message,
        judge,
        thresholds={"phrases": tuple(phrases)},
        page=page,
        notes="`phrases`: what is looked for.",
        module=module["__name__"],
        severity=severity,
        within=within,
        **declared,
    )


@functools.lru_cache(maxsize=256)
def _compiled(phrases: tuple[str, ...], match: Match, case: bool) -> Phrases:
    return Phrases(phrases, match=match, case=case)


def folded(phrase: str, *, case: bool) -> str:
    """Return a phrase as the text is searched: `plain_text`, or `plain_spaces` with `case`."""
    return _plain(phrase) if case else _lowered(phrase)


def at_word_bounds(batch: Batch, start: Ints, end: Ints) -> Mask:
    """Return which spans no word runs into or out of; shape (spans,)."""
    size = batch.classes.size

    def in_word(at: Ints) -> Mask:
        kind = batch.classes.take(at, mode="clip")
        return np.asarray((at >= 0) & (at < size) & (kind >= ch.LOWER) & (kind <= ch.JOINER))

    inside = in_word(start - 1) & in_word(start)
    return np.asarray(~(inside | (in_word(end) & in_word(np.maximum(end - 1, 0)))), np.bool_)


def plain_text(batch: Batch) -> str:
    """Return a batch's text in lower case, with plain apostrophes and spaces.

    Offsets stay; for `batch.derive`.
    """
    return _lowered(batch.text)


def plain_spaces(batch: Batch) -> str:
    """Return a batch's text with plain apostrophes and spaces; for `batch.derive`."""
    return _plain(batch.text)


def _lowered(text: str) -> str:
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters grow when lowered (İ); offsets must not move
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return _plain(lowered)


def _plain(text: str) -> str:
    for typographic, plain in (("’", "'"), ("ʼ", "'"), ("\u00a0", " "), ("\u202f", " ")):
        text = text.replace(typographic, plain)
    return text

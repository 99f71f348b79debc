"""What a rule is: a pure function from columns to hits, with its page, its name and its thresholds read from itself."""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import numpy as np

from copydesk.columns.dtypes import Floats, Hashes, Ints, Mask, ShortInts
from copydesk.fixes import Fixes

NUMBER, CAPITAL = np.uint64(1), np.uint64(2)  # flags of a stored word hash: the word is a number; it begins with a capital letter

_LISTED = 1024  # pairs whose words are fetched at a time

Severity = Literal["error", "warning", "info"]
Threshold = bool | int | float | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hits:
    """What a document rule found: spans of the batch, how sure it is, the other place where there is one, numbers for the message.

    `start`, `end`, `other_start`, `other_end` are offsets into the batch's text (other: -1 where there is none), `confidence` is in
    0..1; all of one length. `details[name][i]` fills `{name}` in the message of hit i and becomes its evidence. `fix`: what would put
    them right, where the rule knows.
    """

    start: Ints
    end: Ints
    confidence: Floats
    other_start: Ints
    other_end: Ints
    details: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    fix: Fixes | None = None

    def __len__(self) -> int:
        return int(self.start.size)

    @classmethod
    def at(
        cls,
        start: Ints | Sequence[int],
        end: Ints | Sequence[int],
        *,
        confidence: float | Floats | Sequence[float] = 0.9,
        other: tuple[Ints | Sequence[int], Ints | Sequence[int]] | None = None,
        fix: Fixes | None = None,
        **details: Sequence[Any],
    ) -> Hits:
        """Make hits of spans; `other` gives the spans of the other places."""
        first, last = np.asarray(start, np.int64), np.asarray(end, np.int64)
        sure = np.broadcast_to(np.asarray(confidence, np.float64), first.shape)
        none = np.full(first.shape, -1, np.int64)
        there = (np.asarray(other[0], np.int64), np.asarray(other[1], np.int64)) if other else (none, none)
        plain = {name: values.tolist() if isinstance(values, np.ndarray) else values for name, values in details.items()}
        return cls(first, last, sure, *there, plain, fix)

    @staticmethod
    @functools.cache
    def none() -> Hits:
        """Return no hits."""
        return Hits.at([], [])


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a corpus rule keeps of a batch: units (a document, a paragraph, a sentence …) and the keys that copies would share.

    `start`, `end`: the units' offsets in the batch's text; `first_word`, `end_word`: their rows of its word table; `content`: a hash
    of all their words; shape (units,). `unit`, `key`: the pairs to join on, shape (keys,). Units of equal content are collapsed before
    the join and always meet, so a sketch for exact copies needs no keys. The engine keeps the words, so that a judge compares exactly.
    """

    start: Ints
    end: Ints
    first_word: Ints
    end_word: Ints
    content: Hashes
    unit: Ints
    key: Hashes

    @classmethod
    def none(cls) -> Sketch:
        """Return a sketch of no units."""
        rows, hashes = np.zeros(0, np.int64), np.zeros(0, np.uint64)
        return cls(rows, rows, rows, rows, hashes, rows, hashes)


@dataclass(frozen=True, slots=True)
class Links:
    """What a corpus rule decided: unit `copy` stands again as unit `origin`; numbers of units; both of shape (links,).

    `chained`: links to a unit that is not the representative of their cluster. `copy_words`, `origin_words`: where only a part of the
    units is meant, its first word and its end, counted in the unit. `details` fill the message. `removable`: links whose copy may be
    taken out as an unsafe fix, because its document has the text already.
    """

    copy: Ints
    origin: Ints
    similarity: Floats
    confidence: Floats
    details: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    chained: Mask | None = None
    copy_words: tuple[Ints, Ints] | None = None
    origin_words: tuple[Ints, Ints] | None = None
    removable: Mask | None = None

    def take(self, rows: Ints) -> Links:
        """Return some of the links."""
        copied, held = (None if words is None else (words[0][rows], words[1][rows]) for words in (self.copy_words, self.origin_words))
        return Links(
            self.copy[rows],
            self.origin[rows],
            self.similarity[rows],
            self.confidence[rows],
            {name: [values[row] for row in rows.tolist()] for name, values in self.details.items()},
            None if self.chained is None else self.chained[rows],
            copied,
            held,
            None if self.removable is None else self.removable[rows],
        )


class WordStore(Protocol):
    """Where the words of all documents are, in memory or on disk: hashes whose two lowest bits are flags."""

    def take(self, first: Ints, end: Ints) -> Hashes:
        """Return the words of the runs [first, end), one run after another."""
        ...


class Candidates:
    """The units of one corpus rule, over all documents, and the pairs that share a key.

    Units are numbered in the order of their documents and places. `document` and `size` (words), shape (units,), tell where each stands
    and how long it is. `first`, `second` (shape (pairs,), first < second) are the pairs to judge: each unit that shares a key with
    others is paired with enough of them to find every cluster, never with all of them (docs/adr/0005).
    """

    def __init__(
        self,
        document: Ints | ShortInts,
        first_word: Ints,
        size: Ints | ShortInts,
        words: WordStore,
        content: Ints | ShortInts,
        first: Ints,
        second: Ints,
    ) -> None:
        self.document, self.size = document, size
        self._first_word, self._words, self._content = first_word, words, content
        self.first, self.second = first, second

    def __len__(self) -> int:
        return int(self.document.size)

    @property
    def equal(self) -> Mask:
        """Whether each pair's contents have one hash; shape (pairs,)."""
        return np.asarray(self._content[self.first] == self._content[self.second], np.bool_)

    @property
    def copies(self) -> Ints:
        """How many units of the corpus have each unit's content, itself included; shape (units,)."""
        return np.asarray(np.bincount(self._content, minlength=len(self))[self._content], np.int64)

    def documents_with(self, units: Ints) -> Ints:
        """Return in how many documents of the whole corpus the content of each of some units stands, whichever pairs are judged."""
        content = self._content[units].astype(np.int64)
        asked = np.zeros(len(self), np.bool_)
        asked[content] = True  # a content's number is that of the first unit that has it
        same = np.flatnonzero(asked[self._content])
        places = np.unique(self._content[same].astype(np.int64) << np.int64(32) | self.document[same])
        return np.asarray(np.bincount(places >> np.int64(32), minlength=len(self))[content], np.int64)

    def pairs(self, first: Ints, second: Ints) -> Candidates:
        """Return other pairs of the same units."""
        return Candidates(self.document, self._first_word, self.size, self._words, self._content, first, second)

    def where(self, kept: Mask) -> Candidates:
        """Return those pairs for which `kept` is true; shape (pairs,)."""
        return self.pairs(self.first[kept], self.second[kept])

    def words_of(self, units: Ints) -> tuple[Hashes, Ints, Ints]:
        """Return the word hashes of some units, one unit after another, and where each begins and ends; an odd hash is a number's."""
        first, sizes = self._first_word[units], self.size[units].astype(np.int64)
        stops = np.cumsum(sizes)
        return self._words.take(first, first + sizes) & ~CAPITAL, stops - sizes, stops

    def capitals_of(self, unit: int) -> Mask:
        """Return which words of a unit begin with a capital letter."""
        first = self._first_word[unit : unit + 1]
        return np.asarray(self._words.take(first, first + self.size[unit : unit + 1]) & CAPITAL > 0, np.bool_)

    def word_lists(self) -> Iterator[tuple[list[int], list[int]]]:
        """Yield the word hashes of both units of each pair; for the few pairs that need more than sets."""
        for row in range(0, self.first.size, _LISTED):
            first, second = self.first[row : row + _LISTED], self.second[row : row + _LISTED]
            used, inverse = np.unique(np.concatenate((first, second)), return_inverse=True)
            words, start, end = self.words_of(used)
            lists = [words[begin:stop].tolist() for begin, stop in zip(start.tolist(), end.tolist(), strict=True)]
            for one, other in zip(inverse[: first.size].tolist(), inverse[first.size :].tolist(), strict=True):
                yield lists[one], lists[other]


SketchFunction = Callable[..., Sketch]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its code, its name, what it says and how it is run."""

    code: str
    name: str
    message: str
    severity: Severity
    scope: Literal["document", "corpus", "engine"]
    function: Callable[..., Any]
    sketch: SketchFunction | None
    thresholds: Mapping[str, Threshold]
    documentation: str
    unless: tuple[str, ...]
    preview: bool
    keep_nested: bool = False
    opt_in: bool = False

    @property
    def summary(self) -> str:
        """The first line of the documentation."""
        return self.documentation.split("\n", 1)[0].rstrip(".")

    @property
    def tier(self) -> str:
        """`preview` or `opt-in` for a rule that does not run where nothing is selected; empty for one that does."""
        return "preview" if self.preview else "opt-in" if self.opt_in else ""

    @property
    def family(self) -> str:
        """The letters of the code."""
        return self.code.rstrip("0123456789")


def _thresholds(*functions: Callable[..., Any] | None) -> dict[str, Threshold]:
    return {name: default for function in functions if function for name, default in (function.__kwdefaults__ or {}).items()}


def _make(function: Callable[..., Any], sketch: SketchFunction | None, **fields: Any) -> Rule:
    documentation = inspect.cleandoc(sys.modules[function.__module__].__doc__ or "")
    return Rule(
        name=function.__name__.replace("_", "-"),
        function=function,
        sketch=sketch,
        thresholds=_thresholds(sketch, function),
        documentation=documentation,
        **fields,
    )


def document_rule(
    code: str,
    message: str,
    *,
    severity: Severity = "warning",
    unless: tuple[str, ...] = (),
    preview: bool = False,
    opt_in: bool = False,
) -> Callable[[Callable[..., Hits]], Rule]:
    """Make a rule of a function `(Batch, *, thresholds) -> Hits`.

    `message` may name details in braces, `{other}` for the other place, and for copies `{changed}` for what differs there. A finding
    that lies inside one of a code in `unless` is not shown: the wider one says it already. `preview` rules run only when selected by
    their code or name, `opt_in` rules when anything but the default set selects them: a prefix, or `ALL`.
    """

    def wrap(function: Callable[..., Hits]) -> Rule:
        fields = {"severity": severity, "unless": unless, "preview": preview, "opt_in": opt_in}
        return _make(function, None, code=code, message=message, scope="document", **fields)

    return wrap


def corpus_rule(
    code: str,
    message: str,
    *,
    sketch: Callable[..., Sketch],
    severity: Severity = "warning",
    unless: tuple[str, ...] = (),
    preview: bool = False,
    keep_nested: bool = False,
) -> Callable[[Callable[..., Links]], Rule]:
    """Make a rule of two halves: `sketch(Batch, *, thresholds) -> Sketch` and the decorated `judge(Candidates, *, thresholds) -> Links`.

    `keep_nested`: a finding inside a wider one is kept for reports that list everything, with the wider one's id.
    """

    def wrap(function: Callable[..., Links]) -> Rule:
        fields = {"severity": severity, "unless": unless, "preview": preview, "keep_nested": keep_nested}
        return _make(function, sketch, code=code, message=message, scope="corpus", **fields)

    return wrap


def engine_rule(code: str, message: str, *, severity: Severity = "error") -> Callable[[Callable[..., None]], Rule]:
    """Make a rule of what the engine itself reports (reading faults, crashed rules): a page, a name and a message, no detector."""

    def wrap(function: Callable[..., None]) -> Rule:
        return _make(function, None, code=code, message=message, severity=severity, scope="engine", unless=(), preview=False)

    return wrap

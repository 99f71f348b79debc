"""What a rule is: a pure function from columns to hits, with its page, its name and its thresholds read from itself."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from copydesk.columns.dtypes import Floats, Hashes, Ints

if TYPE_CHECKING:
    pass

Severity = Literal["error", "warning", "info"]
Threshold = bool | int | float | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hits:
    """What a document rule found: spans of the batch, how sure it is, the other place where there is one, numbers for the message.

    `start`, `end`, `other_start`, `other_end` are offsets into the batch's text (other: -1 where there is none), `confidence` is in
    0..1; all of one length. `details[name][i]` fills `{name}` in the message of hit i and becomes its evidence.
    """

    start: Ints
    end: Ints
    confidence: Floats
    other_start: Ints
    other_end: Ints
    details: Mapping[str, Sequence[Any]] = field(default_factory=dict)

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
        **details: Sequence[Any],
    ) -> Hits:
        """Make hits of spans; `other` gives the spans of the other places."""
        first, last = np.asarray(start, np.int64), np.asarray(end, np.int64)
        sure = np.broadcast_to(np.asarray(confidence, np.float64), first.shape)
        none = np.full(first.shape, -1, np.int64)
        there = (np.asarray(other[0], np.int64), np.asarray(other[1], np.int64)) if other else (none, none)
        return cls(first, last, sure, *there, details={k: v.tolist() if isinstance(v, np.ndarray) else v for k, v in details.items()})

    @classmethod
    def none(cls) -> Hits:
        """Return no hits."""
        return cls.at([], [])


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


@dataclass(frozen=True, slots=True)
class Links:
    """What a corpus rule decided: unit `copy` stands again as unit `origin`; numbers of units; both of shape (links,)."""

    copy: Ints
    origin: Ints
    similarity: Floats
    confidence: Floats
    details: Mapping[str, Sequence[Any]] = field(default_factory=dict)


class Candidates:
    """The units of one corpus rule, over all documents, and the pairs that share a key.

    Units are numbered in the order of their documents and places. `document` (shape (units,)) is the document each stands in.
    `first`, `second` (shape (pairs,), first < second) are the pairs to judge: each unit that shares a key with others is paired with
    enough of them to find every cluster, never with all of them (docs/adr/0005).
    """

    def __init__(self, document: Ints, first_word: Ints, end_word: Ints, words: Hashes, numbers: Ints, first: Ints, second: Ints) -> None:
        self.document, self.first_word, self.end_word = document, first_word, end_word
        self._words, self._numbers = words, numbers
        self.first, self.second = first, second

    def __len__(self) -> int:
        return int(self.document.size)

    @property
    def size(self) -> Ints:
        """Words in each unit."""
        return self.end_word - self.first_word

    @property
    def words(self) -> Hashes:
        """The word hashes of all documents, which `first_word` and `end_word` index."""
        return self._words

    @property
    def numbers(self) -> Ints:
        """The rows of `words` that are numbers, ascending."""
        return self._numbers


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

    @property
    def summary(self) -> str:
        """The first line of the documentation."""
        return self.documentation.split("\n", 1)[0].rstrip(".")

    @property
    def family(self) -> str:
        """The letters of the code."""
        return self.code.rstrip("0123456789")


def _thresholds(*functions: Callable[..., Any] | None) -> dict[str, Threshold]:
    return {
        name: parameter.default
        for function in functions
        if function
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.kind is parameter.KEYWORD_ONLY
    }


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
    code: str, message: str, *, severity: Severity = "warning", unless: tuple[str, ...] = (), preview: bool = False
) -> Callable[[Callable[..., Hits]], Rule]:
    """Make a rule of a function `(Batch, *, thresholds) -> Hits`.

    `message` may name details in braces, `{other}` for the other place, and for copies `{changed}` for what differs there. A finding
    that lies inside one of a code in `unless` is not shown: the wider one says it already. `preview` rules run only when selected by
    their code or name.
    """

    def wrap(function: Callable[..., Hits]) -> Rule:
        return _make(function, None, code=code, message=message, severity=severity, scope="document", unless=unless, preview=preview)

    return wrap


def corpus_rule(
    code: str,
    message: str,
    *,
    sketch: Callable[..., Sketch],
    severity: Severity = "warning",
    unless: tuple[str, ...] = (),
    preview: bool = False,
) -> Callable[[Callable[..., Links]], Rule]:
    """Make a rule of two halves: `sketch(Batch, *, thresholds) -> Sketch` and the decorated `judge(Candidates, *, thresholds) -> Links`."""

    def wrap(function: Callable[..., Links]) -> Rule:
        return _make(function, sketch, code=code, message=message, severity=severity, scope="corpus", unless=unless, preview=preview)

    return wrap


def engine_rule(code: str, message: str, *, severity: Severity = "error") -> Callable[[Callable[..., None]], Rule]:
    """Make a rule of what the engine itself reports (reading faults, crashed rules): a page, a name and a message, no detector."""

    def wrap(function: Callable[..., None]) -> Rule:
        return _make(function, None, code=code, message=message, severity=severity, scope="engine", unless=(), preview=False)

    return wrap

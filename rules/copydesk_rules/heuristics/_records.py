"""A published filter's criterion as a record: what it measures, its limit, its page.

Each module of this family lists the criteria of one paper. The page, the thresholds and the
function that the engine calls are made from the record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from textwrap import fill, indent
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

import numpy as np
from msgspec import Struct, field

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Floats, Ints, Mask
from copydesk.rule import Hits, Range, Rule, Threshold
from copydesk.rule_record import record_rule
from copydesk_rules.heuristics._lines import dropped, lines_of, marked, percent, read_as_english
from copydesk_rules.heuristics._tokens import tokens_of

Details = Mapping[str, AnyArray | float | str]
_NONE: Details = MappingProxyType({})
_VERDICTS = {"document": "would be dropped by", "line": "line would be dropped by"}
_ADVICE = {
    "document": "A pipeline with this filter loses the whole document: repair what the figure counts, or allow the rule where such documents are wanted.",
    "line": "A pipeline with this filter loses the line: remove it, or allow the rule where such lines belong to the text.",
}
_ENGLISH = "Made for English: the rule is silent where a document is clearly in another language."


class Source(NamedTuple):
    """A paper: what messages call its filter, and how a page cites it."""

    filter: str
    paper: str


class Figure(NamedTuple):
    """What a quantity comes to in each document, shape (documents,); nan where there is none.

    `lines` marks the lines that it counts, shape (lines,); `details` fill the message.
    """

    value: AnyArray
    lines: Mask | None = None
    details: Details = _NONE


class Runs(NamedTuple):
    """A run of `size` tokens of each document and the share of characters that such runs make up.

    `first`, `other`: the first token of the run, and of the one to show beside it; `times`: how
    often it occurs, where that is counted. Every column of shape (documents,).
    """

    size: int
    share: Floats
    first: Ints
    other: Ints
    times: Ints


class Marked(NamedTuple):
    """The lines that a filter takes out, shape (lines,); `details` fill the message."""

    lines: Mask
    details: Details = _NONE


class Limit(NamedTuple):
    """The threshold that a quantity must keep: at least it where its name begins with `min_`,
    else at most; a limit without a name is fixed.
    """

    name: str
    default: float
    quantity: Callable[..., Any]

    def exceeded(self, value: AnyArray, bound: float) -> Mask:
        """Return where values are beyond a bound; nowhere where there is no value."""
        return np.asarray(value < bound if self.name.startswith("min_") else value > bound)


class Heuristic(Struct, frozen=True, dict=True):
    """A criterion of a published filter.

    `scope`: what is marked and by which `quantity`. "document": the lines that make it exceed one of
    `limits`, whose quantities are `(Batch, **settings) -> Figure`; the first limit that is exceeded
    speaks. "run": the run of words that exceeds one of `limits` most, `(Batch, most) -> Runs`.
    "line": each line of `quantity`, `(Batch, **settings) -> Marked`. `show` rounds figures for the
    message; `margin`, `near`: how close to the limit the filter's own count may decide otherwise,
    and the confidence there.
    """

    code: str
    name: str
    summary: str
    source: Source
    section: str
    message: str
    about: str
    bad: str
    good: str
    misses: str
    scope: Literal["document", "line", "run"] = "document"
    limits: tuple[Limit, ...] = ()
    quantity: Callable[..., Marked] | None = None
    settings: Mapping[str, Threshold] = field(default_factory=dict)
    notes: str = ""
    english: bool = False
    show: Callable[[Any], Any] = percent
    sure: float = 1.0
    margin: float = -1.0
    near: float = 1.0

    def rule(self) -> Rule:
        """Return the rule of the record."""
        unit = "line" if self.scope == "line" else "document"
        judges = {"document": self._documents, "run": self._runs, "line": self._lines}
        return record_rule(
            self.code,
            self.name,
            f"{_VERDICTS[unit]} {self.source.filter}: {self.message}",
            judges[self.scope],
            thresholds={x.name: x.default for x in self.limits if x.name} | dict(self.settings),
            ranges=self._ranges(),
            page=self._page(_ADVICE[unit]),
            notes=fill(self.notes, 100),
            within="any",
            opt_in=True,
        )

    def _ranges(self) -> dict[str, Range]:
        """Return the ranges of limits and settings: a share is one of something, others count."""
        given = {x.name: x.default for x in self.limits if x.name} | dict(self.settings)
        numbers = [name for name, value in given.items() if type(value) in (int, float)]
        shares = [n for n, value in given.items() if isinstance(value, float) and value < 1]
        return {n: Range(0, 1 if n in shares and "ratio" not in n else None) for n in numbers}

    def _page(self, advice: str) -> str:
        about = f"{self.about} Source: {self.source.paper}, {self.section}."
        prose = (f"{advice} {_ENGLISH}" if self.english else advice, about, self.misses)
        lead, how, misses = (fill(text, 100, break_on_hyphens=False) for text in prose)
        examples = f"## Bad\n{indent(self.bad, '    ')}\n## Good\n{indent(self.good, '    ')}"
        return "\n\n".join((self.summary, lead, how, examples, "## Misses", misses))

    def _lines(self, batch: Batch, given: Mapping[str, Any]) -> Hits:
        assert self.quantity
        found = self.quantity(batch, **given)
        english = batch.derive(read_as_english)[batch.derive(lines_of).document_of]
        return marked(
            batch, found.lines & english if self.english else found.lines, **found.details
        )

    def _documents(self, batch: Batch, given: Mapping[str, Any]) -> Hits:
        settings = {name: given[name] for name in self.settings}
        value, bound = np.zeros(len(batch)), np.zeros(len(batch))
        drop, lines, details = np.zeros(len(batch), np.bool_), None, dict[str, Any]()
        for limit in reversed(self.limits):  # so that the first one speaks
            most = given[limit.name] if limit.name else limit.default
            figure: Figure = limit.quantity(batch, **settings)
            over = limit.exceeded(figure.value, most)
            drop |= over
            value[over], bound[over] = figure.value[over], most
            for name, told in figure.details.items():
                details[name] = np.where(over, told, details.get(name, told))
            if figure.lines is not None:
                held = figure.lines & over[batch.derive(lines_of).document_of]
                lines = held if lines is None else lines | held
        details |= {x.name: self.show(given[x.name]) for x in self.limits if x.name}
        details |= {"observed": self.show(value), "limit": self.show(bound)}
        drop &= batch.derive(read_as_english) if self.english else True
        sure = np.where(np.abs(value - bound) > self.margin, self.sure, self.near)
        return dropped(batch, drop, lines, sure=sure, **self._named(details))

    def _runs(self, batch: Batch, given: Mapping[str, Any]) -> Hits:
        tokens = batch.derive(tokens_of)
        most = np.array([given[limit.name] for limit in self.limits])
        runs: list[Runs] = [x.quantity(batch, given[x.name]) for x in self.limits]
        share = np.stack([run.share for run in runs])
        excess = np.where(share > most[:, None], share / np.maximum(most, 1e-9)[:, None], 0.0)
        held = np.flatnonzero(excess.any(axis=0))
        if not held.size:
            return Hits.none()
        best = excess.argmax(axis=0)[held]
        columns = np.array([(run.first, run.other, run.times) for run in runs])
        first, other, times = columns[best, :, held].T
        size = np.array([run.size for run in runs])[best]
        start, end = tokens.start[first], tokens.end[first + size - 1]
        details: dict[str, Any] = {"ngram": _one_line(batch, start, end)}
        details |= {"times": times, "observed": self.show(share[best, held])}
        details |= {"size": size, "limit": self.show(most[best])}
        return Hits.at(
            start,
            end,
            confidence=self.sure,
            other=(tokens.start[other], tokens.end[other + size - 1]),
            **self._named(details),
        )

    def _named(self, details: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in details.items() if f"{{{name}" in self.message}


def _one_line(batch: Batch, start: Ints, end: Ints) -> list[str]:
    """Return the texts of some spans, white space as one space."""
    texts = map(batch.slice, start.tolist(), end.tolist())
    return [" ".join(text.split()) for text in texts]

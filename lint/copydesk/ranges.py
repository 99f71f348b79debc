"""What values a threshold may have: ranges, declared in the signatures of rules.

`similarity: Share = 0.6` is `Annotated[float, Range(0, 1)]`; the configuration refuses other
values, and the rule's page and the JSON Schema show the limits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_type_hints


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the greatest value of a number; `high` is None for no limit."""

    low: float
    high: float | None = None

    def __str__(self) -> str:
        return f"at least {self.low:g}" if self.high is None else f"{self.low:g} to {self.high:g}"


Share = Annotated[float, Range(0, 1)]  # of something, or a similarity or confidence
Amount = Annotated[float, Range(0)]  # bits, or a mean
Score = Annotated[float, Range(-100, 100)]  # points or log-odds, of clues or a model
Zipf = Annotated[float, Range(0, 10)]  # log10 of how often a word occurs in a billion
Count = Annotated[int, Range(0)]
Size = Annotated[int, Range(1)]  # a count that makes no sense as 0


def ranges_of(*functions: Callable[..., Any] | None) -> Mapping[str, Range]:
    """Return the ranges that functions declare for their keyword-only parameters."""
    found: dict[str, Range] = {}
    for function in filter(None, functions):
        stated = {
            name: function.__annotations__.get(name) for name in function.__kwdefaults__ or {}
        }
        holder = type(function.__name__, (), {"__annotations__": stated})
        hints = get_type_hints(holder, function.__globals__, include_extras=True)
        for name, hint in hints.items():
            for note in get_args(hint)[1:]:
                if isinstance(note, Range):
                    found[name] = note
    return found

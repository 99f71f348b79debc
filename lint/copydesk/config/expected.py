"""Say in words what a value of the configuration must be."""

from __future__ import annotations

from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

_PLAIN = {bool: "true or false", int: "a whole number", float: "a number", str: "a string"}


def expected(hint: Any) -> str:
    """Return the values that a type allows, for a message: "a number from 0 to 1"."""
    origin = get_origin(hint)
    if origin is Annotated:
        hint, *notes = get_args(hint)
        return expected(hint) + "".join(map(_limits, notes))
    if origin in (Union, UnionType):
        return expected(get_args(hint)[0])
    if origin is Literal:
        return f"one of {', '.join(map(repr, get_args(hint)))}"
    if origin is tuple:
        return "a list of strings"
    if origin is dict:
        return f"a table with {_plural(expected(get_args(hint)[1]))}"
    return _PLAIN.get(hint, "a value")


def _limits(note: Any) -> str:
    low, high = getattr(note, "ge", None), getattr(note, "le", None)
    if low is not None and high is not None:
        return f" from {low:g} to {high:g}"
    return f" of at least {low:g}" if low is not None else ""


def _plural(what: str) -> str:
    words = {"a list of strings": "lists of strings", "a string": "strings", "a value": "values"}
    return words.get(what, "tables")

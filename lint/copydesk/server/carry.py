"""Move spans of a text along with an edit.

Findings of comparisons keep their places in this way until the file is saved.
"""

from __future__ import annotations

from collections.abc import Callable

Span = tuple[int, int]


def carrier(old: str, new: str) -> Callable[[int, int], Span | None]:
    """Return a function from spans of `old` to spans of `new`, or None for edited ones.

    The edit is taken as one span, between the common beginning and the common end of both texts.
    """
    if old == new:
        return lambda start, end: (start, end)
    most = min(len(old), len(new))
    begun = _longest(most, lambda n: old.startswith(new[:n]))
    ended = _longest(most - begun, lambda n: old.endswith(new[len(new) - n :]))

    def carried(start: int, end: int) -> Span | None:
        if end <= begun:
            return start, end
        if start >= len(old) - ended:
            return start + len(new) - len(old), end + len(new) - len(old)
        return None

    return carried


def _longest(most: int, equal: Callable[[int], bool]) -> int:
    """Return the largest number up to `most` for which `equal`, true of smaller ones, is true."""
    least = 0
    while least < most:
        middle = (least + most + 1) // 2
        if equal(middle):
            least = middle
        else:
            most = middle - 1
    return least

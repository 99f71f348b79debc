"""Where a span of a text is after an edit.

Findings that compare files stay in place until the file is saved.
"""

from __future__ import annotations

from collections.abc import Callable

Span = tuple[int, int]


def carrier(old: str, new: str) -> Callable[[int, int], Span | None]:
    """Return what gives a span of `old` as a span of `new`, None where it was edited.

    What changed is taken for one stretch, between what both texts begin with and what both end
    with.
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
    """Return the largest number up to `most` for which `equal` holds,
    as it does for every smaller one.
    """
    least = 0
    while least < most:
        middle = (least + most + 1) // 2
        if equal(middle):
            least = middle
        else:
            most = middle - 1
    return least

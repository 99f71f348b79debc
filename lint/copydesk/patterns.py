"""Patterns that are compiled when they are first used.

To compile all patterns of all rules takes 0.1 s, a quarter of a run over one small file, which uses
one in five of them (2026-12).
"""

from __future__ import annotations

import re
from typing import Any, cast


class _Late:
    """Stands for a compiled pattern and keeps each method that was asked for, so that it is asked once."""

    def __init__(self, source: str, flags: int) -> None:
        self._given = source, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # protocols, such as copying, ask for what no pattern needs
            raise AttributeError(name)
        found = getattr(re.compile(*self._given), name)
        setattr(self, name, found)
        return found

    def __reduce__(self) -> tuple[Any, ...]:
        return late_pattern, self._given


def late_pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return what has the methods of `re.compile(source, flags)`, and is compiled when one is called."""
    return cast("re.Pattern[str]", _Late(source, flags))

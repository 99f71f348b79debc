"""Colors for terminals."""

from __future__ import annotations

from typing import Literal

import click

Style = Literal[
    "path", "code", "error", "warning", "info", "mark", "fixable", "removed", "added", "dim"
]
_STYLES: dict[str, dict[str, object]] = {
    "path": {"bold": True},
    "code": {"fg": "red", "bold": True},
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "info": {"fg": "cyan", "bold": True},
    "mark": {"fg": "yellow"},
    "fixable": {"fg": "cyan"},
    "removed": {"fg": "red"},
    "added": {"fg": "green"},
    "dim": {"dim": True},
}


class Painter:
    """Colors text, or leaves it as it is."""

    def __init__(self, *, color: bool) -> None:
        self._color = color

    def __call__(self, text: str, style: Style) -> str:
        """Return the text in a style."""
        return click.style(text, **_STYLES[style]) if self._color else text  # type: ignore[arg-type]  # styles are click's keywords

"""Output formats, one file each with `render(RenderInput) -> str`; adding one adds a file."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from copydesk.output.render_input import RenderInput


@functools.cache
def formats() -> tuple[str, ...]:
    """Return the names of all formats, sorted."""
    return tuple(sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(__path__)))


def renderer(name: str) -> Callable[[RenderInput], str]:
    """Return the renderer of a format, importing only what it needs.

    Raises MissingExtra where its library is not installed.
    """
    module = importlib.import_module(f"{__name__}.{name.replace('-', '_')}")
    render: Callable[[RenderInput], str] = module.render
    return render

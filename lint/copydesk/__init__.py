"""A deduplication and text-quality linter for folders of text.

`check`, `fix`, `dedupe` and `contamination` do from Python what the commands do; see `copydesk.api`. They are
imported when they are first asked for: `import copydesk` takes a millisecond and no numpy.
"""

from __future__ import annotations

TYPE_CHECKING = False  # that of `typing`, whose import is half the time until a Ctrl-C is heard
if TYPE_CHECKING:
    from typing import Any

    from copydesk.api import (
        ConfigError,
        Contamination,
        CopydeskError,
        Deduplication,
        Finding,
        InputError,
        MissingDependencyError,
        Place,
        Report,
        Skipped,
        check,
        contamination,
        dedupe,
        fix,
    )

__version__ = "0.1.0"
__all__ = [
    "ConfigError",
    "Contamination",
    "CopydeskError",
    "Deduplication",
    "Finding",
    "InputError",
    "MissingDependencyError",
    "Place",
    "Report",
    "Skipped",
    "check",
    "contamination",
    "dedupe",
    "fix",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from copydesk import api

    return getattr(api, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])

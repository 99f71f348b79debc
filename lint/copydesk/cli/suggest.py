"""Suggest settings that fit the files of a folder."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from copydesk.cli.suggest_fields import text_fields
from copydesk.config.config import find_config
from copydesk.config.template import Suggestion
from copydesk.reading.source import Source

_ABOUT = "readme changelog contributing security code_of_conduct license licence notice".split()


def suggestions(folder: Path, sources: Sequence[Source], *, git: bool) -> dict[str, Suggestion]:
    """Return values for settings, by key; `git`: the folder is part of a repository."""
    return {
        **_extend(folder),
        **text_fields(folder, sources),
        **(_exclude(folder, sources) if git else {}),
    }


def _extend(folder: Path) -> dict[str, Suggestion]:
    """Suggest extending the configuration that applied here so far; raises BadConfig."""
    above = find_config(folder.absolute().parent).file
    path = Path(os.path.relpath(above, folder.absolute())).as_posix() if above else ""
    return (
        {"extend": Suggestion(path, "It applied here so far.")}
        if path.isprintable() and path
        else {}
    )


def _exclude(folder: Path, sources: Sequence[Source]) -> dict[str, Suggestion]:
    """Suggest excluding the pages that a repository has about itself, if there are others."""
    paths = [Path(os.path.relpath(source.path, folder)) for source in sources]
    pages = [
        path
        for path in paths
        if path.parent == Path() and path.stem.lower() in _ABOUT and path.name.isprintable()
    ]
    hidden = {
        path.parts[0]
        for path in paths
        if path.parts[0].startswith(".") and len(path.parts) > 1 and path.parts[0].isprintable()
    }
    patterns = sorted([f"/{path}" for path in pages] + [f"/{name}/" for name in hidden])
    if not patterns or len(pages) == len(paths):
        return {}
    return {
        "exclude": Suggestion(
            patterns,
            "These are about the repository itself; remove what you want linted.",
        )
    }

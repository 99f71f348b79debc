"""Suggest settings that fit the files of a folder."""

from __future__ import annotations

import dataclasses
import itertools
import os
from collections.abc import Sequence
from pathlib import Path

from copydesk.codes import MISSING_TEXT_FIELD
from copydesk.config.config import find_config
from copydesk.config.template import Suggestion
from copydesk.output.escape import visible
from copydesk.reading.formats import RECORDS
from copydesk.reading.read import portions, read
from copydesk.reading.source import ReadOptions, Source, Unreadable

_ABOUT = "readme changelog contributing security code_of_conduct license licence notice".split()


def suggestions(folder: Path, sources: Sequence[Source], *, git: bool) -> dict[str, Suggestion]:
    """Return values for settings, by key; `git`: the folder is part of a repository."""
    return {**_extend(folder), **_text_field(sources), **(_exclude(folder, sources) if git else {})}


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


def _text_field(sources: Sequence[Source]) -> dict[str, Suggestion]:
    """Suggest the field that holds most text, if the first file of records has no field `text`."""
    for source in sources:
        fields = _fields(source) if source.format in RECORDS else []
        if fields:
            length = {field: _length(source, field) for field in fields}
            longest = max(fields, key=length.__getitem__)
            if length[longest]:
                reason = f'{visible(source.path)} has no field "text"; of {", ".join(fields)}, this one holds the most text.'
                return {"text-field": Suggestion(longest, reason)}
    return {}


def _fields(source: Source) -> list[str]:
    """Return the fields of a file's first records.

    Empty if one of them is called `text`, or if the file cannot be read.
    """
    named = dataclasses.replace(source, named=True)
    try:
        portion = next(portions(named, ReadOptions()), None)
        documents, faults = read(portion, ReadOptions()) if portion else ([], [])
    except Unreadable:
        return []
    listed = next(
        (str(fault.details["fields"]) for fault in faults if fault.code == MISSING_TEXT_FIELD), ""
    )
    return [] if documents else [field for field in listed.split(", ") if field.isprintable()]


def _length(source: Source, field: str) -> int:
    """Return how much text a field of a file's first records holds, in characters."""
    options = ReadOptions(text_field=field)
    return sum(
        len(document.text)
        for portion in itertools.islice(portions(source, options), 1)
        for document in read(portion, options)[0]
    )

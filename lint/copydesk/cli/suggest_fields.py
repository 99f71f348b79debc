"""Suggest the fields that hold the text of records: every file has as many votes as records."""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec.structs import replace

from copydesk.config.template import Suggestion
from copydesk.reading.fields import PLAIN
from copydesk.reading.formats import RECORDS
from copydesk.reading.sample import first_records
from copydesk.reading.source import ReadOptions, Source, Unreadable

Fields = tuple[str, ...]

_SAMPLE = 200  # records of a file that are looked at
_MOST = 20  # entries of [text-fields]
_DEEPEST = 5  # levels of fields and lists
# The formats of TRL (prompt-completion, preference), Alpaca, and of question answering.
_SETS: tuple[Fields, ...] = (
    ("prompt", "chosen", "rejected"),
    ("prompt", "completion"),
    ("prompt", "response"),
    ("instruction", "input", "output"),
    ("instruction", "output"),
    ("instruction", "response"),
    ("question", "answer"),
    ("query", "response"),
    ("input", "output"),
)
_CHATS = (("content", "role"), ("value", "from"))  # of OpenAI and most others, and of ShareGPT
_SHARE = 0.5  # of a record's text that known fields hold at least
_SPECIAL = re.compile(r"([\\*?\[\]!#])")


def text_fields(folder: Path, sources: Sequence[Source]) -> dict[str, Suggestion]:
    """Return `text-field`, if it is not `text`, and `[text-fields]` of files with another one."""
    votes, of_file = Counter[Fields](), dict[str, Fields]()
    for source in sources:
        if source.format in RECORDS and source.format != "warc":
            fields, records = _voted(source)
            if fields:
                votes[fields] += records
                of_file[os.path.relpath(source.path, folder).replace(os.sep, "/")] = fields
    if not votes:
        return {}
    (first, most), *_ = sorted(
        votes.items(), key=lambda item: (-item[1], item[0] != ("text",), item[0])
    )
    out = {}
    if first != ("text",):
        reason = f"Holds the text of {most:,} of {votes.total():,} records."
        out["text-field"] = Suggestion(_plain(first), reason)
    others = _patterns(of_file, first)
    if others:
        out["text-fields"] = Suggestion(others, "These files name their text otherwise.")
    return out


def _plain(fields: Fields) -> str | list[str]:
    return fields[0] if len(fields) == 1 else list(fields)


def _voted(source: Source) -> tuple[Fields, int]:
    """Return the fields of a file's text, and about how many records it has."""
    try:
        sample = first_records(replace(source, named=True), ReadOptions(), _SAMPLE)
    except Unreadable:
        return (), 0
    if source.format == "json" and sample.size < 2:  # settings of some program
        return (), 0
    return _fields(sample.records), sample.size


def _fields(records: Sequence[Mapping[str, Any]]) -> Fields:
    """Return the fields that hold the text of records, () for none."""
    length = Counter[str]()
    for record in records:
        for path, size in _leaves(record):
            length[path] += size
    enough = _SHARE * sum(length.values())
    if not enough:
        return ()
    for path in length:
        outer, _, inner = path.rpartition(".")
        beside = dict(_CHATS).get(inner)
        if outer.endswith("[]") and f"{outer}.{beside}" in length and length[path] >= enough:
            return (path,)
    for known in _SETS:
        if all(name in length for name in known) and sum(map(length.__getitem__, known)) >= enough:
            return known
    if "text" in length:
        return ("text",)
    return (max(length, key=length.__getitem__),)


def _leaves(record: Mapping[str, Any], deep: int = _DEEPEST) -> Iterator[tuple[str, int]]:
    """Yield the paths to the strings of a record, and their lengths."""
    for name, value in record.items():
        if name.isprintable() and not set(name) & set(".[]"):
            yield from ((name + rest, size) for rest, size in _inside(value, deep))


def _inside(value: Any, deep: int) -> Iterator[tuple[str, int]]:
    if isinstance(value, str):
        yield "", len(value)
    elif deep and isinstance(value, Mapping):
        yield from ((f".{path}", size) for path, size in _leaves(value, deep - 1))
    elif deep:
        for item in PLAIN.items(value):
            yield from ((f"[]{rest}", size) for rest, size in _inside(item, deep - 1))


def _patterns(of_file: Mapping[str, Fields], usual: Fields) -> dict[str, str | list[str]]:
    """Return patterns of the files with other fields than usual; one for all of a folder."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path in of_file:
        there = PurePosixPath(path)
        groups[str(there.parent), "".join(there.suffixes)].append(path)
    out: dict[str, Fields] = {}
    for (parent, suffixes), paths in sorted(groups.items()):
        kinds = {of_file[path] for path in paths}
        if len(kinds) == 1 and len(paths) > 1:
            above = "" if parent == "." else _escaped(parent)
            out |= {f"{above}/*{suffixes}": kinds.pop()}
        else:
            out |= {_escaped(path): of_file[path] for path in paths}
    odd = [(name, fields) for name, fields in out.items() if name and fields != usual]
    return {name: _plain(fields) for name, fields in odd[:_MOST]}


def _escaped(path: str) -> str:
    """Return the pattern of one path, "" if it cannot be written."""
    return "/" + _SPECIAL.sub(r"\\\1", path) if path.isprintable() else ""

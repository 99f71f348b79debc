"""Write a copy of a corpus without the documents that are dropped.

The corpus itself is only read.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import uuid
from collections.abc import Container, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from copydesk.files import UNFINISHED, Unwritable
from copydesk.finding import Skipped
from copydesk.fixing.cutting import Cuts
from copydesk.fixing.without import FORMATS, cut, take_out
from copydesk.reading.content import digest, open_file
from copydesk.reading.formats import RECORDS
from copydesk.reading.source import ReadOptions, Source, Unreadable

PLAN = "dedupe-plan.json"


def check_target(target: Path) -> None:
    """Raise Unwritable unless the folder is new or empty."""
    if target.is_dir() and any(target.iterdir()):
        raise Unwritable(f"--write {target}: the folder is not empty; name a new one")
    if os.path.lexists(target) and not target.is_dir():
        raise Unwritable(f"--write {target}: is not a folder; name a new one")


def write_cleaned(
    target: Path,
    top: Path,
    sources: Sequence[Source],
    known: Mapping[str, str],
    dropped: Mapping[str, Container[int]],
    cuts: Mapping[str, Cuts],
    plan: str,
    options: ReadOptions,
) -> list[Skipped]:
    """Copy the files of a run with their paths below `top`, and the plan.

    Returns the files that could not be copied. `known`: the digest of each file when it was linted.
    `dropped`: by path, lines of dropped documents. A file that is one dropped document is left out;
    dropped records are taken out of their file. `cuts`: by path, what is cut out of documents. The
    folder appears whole or not at all. Raises Unwritable, and OSError.
    """
    check_target(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    building = target.parent / f".{target.name}.{uuid.uuid4().hex[:8]}{UNFINISHED}"
    building.mkdir()
    skipped = []
    try:
        for source in sources:
            assert source.file
            if source.path in dropped and source.format not in RECORDS:
                continue
            if source.path in dropped and source.format not in FORMATS:
                raise Unwritable(
                    f"{source.path}: records cannot be removed from this format; exclude the file, or convert it to JSONL first"
                )
            place = building / os.path.relpath(source.file.absolute(), top)
            place.parent.mkdir(parents=True, exist_ok=True)
            try:
                _copy(source, place, known[source.path], options)
                status = place.stat()
                copied = replace(source, file=place)
                if source.path in dropped:
                    take_out(copied, dropped[source.path], options)
                elif source.path in cuts:
                    cut(copied, cuts[source.path], options)
                with contextlib.suppress(OSError):
                    place.chmod(status.st_mode)
            except (Unreadable, UnicodeError) as error:
                place.unlink(missing_ok=True)
                skipped.append(Skipped(source.path, "not-copied", str(error)))
        (building / PLAN).write_text(plan, encoding="utf-8", newline="\n")
        if target.is_dir():
            target.rmdir()
        building.rename(target)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    return skipped


def _copy(source: Source, place: Path, known: str, options: ReadOptions) -> None:
    assert source.file
    try:
        with open_file(source, options) as old, place.open("xb") as new:
            shutil.copyfileobj(old, new)
        shutil.copystat(source.file, place)
    except OSError as error:
        raise Unreadable("unreadable", error.strerror or str(error)) from None
    if known and digest(replace(source, file=place), options) != known:
        raise Unwritable(f"{source.path} changed while it was linted; run the command again")

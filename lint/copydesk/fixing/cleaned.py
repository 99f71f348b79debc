"""Write a copy of a corpus without the documents that are dropped; the corpus itself is only read."""

from __future__ import annotations

import contextlib
import gzip
import os
import shutil
import uuid
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from copydesk.finding import Skipped
from copydesk.reading.content import digest, read_content
from copydesk.reading.decode import encoding_of
from copydesk.reading.formats import RECORDS
from copydesk.reading.source import ReadOptions, Source, Unreadable
from copydesk.reading.walk import UNFINISHED

PLAN = "dedupe-plan.json"


class Unwritable(Exception):
    """The copy cannot be made; the message says why and what to do."""


def check_target(target: Path) -> None:
    """Raise Unwritable unless the folder is new or empty."""
    if target.is_dir() and any(target.iterdir()):
        raise Unwritable(f"--write {target}: the folder is not empty; name a new one")
    if os.path.lexists(target) and not target.is_dir():
        raise Unwritable(f"--write {target}: is no folder; name a new one")


def write_cleaned(
    target: Path,
    top: Path,
    sources: Sequence[Source],
    known: Mapping[str, str],
    dropped: Mapping[str, Container[int]],
    plan: str,
    options: ReadOptions,
) -> list[Skipped]:
    """Copy the files of a run, as they lie below `top`, and the plan; return the files that could not be copied.

    `known` holds the digest of each file when it was linted, `dropped` the lines on which dropped documents begin. A file that is one
    dropped document is left out; of JSONL its lines are, and every other byte stays. The folder appears whole or not at all.
    Raises Unwritable, and OSError.
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
            if source.path in dropped and source.format != "jsonl":
                raise Unwritable(f"{source.path}: rows cannot be taken out of this format; leave it out, or convert it to JSONL first")
            place = building / os.path.relpath(source.file.absolute(), top)
            place.parent.mkdir(parents=True, exist_ok=True)
            try:
                _copy(source, place, known[source.path], dropped.get(source.path), options)
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


def _copy(source: Source, place: Path, known: str, lines: Container[int] | None, options: ReadOptions) -> None:
    assert source.file
    try:
        shutil.copy2(source.file, place)
    except OSError as error:
        raise Unreadable("unreadable", error.strerror or str(error)) from None
    copied = replace(source, file=place)
    if known and digest(copied, options) != known:
        raise Unwritable(f"{source.path} was changed while it was linted; run the command again")
    if lines is None:
        return
    content = without_lines(read_content(copied, options), lines)
    status = place.stat()
    place.write_bytes(_packed(content, source.packing))
    with contextlib.suppress(OSError):
        place.chmod(status.st_mode)


def without_lines(content: bytes, lines: Container[int]) -> bytes:
    """Leave out lines, counted from 1, their line ends with them; a byte-order mark stays."""
    encoding, skip = encoding_of(content)
    body = content[skip:] if encoding == "utf-8" else content[skip:].decode(encoding).encode("utf-8", "surrogatepass")
    kept = b"".join(line for number, line in enumerate(body.splitlines(keepends=True), 1) if number not in lines)
    return content[:skip] + (kept if encoding == "utf-8" else kept.decode("utf-8", "surrogatepass").encode(encoding))


def _packed(content: bytes, packing: str) -> bytes:
    if packing == "gz":
        return gzip.compress(content, mtime=0)
    if packing == "bz2":
        import bz2

        return bz2.compress(content)
    if packing == "xz":
        import lzma

        return lzma.compress(content)
    if packing == "zst":
        import zstandard

        packed: bytes = zstandard.ZstdCompressor().compress(content)
        return packed
    return content

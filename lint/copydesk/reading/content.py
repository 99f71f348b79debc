"""Get a source's bytes: from disk or standard input, unpacked, within limits, from regular files only."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import stat
import zlib
from typing import IO

from copydesk.reading.source import ReadOptions, Source, Unreadable

# A compressed file may grow to this many times its size, or to _FREE_GROWTH bytes whichever is more; text packs 3 to 10 times,
# a crafted gzip 1,029 times, zstd 32,669 times (measured 2026-11).
_MAX_RATIO = 100
_FREE_GROWTH = 10_000_000
_MAX_WINDOW = 1 << 27  # bytes that zstd may ask for, and half of what xz may
PROBE = 8192  # bytes that tell whether a file is text


def read_content(source: Source, options: ReadOptions) -> bytes:
    """Return the unpacked bytes of a source.

    Raises Unreadable with reason `vanished`, `unreadable`, `not-a-file`, `too-large`, `binary` or `missing-extra`.
    """
    raw = source.content if source.content is not None else _read_file(source, options)
    if source.packing:
        raw = _unpack(raw, source, options)
    if is_binary(raw):
        raise Unreadable("binary", "holds NUL bytes")
    return raw


def digest(source: Source, options: ReadOptions) -> str:
    """Return the git blob id of a source's bytes as they lie on disk; "" where they cannot be read."""
    try:
        with io.BytesIO(source.content) if source.content is not None else open_file(source, options) as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(0)
            sha = hashlib.sha1(b"blob %d\0" % size, usedforsecurity=False)
            while piece := file.read(1 << 20):
                sha.update(piece)
    except (Unreadable, OSError):
        return ""
    return sha.hexdigest()


def is_binary(raw: bytes) -> bool:
    """Tell whether bytes are no text: a NUL near the start, without the byte-order mark of UTF-16 or UTF-32."""
    return b"\0" in raw[:PROBE] and not raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff"))


def open_file(source: Source, options: ReadOptions) -> IO[bytes]:
    """Open a source's file, a regular one within the limit of size; raises Unreadable."""
    assert source.file is not None
    try:
        # Non-blocking, so that a pipe without a writer cannot hold up the run.
        handle = os.open(source.file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise Unreadable("vanished", "was there when the run began, is gone now") from None
    except OSError as error:
        raise Unreadable("unreadable", error.strerror or str(error)) from None
    file = os.fdopen(handle, "rb")
    status = os.fstat(file.fileno())
    if stat.S_ISREG(status.st_mode) and not (options.max_file_size and status.st_size > options.max_file_size):
        return file
    file.close()
    if not stat.S_ISREG(status.st_mode):
        raise Unreadable("not-a-file", "is a folder, pipe, socket or device")
    raise Unreadable("too-large", f"{status.st_size} bytes; --max-file-size is {options.max_file_size}")


def _read_file(source: Source, options: ReadOptions) -> bytes:
    with open_file(source, options) as file:
        try:
            return file.read()
        except OSError as error:
            raise Unreadable("unreadable", error.strerror or str(error)) from None


def _unpack(raw: bytes, source: Source, options: ReadOptions) -> bytes:
    limit = max(_FREE_GROWTH, _MAX_RATIO * len(raw))
    if options.max_file_size:
        limit = min(limit, options.max_file_size)
    try:
        with _opened(raw, source) as stream:
            content = stream.read(limit + 1)
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise Unreadable("unreadable", f"not a whole .{source.packing} file: {error}") from None
    if len(content) > limit:
        raise Unreadable("too-large", f"unpacks to more than {limit} bytes")
    return content


def _opened(raw: bytes, source: Source) -> IO[bytes] | gzip.GzipFile:
    if source.packing == "gz":
        return gzip.open(io.BytesIO(raw))
    if source.packing == "bz2":
        import bz2

        return bz2.open(io.BytesIO(raw))
    if source.packing == "xz":
        return io.BytesIO(_unpack_xz(raw, max(_FREE_GROWTH, _MAX_RATIO * len(raw)) + 1))
    try:
        import zstandard
    except ImportError:
        raise Unreadable("missing-extra", "reading .zst needs an extra: pip install 'copydesk[zstd]'") from None
    try:
        reader = zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW).stream_reader(io.BytesIO(raw), read_across_frames=True)
        return io.BytesIO(_drain(reader, max(_FREE_GROWTH, _MAX_RATIO * len(raw)) + 1))
    except zstandard.ZstdError as error:
        raise Unreadable("unreadable", f"not a whole .zst file: {error}") from None


def _unpack_xz(raw: bytes, limit: int) -> bytes:
    import lzma

    pieces: list[bytes] = []
    try:
        while raw and limit > 0:  # a file may hold several streams, one after another
            stream = lzma.LZMADecompressor(memlimit=2 * _MAX_WINDOW)
            pieces.append(stream.decompress(raw, max_length=limit))
            limit -= len(pieces[-1])
            if limit > 0 and not stream.eof:
                raise EOFError("it ends in the middle")
            raw = stream.unused_data.lstrip(b"\0")
    except lzma.LZMAError as error:
        raise OSError(str(error)) from None
    return b"".join(pieces)


def _drain(reader: IO[bytes], limit: int) -> bytes:
    pieces, size = [], 0
    while size < limit and (piece := reader.read(min(1 << 20, limit - size))):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)

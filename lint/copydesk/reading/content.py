"""Get a source's bytes: from disk or standard input, unpacked, within limits,
from regular files only.
"""

from __future__ import annotations

import codecs
import functools
import hashlib
import io
import os
import stat
import zlib
from typing import IO, Any

from copydesk.reading.formats import RECORDS
from copydesk.reading.source import ReadOptions, Source, Unreadable

# A compressed file may grow to this many times its size, or to _FREE_GROWTH bytes whichever is
# more; text packs 3 to 10 times,
# a crafted gzip 1,029 times, zstd 32,669 times (measured 2026-11).
_MAX_RATIO = 100
_FREE_GROWTH = 10_000_000
_MAX_WINDOW = 1 << 27  # bytes that zstd may ask for, and half of what xz may
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_SLIPS, _SLIPS_SHARE = 3, 0.01  # NULs of a text: so many, or this share of its bytes, ...
_DENSE = 8  # ... and in any case fewer than one byte in so many
# What documents begin with that no format reads, whatever their names.
_OTHER_KINDS = {
    b"{\\rtf": "RTF: save it as .docx or .odt",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "of an old office program: save it as .docx or .odt",
    b"%!PS": "PostScript: convert it to PDF",
}
PROBE = 8192  # bytes that tell whether a file is text
_PIECE = 1 << 20
_BUFFER = 1 << 16


def read_content(source: Source, options: ReadOptions) -> bytes:
    """Return the unpacked bytes of a source.

    Raises Unreadable with reason `vanished`, `unreadable`, `not-a-file`, `too-large`, `binary` or
    `missing-extra`.
    """
    if source.packing:
        with open_content(source, options) as stream:
            return stream.read()
    raw = source.content if source.content is not None else _read_file(source, options)
    _need_text(raw)
    return raw


def digest(source: Source, options: ReadOptions) -> str:
    """Return the git blob id of a source's bytes as they lie on disk.

    "" where they cannot be read.
    """
    try:
        with (
            io.BytesIO(source.content)
            if source.content is not None
            else open_file(source, options) as file
        ):
            size = file.seek(0, os.SEEK_END)
            file.seek(0)
            sha = hashlib.sha1(b"blob %d\0" % size, usedforsecurity=False)
            while piece := file.read(1 << 20):
                sha.update(piece)
    except (Unreadable, OSError):
        return ""
    return sha.hexdigest()


def _need_text(raw: bytes) -> None:
    """Raise Unreadable where bytes are no text."""
    for begins, advice in _OTHER_KINDS.items():
        if raw.startswith(begins):
            raise Unreadable("binary", advice)
    if is_binary(raw):
        raise Unreadable("binary", "contains NUL bytes")


def is_binary(raw: bytes) -> bool:
    """Tell whether bytes are no text: NULs near the start, more than slip into good text.

    A few in valid UTF-8 are slips, which GAR110 shows. UTF-16 and UTF-32 have them by nature, behind
    a byte-order mark.
    """
    probe = raw[:PROBE]
    nuls = probe.count(0)
    if not nuls or probe.startswith(_WIDE):
        return False
    many = nuls > _SLIPS and nuls > len(probe) * _SLIPS_SHARE
    return many or nuls * _DENSE > len(probe) or not _is_utf8(probe)


def _is_utf8(probe: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(probe)  # the last character may be cut
    except UnicodeDecodeError:
        return False
    return True


def open_file(source: Source, options: ReadOptions) -> IO[bytes]:
    """Open a source's file, a regular one within the limit of size; raises Unreadable."""
    assert source.file is not None
    try:
        # Non-blocking, so that a pipe without a writer cannot hold up the run.
        handle = os.open(
            source.file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
    except FileNotFoundError:
        raise Unreadable("vanished", "was there when the run began, is gone now") from None
    except OSError as error:
        raise Unreadable("unreadable", error.strerror or str(error)) from None
    file = os.fdopen(handle, "rb")
    status = os.fstat(file.fileno())
    most = size_limit(source, options)
    if stat.S_ISREG(status.st_mode) and not (most and status.st_size > most):
        return file
    file.close()
    if not stat.S_ISREG(status.st_mode):
        raise Unreadable("not-a-file", "is a folder, pipe, socket or device")
    raise Unreadable("too-large", f"{status.st_size} bytes; --max-file-size is {most}")


def size_limit(source: Source, options: ReadOptions) -> int:
    """Return how many bytes a source may have, 0 for any number: records come in portions."""
    return 0 if source.format in RECORDS else options.max_file_size


def open_content(source: Source, options: ReadOptions, *, text: bool = True) -> io.BufferedReader:
    """Open the unpacked bytes of a source as a stream.

    Raises Unreadable as `read_content` does, now or while the stream is read.

    Bytes that are no text are refused unless `text` is false.
    """
    file = open_file(source, options) if source.content is None else io.BytesIO(source.content)
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    limit = room_for(size, size_limit(source, options)) if source.packing else size
    try:
        stream: io.BufferedReader = io.BufferedReader(
            _Guarded(file, source.packing, limit), _BUFFER
        )
        if text:
            _need_text(stream.peek())
    except Unreadable:
        file.close()
        raise
    return stream


def room_for(size: int, most: int) -> int:
    """Return how many bytes a packed file of some size may unpack to: `most`, 0 for any number."""
    limit = max(_FREE_GROWTH, _MAX_RATIO * size)
    return min(limit, most) if most else limit


def read_whole(stream: IO[bytes], options: ReadOptions) -> bytes:
    """Return all of records that cannot be cut before they are decoded; raises Unreadable."""
    most = options.max_file_size
    raw = stream.read(most + 1 if most else -1)
    if len(raw) > most > 0:
        raise Unreadable("too-large", f"only UTF-8 is read in portions; --max-file-size is {most}")
    return raw


class _Guarded(io.RawIOBase):
    """The unpacked bytes of a file, `limit` at most; failures are Unreadable."""

    def __init__(self, file: IO[bytes], packing: str, limit: int) -> None:
        stream = _unpacked(file, packing)
        # `read1`: what a broken file holds before the break is read.
        self._read = getattr(stream, "read1", stream.read)
        self._file, self._packing, self._limit, self._left = file, packing, limit, limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            piece: bytes = self._read(len(buffer))
        except (OSError, EOFError, zlib.error, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise Unreadable(
                "unreadable",
                f"not a whole .{self._packing} file: {reason}" if self._packing else reason,
            ) from None
        self._left -= len(piece)
        if self._packing and self._left < 0:
            raise Unreadable("too-large", f"unpacks to more than {self._limit} bytes")
        buffer[: len(piece)] = piece
        return len(piece)

    def readall(self) -> bytes:
        return b"".join(iter(lambda: self.read(_PIECE) or b"", b""))

    def close(self) -> None:
        if not self.closed:
            self._file.close()
            super().close()


def _read_file(source: Source, options: ReadOptions) -> bytes:
    with open_file(source, options) as file:
        try:
            return file.read()
        except OSError as error:
            raise Unreadable("unreadable", error.strerror or str(error)) from None


def _unpacked(file: IO[bytes], packing: str) -> Any:
    if packing == "gz":
        import gzip

        return gzip.open(file)
    if packing == "bz2":
        import bz2

        return bz2.open(file)
    if packing == "xz":
        return _Xz(file)
    return _Zstd(file) if packing == "zst" else file


class _Xz:
    """Unpacks xz within a limit of memory, which `lzma.open` has no way to ask for.

    A file may hold several streams.
    """

    def __init__(self, file: IO[bytes]) -> None:
        import lzma

        self._file, self._failure = file, lzma.LZMAError
        self._begin = functools.partial(lzma.LZMADecompressor, memlimit=2 * _MAX_WINDOW)
        self._stream: lzma.LZMADecompressor | None = None

    def read(self, size: int) -> bytes:
        while True:
            packed = b""
            if self._stream is None or self._stream.eof:
                packed = self._stream.unused_data.lstrip(b"\0") if self._stream else b""
                while not packed:
                    piece = self._file.read(PROBE)
                    if not piece:
                        return b""
                    packed = piece.lstrip(b"\0")
                self._stream = self._begin()
            elif self._stream.needs_input:
                packed = self._file.read(PROBE)
                if not packed:
                    raise EOFError("it ends in the middle")
            try:
                out = self._stream.decompress(packed, max_length=size)
            except self._failure as error:
                raise OSError(str(error)) from None
            if out:
                return out


class _Zstd:
    """Unpacks zstd within a limit of memory."""

    def __init__(self, file: IO[bytes]) -> None:
        try:
            import zstandard
        except ImportError:
            raise Unreadable(
                "missing-extra", "reading .zst needs an extra: pip install 'copydesk[zstd]'"
            ) from None
        self._failure = zstandard.ZstdError
        self._stream = zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW).stream_reader(
            file, read_across_frames=True
        )

    def read(self, size: int) -> bytes:
        try:
            piece: bytes = self._stream.read(size)
        except self._failure as error:
            raise OSError(str(error)) from None
        return piece

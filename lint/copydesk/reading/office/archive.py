"""Open the zip archives that office files are, and the XML inside, within limits."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from xml.parsers import expat

from copydesk.reading.content import open_content, room_for
from copydesk.reading.source import ReadOptions, Source, Unreadable

_MOST_MEMBERS = 50_000
_MEMBER = b"PK\x01\x02"  # what each entry of an archive's directory begins with
_PIECE = 1 << 20

Begin = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]


class Archive:
    """The members of an archive, which may not unpack to more than a packed text file may."""

    def __init__(self, source: Source, options: ReadOptions) -> None:
        with open_content(source, options, text=False) as stream:
            content = stream.read()
        self._room = self._limit = room_for(len(content), options.max_file_size)
        self.kind = source.format
        if content.count(_MEMBER) > _MOST_MEMBERS:
            raise Unreadable("too-large", f"has more than {_MOST_MEMBERS} members")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise self.broken(str(error)) from None

    def broken(self, why: str) -> Unreadable:
        """Return what says that the file is damaged."""
        return Unreadable("unreadable", f"not a whole .{self.kind} file: {why}")

    def holds(self, name: str) -> bool:
        """Tell whether there is a member of a name."""
        return name in self._zip.NameToInfo

    def read(self, name: str) -> bytes:
        """Return a member; raises Unreadable where it is missing, damaged, encrypted or too large."""
        if not self.holds(name):
            raise self.broken(f"{name} is missing")
        if self._zip.NameToInfo[name].flag_bits & 1:
            raise Unreadable("encrypted", "is encrypted; save a copy without a password")
        pieces = list[bytes]()
        try:
            with self._zip.open(name) as member:
                while piece := member.read(_PIECE):
                    self._room -= len(piece)
                    if self._room < 0:
                        raise Unreadable("too-large", f"unpacks to more than {self._limit} bytes")
                    pieces.append(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:  # fmt: skip
            raise self.broken(f"{name}: {error}") from None
        return b"".join(pieces)

    def parse(self, name: str, begin: Begin, end: End, text: End | None = None) -> None:
        """Go through a member of XML; names of elements and attributes come without a prefix.

        One that declares entities is refused: a few of them can stand for gigabytes.
        """

        def refused(*_: object) -> None:
            raise self.broken(f"{name} declares entities, which no such file does")

        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = lambda tag, found: begin(
            local(tag), {local(key): value for key, value in found.items()}
        )
        parser.EndElementHandler = lambda tag: end(local(tag))
        parser.CharacterDataHandler = text
        parser.EntityDeclHandler = refused
        try:
            parser.Parse(self.read(name), True)
        except expat.ExpatError as error:
            raise self.broken(f"{name}: {error}") from None


def local(name: str) -> str:
    """Return a name of XML without its prefix."""
    return name.rpartition(":")[2]

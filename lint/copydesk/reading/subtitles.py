"""Read subtitles, SubRip and WebVTT: what is said, cue joined to cue, without times and tags.

Rolling captions, in which each cue shows the line before again, are read once: that is how they are
displayed, and no repetition of their author's.
"""

from __future__ import annotations

import functools
import html
import itertools
import re
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from copydesk.columns.blocks import BlockKind
from copydesk.columns.document_kinds import DocumentKind
from copydesk.reading.document import Document
from copydesk.reading.pieces import Comment, Pieces
from copydesk.reading.places import line_starts

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[,.](\d{1,3})"
_CUE = re.compile(rf"[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}")
_NO_CUE = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t]|$)|WEBVTT")
_MARK = re.compile(
    r"(?P<voice><v(?:\.[\w.-]{0,80})?[ \t]+(?P<name>[^<>]{1,200})>)|<[^<>]{0,200}>|\{\\[^{}]{0,200}\}"
    r"|(?P<reference>&(?:\#\d{1,7}|\w{2,10});)|(?P<dash>\A[ \t]*[-–—][ \t]?(?=\S))|(?P<space>[ \t]+)"
)
_COMMENT = re.compile(r"^NOTE(?:[ \t]|\r?\n)copydesk:[^\r\n]*", re.MULTILINE)
_TAG = re.compile(r"<[^<>]{0,200}>|\{\\[^{}]{0,200}\}")
_SOUND = re.compile(r"[\[(♪♫#][^\n]*[\])♪♫#]\Z")
_PAUSE = 3.0  # seconds without a cue that end a paragraph
_ROLLING = 0.3  # of the cues begin with the end of the one before, where captions roll


class _Line(NamedTuple):
    at: int
    text: str


class _Cue(Struct, frozen=True):
    """What is shown from one second to another."""

    begin: float
    end: float
    lines: list[_Line]


def read_srt(path: str, source: str) -> Document:
    """Return SubRip subtitles as one document."""
    return _read(path, source, references=False)


def read_vtt(path: str, source: str) -> Document:
    """Return WebVTT subtitles as one document."""
    return _read(path, source, references=True)


def _read(path: str, source: str, *, references: bool) -> Document:
    cues = list(_cues(source))
    shown = [_repeated(before, cue) for before, cue in itertools.pairwise(cues)]
    if cues and sum(map(bool, shown)) >= _ROLLING * len(cues):
        cues[1:] = [
            replace(cue, lines=cue.lines[count:])
            for cue, count in zip(cues[1:], shown, strict=True)
        ]
    writer = _Writer(references=references)
    notes = deque(_COMMENT.finditer(source) if references else ())  # SubRip has no comments
    comments, end = list[Comment](), 0.0
    for cue in cues:
        if cue.begin - end >= _PAUSE:
            writer.end()
        for line in cue.lines:
            writer.add(line)
            while notes and notes[0].start() < line.at:
                comments.append((*notes.popleft().span(), len(writer.pieces)))
        end = cue.end
    writer.end()
    escape = functools.partial(escaped, references=references)
    comments += [(*note.span(), len(writer.pieces)) for note in notes]
    document = writer.pieces.document(path, source, escape, comments=comments)
    return replace(document, kind=DocumentKind.DIALOGUE)


def escaped(text: str, *, references: bool) -> str | None:
    """Return a text as a cue has it; None where it would end the cue."""
    if "\n" in text or "\r" in text or "-->" in text:
        return None
    return html.escape(text, quote=False) if references else text


def _cues(source: str) -> Iterator[_Cue]:
    starts = [*line_starts(source), len(source)]
    lines = [_Line(a, source[a:b].rstrip("\r\n")) for a, b in itertools.pairwise(starts)]
    timed = [(row, found) for row, line in enumerate(lines) if (found := _CUE.match(line.text))]
    for (row, times), following in itertools.zip_longest(timed, timed[1:]):
        last = following[0] if following else len(lines)
        if following and last > row + 1 and lines[last - 1].text.strip():
            numbered = lines[last - 1].text.strip().isdigit() or not lines[last - 2].text.strip()
            last -= numbered  # the number or name of the next cue
        inside = lines[row + 1 : last]
        ends = [n for n, line in enumerate(inside) if n and _NO_CUE.match(line.text)]
        shown = [line for line in inside[: ends[0] if ends else None] if line.text.strip()]
        yield _Cue(_seconds(*times.groups()[:4]), _seconds(*times.groups()[4:]), shown)


def _seconds(hours: str | None, minutes: str, seconds: str, part: str) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{part}")


def _repeated(before: _Cue, cue: _Cue) -> int:
    """Return how many lines a cue repeats at its beginning from the end of the one before."""
    old, new = ([_MARK.sub("", line.text).split() for line in one.lines] for one in (before, cue))
    most = min(len(old), len(new), 4)
    return next((n for n in range(most, 0, -1) if old[-n:] == new[:n]), 0)


class _Writer:
    """Puts lines of cues together: a paragraph goes on until somebody else speaks."""

    def __init__(self, *, references: bool) -> None:
        self.pieces = Pieces()
        self._references = references
        self._voice = ""

    def end(self, kind: BlockKind = BlockKind.PROSE) -> None:
        """End the paragraph."""
        self.pieces.end(kind)

    def add(self, line: _Line) -> None:
        """Add a line of a cue."""
        sound = _SOUND.match(_TAG.sub("", line.text).strip())
        if sound:
            self.end()
        self.pieces.space(line.at, 0)
        at = 0
        for mark in _MARK.finditer(line.text):
            self.pieces.add(line.text[at : mark.start()], line.at + at, mark.start() - at)
            at = mark.end()
            if mark["dash"] or (mark["name"] and mark["name"] != self._voice):
                self.end()
                self._voice = mark["name"] or self._voice
            elif mark["space"]:
                self.pieces.space(line.at + mark.start(), at - mark.start())
            elif mark["reference"]:
                text = html.unescape(mark.group()) if self._references else mark.group()
                self.pieces.add(text, line.at + mark.start(), at - mark.start())
        self.pieces.add(line.text[at:], line.at + at, len(line.text) - at)
        if sound:
            self.end(BlockKind.CODE)

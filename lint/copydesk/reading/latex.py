"""Read LaTeX: the text that is set, block by block, each character traced back to its place.

Commands that set text are left out and their text stays; formulas, code, references and citations
are words of no language; footnotes follow their paragraph; tables, pictures and the preamble are
no text. pylatexenc tells places too, but takes minutes for crafted files, and seconds for a megabyte of honest text.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import deque

from copydesk.columns.blocks import BlockKind
from copydesk.reading.document import Document
from copydesk.reading.latex_commands import (
    ACCENTS,
    ARGUMENTS,
    FORMULAS,
    HEADINGS,
    KINDS,
    SIGNS,
    VERBATIM,
)
from copydesk.reading.pieces import Comment, Pieces

_DASHES = {"--": "–", "---": "—", "``": "“", "''": "”", "`": "‘"}

_TOKEN = re.compile(
    r"(?P<comment>%[^\n]*+(?:\n[ \t]*+(?!\n))?)"
    r"|(?P<verb>\\(?:verb|lstinline)\*?(?P<bar>[^\w\s{\[])[^\n]{0,300}?(?P=bar))"
    r"|\\(?P<edge>begin|end)[ \t]*\{(?P<environment>[^{}\n]{1,60})\}"
    r"|(?P<formula>\$\$[^$]{1,3000}\$\$|\$(?:[^$\\\n]|\\.|\n(?![ \t]*\n)){1,1000}\$|\\\(.{1,1000}?\\\)|\\\[.{1,1000}?\\\])"
    r"|(?P<accented>\\(?:[`'^\"~=.][ \t]*(?:\{\\?[a-zA-Z]\}|\\?[a-zA-Z])|[uvHcdbkr](?:\{\\?[a-zA-Z]\}|[ \t]+[a-zA-Z](?![a-zA-Z]))))"
    r"|(?P<newline>\\\\\*?(?:\[[^\[\]\n]{0,40}\])?)"
    r"|\\(?P<command>[a-zA-Z@]{1,60})\*?"
    r"|\\(?P<escaped>[^a-zA-Z\n])|(?P<brace>[{}])|(?P<blank>[ \t]*\n[ \t]*\n\s*)|(?P<space>[ \t\n~]+)"
    r"|(?P<dash>-{2,3}|``|''|`)|(?P<text>[^\\%${}~\s`'-]+|['$-])",
    re.DOTALL,
)
_LINE_COMMENT = re.compile(r"^[ \t]*(?P<comment>%[^\n]*)", re.MULTILINE)
_BRACE = re.compile(r"\\.|%[^\n]*|[{}]", re.DOTALL)
_OPTION = re.compile(r"[ \t]*\[(?:[^\[\]{}]|\{[^{}]{0,500}\}){0,1000}\]")
_DEFINED = re.compile(r"[ \t]*\\[a-zA-Z@]{1,60}[^{}\n]{0,60}")
_GAP = re.compile(r"[ \t]*\n?[ \t]*")


def read_latex(path: str, source: str) -> Document:
    """Return a LaTeX file as one document."""
    return _Reader(source.replace("\r", "\n" if "\n" not in source else " ")).read(path, source)


def _escape(text: str) -> str | None:
    return None if re.search(r"[\\%${}~&#^_]", text) else text


class _Reader:
    """Goes through the marks of a file once."""

    def __init__(self, source: str) -> None:
        self.pieces = Pieces()
        self._source = source
        self._kinds = [BlockKind.PROSE]
        self._comments: list[Comment] = []
        self._notes = deque[tuple[int, int]]()  # where footnotes of the open block lie
        self._noting = False
        self._until = len(source)  # where the text ends that is read
        self._closed: dict[int, str] = {}  # what happens at a brace that closes an argument

    def read(self, path: str, source: str) -> Document:
        """Return the body of the document, or all of a file that is a part of one."""
        begin = self._source.find("\\begin{document}")
        at = begin + len("\\begin{document}") if begin >= 0 else 0
        for comment in _LINE_COMMENT.finditer(self._source, 0, at):
            self._comment(*comment.span("comment"))
        self._read(at, len(self._source))
        self._end()
        return self.pieces.document(path, source, _escape, comments=self._comments)

    def _read(self, at: int, end: int) -> None:
        self._until = end
        while at < end:
            token = _TOKEN.match(self._source, at, end)
            at = self._take(token) if token else at + 1

    def _take(self, token: re.Match[str]) -> int:
        """Read what a mark begins; return where reading goes on."""
        kind, at, end = str(token.lastgroup), token.start(), token.end()
        if token["edge"]:
            return self._environment(token["edge"], token["environment"], end)
        if token["command"]:
            return self._command(token["command"], at, end)
        if token["brace"]:
            return self._brace(at, end)
        if token["blank"] is not None:
            self._end()
        elif token["space"] or token["newline"]:
            self.pieces.space(at, end - at)
        elif token["formula"] or token["verb"]:
            self.pieces.add(_flat(token.group()), at, end - at, code=True)
        elif token["accented"]:
            letter = token.group().rstrip("}")[-1]
            composed = unicodedata.normalize("NFC", letter + ACCENTS[token.group()[1]])
            self.pieces.add(composed, at, end - at)
        elif token["escaped"]:
            self._escaped(token["escaped"], at)
        elif token["dash"]:
            self.pieces.add(_DASHES[token.group()], at, end - at)
        elif kind == "comment":
            self._comment(at, end)
        else:
            self.pieces.add(token.group(), at, end - at)
        return end

    def _comment(self, at: int, end: int) -> None:
        line = self._source[at:end].partition("\n")[0]
        if "copydesk:" in line:
            self._comments.append((at, at + len(line), len(self.pieces)))

    def _end(self) -> None:
        """End the block; the notes in it follow, each a block of its own."""
        self.pieces.end(self._kinds[-1])
        if self._noting:
            return
        self._noting, depth, until = True, len(self._kinds), self._until
        while self._notes:
            self._kinds.append(BlockKind.PROSE)
            self._read(*self._notes.popleft())
            self.pieces.end(BlockKind.PROSE)
            del self._kinds[depth:]
        self._noting, self._until = False, until

    def _escaped(self, sign: str, at: int) -> None:
        if sign in " ,;:!~":
            self.pieces.space(at, 2)
        elif sign not in "-/@()[]":
            self.pieces.add(sign, at, 2)

    def _brace(self, at: int, end: int) -> int:
        then = self._closed.pop(at, "")
        if then == "heading":
            self._end()
            self._kinds.pop()
        elif then:
            return self._arguments(then, end)
        return end

    @functools.cached_property
    def _closing(self) -> dict[int, int]:
        """The brace that closes each brace."""
        closing, open_ = dict[int, int](), list[int]()
        for mark in _BRACE.finditer(self._source):
            if mark.group() == "{":
                open_.append(mark.start())
            elif mark.group() == "}" and open_:
                closing[open_.pop()] = mark.start()
        return closing

    def _environment(self, edge: str, name: str, end: int) -> int:
        plain = name.rstrip("*")
        if edge == "begin" and plain in VERBATIM | FORMULAS:
            closing = self._source.find(f"\\end{{{name}}}", end, self._until)
            after = closing + len(name) + 6 if closing >= 0 else self._until
            if plain in FORMULAS:
                self.pieces.add("(…)", end, max(0, after - end), code=True)
            else:
                self._end()
            return after
        self._end()
        if edge == "begin":
            self._kinds.append(KINDS.get(plain, self._kinds[-1]))
            return self._arguments("dddd", end, near=True)
        if len(self._kinds) > 1:
            self._kinds.pop()
        return len(self._source) if name == "document" else end

    def _command(self, name: str, at: int, end: int) -> int:
        if name in HEADINGS or name == "caption":
            self._end()
            opened = self._open(self._skip_option(end))
            if opened is None:
                return end
            self._kinds.append(BlockKind.PROSE if name == "caption" else BlockKind.HEADING)
            self._closed[self._closing[opened]] = "heading"
            return opened + 1
        if name in ("item", "par", "newpage", "clearpage", "maketitle", "pagebreak"):
            self._end()
            return end
        if name in SIGNS:
            after = end + 2 if self._source.startswith("{}", end) else end
            self.pieces.add(SIGNS[name], at, after - at)
            return after if after > end or name in ("quad", "qquad") else self._past_gap(end)
        if name in ("def", "gdef", "edef", "xdef"):
            defined = _DEFINED.match(self._source, end)
            return self._arguments("d", defined.end() if defined else end)
        citing = "cite" in name.lower() and "c"
        return self._arguments(ARGUMENTS.get(name) or citing or "", end)

    def _past_gap(self, at: int) -> int:
        """Return where text goes on after a command whose end is a space."""
        return at + (self._source.startswith(" ", at))

    def _skip_option(self, at: int) -> int:
        found = _OPTION.match(self._source, at)
        return found.end() if found else at

    def _open(self, at: int) -> int | None:
        """Return the brace that opens the next argument, None where there is none."""
        gap = _GAP.match(self._source, at)
        at = gap.end() if gap else at
        return at if at in self._closing else None

    def _arguments(self, wanted: str, at: int, *, near: bool = False) -> int:
        """Read the arguments of a command; return where reading goes on.

        `near`: they follow without a space.
        """
        at = self._skip_option(at) if self._source.startswith("[", at) or wanted else at
        for number, one in enumerate(wanted):
            at = self._skip_option(at)
            opened = self._open(at)
            if opened is None or (near and opened > at):
                return at
            closing = self._closing[opened]
            if one == "k":
                self._closed[closing] = wanted[number + 1 :]
                return opened + 1
            if one == "n":
                self._notes.append((opened + 1, closing))
            elif one == "c":
                text = _flat(self._source[opened + 1 : closing])
                self.pieces.add(text, opened + 1, closing - opened - 1, code=True)
            at = closing + 1
        return at


def _flat(text: str) -> str:
    return re.sub(r"[\r\n]", " ", text)

"""Match paths against patterns as git does, in time linear in the path.

gitignore(5) and git's wildmatch.c say what a pattern means. Each pattern becomes a regular
expression whose wildcards are atomic groups: a `*` runs to the first place where what follows it
up to the next wildcard fits, which is as good as any later one, so nothing is ever tried twice.
pathspec 0.12 to 1.0, whose wildcards backtrack, takes for ever on twenty stars (2026-11), and
differs from git in brackets; this agrees with git 2.39 wherever tests/test_globs.py looks.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

from msgspec import Struct

_CLASSES = {  # of git's own, ASCII only
    b"alnum": b"a-zA-Z0-9",
    b"alpha": b"a-zA-Z",
    b"blank": b" \\t",
    b"cntrl": b"\\x00-\\x1f\\x7f",
    b"digit": b"0-9",
    b"graph": b"!-~",
    b"lower": b"a-z",
    b"print": b" -~",
    b"punct": b"!-/:-@\\[-`{-~",
    b"space": b" \\t\\n\\x0b\\x0c\\r",
    b"upper": b"A-Z",
    b"xdigit": b"0-9a-fA-F",
}
_STAR, _FOLDERS, _REST = b"*", b"**/", b"**"  # the wildcards, as the pattern is taken apart
_PLAIN = re.compile(rb"[^*?\[\\]*")  # what is before the first wildcard
_BOM = "\ufeff"


class BadPattern(Exception):
    """A line is no pattern: it is empty or a comment, or a bracket or an escape is left open."""


class _Malformed(Exception):
    """A bracket or an escape is left open: the pattern matches nothing, whatever the path."""


class _Pattern(Struct, frozen=True):
    matches: re.Pattern[bytes]
    negated: bool
    folders_only: bool
    names_only: bool  # without a slash: matched against the last part of a path


class Patterns:
    """Patterns of one folder, in order; of those that match a path the last one decides."""

    def __init__(self, lines: Sequence[str], *, strict: bool = False) -> None:
        """Read the lines of a .gitignore; with `strict`, raise BadPattern for one that is none."""
        self._patterns: list[_Pattern] = []
        for line in lines:
            try:
                found = _pattern(line)
            except _Malformed:
                found = None
            if found:
                self._patterns.append(found)
            elif strict:
                raise BadPattern(f"{line!r} is no pattern as in a .gitignore")

    def __bool__(self) -> bool:
        return bool(self._patterns)

    def verdict(self, path: str, *, is_folder: bool = False) -> bool | None:
        """Tell what the patterns say of one path itself, None where none matches it.

        `path`: POSIX, relative to the folder of the patterns. What they say of the folders that it
        lies in is not asked.
        """
        whole = os.fsencode(path)
        name = whole[whole.rfind(b"/") + 1 :]
        for pattern in reversed(self._patterns):
            if pattern.folders_only and not is_folder:
                continue
            if pattern.matches.fullmatch(name if pattern.names_only else whole):
                return not pattern.negated
        return None

    def match(self, path: str, *, is_folder: bool = False) -> bool:
        """Tell whether a path, or a folder that it lies in, is matched."""
        above = (at for at, character in enumerate(path) if character == "/" and at)
        if any(self.verdict(path[:at], is_folder=True) for at in above):
            return True
        return bool(self.verdict(path, is_folder=is_folder))


def lines_of(text: str) -> list[str]:
    """Return the lines of a .gitignore, as git cuts them."""
    return [line.removesuffix("\r") for line in text.removeprefix(_BOM).split("\n")]


def _pattern(line: str) -> _Pattern | None:
    if line.startswith("#"):
        return None
    line = _without_spaces(line)
    negated = line.startswith("!")
    line = line[1:] if negated else line
    folders_only = line.endswith("/")
    line = line[:-1] if folders_only else line
    if not line:
        return None
    names_only = "/" not in line
    body = os.fsencode(line.removeprefix("/"))
    plain = 0 if names_only else len(_PLAIN.match(body)[0])  # type: ignore[index]
    expression = re.escape(body[:plain]) + _expression(_tokens(body[plain:]))  # apart, as in git
    return _Pattern(re.compile(expression, re.DOTALL), negated, folders_only, names_only)


def _without_spaces(line: str) -> str:
    """Return a line without the spaces at its end; one after a backslash stays."""
    bare = line.rstrip(" ")
    if len(bare) < len(line) and (len(bare) - len(bare.rstrip("\\"))) % 2:
        return line[: len(bare) + 1]
    return bare


def _expression(tokens: Sequence[bytes]) -> bytes:
    """Return a regular expression: each wildcard with what follows it, up to the next of its kind,
    in an atomic group.

    A `*` stays in its part of the path and a `**/` takes whole parts, so the first place where the
    rest of the part, or of the parts, fits leaves the most for the wildcards behind it.
    """
    folders = [index for index, token in enumerate(tokens) if token == _FOLDERS]
    if not folders:
        return _parts(tokens)
    out = [_parts(tokens[: folders[0]])]
    for index, at in enumerate(folders):
        last = index + 1 == len(folders)
        rest = _parts(tokens[at + 1 :] if last else tokens[at + 1 : folders[index + 1]])
        if last:
            out.append(b"(?:[^/]*/)*?" + rest + rb"\Z")
        else:
            out.append(b"(?>(?:[^/]*/)*?" + rest + b")")
    return b"".join(out)


def _parts(tokens: Sequence[bytes]) -> bytes:
    """Return the expression of tokens without `**/`."""
    out: list[bytes] = []
    rows = [index for index, token in enumerate(tokens) if token == _STAR]
    start = rows[0] if rows else len(tokens)
    out += [b".*" if token == _REST else token for token in tokens[:start]]
    for index, at in enumerate(rows):
        stop = rows[index + 1] if index + 1 < len(rows) else len(tokens)
        fixed = [b".*" if token == _REST else token for token in tokens[at + 1 : stop]]
        slash = next((n for n, token in enumerate(fixed) if token == b"/"), len(fixed))
        inside, beyond = b"".join(fixed[:slash]), b"".join(fixed[slash:])
        ends = slash < len(fixed) or stop == len(tokens)  # the part of the path ends here
        if ends:  # all of it but the fixed end, which has one length
            out.append(b"[^/]*+" if not inside else b"(?>[^/]*?" + inside + rb"(?=/|\Z))")
        else:
            out.append(b"(?>[^/]*?" + inside + b")")
        out.append(beyond)
    return b"".join(out)


def _tokens(pattern: bytes) -> list[bytes]:
    """Take a pattern apart: wildcards, and expressions that match one byte each."""
    tokens: list[bytes] = []
    at = 0
    while at < len(pattern):
        byte = pattern[at : at + 1]
        if byte == b"\\":
            if at + 1 == len(pattern):
                raise _Malformed
            tokens.append(re.escape(pattern[at + 1 : at + 2]))
            at += 2
        elif byte == b"*":
            stop = at + 1
            while pattern[stop : stop + 1] == b"*":
                stop += 1
            tokens.append(_stars(pattern, at, stop))
            at = stop + (tokens[-1] == _FOLDERS)
        elif byte == b"[":
            expression, at = _bracket(pattern, at)
            tokens.append(expression)
        else:
            tokens.append(b"[^/]" if byte == b"?" else re.escape(byte))
            at += 1
    return tokens


def _stars(pattern: bytes, at: int, stop: int) -> bytes:
    """Return what stars mean: `**` is more than `*` only as a whole part of the path."""
    before, after = pattern[at - 1 : at] if at else b"", pattern[stop : stop + 1]
    if stop - at < 2 or before not in (b"", b"/") or after not in (b"", b"/"):
        return _STAR
    return _FOLDERS if after else _REST


def _bracket(pattern: bytes, at: int) -> tuple[bytes, int]:
    """Return the expression of a bracket, and where the pattern goes on behind it."""
    at += 1
    negated = pattern[at : at + 1] in (b"!", b"^")
    at += negated
    items: list[bytes] = []
    before = b""  # what a range may begin with
    first = True
    while first or pattern[at : at + 1] != b"]":
        first = False
        byte = pattern[at : at + 1]
        if not byte:
            raise _Malformed
        if byte == b"-" and before and pattern[at + 1 : at + 2] not in (b"", b"]"):
            last, at = _escaped(pattern, at + 1)
            items += [b"%s-%s" % (_literal(before), _literal(last))] if before <= last else []
            before = b""
        elif byte == b"[" and pattern[at + 1 : at + 2] == b":":
            expression, at = _class(pattern, at)
            items.append(expression)
            before = b"" if expression in _CLASSES.values() else b"["
        else:
            before, at = _escaped(pattern, at)
            items.append(_literal(before))
    found = b"".join(items)
    if negated:
        return b"[^/" + found + b"]", at + 1
    return (b"(?!/)[" + found + b"]" if found else b"(?!)"), at + 1


def _escaped(pattern: bytes, at: int) -> tuple[bytes, int]:
    """Return the byte at a place in a bracket, and the place after it."""
    at += pattern[at : at + 1] == b"\\"
    if at >= len(pattern):
        raise _Malformed
    return pattern[at : at + 1], at + 1


def _class(pattern: bytes, at: int) -> tuple[bytes, int]:
    """Return the members of `[:name:]`, or a bare `[` where no `:]` closes it."""
    close = pattern.find(b"]", at + 2)
    if close < 0:
        raise _Malformed
    if close == at + 2 or pattern[close - 1 : close] != b":":
        return _literal(b"["), at + 1
    name = pattern[at + 2 : close - 1]
    if name not in _CLASSES:
        raise _Malformed
    return _CLASSES[name], close + 1


def _literal(byte: bytes) -> bytes:
    return b"\\x%02x" % byte[0]

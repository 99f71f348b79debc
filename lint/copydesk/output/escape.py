"""Make text safe for a terminal or a build log: escape what moves the cursor, hides or commands."""

from __future__ import annotations

import re

from copydesk.patterns import late_pattern

# Controls (C0, DEL, C1), line separators, bidirectional marks, zero widths, BOM, tags, lone
# surrogates, and the two that XML forbids.
_UNSAFE = late_pattern(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f\ud800-\udfff]"
)
# What a runner of builds obeys when a program prints it: `::command::` at the start of a line
# (GitHub Actions), `##[command]` anywhere (GitHub Actions, Azure Pipelines), `##vso[…]` (Azure
# Pipelines), `##teamcity[…]`.
_COMMAND = late_pattern(r"^ *:(?=:)|##(?=\[|vso\[|teamcity\[)", re.IGNORECASE)


def visible(text: str) -> str:
    """Return a text on one line that a terminal or a build log shows and does not obey.

    Characters such as ESC become escapes such as `\\x1b`, and the first character of a command to
    a runner of builds does too.
    """
    safe = escaped(text)
    return _COMMAND.sub(_written_last, safe) if "::" in safe or "##" in safe else safe


def escaped(text: str) -> str:
    """Return the text with characters unsafe for a terminal as escapes; each for itself, so that
    the parts of a text give the parts of the result.
    """
    if text.isprintable():  # none of the unsafe characters is, and most texts are
        return text
    return _UNSAFE.sub(_written, text)


def literal(text: str) -> str:
    """Return JSON or TOML with `\\u` escapes for what a terminal must not get inside strings."""
    return _UNSAFE.sub(_in_literal, text)


def _in_literal(match: re.Match[str]) -> str:
    found = match.group()
    kept = found in "\n\t" or ord(found) > 0xFFFF  # JSON and TOML write these in different ways
    return found if kept else f"\\u{ord(found):04x}"


def _written_last(match: re.Match[str]) -> str:
    found = match.group()
    return f"{found[:-1]}\\x{ord(found[-1]):02x}"


def _written(match: re.Match[str]) -> str:
    known = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
    code = ord(match.group())
    return known.get(match.group()) or (
        f"\\x{code:02x}"
        if code < 0x100
        else f"\\u{code:04x}"
        if code < 0x10000
        else f"\\U{code:08x}"
    )

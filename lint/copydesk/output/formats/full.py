"""The format `full`: each finding with its line, the span marked, the other copy and the diff."""

from __future__ import annotations

import re
import unicodedata

from copydesk.finding import Finding, Related
from copydesk.output.escape import visible
from copydesk.output.formats.concise import headline
from copydesk.output.render_input import RenderInput
from copydesk.output.style import Painter

_WIDTH = 110  # characters of a line shown; the marked span comes first
_OTHERS = 3  # other places shown of a finding that speaks of many
_BLOCKS = 2  # blocks after the first that are shown without being asked for
_LINE_END = re.compile(r"\r\n|\n|\r")
_DIFF = re.compile(r"\[-.*?-\]|\{\+.*?\+\}")


def render(given: RenderInput) -> str:
    """Return all findings as text, a blank line after each."""
    paint = Painter(color=given.color)
    return "".join(_finding(finding, paint, given) + "\n" for finding in given.report.findings)


def _finding(finding: Finding, paint: Painter, given: RenderInput) -> str:
    others, more = finding.related[:_OTHERS], len(finding.related) - _OTHERS
    gutter = max(len(str(finding.place.line)), *(len(str(r.place.line)) for r in others), 3)
    rows = [headline(finding, paint, unsafe=given.unsafe_fixes)]
    rows += [*_marked(finding, gutter, paint), *_removed(finding, gutter, paint, given)]
    rows += [_other(related, finding, gutter, paint) for related in others]
    if more > 0:
        rows.append(
            f"{' ' * gutter} {paint('>', 'dim')} … {more:,} more; --output-format json lists them"
        )
    diff = finding.evidence.get("diff")
    if isinstance(diff, str) and diff:
        rows.append(f"{' ' * gutter} {paint('=', 'dim')} {_painted(visible(diff), paint)}")
    return "\n".join(rows) + "\n"


def _removed(finding: Finding, gutter: int, paint: Painter, given: RenderInput) -> list[str]:
    """Return the other blocks that a fix would remove: all, or how many and the last."""
    place = finding.place
    if not finding.fix or place.end_line == place.line or place.document:
        return []
    text = given.units.ruler(place.path).text
    lines = _LINE_END.split(text[place.offset : place.end_offset])
    blocks = [(place.line + n, line) for n, line in enumerate(lines) if n and line.strip()]
    if not given.whole and len(blocks) > _BLOCKS:
        between = (
            f"{' ' * gutter} {paint('|', 'dim')} … {len(blocks) - 1:,} more blocks; -v shows them"
        )
        return [between, _numbered(blocks[-1][0], gutter, _cut(visible(blocks[-1][1])), paint)]
    return [_numbered(line, gutter, _cut(visible(block)), paint) for line, block in blocks]


def _lead(finding: Finding) -> str:
    """Return as much of the text before the span as leaves room for the span."""
    before = visible(finding.before)
    room = max(20, _WIDTH - _columns(visible(finding.text)))
    return before if len(before) <= room else "…" + before[-(room - 1) :]


def _marked(finding: Finding, gutter: int, paint: Painter) -> list[str]:
    """Return the finding's line, and carets under its span."""
    before, first = _lead(finding), visible(_LINE_END.split(finding.text, maxsplit=1)[0])
    after = visible(finding.after) if "\n" not in finding.text else " …"
    lead = _columns(before)
    span = "^" * max(1, min(_columns(first), _WIDTH - lead))
    return [
        _numbered(finding.place.line, gutter, _cut(before + first + after), paint),
        f"{' ' * gutter} {paint('|', 'dim')} {' ' * lead}{paint(span, finding.severity)}",
    ]


def _other(related: Related, finding: Finding, gutter: int, paint: Painter) -> str:
    place = related.place
    shown = _numbered(place.line, gutter, _cut(visible(related.text)), paint)
    if place.path == finding.place.path:
        return shown
    return f"{' ' * gutter} {paint('>', 'dim')} {paint(visible(place.path), 'path')}:{place.line}:{place.column}\n{shown}"


def _numbered(line: int, gutter: int, text: str, paint: Painter) -> str:
    return f"{line:>{gutter}} {paint('|', 'dim')} {text}"


def _cut(text: str) -> str:
    return text if len(text) <= _WIDTH + 20 else text[: _WIDTH + 19] + "…"


def _columns(text: str) -> int:
    """Return the terminal columns of a text: two for a wide character, none for a combining mark."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) > 0 for c in text)


def _painted(diff: str, paint: Painter) -> str:
    return _DIFF.sub(
        lambda m: paint(m.group(), "removed" if m.group().startswith("[") else "added"), diff
    )

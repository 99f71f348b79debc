"""Format edits as a unified diff for `patch` and `git apply`."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from copydesk.finding import Edit

_CONTEXT = 3  # lines shown around a change


class _Change(Struct):
    """Lines [first, end) of the old text, and the lines that replace them."""

    first: int
    end: int
    new: list[str]


def unified(path: str, original: str, edits: Sequence[Edit]) -> str:
    """Return the diff of edits, which are in order and do not overlap.

    Lines end at LF, as in any diff. The edits say what changed, so nothing is compared: the cost is
    that of the size of the file.
    """
    old = re.findall(r"[^\n]*\n|[^\n]+", original)
    # A tab ends a name that holds spaces, as GNU diff and git have it.
    name = f"{path}\t" if " " in path else path
    out = [f"--- {name}\n+++ {name}\n"]
    shift = 0
    for hunk in _hunks(_changes(original, old, edits)):
        first, end = max(hunk[0].first - _CONTEXT, 0), min(hunk[-1].end + _CONTEXT, len(old))
        rows, at, gained = [], first, 0
        for change in hunk:
            rows += [f" {line}" for line in old[at : change.first]]
            rows += [f"-{line}" for line in old[change.first : change.end]]
            rows += [f"+{line}" for line in change.new]
            at, gained = change.end, gained + len(change.new) - (change.end - change.first)
        rows += [f" {line}" for line in old[at:end]]
        out.append(
            f"@@ -{_range(first, end - first)} +{_range(first + shift, end - first + gained)} @@\n"
        )
        out += [
            row if row.endswith("\n") else f"{row}\n\\ No newline at end of file\n" for row in rows
        ]
        shift += gained
    return "".join(out)


def _range(first: int, count: int) -> str:
    """Return a range of lines for the head of a hunk; an empty one names the line before it."""
    return f"{first + 1 if count else first}" + ("" if count == 1 else f",{count}")


def _changes(original: str, old: Sequence[str], edits: Sequence[Edit]) -> list[_Change]:
    starts = [0]
    for line in old:
        starts.append(starts[-1] + len(line))
    starts.pop()
    groups: list[tuple[int, int, list[Edit]]] = []
    for edit in edits:
        first, end = (
            bisect.bisect_right(starts, edit.offset) - 1,
            bisect.bisect_left(starts, edit.end_offset),
        )
        whole = (
            starts[max(first, 0)] == edit.offset and (not edit.text or edit.text.endswith("\n"))
            if starts
            else True
        )
        if not whole and end < len(starts):  # the next line may be joined to the new text
            end += 1
        first = max(first, 0)
        if groups and first < groups[-1][1]:
            first, before, some = groups.pop()
            some.append(edit)
            groups.append((first, max(end, before), some))
        else:
            groups.append((first, max(end, first), [edit]))
    return [
        change for group in groups for change in [_change(original, old, starts, *group)] if change
    ]


def _change(
    original: str,
    old: Sequence[str],
    starts: Sequence[int],
    first: int,
    end: int,
    edits: Sequence[Edit],
) -> _Change | None:
    at = starts[first] if first < len(starts) else len(original)
    stop = starts[end] if end < len(starts) else len(original)
    parts = []
    for edit in edits:
        parts += [original[at : edit.offset], edit.text]
        at = edit.end_offset
    text = "".join(parts) + original[at:stop]
    new = re.findall(r"[^\n]*\n|[^\n]+", text)
    most = min(len(new), end - first)
    head = next((n for n in range(most) if new[n] != old[first + n]), most)
    tail = next((n for n in range(most - head) if new[-1 - n] != old[end - 1 - n]), most - head)
    new = new[head : len(new) - tail]
    return _Change(first + head, end - tail, new) if new or head + tail < end - first else None


def _hunks(changes: Sequence[_Change]) -> Iterator[list[_Change]]:
    hunk: list[_Change] = []
    for change in changes:
        if hunk and change.first - hunk[-1].end > 2 * _CONTEXT:
            yield hunk
            hunk = []
        hunk.append(change)
    if hunk:
        yield hunk

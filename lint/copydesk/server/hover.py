"""The hover text of a finding: what its rule looks for, and the other copy with its changes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copydesk.output.escape import visible
from copydesk.output.native import well_formed
from copydesk.server.diagnostics import message
from copydesk.server.judge import Other, Shown

_MARKUP = re.compile(r"[!-/:-@\[-`{-~]")
_CHANGE = re.compile(r"\[-(?P<removed>.*?)-\]|\{\+(?P<added>.*?)\+\}", re.DOTALL)


def plain(shown: Sequence[Shown]) -> str:
    """Return findings as plain text, for clients without Markdown."""
    return "\n\n".join(f"{one.finding.rule} ({one.finding.name}): {message(one)}" for one in shown)


def markdown(shown: Sequence[Shown]) -> str:
    """Return findings as Markdown in which texts of documents are escaped."""
    return "\n\n---\n\n".join(_finding(one) for one in shown)


def _finding(one: Shown) -> str:
    summary, _, rest = one.rule.documentation.partition("\n\n")
    reason = rest.partition("\n\n## ")[0]
    rows = [
        f"**{one.finding.rule}** {one.finding.name}: {escaped(message(one))}",
        *map(_other, one.others),
    ]
    diff = one.finding.evidence.get("diff")
    if isinstance(diff, str) and diff:
        rows.append(f"Differs in: {_marked(diff)}")
    return "\n\n".join([*rows, summary, reason]).rstrip()


def _other(other: Other) -> str:
    return f"[{escaped(other.name)}]({other.uri}#L{other.start[0] + 1}):\n\n> {escaped(other.text)}"


def _marked(diff: str) -> str:
    out, at = [], 0
    for change in _CHANGE.finditer(diff):
        out.append(escaped(diff[at : change.start()]))
        gone = change["removed"]
        out.append(
            f"~~{escaped(gone)}~~" if gone is not None else f"**{escaped(change['added'])}**"
        )
        at = change.end()
    return " ".join(part for part in [*out, escaped(diff[at:])] if part)


def escaped(text: str) -> str:
    """Return a text on one line without characters that are markup or that hide or reorder others."""
    return _MARKUP.sub(r"\\\g<0>", visible(well_formed(" ".join(text.split()))))

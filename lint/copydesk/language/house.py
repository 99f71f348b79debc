"""House rules: phrases that a configuration names, found together, each a finding of its own rule."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from copydesk.columns.batch import Batch
from copydesk.fixes import FixColumns
from copydesk.language.house_matcher import Matcher, Spans, TooSlow
from copydesk.language.house_phrase import FAMILY, HousePhrase, Phrase
from copydesk.results import Hits
from copydesk.rule import Rule
from copydesk.rule_record import record_rule

_NAMED, _LISTED = 3, 50  # phrases that a summary names; entries that a page lists
_PLAIN = "house style: “{text}”"
_BETTER = "house style: “{text}”, better “{replacement}”"


@functools.lru_cache(maxsize=8)
def house_rules(phrases: tuple[HousePhrase, ...]) -> tuple[Rule, ...]:
    """Return the rules of a configuration's phrases: one for each code."""
    entries = [one.phrase for one in phrases]
    matcher = Matcher(entries)

    def matches(batch: Batch) -> dict[int, Spans | TooSlow]:
        return matcher(batch)

    matches.__qualname__ = f"matches.{id(matcher)}"  # by which a batch remembers them
    codes: dict[str, list[int]] = defaultdict(list)
    for n, one in enumerate(entries):
        codes[one.code].append(n)
    return tuple(_rule(code, rows, entries, matcher, matches) for code, rows in codes.items())


def _rule(
    code: str,
    rows: Sequence[int],
    entries: Sequence[Phrase],
    matcher: Matcher,
    matches: Callable[[Batch], dict[int, Spans | TooSlow]],
) -> Rule:
    first = entries[rows[0]]

    def judge(batch: Batch, _: Any) -> Hits:
        found = batch.derive(matches)
        hits = list[tuple[int, int, int]]()
        for n in rows:
            spans = found.get(n, [])
            if isinstance(spans, TooSlow):
                raise spans
            hits += [(start, end, n) for start, end in spans]
        return _hits(batch, sorted(hits), entries, matcher)

    return record_rule(
        code,
        f"house-rule-{code.removeprefix(FAMILY)}",
        "{message}",
        judge,
        thresholds={},
        page=_page([entries[n] for n in rows]),
        module=__name__,
        severity=first.severity,
        within=first.within,
        kinds=first.kinds,
        fix="safe" if any(entries[n].replacement is not None for n in rows) else None,
    )


def _page(entries: Sequence[Phrase]) -> str:
    """Return the page of the entries of one code: what is looked for, and what is said of it."""
    names = [f"`{text}`" for one in entries for text in (*one.texts, one.pattern) if text]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    rows = [
        f"Find what the configuration lists: {', '.join(names[:_NAMED])}{more}.",
        "",
        "The entries of `[[phrases]]` with this code, and what is said of each:",
        "",
    ]
    for one in entries[:_LISTED]:
        better = one.replacement is not None
        says = one.message or (_BETTER if better else _PLAIN)
        listed = ", ".join(f"`{text}`" for text in (*one.texts, one.pattern) if text)
        rows.append(f"- {listed}: {says.replace('{replacement}', one.replacement or '')}")
    if len(entries) > _LISTED:
        rows.append(f"- and {len(entries) - _LISTED} more")
    return "\n".join(rows)


def _hits(
    batch: Batch, found: Sequence[tuple[int, int, int]], entries: Sequence[Phrase], matcher: Matcher
) -> Hits:
    messages, fixed, texts = list[str](), list[int](), list[str]()
    for row, (start, end, n) in enumerate(found):
        new = matcher.replacement(n, batch.text[start:end])
        if new is not None:
            fixed.append(row)
            texts.append(new)
        says = entries[n].message or (_PLAIN if not new else _BETTER)
        text = " ".join(batch.slice(start, end).split())
        messages.append(says.replace("{text}", text).replace("{replacement}", new or ""))
    starts, ends = [one[0] for one in found], [one[1] for one in found]
    edits = FixColumns.of(
        "safe", [starts[row] for row in fixed], [ends[row] for row in fixed], texts, hit=fixed
    )
    return Hits.at(starts, ends, confidence=1.0, message=messages, fix=edits if fixed else None)

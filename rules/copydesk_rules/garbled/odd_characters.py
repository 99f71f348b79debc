"""Find characters no writer typed: soft hyphens, zero widths, entities and tags left behind.

Delete them, or put the character in their place that they stand for. The fix does so; it is safe
for invisible characters that part no words and for entities of plain characters, and unsafe for
tags and for what may stand for a space or a lost sign. They come with the page or the
PDF that a text was taken from, and most cannot be seen: a search for `decisions` does not find a
word with a soft hyphen in it, and a tokenizer cuts it to pieces. `&amp;nbsp;` and `<br />` are
markup that was escaped once too often or not removed. `ﬁ` and `ﬂ` are letters of a font, which no
search finds in their words.

What a script needs is left alone: joiners in Persian, the scripts of India and emoji, zero-width
spaces where words have none between them, marks of direction beside Hebrew and Arabic, the
ligatures with long s that transcribers of old prints have agreed on. Entities and tags in code, or
in text that talks of HTML, are examples, and Markdown renders them, unless they are escaped twice. Those of one block that lie near each other are one
finding, which names the characters as Unicode does.

## Bad
    She paid &pound;20 for the boat &amp;nbsp; and rowed it home on Monday.
## Good
    The tag <br> is HTML and `&nbsp;` an entity; می‌خواهم needs its joiner and 👩‍👧 too; AT&T; R&D; see http://a.example/?x=1&copy=2.
## Measured
In 2026-11: all 47 sentences of the development set with soft hyphens and entities are found; what
is marked in ten clean ones is there too (characters of private use in transcriptions, controls,
soft hyphens). All of 30 random findings in 40 MB of news were right.
## Misses
Markup of other kinds than HTML, and tags of HTML that are rare in articles.
"""

from __future__ import annotations

from collections import Counter

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.rule import Count, Hits, document_rule
from copydesk_rules.garbled._leftover_markup import find_markup
from copydesk_rules.garbled._odd_characters import Odd, find_characters
from copydesk_rules.garbled._odd_repairs import without

_SHOWN = 3  # kinds of characters that the message shows


@document_rule("GAR110", "odd characters: {found}", yields_to=("GAR101",), fix="safe")
def odd_characters(batch: Batch, *, gap: Count = 80) -> Hits:
    """Mark each odd character with the word that it stands in.

    `gap`: odd characters of one block that lie at most this many characters apart are one finding,
    equal ones whatever lies between them.
    """
    groups = _grouped(batch, gap)
    return Hits.at(
        [_edge(batch, group[0].start, -1) for group in groups],
        [_edge(batch, group[-1].end - 1, 1) + 1 for group in groups],
        confidence=0.9,
        fix=without(batch, groups),
        found=[_listed(group) for group in groups],
    )


def _grouped(batch: Batch, gap: int) -> list[list[Odd]]:
    """Return the odd characters of the prose of a batch, those near each other together."""
    found = sorted([*find_characters(batch), *find_markup(batch)])
    start = np.array([odd.start for odd in found], np.int64)
    block = batch.block_at(start)
    rows = np.flatnonzero(block >= 0)
    rows = rows[start[rows] < batch.blocks.end.take(block[rows])]
    rows = rows[batch.blocks.prose.take(block[rows])]
    groups: list[list[Odd]] = []
    last = -1  # block of the group before
    for row in rows.tolist():
        odd = found[row]
        if groups and block[row] == last and _belongs(groups[-1], odd, gap):
            groups[-1].append(odd)
        else:
            groups.append([odd])
        last = block[row]
    return groups


def _belongs(group: list[Odd], odd: Odd, gap: int) -> bool:
    """Return whether an odd character is near those of a group, or the same as its last."""
    return odd.start - group[-1].end <= gap or odd.name == group[-1].name


def _listed(group: list[Odd]) -> str:
    counts = Counter(odd.name for odd in group).most_common(_SHOWN)
    return ", ".join(name if times == 1 else f"{name} ({times} times)" for name, times in counts)


def _edge(batch: Batch, at: int, step: int) -> int:
    """Return the last offset of the word that goes on from `at` in one direction."""
    classes = batch.classes
    while 0 <= at + step < classes.size and (
        classes[at + step] <= ch.JOINER or classes[at + step] == ch.IGNORED
    ):
        at += step
    return at

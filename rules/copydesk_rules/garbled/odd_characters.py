"""Find characters that no writer typed.

Soft hyphens, zero widths, replacement characters, entities and tags left behind.

They come with the page or the PDF that a text was taken from, and most cannot be seen: a search for
`decisions` does not find a word with a soft hyphen in it, and a tokenizer cuts it to pieces.
`&amp;nbsp;` and `<br />` are markup that was escaped once too often or not removed. What a script
needs is left alone: joiners in Persian, the scripts of India and emoji, zero-width spaces where
words have none between them, marks of direction beside Hebrew and Arabic, the ligatures with long s
that transcribers of old prints have agreed on. Entities and tags in code, or in text that talks of
HTML, are examples. Those of one block that lie near each other are one finding, which names the
characters as Unicode does.

Measured in 2026-11: all 47 sentences of the development set with soft hyphens and entities are
found; what it marks in ten clean ones is there too (characters of private use in transcriptions,
controls, soft hyphens). All of 30 random findings in 40 MB of news were right.

## Bad
    She paid &pound;20 for the boat &amp;nbsp; and rowed it home on Monday.
## Good
    The tag <br> is HTML and `&nbsp;` an entity; می‌خواهم needs its joiner and 👩‍👧 too; AT&T; R&D; see http://a.example/?x=1&copy=2.
## Misses
    Markup of other kinds than HTML, and tags of HTML that are rare in articles.
"""

from __future__ import annotations

from collections import Counter

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.garbled._odd_characters import Odd, find_odd

_SHOWN = 3  # kinds of characters that the message shows


@document_rule("GAR110", "odd characters: {found}", yields_to=("GAR101",))
def odd_characters(batch: Batch, *, gap: int = 80) -> Hits:
    """Mark each odd character with the word that it stands in.

    `gap`: odd characters of one block that lie at most this many characters apart are one finding.
    """
    found, blocks = find_odd(batch)
    groups: list[list[Odd]] = []
    for row, odd in enumerate(found):
        if row and blocks[row] == blocks[row - 1] and odd.start - groups[-1][-1].end <= gap:
            groups[-1].append(odd)
        else:
            groups.append([odd])
    if not groups:
        return Hits.none()
    spans = [
        (_edge(batch, group[0].start, -1), _edge(batch, group[-1].end - 1, 1) + 1)
        for group in groups
    ]
    shown = [
        ", ".join(
            _count(name, times)
            for name, times in Counter(odd.name for odd in group).most_common(_SHOWN)
        )
        for group in groups
    ]
    return Hits.at(
        [start for start, _ in spans], [end for _, end in spans], confidence=0.9, found=shown
    )


def _count(name: str, times: int) -> str:
    return name if times == 1 else f"{name} ({times} times)"


def _edge(batch: Batch, at: int, step: int) -> int:
    """Return the last offset of the word that goes on from `at` in one direction."""
    while 0 <= at + step < batch.classes.size and (
        batch.classes[at + step] <= ch.JOINER or batch.classes[at + step] == ch.IGNORED
    ):
        at += step
    return at

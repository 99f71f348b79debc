"""Recognise the paragraphs in which a site asks its readers for money, a subscription or loyalty.

They are well-formed prose, but not the article. A block scores for what it asks, for what such
paragraphs plead with, and for speaking of `us` to `you`; attribution counts against it, and a block
with quotation marks is none, since articles report such words too. A block that scores high begins
an appeal; blocks close by need less.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from copydesk.columns.batch import Batch, Text
from copydesk.columns.blocks import BlockKind
from copydesk.columns.dtypes import Ints, Mask
from copydesk.language.evidence import Clue, Verdict, summed
from copydesk.language.phrases import Phrases
from copydesk.patterns import late_pattern
from copydesk_rules.page._blocks import words_of
from copydesk_rules.page._word_lists import listed_in, lookup
from copydesk_rules.page._wording import APPEAL, word_kinds

_LONGEST = 1500  # characters; fund-raising paragraphs are shorter
# words between double quotation marks are someone else's, reported
_QUOTED = late_pattern('["\u201c\u201e]')
# blocks from an appeal in which half-hearted ones belong to it; the most that may lie between two
_CLOSE = 2
_ASK, _PLEA = 2.0, 1.0  # points of a phrase


class Paragraph(NamedTuple):
    """A block that may be an appeal."""

    phrases: tuple[str, ...]  # that appeals have, each once
    we: bool  # it speaks of a `we`
    you: bool
    reports: bool  # it says who said something


CLUES: tuple[Clue[Paragraph], ...] = (
    Clue("speaks of us to you", 1.0, lambda paragraph: paragraph.we and paragraph.you),
    Clue("reports what somebody said", -2.0, lambda paragraph: paragraph.reports),
)


def pleas(batch: Batch) -> dict[int, Verdict]:
    """Return the points of each block that may be an appeal, with its phrases and clues as
    evidence; for `batch.derive`.
    """
    rows, texts = _unquoted(batch, _addressed(batch))
    points = _phrases()[1]
    found = {}
    for row, paragraph in zip(rows.tolist(), _paragraphs(batch, rows, texts), strict=True):
        verdict = summed(CLUES, paragraph, sum(points[each] for each in paragraph.phrases))
        found[row] = verdict._replace(clues=paragraph.phrases + verdict.clues)
    return found


def appeals(batch: Batch, least: float, beside: float) -> Mask:
    """Return the blocks that belong to an appeal: they have `least` points, or `beside` points
    close to one that has, or lie between two and speak of `us` or to `you`.
    """
    found, document = batch.derive(pleas), batch.blocks.document_of
    marked = np.zeros(len(batch.blocks), np.bool_)
    for row in (row for row, verdict in found.items() if verdict.score >= least):
        for other in range(row - _CLOSE, row + _CLOSE + 1):
            close = other in found and document[other] == document[row]
            if close and found[other].score >= min(least, beside):
                marked[other] = True
    for before, after in itertools.pairwise(np.flatnonzero(marked).tolist()):
        close = 1 < after - before <= _CLOSE + 1 and document[before] == document[after]
        if close and all(_speaks(batch, row) for row in range(before + 1, after)):
            marked[before + 1 : after] = True
    return marked


def _addressed(batch: Batch) -> Ints:
    """Return the blocks that hold a word of appeals and speak of `us` or to `you`."""
    blocks = batch.blocks
    short = blocks.end - blocks.start <= _LONGEST
    free = short & (blocks.kind != BlockKind.HEADING) & blocks.prose
    rows = np.flatnonzero(free & (batch.derive(word_kinds) & APPEAL > 0))
    return rows[_holds(batch, rows, "we_words", "you_words")]


def _holds(batch: Batch, rows: Ints, *names: str) -> Mask:
    """Return which of these blocks hold a word of these lists."""
    word, owner, _ = words_of(batch, rows)
    found = lookup(*names).has(batch.words.hash.take(word))
    return np.bincount(owner[found], minlength=rows.size) > 0


def _speaks(batch: Batch, row: int) -> bool:
    return bool(_holds(batch, np.array([row]), "we_words", "you_words")[0])


def _unquoted(batch: Batch, rows: Ints) -> tuple[Ints, list[str]]:
    """Return those of these blocks that have no double quotation mark, and their texts."""
    spans = zip(batch.blocks.start[rows].tolist(), batch.blocks.end[rows].tolist(), strict=True)
    texts = [batch.slice(start, end) for start, end in spans]
    kept = [at for at, text in enumerate(texts) if not _QUOTED.search(text)]
    return rows[kept], [texts[at] for at in kept]


def _paragraphs(batch: Batch, rows: Ints, texts: list[str]) -> Iterator[Paragraph]:
    """Return the views of some blocks."""
    spoken = (
        _holds(batch, rows, name).tolist() for name in ("we_words", "you_words", "report_words")
    )
    return map(Paragraph, _phrases_in(texts), *spoken)


def _phrases_in(texts: list[str]) -> list[tuple[str, ...]]:
    """Return the phrases that appeals have in each of some texts, each once."""
    if not texts:
        return []
    part = Batch([Text(text) for text in texts])
    phrases, _ = _phrases()
    number, start, _ = phrases.find(part)
    found: list[dict[str, None]] = [{} for _ in texts]
    for place, each in zip(part.document_at(start).tolist(), number.tolist(), strict=True):
        found[place][phrases.phrases[each]] = None
    return [tuple(each) for each in found]


@functools.cache
def _phrases() -> tuple[Phrases, Mapping[str, float]]:
    """Return the phrases that appeals have, and the points of each.

    Every gift with every deed, as fund-raisers combine them.
    """
    gifts = itertools.product(listed_in("appeal_gifts"), listed_in("appeal_deeds"))
    asks = [*(f"your {gift} {deed}" for gift, deed in gifts), *listed_in("appeal_asks")]
    phrases = Phrases([*asks, *listed_in("appeal_pleas")])
    asked = set(asks)
    points = {each: _ASK if each in asked else _PLEA for each in phrases.phrases}
    return phrases, points

"""Find seams: places where a sentence runs into the next without a space.

Columns pick the candidates, some ninety in a megabyte of news; clues judge each.
"""

from __future__ import annotations

from typing import NamedTuple

from copydesk.columns.batch import Batch
from copydesk.language.evidence import Clue, strongest
from copydesk_rules.garbled._seam_candidates import Forms, Sides, find_candidates
from copydesk_rules.garbled._seam_view import Limits, Seam, Side

_FREQUENT = 4.0  # Zipf frequency of a word that may follow one which a short list does not know

STARTER_AFTER_MARK = "starter after an end mark"  # `NATO.The`

_CODE: Clue[Seam] = Clue("in an address, a handle or code", 0.0, lambda s: s.in_code)

# The gate of both tables is `find_candidates`. It drops most of what lies inside a name or behind a
# number and has no starter after it: a clue for such places needs a wider `_promising`.
#
# Where the letters alone show a seam, names in code look the same (`originalColumn`): clues with
# `not s.technical` do not count in documents about code.
IN_WORDS: tuple[Clue[Seam], ...] = (
    _CODE,
    Clue(
        "starter glued to a small word",  # `settingsPlease read`
        0.93,
        lambda s: s.small and s.starter and s.runs_on,
    ),
    Clue(
        "common words glued together",  # `againSign up`
        0.75,
        lambda s: (
            s.small
            and s.common_right
            and s.right.size >= 4
            and s.left.size >= 3
            and s.runs_on
            and not s.technical
        ),
    ),
    Clue(
        "starter of no brand glued to a name",  # `OmarThe mayor`
        0.85,
        lambda s: s.inside and s.capital and s.safe_starter and s.runs_on and s.left.size >= 3,
    ),
    Clue(
        "everyday starter glued to a name",  # `TuesdayWith the rain`
        0.75,
        lambda s: (
            s.inside
            and s.capital
            and s.lone_starter
            and s.runs_on
            and s.right.size > 1  # `CelebA`
            and s.left.size >= 5
            and not s.technical
            and not s.usually_small
        ),
    ),
    Clue(
        "frequent word glued to an inflected one",  # `marchésLes`, in short lists of words
        0.8,
        lambda s: (
            s.running
            and s.short_list
            and s.left.size >= 5
            and (s.starter or s.right.zipf >= _FREQUENT)
        ),
    ),
    Clue(
        "name glued to a small word",  # `toldAbdullah that`
        0.75,
        lambda s: s.running and s.small and s.named and not s.technical,
    ),
    Clue(
        "name repeated before the seam",  # `Jane Roe Jane RoeMore`
        0.95,
        lambda s: s.inside and s.capital and s.name_repeated,
    ),
    Clue(
        "starter glued to a number",  # `in 2010The`
        0.8,
        lambda s: (
            s.number
            and (s.starter if s.left.size == 4 else s.safe_starter)
            and s.runs_on
            and s.right.size > 1
        ),
    ),
)
AFTER_MARKS: tuple[Clue[Seam], ...] = (
    _CODE,
    Clue(
        "sentence after an end mark",  # `closed.Drivers have`
        0.95,
        lambda s: s.spoken and s.follows and not s.bare and not s.dotted_name,
    ),
    Clue(
        STARTER_AFTER_MARK,
        0.9,
        lambda s: s.ended and s.starter and s.runs_on and not s.bare,
    ),
    Clue(
        "sentence after a bare mark",  # `(for a week)The boats`
        0.8,
        lambda s: (
            s.bare
            and s.runs_on
            and ((s.ended and s.starter) or (s.spoken and s.common_right and s.right.size >= 2))
        ),
    ),
)


class FoundSeam(NamedTuple):
    """A seam: start of the word before, offset of the capital, end of the word after.

    `clues`: the names of those that hold, the strongest first.
    """

    start: int
    at: int
    end: int
    confidence: float
    clues: tuple[str, ...]


def find_seams(batch: Batch, left_zipf: float, right_zipf: float) -> list[FoundSeam]:
    """Return every seam for which a clue holds and that none rules out, in order.

    `left_zipf`, `right_zipf`: how common the word before and the word after must be.
    """
    found = []
    for seam in _seams(batch, Limits(left_zipf, right_zipf), *find_candidates(batch)):
        verdict = strongest(AFTER_MARKS if seam.marked else IN_WORDS, seam)
        if verdict.score > 0:
            span = (seam.left.start, seam.right.start, seam.right.end)
            found.append(FoundSeam(*span, verdict.score, verdict.clues))
    return found


def _seams(batch: Batch, limits: Limits, forms: Forms, left: Sides, right: Sides) -> list[Seam]:
    return [
        Seam(batch, limits, *facts)
        for facts in zip(
            batch.document_at(forms.at).tolist(),
            forms.left.tolist(),
            _each(left),
            _each(right),
            batch.words.capital.take(forms.left).tolist(),
            batch.words.number.take(forms.left).tolist(),
            forms.marked.tolist(),
            forms.bare.tolist(),
            forms.recurring.tolist(),
            strict=True,
        )
    ]


def _each(sides: Sides) -> list[Side]:
    columns = (sides.start, sides.end, sides.hash, sides.zipf)
    return [*map(Side, *(column.tolist() for column in columns))]

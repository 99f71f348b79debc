"""Find a sentence that is another one with words exchanged for others: spun text.

Article spinners replace words by synonyms (`big` by `large`, `said` by `stated`) and names by their
variants, so that a copy passes comparisons of whole texts. What remains is the order: word by word
the two sentences are aligned, and each difference is a word or two exchanged for a word or two;
nothing is added, left out or moved, and the numbers are the same. The message says what was
exchanged. In 40 MB of news it has 7 findings, of which 4 were read as one sentence told twice and 3
as phrases that are formed alike (2026-11).

## Bad
    The minister said that the plan would cost too much money and that his party would not support it in the autumn.

    Nothing was settled in the talks on Friday. The official stated that the plan would require too much cash and that his party would not back it in the autumn.
## Good
    The minister said that the plan would cost too much money and that his party would not support it in the autumn.

    The mayor told reporters that the autumn budget had left no room for it, and that the party would have to wait.
## Misses
    Sentences of fewer than twelve words, and those in which more than four in ten words were exchanged or their order changed.
"""

from __future__ import annotations

import numpy as np

from copydesk.candidates import Candidates
from copydesk.columns.dtypes import Floats
from copydesk.rule import Links, corpus_rule
from copydesk.similarity.alignment import Exchange, exchanges
from copydesk.similarity.clusters import link
from copydesk.similarity.overlap import same_numbers, shingle_overlap
from copydesk.similarity.sketches import sentence_sketch


@corpus_rule(
    "DUP205",
    "sentence is {other} with words exchanged{changed}",
    sketch=sentence_sketch,
    yields_to=(
        "DUP101",
        "DUP102",
        "DUP201",
        "DUP202",
        "DUP203",
        "DUP204",
        "CAP101",
        "BOI101",
        "BOI102",
    ),
    role="copy",
    unit="sentence",
)
def spun_passage(
    candidates: Candidates,
    *,
    words: int = 12,
    similarity: float = 0.6,
    pair_share: float = 0.25,
    longest: int = 3,
    plain: int = 3,
) -> Links:
    """Link each sentence to one that differs from it by exchanges only.

    `words`: of the shorter sentence. `similarity`: share of words that are the same in order.
    `pair_share`: Jaccard similarity of word pairs below which a pair is not aligned; four words in
    ten exchanged, one by one, leave a quarter. `longest`: words on one side of an exchange.
    `plain`: least number of exchanges of words in lower case, which must also be two in three of
    all: sentences that differ in names are formulas, not copies (of 20 pairs read in 40 MB of news
    without this, 17 were captions and the like; with two exchanges enough, half of 25 were figures
    of speech).
    """

    def compare(pairs: Candidates) -> Floats:
        one, other = pairs.size[pairs.first], pairs.size[pairs.second]
        likely = (np.minimum(one, other) >= words) & (
            2 * np.minimum(one, other) >= similarity * (one + other)
        )
        shared = shingle_overlap(pairs.where(likely), 2)
        lost = (
            np.minimum(one, other)[likely] - 1 - shared.shared
        )  # an exchange costs two word pairs, at an end of the sentence one
        likely[likely] = (shared.jaccard >= pair_share) & (lost >= 2 * plain - 2)
        likely[likely] = same_numbers(pairs.where(likely), 1.0)
        value = np.zeros(likely.size)
        for row, lists in zip(
            np.flatnonzero(likely).tolist(), pairs.where(likely).word_lists(), strict=True
        ):
            found = exchanges(*lists)
            same = (
                2
                * (len(lists[0]) - sum(x.end - x.start for x in found))
                / (len(lists[0]) + len(lists[1]))
            )
            if (
                same >= similarity
                and len(found) >= plain
                and all(_exchanged(x, longest) for x in found)
            ):
                told = sum(_in_lower_case(x, pairs, row) for x in found)
                value[row] = same if told >= plain and 3 * told >= 2 * len(found) else 0.0
        return value

    return link(candidates.where(~candidates.equal), compare)


def _exchanged(one: Exchange, longest: int) -> bool:
    return 0 < one.end - one.start <= longest and 0 < one.other_end - one.other_start <= longest


def _in_lower_case(one: Exchange, pairs: Candidates, row: int) -> bool:
    """Tell whether no word of an exchange begins with a capital.

    The first word of a sentence always does.
    """
    here, there = (
        pairs.capitals_of(int(pairs.first[row])),
        pairs.capitals_of(int(pairs.second[row])),
    )
    return not (
        here[max(1, one.start) : one.end].any()
        or there[max(1, one.other_start) : one.other_end].any()
    )

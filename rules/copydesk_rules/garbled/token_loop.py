"""Find a phrase said again and again without end, as a text generator that is stuck says it.

A language model that has lost its way, a broken export or a jammed key repeats the last words: `to
spend money with to spend money with to spend money with`. Search indexes fill with it, and a model
trained on it learns to get stuck the same way. People repeat words on purpose too: `no, no, no`,
`very very very`, `again and again and again`, `location, location, location`, chants and songs. So
a phrase of two words or more must run on without a comma, and must not be linked to itself by `and`
or `after`; behind commas, dashes or quotation marks it must be said five times; a single word must
be one that hardly ever stands twice, or be said six times. After full stops and line ends nothing
is a loop.

Measured in 2026-11: of 210 loops made for the development set 0.86 are found, in none of its 3,954
clean sentences and in no article of 40 MB of news.

## Bad
    The council will meet again on the first on the first on the first on the first Monday of May.
## Good
    No, no, no: she said it again and again and again, very very very slowly. Row row row your boat, they sang. Duran Duran Duran!
## Misses
    Whole sentences said again and again (a chant, or `repeated-sentence`), phrases of more than 12 words, and words behind commas that
    are said three or four times.
"""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Floats
from copydesk.columns.lookup import Lookup
from copydesk.language.lexicon import language_of_documents, zipf
from copydesk.rule import Hits, document_rule
from copydesk_rules.garbled._doubles import doubled_words
from copydesk_rules.garbled._loops import BARE, BROKEN, Loops, find_loops

_LINKS = (
    "and or after by upon et y e und och og en ja és ve i a и і".split()
)  # `again and again and again`, `day after day after day`
_THRICE = (
    "on for nor not will".split()
)  # English words that may stand twice, but hardly three times without a comma
_SHOWN = 60  # characters of a long phrase that the message shows


@document_rule("GAR105", "said {times} times in a row: {words}")
def token_loop(
    batch: Batch, *, max_words: int = 12, times: int = 3, paused_times: int = 5, word_times: int = 6
) -> Hits:
    """Mark each loop, from the first word of its first round to the last word that belongs to it.

    `max_words`: the longest phrase. `times`: how often a phrase must be said; `paused_times`: where
    a comma stands between the rounds; `word_times`: how often a single word that is no function
    word. All four were chosen on 40 MB of news (2026-11), where three is what speakers and writers
    like best and nothing is said five times.
    """
    loops = find_loops(batch, max_words, times)
    confidence = _confidence(batch, loops, paused_times, word_times)
    rows = np.flatnonzero(confidence)
    if not rows.size:
        return Hits.none()
    words, first, last = batch.words, loops.first[rows], loops.end[rows] - 1
    spans = zip(
        words.start[first].tolist(), words.end[first + loops.period[rows] - 1].tolist(), strict=True
    )
    phrases = [" ".join(batch.slice(a, b).split())[:_SHOWN] for a, b in spans]
    return Hits.at(
        words.start[first],
        words.end[last],
        confidence=confidence[rows],
        times=loops.times[rows].tolist(),
        words=phrases,
    )


def _confidence(batch: Batch, loops: Loops, paused_times: int, word_times: int) -> Floats:
    words, sure = batch.words, np.zeros(loops.first.size)
    (links, _), meant = _listed(), doubled_words()[1]
    columns = zip(
        loops.first.tolist(),
        loops.period.tolist(),
        loops.times.tolist(),
        loops.gap.tolist(),
        strict=True,
    )
    for row, (first, period, times, gap) in enumerate(columns):
        said = slice(first, first + period)
        hashes = words.hash[said]
        small = ~words.capital[said] & ~words.number[said] & (words.length[said] > 1)
        if gap == BROKEN or not (
            small.any() or (words.capital[said].any() and period > 1 and times > 3)
        ):
            continue  # sentences; names, numbers, cells of a table
        if period == 1:
            sure[row] = (
                _word(batch, first, times, word_times)
                if gap == BARE and not meant.has(hashes)[0]
                else 0.0
            )
        elif times >= paused_times:
            sure[row] = 0.9
        elif gap == BARE and not meant.has(hashes).all() and not links.has(hashes[[0, -1]]).any():
            sure[row] = 0.95
    return sure


@functools.cache
def _listed() -> tuple[Lookup, Lookup]:
    return Lookup.of(_LINKS), Lookup.of(_THRICE)


def _word(batch: Batch, first: int, times: int, word_times: int) -> float:
    """Return how sure a loop of one word is: function words by language, other words in English."""
    document = (
        int(np.searchsorted(batch.document_start, batch.words.start[first], side="right")) - 1
    )
    language = batch.derive(language_of_documents)[document]
    single = doubled_words()[0]
    hashes = batch.words.hash[first : first + 1]
    if times >= word_times or (language in single and single[language].has(hashes)[0]):
        return 0.9
    common = language == "en" and batch.words.length[first] > 3 and bool(zipf(hashes)[0] >= 3)
    return 0.75 if common or (language == "en" and _listed()[1].has(hashes)[0]) else 0.0

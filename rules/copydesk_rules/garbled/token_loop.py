"""Find a phrase repeated without end, as a text generator that is stuck repeats it.

Delete all rounds but the first, and read what follows: a generator that got stuck once may have
lost its way before. A language model, a broken export or a jammed key repeats the last words: `to
spend money with to spend money with to spend money with`. Search indexes fill with it, and a model
trained on it learns to get stuck the same way.

People repeat words on purpose too: `no, no, no`, `very very very`, `again and again and again`,
`location, location, location`, chants and songs. So a phrase of two words or more must run on
without a comma, and must not be linked to itself by `and` or `after`; behind commas, dashes or
quotation marks it must be repeated five times; a single word must be one that hardly ever stands
twice, or be repeated six times. Over full stops and line ends, only a sentence of four words or
more that is repeated eight times is a loop.

## Bad
    The council will meet again on the first on the first on the first on the first Monday of May.
## Good
    No, no, no: she said it again and again and again, very very very slowly. Row row row your boat, they sang. Duran Duran Duran!
## Measured
In 2026-11: of 210 loops made for the development set 0.86 are found, in none of its 3,954 clean
sentences and in no article of 40 MB of news.
## Misses
Whole sentences repeated less often (a chant, or `repeated-sentence`), phrases of more than 12 words, and words
behind commas that are repeated three or four times.
"""

from __future__ import annotations

from typing import Annotated

from copydesk.columns.batch import Batch
from copydesk.fixes import FixColumns
from copydesk.language.evidence import strongest
from copydesk.language.word_bags import word_bags
from copydesk.rule import Hits, Range, Size, document_rule
from copydesk_rules.garbled._loop_clues import PHRASE, WORD, Limits, LoopView
from copydesk_rules.garbled._loops import Loop, find_loops

Twice = Annotated[int, Range(2)]
_SHOWN = 60  # characters of a long phrase that the message shows
_USUAL = 6.0  # words said again


@document_rule("GAR105", "repeated {times} times in a row: {words}", fix="display")
def token_loop(
    batch: Batch,
    *,
    max_words: Size = 12,
    times: Twice = 3,
    paused_times: Twice = 5,
    word_times: Twice = 6,
) -> Hits:
    """Mark each loop, from the first word of its first round to the last word that belongs to it.

    `max_words`: the longest phrase. `times`: how often a phrase must be repeated; `paused_times`:
    where a comma lies between the rounds; `word_times`: how often a single word that is no function
    word. All four were chosen on 40 MB of news (2026-11), where three is what speakers and writers
    like best and nothing is repeated five times.
    """
    limits = Limits(paused_times, word_times)
    loops = find_loops(batch, max_words, times)
    bags, document = batch.derive(word_bags), batch.document_of_word
    judged = [
        (loop, strongest(WORD if loop.period == 1 else PHRASE, LoopView(batch, limits, loop)))
        for loop in loops
        if not bags[document[loop.first]]
    ]
    found = [(loop, verdict) for loop, verdict in judged if verdict.score > 0]
    if not found:
        return Hits.none()
    return Hits.at(
        [int(batch.words.start[loop.first]) for loop, _ in found],
        [int(batch.words.end[loop.end - 1]) for loop, _ in found],
        confidence=[_likely(loop, verdict.score) for loop, verdict in found],
        fix=_first_round_only(batch, [loop for loop, _ in found]),
        times=[loop.times for loop, _ in found],
        words=[_phrase(batch, loop) for loop, _ in found],
        clues=[verdict.clues for _, verdict in found],
    )


def _first_round_only(batch: Batch, loops: list[Loop]) -> FixColumns:
    """Propose to delete all rounds but the first, in an editor: what follows is to be read too."""
    start = [int(batch.words.end[loop.first + loop.period - 1]) for loop in loops]
    end = [int(batch.words.end[loop.end - 1]) for loop in loops]
    return FixColumns.of("display", start, end, [""] * len(loops))


def _likely(loop: Loop, usual: float) -> float:
    """Return how likely a loop is one: `usual` for six words that say again what was said.

    A refrain of three rounds says four words again, a generator that got stuck dozens.
    """
    again = loop.period * (loop.times - 1)
    return 1 / (1 + (1 / usual - 1) * _USUAL / again)


def _phrase(batch: Batch, loop: Loop) -> str:
    start, end = batch.words.start[loop.first], batch.words.end[loop.first + loop.period - 1]
    return " ".join(batch.slice(int(start), int(end)).split())[:_SHOWN]

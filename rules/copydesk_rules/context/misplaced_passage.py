"""Find a passage that two documents have in common and that fits only the other one.

Delete the passage here, or check which article it was written for. Where a scraper sets a sentence
of one article into another, the article it was taken from is often in the corpus too.

Two articles that have one passage and nothing else in common did not both write it; its topic and
words show which did. A forest of decision trees weighs how it fits the other sentences of either.

## Bad
    --- bridge.txt ---
    The river Aller rose by half a metre on Monday after two days of rain, and the village of Ostheim closed its lower bridge to all traffic.

    Volunteers carried sandbags to the bridge from noon, because the river had flooded the village twice in ten years.

    Pumps were brought to the school, which stands nearest to the river bank. The mayor warned that the flood may reach the lower streets before Wednesday morning.

    The rain will stop on Wednesday, the weather service said, but the river will go on rising for another day.

    Ostheim asked the state for money to build a higher bridge after the last flood in the valley.

    The lower bridge will stay closed to traffic until the river has fallen below three metres.
    --- football.txt ---
    Uppsala won its fourth match of the season on Sunday and climbed to third place in the league table.

    The striker scored twice in the second half, and the goalkeeper saved a penalty before the final whistle.

    Eight thousand supporters sang through the interval, although the home team was a goal behind at that time. The mayor warned that the flood may reach the lower streets before Wednesday morning.

    The coach praised his defenders after the match and said that the team had played its best half of the season.

    The captain missed the match with a knee injury, and will not play again before the winter break.

    Next Sunday the team plays away against the league leaders, who have lost only one match this season.
## Good
    --- bridge.txt ---
    The river Aller rose by half a metre on Monday after two days of rain, and the village of Ostheim closed its lower bridge to all traffic.

    Volunteers carried sandbags to the bridge from noon, because the river had flooded the village twice in ten years.

    Pumps were brought to the school, which stands nearest to the river bank. The mayor warned that the flood may reach the lower streets before Wednesday morning.

    The rain will stop on Wednesday, the weather service said, but the river will go on rising for another day.

    Ostheim asked the state for money to build a higher bridge after the last flood in the valley.

    The lower bridge will stay closed to traffic until the river has fallen below three metres.
    --- football.txt ---
    Uppsala won its fourth match of the season on Sunday and climbed to third place in the league table.

    The striker scored twice in the second half, and the goalkeeper saved a penalty before the final whistle.

    Eight thousand supporters sang through the interval, although the home team was a goal behind at that time.

    The coach praised his defenders after the match and said that the team had played its best half of the season.

    The captain missed the match with a knee injury, and will not play again before the winter break.

    Next Sunday the team plays away against the league leaders, who have lost only one match this season.
## Measured
On the labelled development set (2026-12), half of whose foreign sentences and paragraphs another
file of the set has too, it finds 21 of 90 sentences and 24 of 90 paragraphs on the same topic above
one false alarm in ten untouched articles, and six in ten on other topics. Those that fit no better
there have a confidence below 0.5. Of 19 findings of an earlier model in 2,200 real articles 17 were
strays, and of passages put into other documents of nine kinds it marked 98 % of those that it was
sure of where they were put. The model learned from 5,600 articles that take passages of each other.
## Misses
Passages of which no sentence has eight words; those that a third document has too; what versions
of one story exchange; quotations and posts. Background that both need may look like a stray.
"""

from __future__ import annotations

import numpy as np

from copydesk.candidates import Candidates
from copydesk.rule import Count, Links, Score, Size, corpus_rule
from copydesk.similarity.exchanges import passages
from copydesk_rules.context._misplaced import (
    MODEL,
    THERE,
    TOPIC,
    features,
    links_of,
    sureness,
    unquoted_sketch,
)


@corpus_rule(
    "CTX201",
    "also in {other}, where it fits better",
    sketch=unquoted_sketch,
    yields_to=("BOI101", "BOI102", "CAP101", "CAP102"),
    shared_by=2,
)
def misplaced_passage(
    candidates: Candidates,
    *,
    score_at_least: Score = 0.25,
    better_there: Score = 1.0,
    most_shared: Count = 6,
    fewest_sentences: Count = 6,
    most_sentences: Size = 400,
) -> Links:
    """Link each sentence of a passage that the model takes for foreign to the same sentence of the
    other document.

    `score_at_least`: log-odds of the model. `better_there`: by how much its topic must fit better
    there than here to be sure: with less, eight in ten were an author's own text used twice.
    `most_shared`: sentences that both may have. `fewest_sentences`, `most_sentences`: of either.
    """
    found = passages(candidates, most_shared, fewest_sentences, most_sentences)
    table = features(candidates, found.unit, found.run, found.shared)
    scores = MODEL.scores(table.reshape(-1, len(MODEL.features))).reshape(-1, 2)
    side, every = scores.argmax(axis=1), np.arange(len(scores))
    score, here = scores[every, side], table[every, side]
    better = here[:, THERE] - here[:, TOPIC] >= better_there
    rows = np.flatnonzero(score >= score_at_least)
    sure = sureness(score[rows], here[rows], better[rows])
    return links_of(found, rows, side[rows] == 1, sure, here[rows])

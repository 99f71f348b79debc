"""Find a passage that stands in two documents and fits only the other one.

Where a scraper or a rewriting machine sets a sentence of one article into another, the article it was taken from is often in the corpus
too. Two articles that have one passage and nothing else in common did not both write it; its topic and its words tell which of them
did, even where both are about the same people. A forest of decision trees weighs how the passage fits the sentences of either that
stand nowhere else (trained by `tools/train_context.py` on 5,600 real articles that take sentences and paragraphs of each other).
FIGURES

## Bad
    --- bridge.txt ---
    The river Aller rose by half a metre on Monday after two days of rain, and the village of Ostheim closed its lower bridge to all traffic.

    Volunteers carried sandbags to the bridge from noon, because the river had flooded the village twice in ten years.

    Pumps were brought to the school, which stands nearest to the river bank. The mayor warned that the flood may reach the lower streets before Wednesday morning.

    The rain will stop on Wednesday, the weather service said, but the river will go on rising for another day.

    Ostheim asked the state for money to build a higher bridge after the last flood in the valley.

    The lower bridge will stay closed to traffic until the river has fallen below three metres.

    The school in the village will open on Tuesday if the pumps hold and the rain stops.
    --- football.txt ---
    Uppsala won its fourth match of the season on Sunday and climbed to third place in the league table.

    The striker scored twice in the second half, and the goalkeeper saved a penalty before the final whistle.

    Eight thousand supporters sang through the interval, although the home team was a goal behind at that time. The mayor warned that the flood may reach the lower streets before Wednesday morning.

    The coach praised his defenders after the match and said that the team had played its best half of the season.

    The captain missed the match with a knee injury, and will not play again before the winter break.

    Next Sunday the team plays away against the league leaders, who have lost only one match this season.

    The club has sold all tickets for that match, and supporters will travel to the stadium by train.
## Good
    --- bridge.txt ---
    The river Aller rose by half a metre on Monday after two days of rain, and the village of Ostheim closed its lower bridge to all traffic.

    Volunteers carried sandbags to the bridge from noon, because the river had flooded the village twice in ten years.

    Pumps were brought to the school, which stands nearest to the river bank. The mayor warned that the flood may reach the lower streets before Wednesday morning.

    The rain will stop on Wednesday, the weather service said, but the river will go on rising for another day.

    Ostheim asked the state for money to build a higher bridge after the last flood in the valley.

    The lower bridge will stay closed to traffic until the river has fallen below three metres.

    The school in the village will open on Tuesday if the pumps hold and the rain stops.
    --- football.txt ---
    Uppsala won its fourth match of the season on Sunday and climbed to third place in the league table.

    The striker scored twice in the second half, and the goalkeeper saved a penalty before the final whistle.

    Eight thousand supporters sang through the interval, although the home team was a goal behind at that time.

    The coach praised his defenders after the match and said that the team had played its best half of the season.

    The captain missed the match with a knee injury, and will not play again before the winter break.

    Next Sunday the team plays away against the league leaders, who have lost only one match this season.

    The club has sold all tickets for that match, and supporters will travel to the stadium by train.
## Misses
    Passages of which not a sentence has eight words; those that stand in a third document too, as standing text does; what two articles
    that share more than six sentences exchange: they are versions of one story; quotations and posts, which many print.
"""

from __future__ import annotations

import numpy as np

from copydesk.language.forest import forest, score
from copydesk.language.misplaced import FEATURES, features, told_sketch
from copydesk.rule import Candidates, Links, corpus_rule
from copydesk.similarity.exchanges import passages

# Confidence by score: the share of findings that are right at the development set's own mix (2026-11).
_SCORES, _CONFIDENCE = (0.0, 1.0, 1.5, 2.0), (0.5, 0.7, 0.9, 0.97)
_TOPIC, _THERE = FEATURES.index("topic"), FEATURES.index("topic_there")


@corpus_rule(
    "CTX201",
    "stands in {other} too, and fits there: topic fit {there}, {fit} here",
    sketch=told_sketch,
    unless=("BOI101", "BOI102", "CAP101", "CAP102"),
)
def misplaced_passage(
    candidates: Candidates, *, score_at_least: float = 0.25, most_shared: int = 6, fewest_sentences: int = 6, most_sentences: int = 400
) -> Links:
    """Link each sentence of a passage that the model takes for foreign where it stands to the same sentence of the other document.

    `score_at_least`: log-odds of the model, see the figures above. `most_shared`: sentences that the two documents may have in common.
    `fewest_sentences`, `most_sentences`: of either document.
    """
    p = passages(candidates, most_shared, fewest_sentences, most_sentences)
    table = features(candidates, p.unit, p.run, p.shared)
    scores = score(forest("context_passage"), table.reshape(-1, len(FEATURES)), -np.inf).reshape(-1, 2)
    stray = scores.argmax(axis=1)
    rows = np.flatnonzero(scores.max(axis=1, initial=-np.inf) >= score_at_least) if scores.size else np.zeros(0, np.int64)
    run, side = p.run[rows], stray[rows]
    offset = np.arange(int(run.sum())) - np.repeat(np.cumsum(run) - run, run)
    copy, origin = (np.repeat(p.unit[rows, column], run) + offset for column in (side, 1 - side))
    sure = np.interp(scores[rows, side], _SCORES, _CONFIDENCE)
    fit, there = (np.repeat(np.round(table[rows, side, column], 1), run).tolist() for column in (_TOPIC, _THERE))
    return Links(copy, origin, np.ones(copy.size), np.repeat(sure, run), {"fit": fit, "there": there})

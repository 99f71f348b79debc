"""Find a passage that stands in two documents and fits only the other one.

Where a scraper or a rewriting machine sets a sentence of one article into another, the article it
was taken from is often in the corpus too. Two articles that have one passage and nothing else in
common did not both write it; its topic and its words tell which of them did, even where both are
about the same people. A forest of decision trees weighs how the passage fits the sentences of
either that stand nowhere else (trained by `tools/train_context.py` on 5,600 real articles that take
sentences and paragraphs of each other). Development set, 2026-11: of the foreign sentences and
paragraphs that stand in another file of the set, about half, it finds six in ten on other topics;
of all that are on the same topic 18 and 27 %, with one false alarm in 75 untouched articles. In
6,600 real articles it finds 77 sentences; of the 55 that fit badly here or far better there 42 were
strays (widgets, newsletters, captions), the others an author's own text used twice. Background that
two articles on one subject both need may be taken for a stray.

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
## Misses
    Passages of which not a sentence has eight words; those that stand in a third document too, as standing text does; what two articles
    that share more than six sentences exchange: they are versions of one story; quotations and posts, which many print.
"""

from __future__ import annotations

import numpy as np

from copydesk.candidates import Candidates
from copydesk.language.forest import forest, score
from copydesk.rule import Links, corpus_rule
from copydesk.similarity.exchanges import passages
from copydesk_rules.context import MODELS
from copydesk_rules.context._misplaced import FEATURES, features, told_sketch

# Confidence by score: the share of findings that are right at the development set's own mix
# (2026-11).
_SCORES, _CONFIDENCE = (0.0, 1.0, 1.5, 2.0), (0.5, 0.7, 0.9, 0.97)
# A passage whose topic fits here as well may be background that both articles need: of those found
# in news a third are strays.
_FITS, _LEAST = 2.0, 0.55
_TOPIC, _THERE = FEATURES.index("topic"), FEATURES.index("topic_there")


@corpus_rule(
    "CTX201",
    "stands in {other} too, and fits there: topic fit {there}, {fit} here",
    sketch=told_sketch,
    yields_to=("BOI101", "BOI102", "CAP101", "CAP102"),
)
def misplaced_passage(
    candidates: Candidates,
    *,
    score_at_least: float = 0.25,
    better_there: float = 1.0,
    most_shared: int = 6,
    fewest_sentences: int = 6,
    most_sentences: int = 400,
) -> Links:
    """Link each sentence of a passage that the model takes for foreign where it stands to the
    same sentence of the other document.

    `score_at_least`: log-odds of the model, see the figures above. `better_there`: by how much its
    topic must fit better there than here; of those found with less, eight in ten were an author's
    own text used twice. `most_shared`: sentences that the two documents may have in common.
    `fewest_sentences`, `most_sentences`: of either document.
    """
    p = passages(candidates, most_shared, fewest_sentences, most_sentences)
    table = features(candidates, p.unit, p.run, p.shared)
    scores = score(forest(MODELS / "passage"), table.reshape(-1, len(FEATURES)), -np.inf).reshape(
        -1, 2
    )
    stray = scores.argmax(axis=1)
    every = np.arange(stray.size)
    gap = table[every, stray, _THERE] - table[every, stray, _TOPIC]
    rows = np.flatnonzero((scores[every, stray] >= score_at_least) & (gap >= better_there))
    run, side = p.run[rows], stray[rows]
    offset = np.arange(int(run.sum())) - np.repeat(np.cumsum(run) - run, run)
    copy, origin = (np.repeat(p.unit[rows, column], run) + offset for column in (side, 1 - side))
    sure = np.interp(scores[rows, side], _SCORES, _CONFIDENCE)
    sure = np.where(table[rows, side, _TOPIC] <= _FITS, sure, np.minimum(sure, _LEAST))
    fit, there = (
        np.repeat(np.round(table[rows, side, column], 1), run).tolist()
        for column in (_TOPIC, _THERE)
    )
    return Links(
        copy, origin, np.ones(copy.size), np.repeat(sure, run), {"fit": fit, "there": there}
    )

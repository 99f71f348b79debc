"""Find a sentence that belongs to another story.

Scrapers and rewriting machines put sentences of other articles between those of one. A sentence of
its own article takes up names and words that stand in other paragraphs, and is about the same
things; a foreign one does so by chance only. A forest of decision trees weighs how surprisingly few
of its content words stand elsewhere, how its topic fits the article, its paragraph and its
neighbours (by word vectors), and how much the article's own sentences wander (trained by
`tools/train_context.py` on 5,600 real articles with a foreign sentence or paragraph put in). Topic
fit is the logarithm of the odds of one topic against two: below 0 two are likelier. Development
set, 2026-11, on other topics: finds 59 % of foreign sentences and, with out-of-context-paragraph,
77 % of foreign paragraphs at one false alarm in 20 untouched articles (72 and 83 % with
misplaced-passage); none on the same topic. Of what it finds there nine in ten are foreign; in 6,600
real articles, which hold few, it finds 125 sentences, of which a tenth are: the others are an
author's digressions. A weaker misfit suffices when the next sentence speaks of "such a launch" and
this one, which should have told of it, does not.

## Bad
    Ostheim closes its bridge as the river rises again

    The river Aller rose by half a metre on Monday after two days of rain, and the village of Ostheim closed its lower bridge to all traffic.

    Volunteers carried sandbags to the bridge from noon, because the river had flooded the village twice in ten years. Pumps were brought to the school, which stands nearest to the bridge.

    "We know the river, and we know what the rain can do," said Marta Lind, the mayor of Ostheim, who carried sandbags with the other volunteers.

    The rain will stop on Wednesday, the weather service said, but the river will go on rising for another day, and the flood may reach the school. The striker scored twice in the second half for Uppsala, whose goalkeeper saved a penalty eleven minutes before the final whistle in front of eight thousand Swedish supporters.

    Ostheim asked the state for money to build a higher bridge after the last flood. The village has received none so far, and the mayor has written to the state again.

    Lind hopes that the flood will remind the state of the bridge, and that sandbags and volunteers will not be needed every spring.

    The lower bridge will stay closed to traffic until the river has fallen below three metres, the village said on Monday evening.

    The school in the village will open on Tuesday if the pumps hold, and the bus will take the road over the upper bridge until the rain is over.

    The flood ten years ago closed the bridge for a month, and the village had to rebuild a part of the school.
## Good
    Ostheim closes its bridge as the river rises again

    The river Aller rose by half a metre on Monday after two days of rain, and the village of Ostheim closed its lower bridge to all traffic.

    Volunteers carried sandbags to the bridge from noon, because the river had flooded the village twice in ten years. Pumps were brought to the school, which stands nearest to the bridge.

    "We know the river, and we know what the rain can do," said Marta Lind, the mayor of Ostheim, who carried sandbags with the other volunteers.

    The rain will stop on Wednesday, the weather service said, but the river will go on rising for another day, and the flood may reach the school.
## Misses
    Sentences about the same people or topic as the article; sentences of few content words; the first and last lines of an article, which
    wander by nature; articles of fewer than eight sentences.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Floats, Ints, Mask
from copydesk.language.forest import forest, score
from copydesk.language.lexicon import english_documents
from copydesk.rule import Hits, document_rule
from copydesk_rules.context import MODELS
from copydesk_rules.context._coherence import SUSPECT, fit, strangers, suspects
from copydesk_rules.context._mentions import before_dangling
from copydesk_rules.context._topic_fit import all_features, sentence_odds

# Of what the model takes for foreign, all had more than this after its first 16 trees, and nine in
# ten other suspects had less
# (development set, 2026-11).
_HOPELESS = -1.5
# Of what the model takes for foreign, 99 % have a topic fit below this line over the surprise a
# word, and 30 % of the other suspects.
_FITS, _SURPRISED = -1.2, 4.0
# Confidence by score: the share of findings that are right at the development set's own mix
# (2026-11).
_SCORES, _CONFIDENCE = (1.0, 1.75, 2.5, 3.0), (0.5, 0.8, 0.88, 0.95)


@document_rule(
    "CTX101",
    "may belong to another story: topic fit {fit} where its article has {usual}, and {shared} of {content} content words in common; "
    "{strangers} {nowhere}",
    yields_to=("CTX102", "CTX201", "LAN101", "BOI101", "BOI102", "CAP101", "CAP102"),
)
def out_of_context_sentence(
    batch: Batch,
    *,
    score_at_least: float = 1.7,
    spliced_score: float = -4.0,
    min_sentences: int = 8,
    min_words: int = 8,
) -> Hits:
    """Mark each sentence that the model takes for foreign.

    `score_at_least`: log-odds of the model, see the figures above. `spliced_score`: the same where
    the next sentence of the paragraph refers to an event that this one does not tell.
    `min_sentences`: of the document. `min_words`: of the sentence.
    """
    rows = suspects(batch, *SUSPECT)
    f = batch.derive(fit)
    document = f.document
    long = f.end - f.first >= min_sentences
    size = batch.sentence_words[1] - batch.sentence_words[0]
    rows = rows[
        (long & batch.derive(english_documents))[document[rows]] & (size[rows] >= min_words)
    ]
    if not rows.size:
        return Hits.none()
    spliced = np.isin(rows, before_dangling(batch))
    left = spliced | (
        batch.derive(sentence_odds)[rows] < _FITS + _SURPRISED * f.surprise[rows] / f.content[rows]
    )
    rows, spliced = rows[left], spliced[left]
    scores = score(
        forest(MODELS / "sentence"),
        all_features(batch, rows),
        np.where(spliced, -np.inf, _HOPELESS),
    )
    found = scores >= np.where(spliced, spliced_score, score_at_least)
    return _hits(batch, rows[found], scores[found], spliced[found])


def _hits(batch: Batch, rows: Ints, scores: Floats, spliced: Mask) -> Hits:
    f, odds = batch.derive(fit), batch.derive(sentence_odds)
    first, end = f.first[f.document[rows]], f.end[f.document[rows]]
    nowhere = np.where(
        spliced,
        "stand nowhere else, and the next sentence refers to something it does not tell",
        "stand nowhere else",
    )
    return Hits.at(
        batch.sentences.start[rows],
        batch.sentences.end[rows],
        confidence=np.where(spliced, 0.6, np.interp(scores, _SCORES, _CONFIDENCE)),
        fit=np.round(odds[rows], 1).tolist(),
        usual=[
            round(float(odds[begin:stop].mean()), 1)
            for begin, stop in zip(first.tolist(), end.tolist(), strict=True)
        ],
        shared=f.seen[rows].astype(np.int64).tolist(),
        content=f.content[rows].astype(np.int64).tolist(),
        strangers=[", ".join(strangers(batch, row, row + 1, 4)) for row in rows.tolist()],
        nowhere=nowhere.tolist(),
    )

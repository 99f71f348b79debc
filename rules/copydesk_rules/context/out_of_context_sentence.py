"""Find a sentence that belongs to another story.

Check where the sentence comes from; if no line of the article leads to it, delete it. Scrapers and
rewriting machines put sentences of other articles between those of one.

Two forests of decision trees weigh two clues, and the message names those that hold; one of them
knows strangers of other genres alone, which are blatant:

- **Another topic.** A sentence of its own article takes up names and words of other paragraphs, and
  is about the same things; a foreign one does so by chance only. How few of its content words occur
  elsewhere, how its topic fits the article, its paragraph and its neighbors (by word vectors), and
  how much the article's own sentences wander.
- **Another kind of text.** A line of a leaflet, a novel or a law does not read like the article
  around it. What the sentence reads like in eight genres, by words and pairs of words, beside the
  other sentences of the same document: a sentence of news in an essay is as odd as one of an essay
  in news. A second table knows which words stand in one document, whatever its genre is called:
  sentences of one text point the same way.

A digression is no stranger: what is odd by its topic alone is shown only in a document with other gaps (names that
nobody introduced, events that nothing mentions, other faults), or where the next sentence speaks of
"such a launch" and nothing before it mentions one. Sentences of fewer than four content words, and
those with an address, are never sure. Topic fit, in the evidence, is the log-odds of one topic
against two: below 0 two are likelier.

The rule reads English alone and is silent in other languages: it has no word vectors and genres of
them.

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
## Measured
Of sentences of other genres put into articles of news that the models did not see, they rank 85 %
above all but one sentence in ten untouched articles, and 70 % above all but one in a hundred
(2026-12): law 97 and 89, technical texts 95 and 87, medicine 91 and 79, academic texts 91 and 77,
fiction 79 and 64, informal texts 76 and 54, speeches and essays 76 and 52; of sources of single
sentences that nothing was learned from, 72 and 46. Before there were vectors of same texts it was 78
and 62, 65 and 37. By default it shows, with out-of-context-paragraph, one finding in a hundred of
2,205 whole pages of news; most of them are digressions.
## Misses
Sentences about the same people or topic as the article; political speeches in political news;
narrative, which reads like quotations; sentences of few content words; the first
and last lines of an article, which wander by nature; articles of fewer than eight sentences.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Floats, Ints, Mask
from copydesk.columns.ragged import Runs
from copydesk.language.lexicon import english_documents
from copydesk.rule import Count, Hits, Score, document_rule
from copydesk_rules.context._damage import UNSURE, among_items, beside_damage, of_prose
from copydesk_rules.context._genre import readings
from copydesk_rules.context._mentions import before_dangling
from copydesk_rules.context._reasons import details
from copydesk_rules.context._sentences import (
    MODEL,
    features,
    fits_well,
    sureness,
    suspects,
)
from copydesk_rules.context._topic_fit import sentence_odds
from copydesk_rules.context._word_fit import fit

_FEW = 4  # content words below which a sentence says too little to be sure of it,
_STRANGE = -5.0  # unless it reads this much less like its document than the others do
_SPLICED_CONFIDENCE = 0.6  # before a dangling reference: such scores are below the card's curve
_DANGLING = "; the next sentence refers to an event that nothing before it mentions"


@document_rule(
    "CTX101",
    "may belong to another text: {reads}shares {overlap} content words with the article"
    " (only here: {unseen}; the article: {about}){dangling}",
    kinds=("article", "page", "essay", "fiction", "dialogue", "reference", "unclear"),
    yields_to=("CTX102", "CTX201", "LAN101", "BOI101", "BOI102", "CAP101", "CAP102", "LEF"),
)
def out_of_context_sentence(
    batch: Batch,
    *,
    score_at_least: Score = 0.0,
    spliced_score: Score = -4.0,
    min_sentences: Count = 8,
    min_words: Count = 8,
) -> Hits:
    """Mark each sentence that the model takes for foreign.

    `score_at_least`: log-odds of either model. `spliced_score`: of the model of topics where the next sentence of
    the paragraph refers to an event that nothing before it mentions. `min_sentences`: of the
    document. `min_words`: of the sentence.
    """
    f, (first, end) = batch.derive(fit), batch.sentence_words
    judged = (f.end - f.first >= min_sentences) & batch.derive(english_documents)
    if not judged.any():
        return Hits.none()
    rows = suspects(batch)
    rows = rows[judged[f.document[rows]] & (end[rows] - first[rows] >= min_words)]
    if not rows.size:
        return Hits.none()
    spliced = np.isin(rows, before_dangling(batch))
    likely = spliced | ~fits_well(batch, rows)
    rows, spliced = rows[likely], spliced[likely]
    hopeless = np.where(spliced, -np.inf, MODEL.threshold("hopeless"))
    scores, sure = sureness(features(batch, rows), hopeless, score_at_least)
    few = (f.content[rows] < _FEW) & (batch.derive(readings).over[rows] > _STRANGE)
    few |= among_items(batch, batch.sentences.block_of[rows])
    sure = np.where(few, np.minimum(sure, UNSURE), sure)
    sure = of_prose(batch, batch.sentences.start[rows], batch.sentences.end[rows], sure)
    sure = beside_damage(batch, f.document[rows], sure)
    told = spliced & (scores >= spliced_score)
    sure[told] = np.maximum(sure[told], _SPLICED_CONFIDENCE)
    found = sure > 0
    return _hits(batch, rows[found], sure[found], spliced[found])


def _hits(batch: Batch, rows: Ints, sure: Floats, spliced: Mask) -> Hits:
    """Return the hits; all details but `dangling` are those of `details`."""
    f, odds = batch.derive(fit), batch.derive(sentence_odds)
    read = batch.derive(readings)
    article = Runs.between(f.first, f.end).reduce(np.add, odds) / np.maximum(f.end - f.first, 1)
    document = f.document[rows]
    fits = {
        "topic": odds[rows],
        "article": article[document],
        "unlike": read.over[rows],
        "rank": read.unlike.rank[rows],
        "kind": read.kind(rows),
    }
    return Hits.at(
        batch.sentences.start[rows],
        batch.sentences.end[rows],
        confidence=sure,
        dangling=np.where(spliced, _DANGLING, "").tolist(),
        **details(batch, (rows, rows + 1), f.seen[rows], f.content[rows], fits),
    )

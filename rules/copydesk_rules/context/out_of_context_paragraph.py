"""Find a paragraph that belongs to another story.

Check where the paragraph comes from; if no line of the article leads to it, delete it. Scrapers
join pages, and rewriting machines set paragraphs of one article between those of another.

A forest of decision trees judges it, as in out-of-context-sentence: how its words and its topic fit
the other paragraphs and its two neighbors, and whether it reads like another kind of text than the
rest and points another way. Where one sentence alone is odd, out-of-context-sentence reports that;
a paragraph on another topic is shown only if its sentences read unlike the rest, or its document is
damaged. Topic fit, in the evidence, is the log-odds of one topic against two: below 0 two are
likelier.

## Bad
    Ostheim closes its bridge as the river rises again

    The river Aller rose by half a metre on Monday after two days of rain, and the village of Ostheim closed its lower bridge to all traffic.

    Volunteers carried sandbags to the bridge from noon, because the river had flooded the village twice in ten years. Pumps were brought to the school, which stands nearest to the bridge.

    "We know the river, and we know what the rain can do," said Marta Lind, the mayor of Ostheim, who carried sandbags with the other volunteers.

    The rain will stop on Wednesday, the weather service said, but the river will go on rising for another day, and the flood may reach the school.

    The striker scored twice in the second half for Uppsala, whose goalkeeper saved a penalty eleven minutes before the final whistle. Eight thousand Swedish supporters sang through the interval, and the league table now shows the club in third place.

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
Of paragraphs of other genres put into articles of news that the model did not see, it ranks 90 % above
all but one paragraph in ten untouched articles, and 72 % above all but one in a hundred (2026-12); of
other news 86 and 55. On the labelled development set it ranks 96 % of other news so by itself at one in ten.
## Misses
Paragraphs of fewer than 20 words; those about the same people or topic as the article; articles of
fewer than five paragraphs; languages other than English.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Floats, Ints
from copydesk.columns.ragged import Runs
from copydesk.language.lexicon import english_documents
from copydesk.rule import Count, Hits, Score, document_rule
from copydesk_rules.context._damage import beside_damage, of_prose
from copydesk_rules.context._paragraphs import (
    MODEL,
    features,
    fits_well,
    paragraph_odds,
    paragraph_readings,
    paragraphs,
    suspects,
)
from copydesk_rules.context._reasons import details
from copydesk_rules.context._sentences import surest
from copydesk_rules.context._word_fit import fit

_WHOLE = 0.5  # more of its sentences may be foreign where all of a paragraph is


@document_rule(
    "CTX102",
    "paragraph may belong to another text: {reads}shares {overlap} content words with the article"
    " (only here: {unseen}; the article: {about})",
    kinds=("article", "page", "essay", "fiction", "dialogue", "unclear"),
    yields_to=("LAN101", "BOI101", "BOI102", "CAP101", "CAP102", "LEF"),
)
def out_of_context_paragraph(
    batch: Batch,
    *,
    score_at_least: Score = -1.5,
    min_sentences: Count = 8,
    min_paragraphs: Count = 5,
    min_words: Count = 20,
) -> Hits:
    """Mark each paragraph that the model takes for foreign.

    `score_at_least`: log-odds of either model. `min_sentences`, `min_paragraphs`: of the document.
    `min_words`: of the paragraph.
    """
    p, f, (first, end) = batch.derive(paragraphs), batch.derive(fit), batch.block_words
    judged = (f.end - f.first >= min_sentences) & (p.stop - p.start >= min_paragraphs)
    judged &= batch.derive(english_documents)
    if not judged.any():
        return Hits.none()
    rows = suspects(batch)
    words = (end - first)[p.block[rows]]
    rows = rows[judged[p.document[rows]] & (words >= min_words)]
    rows = rows[~fits_well(batch, rows)]
    if not rows.size:
        return Hits.none()
    scores = MODEL.scores(features(batch, rows), MODEL.threshold("hopeless"))
    sure = np.where(scores >= score_at_least, MODEL.confidence(scores), 0.0)
    rows, sure = rows[sure > 0], sure[sure > 0]
    # Where one sentence makes a paragraph odd, the sentence is the finding.
    surest_sentence, share = surest(batch, p.first[rows], p.end[rows])
    whole = (share > _WHOLE) | (sure >= surest_sentence)
    sure = np.where(share > _WHOLE, np.maximum(sure, surest_sentence), sure)
    rows, sure = rows[whole], sure[whole]
    block = p.block[rows]
    sure = of_prose(batch, batch.blocks.start[block], batch.blocks.end[block], sure)
    return _hits(batch, rows, beside_damage(batch, p.document[rows], sure))


def _hits(batch: Batch, rows: Ints, sure: Floats) -> Hits:
    p, odds = batch.derive(paragraphs), batch.derive(paragraph_odds)
    read = batch.derive(paragraph_readings)
    article = Runs.between(p.start, p.stop).reduce(np.add, odds) / np.maximum(p.stop - p.start, 1)
    document = p.document[rows]
    fits = {
        "topic": odds[rows],
        "article": article[document],
        "unlike": read.over[rows],
        "rank": read.unlike.rank[rows],
        "kind": read.kind(rows),
    }
    return Hits.at(
        batch.blocks.start[p.block[rows]],
        batch.blocks.end[p.block[rows]],
        confidence=sure,
        **details(batch, (p.first[rows], p.end[rows]), p.seen[rows], p.content[rows], fits),
    )

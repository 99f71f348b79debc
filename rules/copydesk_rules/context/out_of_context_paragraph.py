"""Find a paragraph that belongs to another story.

Scrapers join pages, and rewriting machines set paragraphs of one article between those of another.
A whole paragraph says more of itself than a sentence does: a forest of decision trees weighs how
its words and its topic fit the other paragraphs and its two neighbours, against how the article's
own paragraphs fit (trained by `tools/train_context.py` on 5,600 real articles with a foreign
paragraph put in). Topic fit is the logarithm of the odds of one topic against two: below 0 two are
likelier. Development set, 2026-11, with out-of-context-sentence: see there; alone it finds 63 % of
foreign paragraphs on other topics at one false alarm in 75 untouched articles. In 6,600 real
articles it finds 23 paragraphs, of which a third are foreign (newsletters, terms of use, captions):
the others are an author's digressions.

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
## Misses
    Paragraphs of fewer than 20 words; those about the same people or topic as the article; articles of fewer than five paragraphs.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Floats, Ints
from copydesk.language.forest import forest, score
from copydesk.language.lexicon import english_documents
from copydesk.rule import Hits, document_rule
from copydesk_rules.context import MODELS
from copydesk_rules.context._coherence import fit, strangers
from copydesk_rules.context._paragraphs import (
    SUSPECT,
    features,
    paragraph_odds,
    paragraphs,
    suspects,
)

_HOPELESS = -1.8  # as in out-of-context-sentence
# As there: 99 % of what the model takes for foreign have a topic fit below this line, and 37 % of
# the other suspects (2026-11).
_FITS, _SURPRISED = 1.0, 4.0
# Confidence by score: the share of findings that are right at the development set's own mix
# (2026-11).
_SCORES, _CONFIDENCE = (1.2, 2.0, 3.0, 3.5), (0.5, 0.75, 0.9, 0.96)


@document_rule(
    "CTX102",
    "paragraph may belong to another story: topic fit {fit} where its article has {usual}, and {shared} of {content} content words in "
    "common; {strangers} stand nowhere else",
    yields_to=("LAN101", "BOI101", "BOI102", "CAP101", "CAP102"),
)
def out_of_context_paragraph(
    batch: Batch,
    *,
    score_at_least: float = 2.0,
    min_sentences: int = 8,
    min_paragraphs: int = 5,
    min_words: int = 20,
) -> Hits:
    """Mark each paragraph that the model takes for foreign.

    `score_at_least`: log-odds of the model, see the figures above. `min_sentences`,
    `min_paragraphs`: of the document. `min_words`: of the paragraph.
    """
    rows = suspects(batch, *SUSPECT)
    p, f = batch.derive(paragraphs), batch.derive(fit)
    judged = (
        (f.end - f.first >= min_sentences)
        & (p.stop - p.start >= min_paragraphs)
        & batch.derive(english_documents)
    )
    size = batch.block_words[1] - batch.block_words[0]
    rows = rows[judged[p.document[rows]] & (size[p.block[rows]] >= min_words)]
    rows = rows[
        batch.derive(paragraph_odds)[rows] < _FITS + _SURPRISED * p.surprise[rows] / p.content[rows]
    ]
    if not rows.size:
        return Hits.none()
    scores = score(forest(MODELS / "paragraph"), features(batch, rows), _HOPELESS)
    found = scores >= score_at_least
    return _hits(batch, rows[found], scores[found])


def _hits(batch: Batch, rows: Ints, scores: Floats) -> Hits:
    p, odds = batch.derive(paragraphs), batch.derive(paragraph_odds)
    usual = np.bincount(p.document, weights=odds, minlength=len(batch)) / np.maximum(
        p.stop - p.start, 1
    )
    return Hits.at(
        batch.blocks.start[p.block[rows]],
        batch.blocks.end[p.block[rows]],
        confidence=np.interp(scores, _SCORES, _CONFIDENCE),
        fit=np.round(odds[rows], 1).tolist(),
        usual=np.round(usual[p.document[rows]], 1).tolist(),
        shared=p.seen[rows].astype(np.int64).tolist(),
        content=p.content[rows].astype(np.int64).tolist(),
        strangers=[
            ", ".join(strangers(batch, int(p.first[row]), int(p.end[row]), 4))
            for row in rows.tolist()
        ],
    )

"""Find sentences whose words are out of order, or two sentences interleaved word by word.

A page of two columns read across, lines of a PDF in the wrong order, a table flattened, a shuffled
export: every word is right and the sentence is none. So each word is judged by what stands before
it: by classes of words (the commonest alone, the others by the company they keep), counted in
English news, one class after another, after the one before that, and after two; and by whether the
two words often stand side by side there. A sentence is measured by the sum, by its worst windows of
two to twelve words, by capitals that begin in its middle (`as reported She has`) and full stops
before small letters; a forest of small trees weighs these. It was trained on news sentences,
shuffled and interleaved ones, and on the development set, which is full of traps. In other
languages (but German) only a sentence counts that has both such a capital and such a full stop.

Sentences with a handle or a tag (`@someone`), with code or with an address are not judged.

Measured in 2026-11, by folds of documents, the trees alone: of the scrambled English sentences of
the development set 0.95 of the heavy, 0.79 of the medium and 0.30 of the light ones are found, of
the interleaved 0.61, 0.54 and 0.52; in 0.37 % of its clean English sentences, and in one of 20,000
of news. Of all findings in 40 MB of news more than half have a full stop inside a sentence, and
some are garbled otherwise.

## Bad
    Boats the harbour in were storm old the of because left had who men by the night in sold the.
## Good
    Rarely had he seen such a storm. "Where?" she asked. Gone were the boats that the men, having sold them, had left in the harbour.
## Misses
    A few words exchanged in a long sentence, sentences of fewer than eight words, and most that are not English.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Floats, Ints
from copydesk.language.forest import forest, score
from copydesk.language.lexicon import english_documents, language_of_blocks
from copydesk.rule import Hits, document_rule
from copydesk_rules.garbled import MODELS
from copydesk_rules.garbled._sentence_edges import interrupted, small_names
from copydesk_rules.garbled._units import stretches
from copydesk_rules.garbled._word_order import measure, oddest, suspicious, whole_sentences

_SHOWN = 6  # words that the message shows


@document_rule(
    "GAR107", "words out of order: {sample}", yields_to=("GAR101", "GAR105", "GAR106", "LAN101")
)
def scrambled_sentence(
    batch: Batch, *, min_words: int = 8, max_fit: float = -10.0, min_score: float = 4.0
) -> Hits:
    """Mark each sentence, or run of short ones, whose words do not follow one another.

    `min_words`: shorter ones are not judged. `max_fit`: bits by which seven words in a row must fit
    worse than by chance for a closer look; 98 of 100 sentences of news end here. `min_score`:
    log-odds from which a sentence is reported, chosen by the figures above.
    """
    first, last = stretches(batch)
    kept = np.flatnonzero(last - first >= min_words)
    if not kept.size:
        return Hits.none()
    first, last = first[kept], last[kept]
    inside, behind = interrupted(batch, first, last)
    sure = _scores(batch, first, last, max_fit)
    sure[inside] = np.maximum(sure[inside], min_score)
    rows = np.flatnonzero(sure >= min_score)
    rows = rows[whole_sentences(batch, first[rows], last[rows])] if rows.size else rows
    if not rows.size:
        return Hits.none()
    first, last, sure, inside, behind = (
        first[rows],
        last[rows],
        sure[rows],
        inside[rows],
        behind[rows],
    )
    half = _SHOWN // 2
    samples = [
        (max(a, stop - half), min(b, stop + half)) if marked else oddest(batch, a, b, _SHOWN)
        for a, b, marked, stop in zip(
            first.tolist(), last.tolist(), inside.tolist(), behind.tolist(), strict=True
        )
    ]
    blocks = batch.block_of_word.take(first)
    spoken = np.isin(language_of_blocks(batch, blocks), ("en", "")) | inside
    kept = np.flatnonzero(spoken & (inside | ~small_names(batch, samples)))
    first, last, sure, inside, samples = (
        first[kept],
        last[kept],
        sure[kept],
        inside[kept],
        [samples[row] for row in kept.tolist()],
    )
    shown = [
        " ".join(batch.slice(int(batch.words.start[a]), int(batch.words.end[b - 1])).split())
        for a, b in samples
    ]
    confidence = np.clip(0.7 + 0.1 * (sure - min_score) + 0.15 * inside, 0.7, 0.95)
    return Hits.at(
        batch.words.start[first], batch.words.end[last - 1], confidence=confidence, sample=shown
    )


def _scores(batch: Batch, first: Ints, last: Ints, max_fit: float) -> Floats:
    """Return the log-odds of each stretch that is English and deserves a closer look,
    -inf elsewhere.
    """
    scores = np.full(first.size, -np.inf)
    english = batch.derive(english_documents)
    if english.any():
        document = (
            np.searchsorted(batch.document_start, batch.words.start.take(first), side="right") - 1
        )
        rows = np.flatnonzero(suspicious(batch, first, last, max_fit) & english.take(document))
        if rows.size:
            scores[rows] = score(
                forest(MODELS / "word_order"), measure(batch, first[rows], last[rows]), 0.0
            )
    return scores

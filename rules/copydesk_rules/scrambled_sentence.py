"""Find sentences whose words are out of order, or two sentences interleaved word by word.

A page of two columns read across, lines of a PDF in the wrong order, a table flattened, a shuffled export: every word is right and the
sentence is none. So each word is judged by what stands before it: by classes of words (the commonest alone, the others by the company they
keep), counted in English news, one class after another, after the one before that, and after two. A sentence is measured by the sum, by
its worst windows of two to twelve words, by capitals that begin in its middle (`as reported She has`) and full stops before small letters;
a forest of small trees weighs these. It was trained on news sentences, shuffled and interleaved ones, and on the development set, which is
full of traps. English only.

Measured in 2026-11, by folds of documents: of the scrambled English sentences of the development set 0.91 of the heavy, 0.70 of the medium
and 0.29 of the light ones are found, of the interleaved 0.55, 0.52 and 0.55; in 0.37 % of its clean English sentences, most of them tweets,
and in one of 26,000 of news: of eight there, six have a full stop inside a sentence.

## Bad
    Boats the harbour in were storm old the of because left had who men by the night in sold the.
## Good
    Rarely had he seen such a storm. "Where?" she asked. Gone were the boats that the men, having sold them, had left in the harbour.
## Misses
    A few words exchanged in a long sentence, sentences of fewer than eight words, and languages other than English.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.language.forest import forest, score
from copydesk.language.garble.units import stretches
from copydesk.language.lexicon import english_documents
from copydesk.language.word_order import measure, oddest, suspicious
from copydesk.rule import Hits, document_rule

_SHOWN = 6  # words that the message shows


@document_rule("GAR107", "words out of order: {sample}", unless=("GAR101", "GAR105", "GAR106"))
def scrambled_sentence(batch: Batch, *, min_words: int = 8, max_fit: float = -12.0, min_score: float = 3.75) -> Hits:
    """Mark each sentence, or run of short ones, whose words do not follow one another.

    `min_words`: shorter ones are not judged. `max_fit`: bits by which seven words in a row must fit worse than by chance for a closer look;
    98 of 100 sentences of news end here. `min_score`: log-odds from which a sentence is reported, chosen by the figures above.
    """
    first, last = stretches(batch)
    english = batch.once(english_documents)
    if not first.size or not english.any():
        return Hits.none()
    document = np.searchsorted(batch.document_start, batch.words.start.take(first), side="right") - 1
    rows = np.flatnonzero(suspicious(batch, first, last, max_fit) & english.take(document) & (last - first >= min_words))
    if not rows.size:
        return Hits.none()
    first, last = first[rows], last[rows]
    sure = score(forest("word_order_trees"), measure(batch, first, last), 0.0)
    kept = np.flatnonzero(sure >= min_score)
    if not kept.size:
        return Hits.none()
    first, last, sure = first[kept], last[kept], sure[kept]
    samples = [oddest(batch, a, b, _SHOWN) for a, b in zip(first.tolist(), last.tolist(), strict=True)]
    shown = [" ".join(batch.slice(int(batch.words.start[a]), int(batch.words.end[b - 1])).split()) for a, b in samples]
    confidence = np.clip(0.7 + 0.1 * (sure - min_score), 0.7, 0.95)
    return Hits.at(batch.words.start[first], batch.words.end[last - 1], confidence=confidence, sample=shown)

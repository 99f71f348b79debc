"""Find sentences whose words are out of order, or two sentences interleaved word by word.

Look up the source: it has the words in another order. A page of two columns read across, lines of a
PDF in the wrong order, a table flattened or a shuffled export leave such sentences.

Each word is judged by what is before it: by classes of words (the commonest alone, the others
by the company they keep), counted in English news, one class after another, after the one before
that, and after two; and by whether the two words are often side by side there. A sentence is
measured by the sum, by its worst windows of two to twelve words, by capitals that begin in its
middle (`as reported She has`) and full stops before small letters; a forest of small trees weighs
these. It was trained on news sentences, shuffled and interleaved ones, and on the development set,
which is full of traps. In other languages only a sentence counts that has both such a
capital and such a full stop, in German one that begins with a small letter, or has a second such
stop, besides: of all words of
a jumbled sentence the first and the last hardly ever stay in their places. Sentences with a handle or a tag (`@someone`), with code or with an
address are not judged.

## Bad
    Boats the harbour in were storm old the of because left had who men by the night in sold the.
## Good
    Rarely had he seen such a storm. "Where?" she asked. Gone were the boats that the men, having sold them, had left in the harbour.
## Measured
By folds of documents (2026-11), the trees alone: of the scrambled English sentences of the
development set 0.95 of the heavy, 0.79 of the medium and 0.30 of the light ones are found, of the
interleaved 0.61, 0.54 and 0.52; 0.37 % of its clean English sentences are flagged, and one of
20,000 of news. Of the 12 findings in 40 MB of news 7 are right: those with a full stop inside a
sentence. Transcripts of interviews and tables are flagged wrongly.
## Misses
A few words exchanged in a long sentence, sentences of fewer than eight words, and most that are not
English.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Floats, Ints
from copydesk.columns.ragged import Runs
from copydesk.language.lexicon import english_documents, language_of_blocks
from copydesk.rule import Count, Hits, Score, document_rule
from copydesk_rules.garbled._model import log_odds
from copydesk_rules.garbled._order_features import measure
from copydesk_rules.garbled._order_gate import poorly_ordered, whole_sentences
from copydesk_rules.garbled._segments import segments
from copydesk_rules.garbled._sentence_edges import interrupted, small_names
from copydesk_rules.garbled._word_order import least_fitting

_SHOWN = 6  # words that the message shows
_EVEN, _SURE = 0.85, 0.99  # log-odds at `min_score`; the score of the worst
_BY_EDGES = np.array((0.0, 0.0, 1.5, 3.1))  # more of them by edges of sentences inside
# Of the log-odds that judged findings have up to _PLAIN half count; what lies above is a jumble.
_PLAIN, _HALF, _STEEP = 2.4, 0.5, 1.12


@document_rule(
    "GAR107",
    "words out of order: {sample}",
    yields_to=("GAR101", "GAR105", "GAR106", "LAN101", "LEF"),
)
def scrambled_sentence(
    batch: Batch, *, min_words: Count = 8, max_fit: Score = -10.0, min_score: Score = 4.0
) -> Hits:
    """Mark each sentence, or run of short ones, whose words do not follow one another.

    `min_words`: shorter ones are not judged. `max_fit`: bits by which seven words in a row must fit
    worse than by chance for a closer look; 98 of 100 sentences of news end here. `min_score`:
    log-odds from which a sentence is reported, chosen by the figures above.
    """
    judged = segments(batch)
    judged = judged.take(np.flatnonzero(judged.size >= min_words))
    if not len(judged):
        return Hits.none()
    edges, behind = interrupted(batch, judged.start, judged.end)
    scores = _scores(batch, judged, max_fit)
    scores[edges > 0] = np.maximum(scores[edges > 0], min_score)
    rows = np.flatnonzero(scores >= min_score)
    if rows.size:
        rows = rows[whole_sentences(batch, judged.take(rows))]
    if not rows.size:
        return Hits.none()
    judged, edges, marked = judged.take(rows), edges[rows], edges[rows] > 0
    samples = _samples(batch, judged, np.where(marked, behind[rows], -1))
    languages = language_of_blocks(batch, batch.block_of_word.take(judged.start))
    kept = marked | (np.isin(languages, ("en", "")) & ~small_names(batch, samples))
    odds = _EVEN + scores[rows] - min_score + _BY_EDGES.take(edges)
    return Hits.at(
        batch.words.start[judged.start[kept]],
        batch.words.end[judged.end[kept] - 1],
        confidence=_score(odds[kept]),
        sample=[_text(batch, *samples[row]) for row in np.flatnonzero(kept).tolist()],
    )


def _score(odds: Floats) -> Floats:
    """Return the scores of segments by their log-odds; shape (segments,)."""
    steep = _HALF * _PLAIN + _STEEP * (odds - _PLAIN)
    score = 1 / (1 + np.exp(-np.where(odds <= _PLAIN, _HALF * odds, steep)))
    return np.asarray(np.clip(score, 0.5, _SURE), np.float64)


def _scores(batch: Batch, judged: Runs, max_fit: float) -> Floats:
    """Return the log-odds of each segment that is English and deserves a closer look.

    -inf for the others; shape (segments,).
    """
    scores = np.full(len(judged), -np.inf)
    english = batch.derive(english_documents)
    if english.any():
        document = batch.document_at(batch.words.start.take(judged.start))
        rows = np.flatnonzero(poorly_ordered(batch, judged, max_fit) & english.take(document))
        if rows.size:
            scores[rows] = log_odds("word_order", measure(batch, judged.take(rows)), 0.0)
    return scores


def _samples(batch: Batch, judged: Runs, stops: Ints) -> list[tuple[int, int]]:
    """Return the words of each segment to show, as first and end row of the word table.

    Those around the inner full stop before the word `stops`; where that is -1, those that follow
    one another worst.
    """
    rows = zip(judged.start.tolist(), judged.end.tolist(), stops.tolist(), strict=True)
    return [
        least_fitting(batch, first, last, _SHOWN)
        if stop < 0
        else (max(first, stop - _SHOWN // 2), min(last, stop + _SHOWN // 2))
        for first, last, stop in rows
    ]


def _text(batch: Batch, first: int, last: int) -> str:
    shown = batch.slice(int(batch.words.start[first]), int(batch.words.end[last - 1]))
    return " ".join(shown.split())

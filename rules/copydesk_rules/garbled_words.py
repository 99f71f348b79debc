"""Find sentences of garbled words: scanner noise, keyboard mash, letters dropped, spaced out or exchanged.

A scan read by machine gives `tbe ftreet`, a broken export `w o r d s` or `hlf wrds`, a cat on the keyboard `jkldfs`. A model learns them as
words, and a search index fills with them. One odd word proves nothing: names, foreign words, old spelling and slips are no noise. So a
sentence is judged as a whole, in the language that knows most of its words: by the share of words that no frequency list knows, how
impossible their letters are side by side, whether one slip leads to a common word, whether neighbours are one word together, letters
spaced out, digits, symbols and capitals inside words. A small network weighs these, trained on the development set (2026-11: 9,500
sentences, of scans with their true text, graded synthetic noise, and clean text of 52 languages with old spelling, chat and code).

## Bad
    Tbe hoase wns fnll of peoplc wbo hnd conie frorn tbe villagc to sce tbe ncw rnachine.
## Good
    Hou Yifan met Przybylski, who'd flown in from Ouagadougou; "s'il vous plaît," he wrote in his beautifull hand.
## Misses
    One or two scanning errors in a long sentence. Sentences of fewer than five words. Languages without a word list, and scripts other
    than Latin, Greek and Cyrillic.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.language.garble.model import Judged, judge
from copydesk.language.garble.mojibake import misread_utf8
from copydesk.language.garble.units import hints, stretches, suspicious
from copydesk.language.garble.words import StretchWords
from copydesk.rule import Hits, document_rule

_SHOWN = 3  # odd words that the message shows
_SLOPE, _EVEN = 0.95, -1.05  # from log-odds to how often such findings are right on the development set


@document_rule("GAR106", "garbled words: {sample}", unless=("GAR101",))
def garbled_words(
    batch: Batch, *, min_score: float = 1.5, min_words: int = 3, odd_share: float = 0.06, min_odd: float = 1.0, min_word: float = 0.25
) -> Hits:
    """Mark each sentence, or run of short ones, that the models find garbled.

    `min_score`: log-odds from which a sentence is reported; 1.5 flags 0.8 % of the clean sentences of the development set, which is full
    of traps (cross-validated by document, 2026-11). `min_words`: shorter ones are not judged. `odd_share`, `min_odd`: a sentence with a
    smaller share of odd words, or fewer, is not looked at closely: 98 of 100 sentences of clean news end here, and one garbled one in
    fifty. `min_word`: log-odds of its most suspicious word from which a sentence is weighed as a whole.
    """
    first, last = stretches(batch)
    rows = np.flatnonzero(last - first >= min_words)
    rows = rows[suspicious(batch, first[rows], last[rows], odd_share, min_odd)]
    if not rows.size:
        return Hits.none()
    first, last = first[rows], last[rows]
    document = np.searchsorted(batch.document_start, batch.words.start.take(first), side="right") - 1
    words = StretchWords(batch, first, last, batch.once(hints)[document])
    judged = judge(words, min_word)
    found = np.flatnonzero(judged.score >= min_score)
    if not found.size:
        return Hits.none()
    rows, score = judged.stretch[found], judged.score[found]
    begin, finish = batch.words.start.take(first[rows]), batch.words.end.take(last[rows] - 1)
    misread = np.array([span.start for span in batch.once(misread_utf8)], np.int64)
    clean = np.searchsorted(misread, finish) == np.searchsorted(misread, begin)  # wrong decoding is GAR101's to tell
    sample = [_sample(words, judged, row) for row in rows[clean].tolist()]
    confidence = np.clip(1 / (1 + np.exp(-_SLOPE * (score[clean] - _EVEN))), 0.5, 0.98)
    return Hits.at(begin[clean], finish[clean], confidence=confidence, sample=sample)


def _sample(words: StretchWords, judged: Judged, stretch: int) -> str:
    """Return the first words of a stretch that are garbled by themselves, or the likeliest one."""
    rows = np.flatnonzero(words.stretch[judged.word] == stretch)
    odds = judged.word_score[rows]
    shown = rows[odds >= min(0.0, odds.max())][:_SHOWN]
    return ", ".join(words.batch.slice(int(words.start[row]), int(words.end[row])) for row in judged.word[shown].tolist())

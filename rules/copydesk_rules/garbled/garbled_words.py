"""Find sentences of garbled words: scanner noise, keyboard mash, letters dropped or spaced out.

Correct the words, scan or export the page again, or leave the document out. A scan read by machine
gives `tbe ftreet`, a broken export `w o r d s` or `hlf wrds`, a cat on the keyboard `jkldfs`. A
model learns them as words, and a search index fills with them.

One odd word proves nothing: names, foreign words, old spelling and slips are no noise. So
suspicious words are judged one by one, in the language that knows most of the sentence: how rare
they are, how odd their letters side by side, what one slip or one misread letter leads to, what
is beside them. Then the sentence is judged as a whole, from these verdicts, its marks, its
letters, how its words follow one another and how many of them are function words. Both verdicts
come from forests of small trees, trained on the development set (9,500 sentences: scans with their
true text, graded synthetic noise, clean text of 52 languages), news and manuals of software.

Unknown words that a document writes in several sentences are its own names and terms, unless a slip
leads from them to a common word, as where `s` is misread on every page; terms of software are
known; in documents about code words of three letters are commands and units. In a document whose
other sentences are clean, one must look worse to be reported.

## Bad
    Tbe hoase wns fnll of peoplc wbo hnd conie frorn tbe villagc to sce tbe ncw rnachine.
## Good
    Hou Yifan met Przybylski, who'd flown in from Ouagadougou; "s'il vous plaît," he wrote in his beautiful hand.
## Measured
On that set (2026-11), by models that had not seen the sentence's document: 0.8 % of clean English
sentences and 0.5 % of other languages flagged; found are 0.76, 0.58 and 0.39 of heavily, half and
lightly damaged real sentences (nearly all scans) and 0.92, 0.89 and 0.70 of synthetic ones. With
whole sources left out it is 0.56, 0.57 and 0.40 at 2.3 % (English) and 7.5 % (all modern text of
other languages is one source, unseen then). Of 5 findings in 40 MB of news (a fifth of it was
learned from) 3 were damage, one wordplay, one chat about shares. In 367 readmes and manuals of
software, by models that had not seen them, 16 sentences were flagged, all wrongly.
## Misses
One or two scanning errors in a long sentence, and errors that make another word. Names alone.
Sentences of fewer than three words. Languages without a word list, and scripts other than Latin,
Greek and Cyrillic. Very old spelling may look like a scan.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Floats, Ints
from copydesk.rule import Count, Hits, Score, Share, document_rule
from copydesk_rules.garbled._mojibake import misread_utf8
from copydesk_rules.garbled._segments import hints, many_odd_words, segments
from copydesk_rules.garbled._verdicts import Verdicts, judge
from copydesk_rules.garbled._words import SegmentWords

_SHOWN = 3  # odd words that the message shows
# Where one sentence in so many looks garbled, the others of the document make it likelier.
_COMPANY = 20
# From log-odds to how often such findings are right on the development set.
_SLOPE, _EVEN = 0.95, -1.05
_SURE = (
    0.9999  # the score of the worst: how far above others it lies is told by the curve of the rule
)


@document_rule("GAR106", "garbled words: {sample}", yields_to=("GAR101", "LAN101", "LEF"))
def garbled_words(
    batch: Batch,
    *,
    min_score: Score = 1.5,
    discount: Score = 1.0,
    min_words: Count = 3,
    odd_share: Share = 0.06,
    min_odd: Score = 0.5,
    min_word: Score = -1.0,
) -> Hits:
    """Mark each sentence, or run of short ones, that the models find garbled.

    `min_score`: log-odds from which a sentence is reported; see above for what 1.5 finds and flags.
    `discount`: what is taken off them where not one sentence of the document in 20 looks garbled:
    it spares half of the findings in news, and most of those that are wrong. `min_words`: shorter
    ones are not judged. `odd_share`, `min_odd`: a sentence with a smaller share of odd words, or
    fewer, is not looked at closely: 98 of 100 sentences of clean news end here. `min_word`:
    log-odds of its most suspicious word, no name or number, from which a sentence is weighed as a
    whole.
    """
    every = segments(batch)
    every = every.take(np.flatnonzero(every.size >= min_words))
    rows = np.flatnonzero(many_odd_words(batch, every, odd_share, min_odd))
    if not rows.size:
        return Hits.none()
    document = batch.document_at(batch.words.start.take(every.start))
    words = SegmentWords(batch, every.take(rows), batch.derive(hints)[document[rows]])
    verdicts = judge(words, min_word)
    place = document[rows[verdicts.segment]]
    likely = np.bincount(place[verdicts.score >= min_score], minlength=len(batch))
    alone = likely * _COMPANY < np.bincount(document, minlength=len(batch))
    score = verdicts.score - np.where(alone[place], discount, 0.0)
    found = np.flatnonzero(score >= min_score)
    return _hits(words, verdicts, found, score) if found.size else Hits.none()


def _hits(words: SegmentWords, verdicts: Verdicts, found: Ints, score: Floats) -> Hits:
    """Return the hits of some of the judged segments; what was decoded wrongly is GAR101's, and
    bytes that are not valid are IOE101's.
    """
    segment = verdicts.segment[found]
    start = words.start.take(words.head[segment])
    end = words.end.take((words.head + words.size - 1)[segment])
    wrong = np.array([span.start for span in words.batch.derive(misread_utf8)], np.int64)
    misread = np.sort(np.concatenate((wrong, words.batch.replaced)))
    clean = np.searchsorted(misread, end) == np.searchsorted(misread, start)
    confidence = 1 / (1 + np.exp(-_SLOPE * (score[found] - _EVEN)))
    owner = words.segment[verdicts.word]  # ascending
    suspects = np.searchsorted(owner, np.stack((segment, segment + 1), axis=1))
    return Hits.at(
        start[clean],
        end[clean],
        confidence=np.clip(confidence, 0.5, _SURE)[clean],
        sample=[_sample(words, verdicts, a, b) for a, b in suspects[clean].tolist()],
    )


def _sample(words: SegmentWords, verdicts: Verdicts, first: int, last: int) -> str:
    """Return the first suspects of some that are garbled by themselves, or the likeliest one."""
    odds = verdicts.word_score[first:last]
    shown = np.flatnonzero(odds >= min(0.0, odds.max()))[:_SHOWN]
    return ", ".join(
        words.batch.slice(int(words.start[row]), int(words.end[row]))
        for row in verdicts.word[first + shown].tolist()
    )

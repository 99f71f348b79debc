"""Find sentences of garbled words: scanner noise, keyboard mash, letters dropped, spaced out or backwards.

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

Words that are unknown, but common ones if letters of one shape are exchanged (`fbc` and `the`, `lcurn`
and `learn`), are a scanner's. Dialect and old spelling have one in a sentence, so three different
ones are reported whatever the models say, two where they find the sentence garbled, too.

Hebrew and Arabic whose words begin with letters that only end words run backwards, as some readers
of PDF hand them on.

Unknown words that a document writes in several sentences are its own names and terms, unless a slip
leads from them to a common word, as where `s` is misread on every page; terms of software are
known; in documents about code words of three letters are commands and units. Text that only lacks
the marks of its letters (`nao`) is written so. In a document whose
other sentences are clean, one must look worse to be reported. Garbled sentences one after another
are one finding.

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
Greek and Cyrillic, but for letters that run backwards. Very old spelling may look like a scan.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints
from copydesk.columns.ragged import Runs
from copydesk.rule import Count, Hits, Score, Share, document_rule
from copydesk_rules.garbled._backwards import backwards
from copydesk_rules.garbled._bare_letters import written_bare
from copydesk_rules.garbled._garbled_places import Garbled, passages, wrongly_decoded
from copydesk_rules.garbled._misread import count_misread, count_spelled_out, score
from copydesk_rules.garbled._segments import hints, many_odd_words, segments
from copydesk_rules.garbled._verdicts import judge
from copydesk_rules.garbled._words import SegmentWords

# Where one sentence in so many looks garbled, the others of the document make it likelier.
_COMPANY = 20


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
    min_misread: Count = 3,
) -> Hits:
    """Mark each sentence, or run of short ones, that the models find garbled.

    `min_score`: log-odds from which a sentence is reported; see above for what 1.5 finds and flags.
    `discount`: what is taken off them where not one sentence of the document in 20 looks garbled:
    it spares half of the findings in news, and most of those that are wrong. `min_words`: shorter
    ones are not judged. `odd_share`, `min_odd`: a sentence with a smaller share of odd words, or
    fewer, is not looked at closely: 98 of 100 sentences of clean news end here. `min_word`:
    log-odds of its most suspicious word, no name or number, from which a sentence is weighed as a
    whole. `min_misread`: different words that a scanner misread, by which a sentence is reported
    whatever the models say.
    """
    every = segments(batch)
    every = every.take(np.flatnonzero(every.size >= min_words))
    rows = np.flatnonzero(many_odd_words(batch, every, odd_share, min_odd))
    found = backwards(batch)
    if rows.size:
        limits = _Limits(min_score, discount, min_word, min_misread)
        found = sorted(found + _judged(batch, every, rows, limits))
    return Hits.at(
        [passage.start for passage in found],
        [passage.end for passage in found],
        confidence=[passage.confidence for passage in found],
        sample=[passage.sample for passage in found],
    )


class _Limits(NamedTuple):
    """The thresholds of the same names."""

    score: float
    discount: float
    word: float
    misread: int


def _judged(batch: Batch, every: Runs, rows: Ints, limits: _Limits) -> list[Garbled]:
    """Return the passages of garbled segments; `rows`: those of `every` that have odd words."""
    document = batch.document_at(batch.words.start.take(every.start))
    words = SegmentWords(batch, every.take(rows), batch.derive(hints)[document[rows]])
    verdicts = judge(words, limits.word)
    odds, confused = np.full(rows.size, -np.inf), count_misread(words, verdicts.word)
    odds[verdicts.segment] = verdicts.score
    confused += limits.misread * count_spelled_out(words)
    place = document[rows]
    likely = (odds >= limits.score) | (confused >= limits.misread)
    many = np.bincount(place[likely], minlength=len(batch))
    alone = many * _COMPANY < np.bincount(document, minlength=len(batch))
    odds -= np.where(alone[place], limits.discount, 0.0)
    found = np.flatnonzero((odds >= limits.score) | (confused >= limits.misread))
    if not found.size:
        return []
    found = found[~wrongly_decoded(words, found)]
    found = found[~written_bare(words, found)]
    confidence = score(odds[found], confused[found] - limits.misread)
    return passages(words, verdicts, found, rows[found], confidence)

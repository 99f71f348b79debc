"""Find words glued together, their spaces lost: `thatthe`, `whathepays`, `Ihappen`.

Insert the missing spaces; the message proposes where, and the fix puts
them there, which is safe behind a comma and unsafe elsewhere. Text that was taken out of a page or a PDF
loses spaces, and what is left is in no index and no dictionary.

A word that no frequency list knows is cut into the likeliest common words. It counts when a
function word is among them that names, compounds and endings are not made of (`that`, `his`, `of`),
or when two ordinary words are so common and so long that nobody coined them (`signalsderived`, but
`overleaf`, `vileness`, `shopwoman` are words). Each language lists what its words begin and end
with, so that inflections, clitics and compounds stay whole: `penseront`, `contrefaire`. A word one
slip away from a common one is a typo, and a word that a document writes so twice is a name. Runs of
any length are cut. English, French, Spanish, Italian, Portuguese, Polish, Turkish and Czech are
read; German, Dutch and Swedish, which make compounds at will, only behind an inflected word or
beside a function word; Turkish, which adds ending to ending, only where much speaks for it. In all
languages with a word list two words with a comma and no space between them count too. The evidence
of a finding names the clues.

## Bad
    She told the council thatthe bridge would beclosed for a month, as whathepays for it is notenough.
## Good
    The dealmaker outraised him by a million, said @thebigidea on Monday: see www.whathepays.com. TheBlaze said that he lives amorally.
## Measured
Of the two ordinary words glued by hand in 14 kinds of English text 0.69 are cut at the threshold
(kinds left out of the fit), with 60 of 3.1 million clean words, half of which are glued indeed. Of
52 findings of the first build that a reader had judged wrong 16 are left, of 82 right ones 80
(26 kinds of text, 2026-12).
## Misses
Pairs that could be compounds (`phasechange`), rare words, and parts that are names (`toldAbdullah`).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, Score, Size, Zipf, document_rule
from copydesk_rules.garbled._glued import Glued, find_glued
from copydesk_rules.garbled._glued_marks import find_glued_marks
from copydesk_rules.garbled._missing_spaces import spacing

_AT_COMMA = 0.85  # confidence of two words at a comma
_SURE, _LIKELY = 0.93, 0.8  # of a glued word by how much speaks for it
_SURE_WEIGHT, _SURE_TOTAL = 2.0, 3.0  # alone, and together with the others of its block


@document_rule("GAR103", "words glued together: {words} should read {repair}", fix="safe")
def glued_words(
    batch: Batch,
    *,
    min_letters: Size = 5,
    min_weight: Score = 1.2,
    min_company: Score = 1.3,
    min_accompanied: Score = 1.0,
    min_zipf: Zipf = 3.5,
) -> Hits:
    """Mark each glued word, and two words with a comma and no space between them.

    `min_letters`: shorter words are not cut. `min_weight`: how much must speak for a cut that is
    alone in its block; `min_company`: and for all cuts of a block together, where one weighs
    `min_accompanied`. `min_zipf`: how common the words at a comma must be. All are set by hand on
    news and the clean sentences of the development set, 2026-11.
    """
    found = find_glued(batch, min_letters)
    spans = [*_words(batch, found, min_weight, min_company, min_accompanied)]
    spans += _at_marks(batch, min_zipf)
    if not spans:
        return Hits.none()
    start, end, confidence, repair, clues = zip(*sorted(spans), strict=True)
    glued = [batch.slice(a, b) for a, b in zip(start, end, strict=True)]
    return Hits.at(
        start,
        end,
        confidence=confidence,
        fix=spacing(start, glued, repair),
        words=glued,
        repair=repair,
        clues=clues,
    )


_Span = tuple[int, int, float, str, tuple[str, ...]]  # start, end, confidence, repair, clues


def _words(
    batch: Batch, found: list[Glued], min_weight: float, min_company: float, min_accompanied: float
) -> Iterator[_Span]:
    rows = np.array([word.row for word in found], np.int64)
    weight = np.array([word.weight for word in found])
    block = batch.block_of_word.take(rows)
    total = np.bincount(block, weight)[block]
    total[np.bincount(block, weight >= min_accompanied)[block] == 0] = 0
    for word, company in zip(found, total.tolist(), strict=True):
        if word.weight >= min_weight or company >= min_company:
            sure = word.weight >= _SURE_WEIGHT or company >= _SURE_TOTAL
            start, end = int(batch.words.start[word.row]), int(batch.words.end[word.row])
            yield start, end, _SURE if sure else _LIKELY, " ".join(word.parts), word.clues


def _at_marks(batch: Batch, min_zipf: float) -> Iterator[_Span]:
    left, right = find_glued_marks(batch, min_zipf)
    starts, ends = batch.words.start.take(left).tolist(), batch.words.end.take(right).tolist()
    for start, end in zip(starts, ends, strict=True):
        repair = batch.slice(start, end).replace(",", ", ").replace(";", "; ")
        yield start, end, _AT_COMMA, repair, ("no space after a comma",)

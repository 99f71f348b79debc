"""Find a word, or two or three words, typed twice: `of the the`, `wouldn't be wouldn't be`.

The eye skips a doubled word, above all over a line end, and so do spell checkers. Languages double
words on purpose too: English `had had`, French `nous nous`, German `die die`, names, cries and
songs. So function words count that hardly ever stand twice, listed by language; in English also
other small words that people do not double (half of 510 doubled words in news were meant so; 28 of
30 findings read there were right, 2026-11).

## Bad
    The committee met in the the old town hall on Monday.
## Good
    She had had enough of that, and that that was so was very very clear: there is no there there. They go on on Tuesday.
## Misses
    `that that` and `is is` where they are slips, doubled names. A verb with `to` or `in` before another (`resorted to to avert`) is flagged.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Floats, Ints
from copydesk.fixes import FixColumns
from copydesk.language.lexicon import LANGUAGES, in_other_language, language_of_documents, zipf
from copydesk.rule import Hits, document_rule
from copydesk_rules.garbled._doubles import doubled_words

_HYPHENS = np.isin(
    np.arange(32), (ch.DASH, ch.APOSTROPHE, ch.JOINER)
)  # by class: `go-between between`, `rock 'n' roll`


@document_rule("GAR104", "repeated: {words} {words}", yields_to=("GAR105",))
def repeated_word(batch: Batch, *, min_zipf: float = 3.0, min_length: int = 3) -> Hits:
    """Mark both copies of each doubled word or run of two or three words.

    `min_zipf`, `min_length`: an English word that is no function word must be at least this common
    (Zipf scale) and this long.
    """
    words, hashes = batch.words, batch.words.hash
    if len(words) < 2:
        return Hits.none()
    found: list[tuple[int, int, float]] = []
    covered = np.zeros(len(words), np.bool_)
    for size in (1, 2, 3):
        at = np.flatnonzero(hashes[size:] == hashes[:-size])
        runs = max(at.size - size + 1, 0)
        at = at[:runs][at[size - 1 :] - at[:runs] == size - 1]
        at = _adjacent(batch, at[~covered[at]], 2 * size)
        if not at.size:
            continue
        confidence = (
            _doubled(batch, at, min_zipf, min_length) if size == 1 else _runs(batch, at, size)
        )
        for row, sure in zip(at.tolist(), confidence.tolist(), strict=True):
            if sure and not covered[row]:
                found.append((row, size, sure))
                covered[row : row + 2 * size] = True
    if not found:
        return Hits.none()
    found.sort()
    first = np.array([row for row, _, _ in found], np.int64)
    last = np.array([row + 2 * size - 1 for row, size, _ in found], np.int64)
    end = [int(words.end[row + size - 1]) for row, size, _ in found]
    shown = [
        " ".join(batch.slice(int(words.start[row]), b).split())
        for (row, _, _), b in zip(found, end, strict=True)
    ]
    fix = FixColumns.of(
        "display", end, words.end[last], [""] * len(end)
    )  # what stands inside a sentence is for an author to take out
    return Hits.at(
        words.start[first],
        words.end[last],
        confidence=[sure for _, _, sure in found],
        fix=fix,
        words=shown,
    )


def _adjacent(batch: Batch, at: Ints, size: int) -> Ints:
    """Return which runs of `size` words have nothing but one space,
    or a line end inside a paragraph, between their words.
    """
    start, end, classes = batch.words.start, batch.words.end, batch.classes
    at = at[at + size <= start.size]
    for step in range(size - 1):
        if not at.size:
            return at
        gap = end.take(at + step)
        at = at[(start.take(at + step + 1) - gap == 1) & (classes.take(gap) >= ch.SPACE)]
    blocks = batch.blocks
    begin, finish = start.take(at), end.take(at + size - 1)
    block = np.searchsorted(blocks.start, begin, side="right") - 1
    inside = (block >= 0) & (finish <= blocks.end.take(block)) & blocks.prose.take(block)
    inside &= ~_HYPHENS.take(classes.take(np.maximum(begin - 1, 0))) & (
        classes.take(finish, mode="clip") != ch.DASH
    )
    return at[inside]


def _doubled(batch: Batch, at: Ints, min_zipf: float, min_length: int) -> Floats:
    words, (single, meant, _) = batch.words, doubled_words()
    hashes = words.hash.take(at)
    small = ~words.capital.take(at + 1) & ~words.number.take(at)
    third = np.minimum(at + 2, len(words) - 1)
    small &= (words.hash.take(third) != hashes) | (
        third == at + 1
    )  # three times is meant, or a fault of another kind
    small &= (at == 0) | (words.hash.take(np.maximum(at - 1, 0)) != hashes)
    languages = batch.derive(language_of_documents)
    numbers = np.array(
        [LANGUAGES.index(language) if language else -1 for language in languages], np.int64
    )
    document = batch.document_of_word.take(at)
    # A single letter between others is spelled out, not doubled.
    alone = np.minimum(words.length.take(np.maximum(at - 1, 0)), words.length.take(third)) > 1
    small &= (words.length.take(at) > 1) | alone
    sure = np.zeros(at.size)
    for number in dict.fromkeys(numbers[document].tolist()):
        rows = np.flatnonzero((numbers[document] == number) & small)
        language = LANGUAGES[number] if number >= 0 else "en"
        if language in single:
            sure[rows] = np.where(single[language].has(hashes[rows]), 0.92, 0.0)
        if number == 0:
            content = (
                (zipf(hashes[rows]) >= min_zipf)
                & (words.length.take(at[rows]) >= min_length)
                & ~meant.has(hashes[rows])
            )
            content &= ~words.capital.take(at[rows])
            sure[rows] = np.maximum(sure[rows], np.where(content, 0.8, 0.0))
    found = np.flatnonzero(sure)
    sure[
        found[
            in_other_language(
                batch, at[found], [languages[row] for row in document[found].tolist()]
            )
        ]
    ] = 0.0
    return sure


def _runs(batch: Batch, at: Ints, size: int) -> Floats:
    words, (_, meant, links) = batch.words, doubled_words()
    sure = np.where(
        np.array(batch.derive(language_of_documents))[batch.document_of_word.take(at)] != "",
        0.85,
        0.0,
    )
    same = np.ones(at.size, np.bool_)
    for step in range(size):
        row = at + size + step
        hashes = words.hash.take(row)
        sure[words.capital.take(row) | words.number.take(row) | links.has(hashes)] = 0.0
        same &= hashes == words.hash.take(at)
    sure[same | meant.has(words.hash.take(at)) & meant.has(words.hash.take(at + 1))] = 0.0
    return sure

"""Find a word, or two or three words, typed twice: `of the the`, `wouldn't be wouldn't be`.

Delete one of the two copies; the fix, which is unsafe, deletes the second. The eye skips a doubled word, above all over a line end, and so do
spell checkers.

Languages double words on purpose too: English `had had`, French `nous nous`, names, cries and
songs. So function words count that hardly ever stand twice, listed for each language; in the
languages that list what people double (English and ten more) other common words, too. Two clauses may meet in a word, and stay silent:
`what it is is a lie`, `log in in time`, `der Mann, in dem dem Volk …`, as do numerals (`Mieszko I i
jego syn`), cries and code. Runs of two or three words count in every language, unless they link a
longer repetition (`again and again and again`).

## Bad
    The committee met in the the old town hall on Monday.
## Good
    She had had enough of that, and that that was so was very very clear: there is no there there. They go on on Tuesday.
## Measured
Of 94 findings of the first build that a reader had judged right 89 are found, of 27 wrong ones 7
(26 kinds of text, 2026-12).
## Misses
`that that` where it is a slip, doubled names, `it it` before a verb. A verb with `to` before another
(`resorted to to avert`) is flagged although it is right.
"""

from __future__ import annotations

from copydesk.columns.batch import Batch
from copydesk.fixes import FixColumns
from copydesk.rule import Hits, Size, Zipf, document_rule
from copydesk_rules.garbled._doubles import Limits, find_doubled


@document_rule("GAR104", "repeated: {words} {words}", yields_to=("GAR105",), fix="unsafe")
def repeated_word(batch: Batch, *, min_zipf: Zipf = 3.0, min_length: Size = 3) -> Hits:
    """Mark both copies of each doubled word or run of two or three words.

    `min_zipf`, `min_length`: a word that is no function word must be at least this common (Zipf
    scale) and this long; a very common one may be shorter.
    """
    found = find_doubled(batch, Limits(min_zipf, min_length))
    if not found:
        return Hits.none()
    words = batch.words
    start = [int(words.start[run.first]) for run in found]
    middle = [int(words.end[run.first + run.size - 1]) for run in found]  # of both copies
    end = [int(words.end[run.first + 2 * run.size - 1]) for run in found]
    return Hits.at(
        start,
        end,
        confidence=[run.confidence for run in found],
        fix=FixColumns.of("unsafe", middle, end, [""] * len(end)),
        words=[" ".join(batch.slice(a, b).split()) for a, b in zip(start, middle, strict=True)],
        clues=[run.clues for run in found],
    )

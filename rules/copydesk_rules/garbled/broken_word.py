"""Find a word left split at a line break or by a space: `govern- ment`, `rur al`.

Join the two parts; the message proposes the whole word. The fix is safe where a space follows the
hyphen and one part is no word, and unsafe elsewhere. Where both parts are common words and
the whole is a rare one, the hyphen stays: `long- term` is `long-term`. Text taken out of a PDF, or out of columns
of a newspaper, keeps the hyphens that the printer set at the ends of lines. Neither half is the
word: search finds nothing, and a tokenizer learns pieces.

A hyphen with a space or a line end behind it counts when the two parts together are a known word of
the document's language, unless another small word goes on there, as in `pre- and post-war`, or when no
list knows either part, as in the words of languages that inflect. A hyphen inside a word
counts when one part is no word and the whole is a common one: `troub-le`, `dépar-tement`, not
`co-operate` or `up-turned`. So does a space inside a word in small letters: `rur al`, `offi ce`, as ligatures that a font did not
map leave it.

## Bad
    The ruling puts a halt to the plan, and the govern- ment has until Friday to answer it before a higher court.
## Good
    The pre- and post-war houses were re-elected to the list, and a co-operative of well-known builders up-ended the old plans.
## Measured
Of words broken by hand in 15 kinds of text 0.85 are found (2026-12), and 0.92 in ten languages of
manuals and quotations that nothing was fitted to. In novels, speeches and
manuals of 9 MB 19 findings are shown, one of which had no fault and two a hyphen to be kept.
Words split by a space are found in 80 of 210 sentences made so by program; of 26 such findings read in
26 kinds of text 26 were right (2026-12). It is rare in news: 3 findings in 40 MB, all right. Of the sentences of the development set whose
words were split 0.75 are found with it and 0.64 without, and one of 2,445 clean English sentences
more is flagged (2026-11).
## Misses
Languages without a word list. Parts that are words both, without a hyphen and a space (`for-ward`,
`foot ing`), and names.
"""

from __future__ import annotations

from copydesk.columns.batch import Batch
from copydesk.fixes import Applicability, FixColumns
from copydesk.rule import Hits, Zipf, document_rule
from copydesk_rules.garbled._breaks import Limits, find_broken


@document_rule("GAR111", "word split {where}: “{parts}” → “{whole}”", fix="safe")
def broken_word(batch: Batch, *, spaced_zipf: Zipf = 2.2, tight_zipf: Zipf = 3.4) -> Hits:
    """Mark both parts of each broken word and what is between them.

    `spaced_zipf`, `tight_zipf`: how common (Zipf scale) the whole must be where a space follows the
    hyphen, and where none does; set by hand on the development set, where 2.9 for the second finds
    no more and flags another clean sentence.
    """
    found = find_broken(batch, Limits(spaced_zipf, tight_zipf))
    if not found:
        return Hits.none()
    spans = [
        [
            (int(batch.words.start[row]), int(batch.words.end[row]))
            for row in (word.row, word.row + 1)
        ]
        for word in found
    ]
    start, end = [left[0] for left, _ in spans], [right[1] for _, right in spans]
    whole = [
        word.hyphen.join(batch.slice(*part) for part in parts)
        for word, parts in zip(found, spans, strict=True)
    ]
    trust: list[Applicability] = ["safe" if word.proven else "unsafe" for word in found]
    return Hits.at(
        start,
        end,
        confidence=[word.confidence for word in found],
        fix=FixColumns.of(trust, start, end, whole),
        parts=[" ".join(batch.slice(a, b).split()) for a, b in zip(start, end, strict=True)],
        whole=whole,
        where=[word.where for word in found],
        clues=[word.clues for word in found],
    )

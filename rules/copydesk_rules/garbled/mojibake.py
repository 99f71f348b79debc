"""Find text that was decoded in the wrong encoding, and say what it should read.

Apply the fix, or read the source again in its own encoding. Bytes written in one encoding and read
in another turn an apostrophe into `â€™` and a letter into `Ã©`, which no search finds.

The finding gives the repair of whole words. ftfy, the standard of the field, proposes it where it
knows the encoding; besides, UTF-8 read as DOS text of any region or in a single word of a line that
is right otherwise is tried, Cyrillic, Greek and East Asian text read as Latin-1, and question marks
left by a conversion to ASCII where a known word of the document's language fits, or a common one
of another (`Espa?ol`). That bytes go
round proves nothing, so a repair counts only if the word is odd as it is and better repaired: a
word of some language, a mark that people write, letters of one script. The fix is safe where no
byte was lost or guessed, and unsafe otherwise: a question mark, a quotation mark without its last
third.

## Bad
    The cafÃ© on the corner doesnâ€™t open before noon.
## Good
    The café on the corner doesn’t open before noon, NESTLÉ® says so in capitals, and its sign reads “É…”.
## Measured
Beside ftfy 6.3 (2026-12): of its own 103 published faults 103 are found and 100 repaired to the
letter (the rest differ where a byte is lost: ftfy writes U+FFFD for the end of `â€�`, this rule ”),
and one of 49 texts to keep is touched, a misread Danish name. Of 2,078 other texts, real ones and
sentences of 31 languages misread in 12 encodings, whole or in one word, 1,907 are found and 1,790
repaired to the letter; ftfy 1,351 and 1,203. Run again beside ftfy 6.3.1 on 389 misread sentences of
the development set, 119 of them real, 367 are found and 272 repaired to the letter; ftfy changes 300
and repairs 185. Of 60,000 lines of program messages in 90 languages,
novels and laws neither touches a right one.
## Misses
A single misread capital at the end of a word in capitals, where `É…` could be meant. Letters that
were dropped altogether. Confusions inside one script (`ý` for `ı`): every character is a letter
that the language could have. East European text in a code page of its own, read as another one.
"""

from __future__ import annotations

from copydesk.columns.batch import Batch
from copydesk.fixes import Applicability, FixColumns
from copydesk.patterns import late_pattern
from copydesk.rule import Count, Hits, document_rule
from copydesk_rules.garbled._mojibake import Misread
from copydesk_rules.garbled._mojibake_places import grouped, misread, shown
from copydesk_rules.garbled._mojibake_proof import is_lossless

# Confidence of a finding with evidence of 3: a mark, or a block that a repair makes readable.
_PROVEN, _SURE, _LIKELY = 3, 0.97, 0.8
# Still misread after the repair: what was lost cannot be read from the bytes.
_HALF_REPAIRED = late_pattern(r"\ufffd|(?<=[a-z])[ÂÃ](?![^\W\d_])")
_SAFE = 0.9  # confidence from which a lossless repair is a safe fix


@document_rule(
    "GAR101", "wrongly decoded: {found} should read {repair}", severity="error", fix="safe"
)
def mojibake(batch: Batch, *, gap: Count = 60) -> Hits:
    """Mark each word, or passage of a block, that was decoded wrongly.

    `gap`: misread places of one block that lie at most this many characters apart are one finding.
    """
    groups = grouped(batch, batch.derive(misread), gap)
    if not groups:
        return Hits.none()
    sure = [_SURE if max(m.evidence for m in group) >= _PROVEN else _LIKELY for group in groups]
    words = [shown(batch.text, group) for group in groups]
    return Hits.at(
        [group[0].start for group in groups],
        [group[-1].end for group in groups],
        confidence=sure,
        fix=_fixes(batch.text, groups, sure),
        found=[found for found, _ in words],
        repair=[repair for _, repair in words],
    )


def _fixes(text: str, groups: list[list[Misread]], sure: list[float]) -> FixColumns:
    trust: list[Applicability] = []
    for group, confidence in zip(groups, sure, strict=True):
        proven = all(
            not _HALF_REPAIRED.search(m.repair) and is_lossless(text[m.start : m.end], m.repair)
            for m in group
        )
        trust.append("safe" if proven and confidence >= _SAFE else "unsafe")
    edits = [(m.start, m.end, m.repair, row) for row, group in enumerate(groups) for m in group]
    start, end, repair, hit = (list(column) for column in zip(*edits, strict=True))
    return FixColumns.of(trust, start, end, repair, hit=hit)

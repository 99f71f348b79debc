"""Find a block in another language than its document.

Remove it, or mark it as a quotation if the author meant it. Such a block is a consent notice in the
visitor's language, the teaser of a sister site, or a translation pasted beside the original. In a
corpus of one language it teaches a model the wrong one, and no search finds it.

The language of the document is the one whose most frequent words make up most of its prose; code
does not count. A block is foreign if hardly any of its words are function words of that language
alone and more than a quarter are function words of another one, or if it is in another script. Neighbouring languages (Danish and
Norwegian, Czech and Slovak, Spanish and Portuguese …) share their function words; a block in one of
them counts where that language knows most of its words and the document's hardly half. Quotations, titles, names and lists of works
are often foreign and right, so a block must be long, must not begin with a quotation mark, and must
not be full of capitals or numbers. Blocks in a row that are in one language are one finding. A document
in two languages by halves has no findings.

## Bad
    The old bridge over the river will be closed for the whole year, the town council said on Monday. It had been known for some time that
    the bridge was no longer safe, and the mayor said that there was nothing to be done about it but to wait for the new one.

    Der Fahrplan wird im Winter geändert, und die letzte Fähre fährt dann schon um sechs Uhr abends vom alten Hafen ab.

    She said that they would have to go by the other bridge until then, and that the buses would take them there for nothing. Nobody in the
    room had anything to say against it, and so they all went home.
## Good
    The mayor wrote a book about the bridge that he called Die Brücke am Fluss, and sang “Sur le pont d'Avignon” when it was done.
## Measured
On 40 MB of English news (2026-11), one block in 300 has fewer English function words than the limit
of 0.12; blocks in other languages have 0.3 to 0.5 of their own. All four findings in 6,600 news
articles (posts that they quote) and all four in 624 web pages are right. Of 690
clean sentences of 26 languages no neighbour knows so many more words that it would be reported; set between
blocks of a neighbour, half of them would be (2026-12).
## Misses
Blocks of fewer than `min_words` words, quotations in another language, half of the blocks in
a neighbouring language (Spanish in Portuguese nearly all, Ukrainian in Russian few), and languages in Latin letters without a frequency list, such as Irish or Estonian.
"""

from __future__ import annotations

from copydesk.columns.batch import Batch
from copydesk.columns.blocks import BlockKind
from copydesk.language.profiles import profile
from copydesk.rule import Count, Hits, Share, document_rule
from copydesk_rules.languages._foreign import foreign_blocks, in_a_row

_QUOTED = frozenset("“”„«»\"'‘‚")
_SHOWN = 6  # words that the message shows


@document_rule(
    "LAN101", "in {spoken}, in a document in {document}: {words}", yields_to=("LEF101", "LEF105")
)
def foreign_block(
    batch: Batch,
    *,
    min_words: Count = 12,
    min_document: Count = 25,
    max_capitals: Share = 0.45,
    max_numbers: Share = 0.2,
) -> Hits:
    """Mark each foreign block, or several in one language in a row.

    `min_words`: shorter blocks are not judged. `min_document`: words that the document has besides.
    `max_capitals`, `max_numbers`: shares of words with a capital, and of numbers, above which a
    block is a list of names or works.
    """
    found = [
        each
        for each in foreign_blocks(batch, min_words, min_document)
        if _is_running_text(batch, each.block, max_capitals, max_numbers)
    ]
    passages = in_a_row(batch, found, min_words)
    first = [blocks[0] for blocks in passages]
    return Hits.at(
        [int(batch.blocks.start[each.block]) for each in first],
        [int(batch.blocks.end[blocks[-1].block]) for blocks in passages],
        confidence=0.85,
        spoken=[each.spoken for each in first],
        document=[profile(each.document).name for each in first],
        words=[_opening(batch, each.block) for each in first],
    )


def _is_running_text(batch: Batch, row: int, max_capitals: float, max_numbers: float) -> bool:
    """Tell whether a block is running text of the document itself, not a quotation or a list."""
    if batch.text[int(batch.blocks.start[row])] in _QUOTED:
        return False
    if batch.blocks.kind[row] == BlockKind.QUOTE:
        return False
    first, last = (int(column[row]) for column in batch.block_words)
    capitals, numbers = batch.words.capital[first:last], batch.words.number[first:last]
    return bool(capitals.mean() <= max_capitals and numbers.mean() <= max_numbers)


def _opening(batch: Batch, row: int) -> str:
    """Return the first words of a block."""
    first, last = (int(column[row]) for column in batch.block_words)
    end = int(batch.words.end[min(first + _SHOWN, last) - 1])
    return " ".join(batch.slice(int(batch.blocks.start[row]), end).split())

"""Find a block in another language than its document.

A consent notice in the visitor's language, a teaser of a sister site, a translation that was pasted
twice: in a corpus of one language such a block teaches a model the wrong one, and a search finds it
for nobody. A block counts as foreign when hardly one of its words is a function word of the
document's language and more than a quarter are of another, or when it is in another script.
Neighbouring languages (Danish and Norwegian, Czech and Slovak, Spanish and Portuguese …) are not
told apart in one block. Quotations, titles, names and lists of works are often foreign and right: a
block must be long, must not begin with a quotation mark, and must not be full of capitals or
numbers. Documents in two languages by halves are left alone.

Thresholds: of the blocks of 40 MB of English news (2026-11) one in 300 has fewer English function
words than `foreign.py` asks for; other languages have 0.3 to 0.5 of their own. All four findings in
6,600 news articles (posts that they quote) and four of 624 web pages are right.

## Bad
    The old bridge over the river will be closed for the whole year, the town council said on Monday. It had been known for some time that
    the bridge was no longer safe, and the mayor said that there was nothing to be done about it but to wait for the new one.

    Wir verwenden Cookies, um die Seite für Sie zu verbessern, und wenn Sie auf der Seite bleiben, sind Sie damit einverstanden, dass wir das tun.

    She said that they would have to go by the other bridge until then, and that the buses would take them there for nothing. Nobody in the
    room had anything to say against it, and so they all went home.
## Good
    The mayor wrote a book about the bridge that he called Die Brücke am Fluss, and sang “Sur le pont d'Avignon” when it was done.
## Misses
    Blocks of fewer words, quotations in another language, languages without a word list in Latin letters, and neighbouring languages.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.blocks import BlockKind
from copydesk.columns.dtypes import Ints
from copydesk.rule import Hits, document_rule
from copydesk_rules.languages._foreign import foreign_blocks

_QUOTED = frozenset("“”„«»\"'‘‚")
_SHOWN = 6  # words that the message shows


@document_rule("LAN101", "in {spoken}, in a document in {document}: {words}", within="any")
def foreign_block(
    batch: Batch,
    *,
    min_words: int = 12,
    min_document: int = 40,
    max_capitals: float = 0.45,
    max_numbers: float = 0.2,
) -> Hits:
    """Mark each foreign block.

    `min_words`: shorter blocks are not judged. `min_document`: words that the document has besides.
    `max_capitals`, `max_numbers`: shares of words with a capital, and of numbers, from which a
    block is a list of names or works.
    """
    found = foreign_blocks(batch, min_words, min_document)
    kept = np.flatnonzero(_running(batch, found.block, max_capitals, max_numbers))
    if not kept.size:
        return Hits.none()
    rows = found.block[kept]
    start, end = batch.blocks.start[rows], batch.blocks.end[rows]
    first, last = batch.block_words
    shown = np.minimum(first[rows] + _SHOWN, last[rows]) - 1
    words = [
        " ".join(batch.slice(a, b).split())
        for a, b in zip(start.tolist(), batch.words.end[shown].tolist(), strict=True)
    ]
    spoken, document = (
        [column[row] for row in kept.tolist()] for column in (found.spoken, found.document)
    )
    return Hits.at(start, end, confidence=0.85, spoken=spoken, document=document, words=words)


def _running(batch: Batch, rows: Ints, max_capitals: float, max_numbers: float) -> np.ndarray:
    """Return which blocks are running text of the document itself."""
    first, last = batch.block_words
    capital, number = batch.words.capital, batch.words.number
    running = []
    for row in rows.tolist():
        words = slice(int(first[row]), int(last[row]))
        quoted = (
            batch.text[int(batch.blocks.start[row])] in _QUOTED
            or batch.blocks.kind[row] == BlockKind.QUOTE
        )
        running.append(
            not quoted
            and capital[words].mean() <= max_capitals
            and number[words].mean() <= max_numbers
        )
    return np.array(running, np.bool_)

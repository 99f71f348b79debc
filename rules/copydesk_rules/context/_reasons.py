"""Say why a sentence or paragraph may not belong to its document, and what the document is about.

Two clues, each with its own words: it reads unlike the rest (another genre), or it speaks of other
things (another topic). Findings of CTX101 and CTX102 name those that hold; figures are evidence.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from msgspec import Struct

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Floats, Ints
from copydesk.columns.ragged import Runs, equal_in_document
from copydesk.language.evidence import Clue, summed
from copydesk.language.terms import terms
from copydesk_rules.context._genre import GENRES
from copydesk_rules.context._word_fit import fit, unseen_words

_UNLIKE, _FIRST = -1.2, 2  # how far from its document's median, and of which rank, a genre differs
_MISFIT = 0.0  # log-odds of one topic against two below which two are likelier
_KNOWN = 5.2  # Zipf frequency of words too common to say what a document is about
_NAMED = 3  # words that do
_KINDS = {
    "news": "news",
    "academic": "an academic text",
    "fiction": "fiction",
    "informal": "an informal text",
    "law": "a legal text",
    "medicine": "a medical text",
    "politics": "a speech or an essay",
    "technical": "instructions or a technical text",
}


class Passage(Struct, frozen=True):
    """A sentence or paragraph: how many of its content words occur elsewhere, and all of them; its
    topic fit; how far it reads from its document's median, and how many others read further.
    """

    shared: int
    content: int
    topic: float
    unlike: float
    rank: int

    @property
    def overlap(self) -> str:
        """The content words that occur elsewhere, in words."""
        return f"{self.shared or 'none'} of {self.content}"


CLUES: tuple[Clue[Passage], ...] = (
    Clue("genre", 1.0, lambda p: p.unlike <= _UNLIKE and p.rank < _FIRST),
    Clue("topic", 1.0, lambda p: p.topic < _MISFIT),
)
_GENRE = "reads unlike the rest (most like {kind}) and "


def details(
    batch: Batch, spans: tuple[Ints, Ints], shared: Floats, content: Floats, fits: dict[str, Floats]
) -> dict[str, Any]:
    """Return the details of findings for their messages and evidence, a value a finding.

    `spans`: the first sentence of each, and the end. `shared`, `content`: content words that occur
    elsewhere, and all. `fits`: `topic`, that of its `article` on average, `unlike`, `rank`, and the
    genre that it reads more like than the rest does (`kind`, a row of GENRES).
    """
    passages = [
        Passage(int(some), int(all_), float(topic), float(unlike), int(rank))
        for some, all_, topic, unlike, rank in zip(
            shared, content, fits["topic"], fits["unlike"], fits["rank"], strict=True
        )
    ]
    clues = [summed(CLUES, passage).clues for passage in passages]
    kinds = [GENRES[int(kind)] for kind in fits["kind"]]
    return {
        "reads": [
            _GENRE.format(kind=_KINDS[kind]) if "genre" in found else ""
            for kind, found in zip(kinds, clues, strict=True)
        ],
        "overlap": [passage.overlap for passage in passages],
        "unseen": [", ".join(words) for words in unseen_words(batch, *spans)],
        "about": [", ".join(words) for words in about(batch, spans[0])],
        "clues": [list(found) for found in clues],
        "reads_like": kinds,
        "shared": [passage.shared for passage in passages],
        "content": [passage.content for passage in passages],
        "topic_fit": np.round(fits["topic"], 1).tolist(),
        "article_topic_fit": np.round(fits["article"], 1).tolist(),
        "genre_over_median": np.round(fits["unlike"], 1).tolist(),
    }


def about(batch: Batch, sentences: Ints) -> list[list[str]]:
    """Return the words that most sentences of each sentence's document have, the most frequent first."""
    t, document = batch.derive(terms), batch.derive(fit).document.take(sentences)
    asked = np.zeros(len(batch), np.bool_)
    asked[document] = True
    rows = np.flatnonzero((t.zipf < _KNOWN) & ~t.number)
    rows = rows[asked.take(t.document.take(rows))]
    order, head = equal_in_document(t.document.take(rows), batch.words.hash.take(t.word.take(rows)))
    same = Runs.of_heads(head)
    earliest = rows.take(order.take(same.start))
    ranked = np.lexsort((earliest, -same.size, t.document.take(earliest)))
    earliest = earliest.take(ranked)
    named = earliest[Runs.of_equal(t.document.take(earliest)).ranks < _NAMED]
    words: dict[int, list[str]] = {number: [] for number in document.tolist()}
    for number, row in zip(t.document[named].tolist(), t.word[named].tolist(), strict=True):
        words[number].append(batch.slice(int(batch.words.start[row]), int(batch.words.end[row])))
    return [words[number] for number in document.tolist()]

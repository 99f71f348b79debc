"""Say why a sentence or paragraph may not belong to its document, and what the document is about.

Two clues, each with its own words: it reads unlike the rest (another genre), or it speaks of other
things (another topic). Findings of CTX101 and CTX102 name those that hold; figures are evidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Floats, Ints
from copydesk.language.evidence import Clue, summed
from copydesk.language.terms import terms
from copydesk_rules.context._genre import GENRES
from copydesk_rules.context._word_fit import unseen_words

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
    "technical": "a technical text",
}


@dataclass(frozen=True, slots=True)
class Passage:
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
    firsts, ends = (edge.tolist() for edge in spans)
    unseen = [unseen_words(batch, *span) for span in zip(firsts, ends, strict=True)]
    return {
        "reads": [
            _GENRE.format(kind=_KINDS[kind]) if "genre" in found else ""
            for kind, found in zip(kinds, clues, strict=True)
        ],
        "overlap": [passage.overlap for passage in passages],
        "unseen": [", ".join(words) for words in unseen],
        "about": [", ".join(about(batch, first)) for first in firsts],
        "clues": [list(found) for found in clues],
        "reads_like": kinds,
        "shared": [passage.shared for passage in passages],
        "content": [passage.content for passage in passages],
        "topic_fit": np.round(fits["topic"], 1).tolist(),
        "article_topic_fit": np.round(fits["article"], 1).tolist(),
        "genre_over_median": np.round(fits["unlike"], 1).tolist(),
    }


def about(batch: Batch, sentence: int) -> list[str]:
    """Return the words that most sentences of a sentence's document have, the most frequent first."""
    t = batch.derive(terms)
    document = t.document.take(np.searchsorted(t.sentence, sentence), mode="clip")
    first, end = np.searchsorted(t.document, (document, document + 1)).tolist()
    telling = (t.zipf[first:end] < _KNOWN) & ~t.number[first:end]
    rows, words = t.word[first:end][telling], batch.words
    _, earliest, count = np.unique(words.hash[rows], return_index=True, return_counts=True)
    most = rows[earliest[np.lexsort((earliest, -count))[:_NAMED]]]
    return [batch.slice(int(words.start[row]), int(words.end[row])) for row in most.tolist()]

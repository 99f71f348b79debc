"""Find terms whose words were exchanged for synonyms: `counterfeit consciousness`."""

from __future__ import annotations

import functools
import itertools
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.language.phrases import Phrases
from copydesk.patterns import late_pattern
from copydesk.word_lists import entries
from copydesk_rules.garbled import WORDS

_CHOICE = late_pattern(r"\{([^}]*)\}")
_FEWEST, _TWO, _MORE = (
    2,
    0.85,
    0.97,
)  # different terms of a document, as one may be meant as it says


class Spun(NamedTuple):
    """A spun term: its offsets, what it should say, and how sure that is."""

    start: int
    end: int
    term: str
    confidence: float


def spun_terms(batch: Batch) -> list[Spun]:
    """Return the spun terms of a batch, in order; those in quotation marks are spoken of."""
    phrases, terms = _listed()
    found = phrases.find(batch)
    before = batch.classes.take(found.start - 1, mode="clip")
    kept = (found.start == 0) | ((before != ch.QUOTE) & (before != ch.OPENER))
    start, end = found.start[kept].tolist(), found.end[kept].tolist()
    named = [terms[number] for number in found.number[kept].tolist()]
    documents = batch.document_at(found.start[kept]).tolist()
    different = defaultdict[int, set[str]](set)
    for document, term in zip(documents, named, strict=True):
        different[document].add(term)
    return [
        Spun(first, last, term, _TWO if len(different[document]) == _FEWEST else _MORE)
        for first, last, term, document in zip(start, end, named, documents, strict=True)
        if len(different[document]) >= _FEWEST
    ]


@functools.cache
def _listed() -> tuple[Phrases, list[str]]:
    """Return all spun terms, and what each should say, by its number."""
    terms: dict[str, str] = {}
    for entry in entries(WORDS / "spun_terms.txt"):
        term, forms = entry.split(" = ")
        terms = dict.fromkeys(_spelled_out(forms), term) | terms  # the first term of a form counts
    phrases = Phrases(terms)
    return phrases, [terms[phrase] for phrase in phrases.phrases]


def _spelled_out(forms: str) -> Iterator[str]:
    """Yield the forms that a template with choices stands for."""
    parts = _CHOICE.split(forms)
    choices = [part.split("|") if number % 2 else [part] for number, part in enumerate(parts)]
    yield from map("".join, itertools.product(*choices))

"""Find the sentences in which a language model speaks to the person who asks it."""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.ragged import distinct, row_at
from copydesk.patterns import late_pattern
from copydesk_rules.leftovers._assistant_patterns import (
    BLOCK_LISTS,
    SENTENCE_LISTS,
    addressing,
    first_person,
    first_words,
    match,
)
from copydesk_rules.leftovers._chat_forms import in_dialogue
from copydesk_rules.leftovers._forms import Place
from copydesk_rules.leftovers._mentions import mentions
from copydesk_rules.leftovers._rare_words import words_of_list

_SURE, _LIKELY, _DOUBTFUL = 0.94, 0.85, 0.3
_WORDS = {
    "identity": "a language model speaks of itself",
    "cutoffs": "a language model speaks of its training",
    "sign_offs": "farewell of a language model",
    "refusals": "refusal of a language model",
    "preambles": "introduction by a language model",
}
_REACH = 240  # characters of a sentence in which the first person is looked for
_SENTENCE = late_pattern(r"[.!?。！？؟](?=\s|$|[^\x00-\u2fff])|:(?=\s*\n|\s*$)|\n\s*\n")
_FAREWELL = 30  # words of a paragraph that is a farewell
_PERSON_SHARE = 0.012  # of a document's words that are in the first person: it speaks to somebody
_MARKS = '"“”„«»‘「『'
_DASHES = "-–—―>*•"


def find_phrases(batch: Batch) -> list[Place]:
    """Return the sentences of language models in the prose of a batch, in order."""
    found: dict[int, Place] = {}
    candidates, words = _candidates(batch), batch.words
    starts = np.array([start for start, _, _ in candidates], np.int64)
    ends = words.end.take(row_at(words.start, starts)).tolist()
    for (start, block, names), end in zip(candidates, ends, strict=True):
        head = batch.text[start:end]
        for name in names:
            found_at = match(name, head, batch.text, start, int(batch.blocks.end[block]))
            place = _judged(batch, name, start, found_at.end(), block) if found_at else None
            if place:
                found.setdefault(start, place)
                break
    return _outermost(sorted(found.values()))


def _candidates(batch: Batch) -> list[tuple[int, int, tuple[str, ...]]]:
    """Return the sentences that may be a model's: offset, block, and the lists to look in."""
    found = [(*place, BLOCK_LISTS) for place in _block_openings(batch)]
    return [*found, *((*place, SENTENCE_LISTS) for place in _telling_sentences(batch))]


def _block_openings(batch: Batch) -> list[tuple[int, int]]:
    """Return the blocks of prose that begin with a listed word: its offset, and the block."""
    words, (first, end) = batch.words, batch.block_words
    rows = np.flatnonzero((first < end) & batch.blocks.prose)
    known = first_words(*BLOCK_LISTS).has(words.hash.take(first[rows]))
    rows = rows[known]
    return list(zip(words.start.take(first[rows]).tolist(), rows.tolist(), strict=True))


def _telling_sentences(batch: Batch) -> list[tuple[int, int]]:
    """Return the sentences that begin with a listed word and have a telling one.

    Each as the offset of its first word, and its block.
    """
    rare = words_of_list(batch, "model_words")
    if not rare.size:
        return []
    words, sentences = batch.words, batch.sentences
    rows = distinct(row_at(sentences.start, words.start[rare]))
    rows = rows[rows >= 0]
    first = np.searchsorted(words.start, sentences.start[rows])
    known = first_words(*SENTENCE_LISTS).has(words.hash.take(first))
    rows, first = rows[known], first[known]
    return list(
        zip(words.start.take(first).tolist(), sentences.block_of[rows].tolist(), strict=True)
    )


def _judged(batch: Batch, name: str, start: int, matched: int, block: int) -> Place | None:
    first, last = int(batch.blocks.start[block]), int(batch.blocks.end[block])
    if _spoken(batch, first, start):
        return None
    stop = _SENTENCE.search(batch.text, matched, last)
    end = stop.end() if stop else last
    if name == "identity":
        person = first_person().search(batch.text, start, min(end, start + _REACH))
        sure = _SURE if person else 0.0
    elif name == "sign_offs":
        sure = _farewell(batch, start, block)
        end = last if sure > _DOUBTFUL else end
    elif name == "cutoffs":
        sure = _LIKELY
    else:
        sure = _DOUBTFUL if in_dialogue(batch, start) else _LIKELY
    return Place(start, end, _WORDS[name], sure) if sure else None


def _spoken(batch: Batch, first: int, start: int) -> bool:
    """Tell whether a sentence is direct speech: a mark or a dash is before it in its block."""
    before = batch.text[first:start]
    if before.strip()[-1:] and before.strip()[-1] in _MARKS + "'’":
        return True
    if not before.strip(" \t#") or before.strip() in ("*", "**"):
        return False
    if before.strip()[0] in _DASHES and len(before.strip()) == 1:
        return True
    opened = before.count("“") + before.count("«") + before.count("„") + before.count("「")
    closed = before.count("”") + before.count("»") + before.count("」")
    return opened > closed or before.count('"') % 2 == 1


def _farewell(batch: Batch, start: int, block: int) -> float:
    """Return how sure it is that a sentence of a farewell is a model's and no writer's."""
    first, end = (int(side[block]) for side in batch.block_words)
    if int(batch.words.start[first]) != start or end - first > _FAREWELL:
        return 0.0
    _, begin, stop = batch.derive(mentions).document(start)
    inside = int(batch.blocks.start[block]), int(batch.blocks.end[block])
    persons = sum(
        1
        for person in addressing().finditer(batch.text, begin, stop)
        if not inside[0] <= person.start() < inside[1]
    )
    words = int(np.searchsorted(batch.words.start, stop)) - int(
        np.searchsorted(batch.words.start, begin)
    )
    speaks = persons > _PERSON_SHARE * words or "?" in batch.text[begin : inside[0]]
    alone = words - (end - first) < _FAREWELL
    return _DOUBTFUL if speaks or alone else _LIKELY


def _outermost(places: list[Place]) -> list[Place]:
    """Return the places that lie in no other."""
    found: list[Place] = []
    for place in places:
        if not found or place.start >= found[-1].end:
            found.append(place)
    return found

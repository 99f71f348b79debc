"""Measure what the forests of `tools/train_context.py` find: features of units, and recalls."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

import train_genre
from context_samples import Sample
from copydesk.columns.batch import Batch, Text
from copydesk.columns.dtypes import AnyArray, Floats, Ints
from copydesk.language.terms import terms
from copydesk_rules.context import _paragraphs as paragraphs
from copydesk_rules.context import _sentences
from copydesk_rules.context._word_fit import OWN, level

MIN_SENTENCE, MIN_PARAGRAPH = 8, 20  # words, as in the rules
_BATCH = 40  # articles a batch
Units = Callable[[Batch], tuple[Ints, Ints, Floats]]


def sentence_units(batch: Batch) -> tuple[Ints, Ints, Floats]:
    """Return start, end and features of the sentences that the rule would look at."""
    rows = _sentences.suspects(batch)
    rows = rows[np.subtract(*batch.sentence_words[::-1])[rows] >= MIN_SENTENCE]
    return (
        batch.sentences.start[rows],
        batch.sentences.end[rows],
        _sentences.features(batch, rows),
    )


def paragraph_units(batch: Batch) -> tuple[Ints, Ints, Floats]:
    """Return start, end and features of the paragraphs that the rule would look at."""
    rows = paragraphs.suspects(batch)
    block = batch.derive(paragraphs.paragraphs).block
    rows = rows[np.subtract(*batch.block_words[::-1])[block[rows]] >= MIN_PARAGRAPH]
    return (
        batch.blocks.start[block[rows]],
        batch.blocks.end[block[rows]],
        paragraphs.features(batch, rows),
    )


def measure(samples: list[Sample], units: Units) -> tuple[Floats, AnyArray, AnyArray, Ints]:
    """Return the features of all suspect units,
    whether each is foreign or holds what is foreign, and the number of its sample.
    """
    columns: list[tuple[Floats, AnyArray, AnyArray, Ints]] = []
    for first in range(0, len(samples), _BATCH):
        part = samples[first : first + _BATCH]
        batch = Batch([Text(sample.text) for sample in part])
        begin, end, values = units(batch)
        document = np.searchsorted(batch.document_end, begin)
        begin, end = begin - batch.document_start[document], end - batch.document_start[document]
        start, stop = (
            np.array([getattr(sample, name) for sample in part])[document]
            for name in ("start", "end")
        )
        common = np.minimum(end, stop) - np.maximum(begin, start)
        whole = np.array([sample.kind == "paragraph" for sample in part])[document]
        # A foreign paragraph makes each of its sentences foreign; a foreign sentence does not make
        # its paragraph so.
        foreign = common > 0.5 * np.where(whole, end - begin, np.maximum(end - begin, stop - start))
        columns.append((values, foreign, common > 0, document + first))
    values, foreign, holds, number = (
        np.concatenate(column) for column in zip(*columns, strict=True)
    )
    return values, foreign, holds, number


def odds(samples: list[Sample]) -> Floats:
    """Return the share of content words that stand in another paragraph,
    own (row 0) and foreign (row 1), by Zipf frequency.
    """
    count = np.ones((2, 2, len(OWN)))
    for first in range(0, len(samples), _BATCH):
        part = samples[first : first + _BATCH]
        batch = Batch([Text(sample.text) for sample in part])
        t = batch.derive(terms)
        at = batch.words.start[t.word] - batch.document_start[t.document]
        start, end = (
            np.array([getattr(sample, name) for sample in part])[t.document]
            for name in ("start", "end")
        )
        np.add.at(
            count,
            (((at >= start) & (at < end)).astype(np.int64), t.elsewhere.astype(np.int64), level(t)),
            1,
        )
    share: Floats = count[:, 1] / count.sum(axis=1)
    return share


def report(scores: Floats, foreign: AnyArray, number: Ints, samples: list[Sample]) -> None:
    """Print the share of labelled units found at some rates of false alarms an article."""
    own = np.sort(scores[~foreign])[::-1]
    clean = np.array([sample.kind == "none" for sample in samples])
    for rate in (0.02, 0.03, 0.05, 0.08, 0.1):
        threshold = own[int(rate * len(samples))]
        found = np.zeros(len(samples), np.bool_)
        found[number[foreign & (scores > threshold)]] = True
        alarms = (scores[~foreign & clean[number]] > threshold).sum() / clean.sum()
        parts = [
            f"{kind} {hard} {np.mean([hit for hit, s in zip(found, samples, strict=True) if (s.kind, s.level) == (kind, hard)]):.3f}"
            for kind in ("sentence", "paragraph")
            for hard in ("easy", "hard")
        ]
        print(
            f"{rate} false alarms an article ({alarms:.3f} in untouched ones): threshold {threshold:.2f};",
            ", ".join(parts),
        )


def recalls(scores: Floats, foreign: AnyArray, number: Ints, samples: list[Sample]) -> None:
    """Print the share of strangers found at some rates of false alarms an untouched article."""
    whole = sum(s.test and s.kind == "none" and train_genre.is_news(s.host) for s in samples)
    news = np.array([train_genre.is_news(sample.host) for sample in samples])
    alarms = np.sort(scores[~foreign & news[number]])[::-1]
    names = np.array([train_genre.genre_of(sample.stranger) for sample in samples])[number]
    for rate in (0.1, 0.02, 0.01, 0.005):
        found = scores > alarms[min(int(rate * whole), alarms.size - 1)]
        by = {
            name: round(float(found[foreign & (names == name)].mean()), 2)
            for name in np.unique(names[foreign])
        }
        other = foreign & (names != "news")
        print(f"{rate}: other genres {found[other].mean():.2f} of {other.sum()};", by, flush=True)

"""The content words of a batch: where each stands, how common it is, and where else in its document its stem stands."""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Codes, Floats, Hashes, Ints, Mask
from copydesk.columns.hashing import finish
from copydesk.language.lexicon import english_zipf

_COMMONEST = 5.6  # Zipf frequency from which a word says nothing of a text's matter ("people" has 6.0, "government" 5.4, "missile" 3.9)
_UNKNOWN = 1.5  # Zipf frequency of words outside the lexicon
_LETTERS = 7  # of a stem: presidential and president meet, international and internet do not
_BITS = 9  # of a letter in a stem
_REPEATS = 8  # of a stem in one sentence that are stepped over in search of another sentence
FAR = 1 << 40  # sentences: a stem that stands in no other


class Terms:
    """One row a content word, in the order of the text; every column of shape (terms,).

    `word`: row of the word table; `sentence`, `block`, `document`: where it stands; `zipf`: its frequency; `number`: starts with a
    digit; `elsewhere`: whether its stem stands in another block of the document; `titled`: whether it stands in the first one.
    """

    def __init__(self, batch: Batch) -> None:
        words, zipf = batch.words, batch.once(english_zipf)
        self._batch = batch
        inside = batch.sentence_of_word >= 0
        self.word = np.flatnonzero((zipf < _COMMONEST) & inside & ((words.length >= 3) | words.number))
        self.zipf: Floats = np.maximum(zipf.take(self.word), _UNKNOWN)
        self.number: Mask = words.number.take(self.word)
        self.sentence: Ints = batch.sentence_of_word.take(self.word)
        self.block: Ints = batch.sentences.block_of.take(self.sentence)
        self.document: Ints = batch.blocks.document_of.take(self.block)
        self._group()

    def __len__(self) -> int:
        return int(self.word.size)

    def _group(self) -> None:
        """Bring the terms of one document and stem together, in the order of the text."""
        words, size = self._batch.words, self.word.size
        stem = stems(self._batch.codes, words.start.take(self.word), words.end.take(self.word))
        mixed = finish(stem ^ (self.document.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15))
        self._order = _stable_order(mixed)
        ordered = mixed.take(self._order)
        head = np.ones(size, np.bool_)
        np.not_equal(ordered[1:], ordered[:-1], out=head[1:])
        self._starts = np.append(np.flatnonzero(head), size)
        self._group_of = np.cumsum(head) - 1  # by place in the order
        block = self.block.take(self._order)
        first, last = block.take(self._starts[:-1]), block.take(self._starts[1:] - 1)
        opening = np.searchsorted(self._batch.blocks.document_of, np.arange(len(self._batch)))
        titled = first == opening.take(self.document.take(self._order.take(self._starts[:-1])))
        self.elsewhere: Mask = np.empty(size, np.bool_)
        self.elsewhere[self._order] = (first != last).take(self._group_of)
        self.titled: Mask = np.empty(size, np.bool_)
        self.titled[self._order] = titled.take(self._group_of)

    @functools.cached_property
    def _place(self) -> Ints:
        place = np.empty(self.word.size, np.int64)
        place[self._order] = np.arange(self.word.size)
        return place

    @functools.cached_property
    def _sentences_before(self) -> Ints:
        """How many (stem, sentence) pairs stand before each place of the order; shape (terms + 1,)."""
        sentence = self.sentence.take(self._order)
        new = np.ones(sentence.size, np.int64)
        new[1:] = sentence[1:] != sentence[:-1]
        new[self._starts[:-1]] = 1
        return np.append(0, np.cumsum(new))

    def mentions(self, rows: Ints) -> Ints:
        """Return in how many sentences of its document the stem of each term stands, shape (rows,)."""
        group = self._group_of.take(self._place.take(rows))
        before = self._sentences_before
        return np.asarray(before.take(self._starts.take(group + 1)) - before.take(self._starts.take(group)), np.int64)

    def nearest(self, rows: Ints) -> Ints:
        """Return how many sentences lie to the nearest other sentence with the same stem, shape (rows,); FAR where there is none."""
        place = self._place.take(rows)
        own, group = self.sentence.take(rows), self._group_of.take(place)
        distance = np.full(rows.size, FAR, np.int64)
        for step, bound in ((-1, self._starts.take(group)), (1, self._starts.take(group + 1) - 1)):
            at, left = place.copy(), np.arange(rows.size)
            for _ in range(_REPEATS):
                left = left[at[left] != bound[left]]
                at[left] += step
                gap = np.abs(self.sentence.take(self._order.take(at[left])) - own[left])
                distance[left] = np.where(gap > 0, np.minimum(distance[left], gap), distance[left])
                left = left[gap == 0]
        return distance


def _stable_order(keys: Hashes) -> Ints:
    """Return a stable argsort: the sort of keys whose low bits hold their places, five times as fast for tables of usual size."""
    bits = int(keys.size).bit_length()
    if bits > 20:
        return np.argsort(keys, kind="stable")
    low = np.uint64((1 << bits) - 1)
    return (np.sort(keys & ~low | np.arange(keys.size, dtype=np.uint64)) & low).astype(np.int64)


def stems(codes: Codes, start: Ints, end: Ints) -> Hashes:
    """Return a key for each word that its inflections share: endings cut, seven letters packed into 63 bits; shape (words,)."""
    last, second, third = (codes.take(np.maximum(end - back, 0)) for back in (1, 2, 3))
    owned = (last == ord("s")) & ((second == ord("'")) | (second == ord("’")))
    length = end - start - 2 * owned
    if owned.any():
        end = end - 2 * owned
        last, second, third = (codes.take(np.maximum(end - back, 0)) for back in (1, 2, 3))
    plural = (last == ord("s")) & (second != ord("s")) & (second != ord("u")) & (second != ord("i")) & (length > 3)
    doing = (last == ord("g")) & (second == ord("n")) & (third == ord("i")) & (length > 5)
    done = (last == ord("d")) & (second == ord("e")) & (length > 4)
    length = length - plural - 3 * doing - 2 * done
    # "cities" and "city", "plane" and "planes", "made" and "making" meet without a last e, i or y.
    for _ in range(2):
        vowel = codes.take(np.maximum(start + length - 1, 0))
        length = length - ((length > 3) & ((vowel == ord("e")) | (vowel == ord("i")) | (vowel == ord("y"))))
    length = np.minimum(length, _LETTERS)
    key = np.zeros(start.size, np.uint64)
    for place in range(_LETTERS):
        letter = (codes.take(start + place, mode="clip") | np.uint32(0x20)) & np.uint32((1 << _BITS) - 1)
        letter *= place < length
        key |= letter.astype(np.uint64) << np.uint64(_BITS * place)
    return key


def terms(batch: Batch) -> Terms:
    """Return the content words of a batch; for `batch.once`."""
    return Terms(batch)

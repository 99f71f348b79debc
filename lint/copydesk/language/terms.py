"""The content words of a batch: where each is, how common, and where else its stem occurs."""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Classes, Codes, Floats, Hashes, Ints, Mask
from copydesk.columns.hashing import finish
from copydesk.columns.ragged import Runs, equal_in_document, expand, heads
from copydesk.language.lexicon import english_zipf

# Zipf frequency from which a word does not show what a text is about: "people" has 6.0,
# "government" 5.4, "missile" 3.9
_COMMONEST = 5.6
_UNKNOWN = 1.5  # Zipf frequency of words outside the lexicon
_LETTERS = 7  # of a stem: presidential and president meet, international and internet do not
_WINDOW = 8  # bytes of text read at a time
# the bytes of a stem that count, by its length
_FRONT = np.array([(1 << 8 * letters) - 1 for letters in range(_LETTERS + 1)], np.uint64)
FAR = 1 << 40  # sentences: a stem that occurs in no other


class Terms:
    """One row a content word, in the order of the text; every column of shape (terms,).

    `word`: row of the word table; `sentence`, `block`, `document`: where it is; `zipf`: its
    frequency; `number`: starts with a digit; `elsewhere`: whether its stem occurs in another block
    of the document.
    """

    def __init__(self, batch: Batch) -> None:
        words, zipf = batch.words, batch.derive(english_zipf)
        self._batch = batch
        inside = batch.sentence_of_word >= 0
        long = (words.length >= 3) | words.number
        self.word = np.flatnonzero((zipf < _COMMONEST) & inside & long)
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
        words = self._batch.words
        stem = stems(self._batch.codes, words.start.take(self.word), words.end.take(self.word))
        self._order, head = equal_in_document(self.document, finish(stem))
        groups = Runs.of_heads(head)
        self._starts = np.append(groups.start, self.word.size)
        self._group_of = groups.owner  # by place in the order
        # A group is in the order of the text, so it spans several blocks if its first and its last
        # term are in different ones.
        self._first_block = self.block.take(self._order.take(self._starts[:-1]))
        last = self.block.take(self._order.take(self._starts[1:] - 1))
        self._place = np.empty(self.word.size, np.int64)
        self._place[self._order] = np.arange(self.word.size)
        self.elsewhere: Mask = groups.spread(self._first_block != last).take(self._place)

    def titled(self, rows: Ints) -> Mask:
        """Return whether the stem of each term occurs in the first block; shape (rows,)."""
        opening = np.searchsorted(self._batch.blocks.document_of, np.arange(len(self._batch)))
        first = self._first_block.take(self._group_of.take(self._place.take(rows)))
        return np.asarray(first == opening.take(self.document.take(rows)), np.bool_)

    def company(self, rows: Ints) -> tuple[Ints, Ints]:
        """Return in how many sentences the stem of each term occurs, and how near the next one is.

        Both of shape (rows,); sentences of its document, and how many lie to the nearest other one,
        FAR where there is none.
        """
        place = self._place.take(rows)
        asked = np.zeros(self._starts.size - 1, np.bool_)
        asked[self._group_of.take(place)] = True
        groups = np.flatnonzero(asked)
        stem, at = expand(self._starts[groups], self._starts[groups + 1] - self._starts[groups])
        sentence = self.sentence.take(self._order.take(at))
        new = heads(stem, sentence)
        pair = (np.cumsum(new) - 1).take(np.searchsorted(at, place))  # of stem and sentence
        stem, sentence = stem[new], sentence[new]
        gap = np.full(stem.size + 1, FAR, np.int64)
        np.subtract(sentence[1:], sentence[:-1], out=gap[1:-1])
        np.putmask(gap[1:-1], stem[1:] != stem[:-1], FAR)
        return np.bincount(stem).take(stem.take(pair)), np.minimum(gap[1:], gap[:-1]).take(pair)


def stems(codes: Codes, start: Ints, end: Ints) -> Hashes:
    """Return a key for each word that its inflections share; shape (words,).

    The first seven letters, a byte each, without endings. Cases meet, and so do letters that are a
    multiple of 256 apart, which hardly ever makes two words one.
    """
    text = np.zeros((codes.size // _WINDOW + 2) * _WINDOW, np.uint8)
    text[: codes.size] = codes
    text |= 0x20
    length = _stemmed(codes, text, start, end) - start
    row, shift = start // _WINDOW, (start % _WINDOW * 8).astype(np.uint64)
    windows = text.view("<u8")
    key = windows.take(row) >> shift
    key |= windows.take(row + 1) << (np.uint64(64) - shift)  # a shift by 64 leaves nothing
    key &= _FRONT.take(length, mode="clip")
    return key


def _stemmed(codes: Codes, text: Classes, start: Ints, end: Ints) -> Ints:
    """Return where the stem of each word ends; `text`: the codes as bytes, in lower case."""
    end, last = end.copy(), text.take(end - 1)
    some = np.flatnonzero(last == ord("s"))
    mark = codes.take(end.take(some) - 2, mode="clip")
    owned = some[(mark == ord("'")) | (mark == ord("’"))]
    end[owned] -= 2
    last[owned] = text.take(end.take(owned) - 1)
    for ending, least in (("s", 3), ("ing", 5), ("ed", 4)):
        some = np.flatnonzero(last == ord(ending[-1]))
        some = some[end.take(some) - start.take(some) > least]
        second = text.take(end.take(some) - 2)
        if ending == "s":
            some = some[(second != ord("s")) & (second != ord("u")) & (second != ord("i"))]
        else:
            some = some[second == ord(ending[-2])]
        if ending == "ing":
            some = some[text.take(end.take(some) - 3) == ord("i")]
        end[some] -= len(ending)
    # "cities" and "city", "plane" and "planes", "made" and "making" meet without a last e, i or y.
    left = np.flatnonzero(_soft(text.take(end - 1)))
    for _ in range(2):
        left = left[end.take(left) - start.take(left) > 3]
        left = left[_soft(text.take(end.take(left) - 1))]
        end[left] -= 1
    return end


def _soft(letters: Classes) -> Mask:
    found = (letters == ord("e")) | (letters == ord("i")) | (letters == ord("y"))
    return np.asarray(found, np.bool_)


def terms(batch: Batch) -> Terms:
    """Return the content words of a batch; for `batch.derive`."""
    return Terms(batch)

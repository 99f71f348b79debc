"""Ask for unknown words whether one slip leads to them: the commonest word one letter away.

A word's hash is a polynomial over its letters, so the hash of each variant follows from that of the word and of its first letters
without spelling the variant out.
"""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.characters import fold
from copydesk.columns.dtypes import Floats, Hashes, Ints, Mask
from copydesk.columns.hashing import CHARACTER_BASE, finish
from copydesk.language.lexicon import LANGUAGES, common_words, zipf

LEAST = 3.5  # Zipf frequency of a word that a slip is made in; rarer ones are not looked for

# What scanners take for another letter, and fingers hit instead of it, both ways.
_CONFUSED = (
    "ce eo ea oc hb hn nu un ii li il lt tl fs sf ft rt tr ri vy vw ij ao ae as bh dc dl gq mn nm nr rn ec oe ou yv zs ko ed es er ew "
    "qa qw xz xc cv bv gf hg jk kl te ts"
).split()
_MISSING = "eaiontrslcdhum"  # letters tried where one may be missing
_LONGEST = 24  # letters; a longer word is glued, not mistyped
_SIEVE = np.uint64(64 - 18)  # the leading bits of a hash tell of 19 variants in 20 that they are no common word


@functools.cache
def _substitutes() -> tuple[Ints, Ints, Hashes]:
    """Return for each code below 256 the first row and the number of its substitutes, and the substitutes."""
    pairs = sorted({(ord(pair[0]), ord(pair[1])) for both in _CONFUSED for pair in (both, both[::-1])})
    codes = np.array([a for a, _ in pairs])
    first = np.searchsorted(codes, np.arange(256))
    return first, np.searchsorted(codes, np.arange(256), side="right") - first, np.array([b for _, b in pairs], np.uint64)


@functools.cache
def _powers() -> tuple[Hashes, np.uint64]:
    """Return the weight of a letter in a word's hash by its place, and what moves a letter back by one place, modulo 2**64."""
    weights = [pow(CHARACTER_BASE, -place, 1 << 64) for place in range(_LONGEST + 2)]
    return np.array(weights, np.uint64), np.uint64(CHARACTER_BASE)


def edited_zipf(batch: Batch, start: Ints, end: Ints, language: Ints) -> Floats:
    """Return the Zipf frequency of the commonest word one edit away from each word; 0 where none reaches LEAST. Shape (words,).

    Tried are: a letter too many, two letters swapped, a confusable letter exchanged, a common letter missing.
    """
    best = np.zeros(start.size)
    end = np.minimum(end, start + _LONGEST)
    size = end - start
    if not start.size:
        return best
    word = np.repeat(np.arange(start.size), size)
    place = np.arange(int(size.sum())) - np.repeat(np.cumsum(size) - size, size)
    letters = fold(batch.codes.take(start.take(word) + place))
    variants, owner = _variants(letters, word, place, size)
    leading = (variants >> _SIEVE).astype(np.int64)
    for number in dict.fromkeys(language.tolist()):
        rows = np.flatnonzero(_sieve(number).take(leading))
        rows = rows[language.take(owner.take(rows)) == number]
        common = zipf(variants[rows], LANGUAGES[number])
        np.maximum.at(best, owner[rows], np.where(common >= LEAST, common, 0.0))
    return best


@functools.cache
def _sieve(number: int) -> Mask:
    """Return which leading bits a common word's hash has in a language; shape (2**18,)."""
    sieve = np.zeros(1 << 18, np.bool_)
    sieve[common_words(LANGUAGES[number], LEAST) >> _SIEVE] = True
    return sieve


def _variants(letters: Hashes, word: Ints, place: Ints, size: Ints) -> tuple[Hashes, Ints]:
    """Return the hashes of all variants and the word each belongs to."""
    first = np.cumsum(size) - size
    power, inverse = _powers()
    terms = letters * power.take(place)
    running = np.cumsum(terms)
    before = running - terms - (running - terms).take(first).take(word)  # the polynomial of the letters before this one
    whole = (before + terms).take(first + size - 1).take(word)
    behind = whole - before - terms  # and of those after it

    swap = np.flatnonzero(place + 1 < size.take(word))
    difference = letters.take(swap + 1) - letters.take(swap)
    swapped = whole[swap] + difference * power.take(place[swap]) - difference * power.take(place[swap] + 1)

    begin, many, substitutes = _substitutes()
    count = np.where(letters < 256, many.take(np.minimum(letters, 255).astype(np.int64)), 0)
    old = np.repeat(np.arange(letters.size), count)
    new = substitutes.take(begin.take(letters[old].astype(np.int64)) + np.arange(old.size) - np.repeat(np.cumsum(count) - count, count))
    exchanged = whole[old] + (new - letters[old]) * power.take(place[old])

    missing = np.array([ord(c) for c in _MISSING], np.uint64)
    inserted = (before + (whole - before) * power[1])[:, None] + power.take(place)[:, None] * missing
    variants = np.concatenate((before + behind * inverse, swapped, exchanged, inserted.ravel()))
    return finish(variants), np.concatenate((word, word[swap], word[old], np.repeat(word, missing.size)))

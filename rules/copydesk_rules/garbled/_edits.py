"""Ask for unknown words whether one slip leads to them: the commonest word one letter away.

A word's hash is a polynomial over its letters, so the hash of each variant follows from that of the
word and of its first letters without spelling the variant out.
"""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.characters import fold
from copydesk.columns.dtypes import Floats, Hashes, Ints, Mask
from copydesk.columns.hashing import CHARACTER_BASE, finish
from copydesk.language.lexicon import LANGUAGES, common_words, zipf
from copydesk_rules.garbled._ngrams import alphabets

LEAST = 3.5  # Zipf frequency of a word that a slip is made in; rarer ones are not looked for

# What scanners take for another letter, and fingers hit instead of it, both ways.
_CONFUSED = (
    "ce eo ea oc hb hn nu un ii li il lt tl fs sf ft rt tr ri vy vw ij ao ae as bh dc dl gq mn nm nr rn ec oe ou yv zs ko ed es er ew "
    "qa qw xz xc cv bv gf hg jk kl te ts eé eè eê éè aà aâ aá oó oô oö uú uù uû uü ií iî cç nñ"
).split()
# read for one letter, or one for them
_PAIRS = "rn=m ni=m in=m ii=n ii=u li=h tl=d cl=d vv=w ri=n ti=n il=u fi=h lt=h nn=m lc=k ol=d ic=k".split()
KINDS = 8  # of slips
ACCENT = 7  # the kind of a lost letter beyond ASCII
_MISSING, _BEYOND = 3, 0x80  # the kind of a lost letter; the first code point that is not in ASCII
_LONGEST = 24  # letters; a longer word is glued, not mistyped
_SIEVE = np.uint64(
    64 - 18
)  # the leading bits of a hash tell of 19 variants in 20 that they are no common word


@functools.cache
def _substitutes() -> tuple[Ints, Ints, Hashes]:
    """Return for each code below 256 the first row and the number of its substitutes,
    and the substitutes.
    """
    pairs = sorted(
        {(ord(pair[0]), ord(pair[1])) for both in _CONFUSED for pair in (both, both[::-1])}
    )
    codes = np.array([a for a, _ in pairs])
    first = np.searchsorted(codes, np.arange(256))
    return (
        first,
        np.searchsorted(codes, np.arange(256), side="right") - first,
        np.array([b for _, b in pairs], np.uint64),
    )


@functools.cache
def _powers() -> tuple[Hashes, np.uint64]:
    """Return the weight of a letter in a word's hash by its place,
    and what moves a letter back by one place, modulo 2**64.
    """
    weights = [pow(CHARACTER_BASE, -place, 1 << 64) for place in range(_LONGEST + 2)]
    return np.array(weights, np.uint64), np.uint64(CHARACTER_BASE)


def slips(batch: Batch, start: Ints, end: Ints, language: Ints) -> Floats:
    """Return for each kind of slip the Zipf frequency of the commonest word one away.

    0 where none reaches LEAST. Shape (KINDS, words).

    Kinds: a letter too many; two letters swapped; a confusable letter exchanged; a letter missing;
    two letters read for one or one for two; `f` for every long `s`; a letter too many at the end,
    as in old spelling; a letter missing that is not in ASCII.
    """
    best = np.zeros((KINDS, start.size))
    end = np.minimum(end, start + _LONGEST)
    size = end - start
    if not start.size:
        return best
    word = np.repeat(np.arange(start.size), size)
    place = np.arange(int(size.sum())) - np.repeat(np.cumsum(size) - size, size)
    letters = fold(batch.codes.take(start.take(word) + place))
    variants, owner, kind = _variants(letters, word, place, size, language)
    leading = (variants >> _SIEVE).astype(np.int64)
    for number in dict.fromkeys(language.tolist()):
        rows = np.flatnonzero(_sieve(number).take(leading))
        rows = rows[language.take(owner.take(rows)) == number]
        common = zipf(variants[rows], LANGUAGES[number])
        np.maximum.at(best, (kind[rows], owner[rows]), np.where(common >= LEAST, common, 0.0))
    return best


@functools.cache
def _sieve(number: int) -> Mask:
    """Return which leading bits a common word's hash has in a language; shape (2**18,)."""
    sieve = np.zeros(1 << 18, np.bool_)
    sieve[common_words(LANGUAGES[number], LEAST) >> _SIEVE] = True
    return sieve


def _variants(
    letters: Hashes, word: Ints, place: Ints, size: Ints, language: Ints
) -> tuple[Hashes, Ints, Ints]:
    """Return the hashes of all variants, the word each belongs to and its kind."""
    first = np.cumsum(size) - size
    power, inverse = _powers()
    terms = letters * power.take(place)
    running = np.cumsum(terms)
    before = (
        running - terms - (running - terms).take(first).take(word)
    )  # the polynomial of the letters before this one
    whole = (before + terms).take(first + size - 1).take(word)
    behind = whole - before - terms  # and of those after it

    paired = np.flatnonzero(place + 1 < size.take(word))
    here, next_ = letters.take(paired), letters.take(paired + 1)
    swapped = (
        whole[paired]
        + (next_ - here) * power.take(place[paired])
        - (next_ - here) * power.take(place[paired] + 1)
    )

    begin, many, substitutes = _substitutes()
    count = np.where(letters < 256, many.take(np.minimum(letters, 255).astype(np.int64)), 0)
    old = np.repeat(np.arange(letters.size), count)
    new = substitutes.take(
        begin.take(letters[old].astype(np.int64))
        + np.arange(old.size)
        - np.repeat(np.cumsum(count) - count, count)
    )
    exchanged = whole[old] + (new - letters[old]) * power.take(place[old])

    alphabet = alphabets().take(language.take(word), axis=0)
    step = power.take(place)[:, None]
    inserted = (before + (whole - before) * power[1])[:, None] + step * alphabet
    at_end = np.flatnonzero(place + 1 == size.take(word))
    appended = whole[at_end][:, None] + power.take(place[at_end] + 1)[:, None] * alphabet[at_end]

    two, one = _merged()
    merged, from_two = [], []
    for (a, b), c in zip(two, one, strict=True):
        rows = paired[(here == a) & (next_ == b)]
        rest = behind[rows] - letters.take(rows + 1) * power.take(place[rows] + 1)
        merged.append(before[rows] + c * power.take(place[rows]) + rest * inverse)
        from_two.append(rows)
        rows = np.flatnonzero(letters == c)
        merged.append(
            before[rows]
            + a * power.take(place[rows])
            + b * power.take(place[rows] + 1)
            + behind[rows] * power[1]
        )
        from_two.append(rows)
    split = np.concatenate(from_two)

    f = letters == ord("f")
    shift = np.add.reduceat(
        np.where(f, (np.uint64(ord("s")) - letters) * power.take(place), np.uint64(0)), first
    )
    long_s = np.flatnonzero(np.add.reduceat(f, first, dtype=np.int64) > 0)
    unlong = whole.take(first[long_s]) + shift[long_s]
    columns = (
        before + behind * inverse,
        swapped,
        exchanged,
        np.concatenate((inserted.ravel(), appended.ravel())),
        np.concatenate(merged),
        unlong,
    )
    width = alphabet.shape[1]
    owners = (
        word,
        word[paired],
        word[old],
        np.concatenate((np.repeat(word, width), np.repeat(word[at_end], width))),
        word[split],
        long_s,
    )
    kind = np.repeat(np.arange(len(columns)), [c.size for c in columns])
    kind[at_end] = len(columns)  # the first column holds a variant a letter
    missing = np.concatenate((alphabet, alphabet[at_end])).ravel() >= _BEYOND
    kind[np.flatnonzero(kind == _MISSING)[missing]] = ACCENT
    return finish(np.concatenate(columns)), np.concatenate(owners), kind


@functools.cache
def _merged() -> tuple[Hashes, Hashes]:
    """Return pairs of letters and the single letters that scanners read for them,
    or them for it.
    """
    pairs = [rule.split("=") for rule in _PAIRS]
    return np.array([[ord(two[0]), ord(two[1])] for two, _ in pairs], np.uint64), np.array(
        [ord(c) for _, c in pairs], np.uint64
    )

"""MinHash signatures, bit-identical to datasketch 2's `affine32` scheme, many units at a time.

A signature is the minimum over a unit's shingles of `fmix32(h) * a + b` modulo 2**32 for each of k
pairs (a, b); the share of equal places in two signatures estimates the Jaccard similarity of their
shingle sets (Broder 1997). datasketch is the reference: the tests hold these arrays against
`datasketch.MinHash(scheme="affine32")` fed the same 32-bit hashes.
"""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np

from copydesk.columns.dtypes import Hashes, Ints, Signatures
from copydesk.columns.hashing import WORD_BASE, finish
from copydesk.columns.kernel import kernel
from copydesk.columns.ragged import SPREAD
from copydesk.similarity.shingles import shingles

SEED = 1
_SHIPPED = Path(__file__).parent / "tables" / "permutations.npy"  # `np.save` of what is drawn
_WINDOW = 1 << 14  # shingles a pass: one permutation's products stay in the first-level cache


@functools.cache
def permutations(count: int) -> tuple[Signatures, Signatures]:
    """Return the multipliers (odd) and addends of `affine32` as datasketch draws them.

    Each of shape (count,). Those that rules ask for are shipped: to load `numpy.random` takes longer
    than all else that a small run does for signatures (2026-12).
    """
    shipped: Signatures = np.load(_SHIPPED, allow_pickle=False)
    a, b = shipped if count == shipped.shape[1] else drawn(count)
    return a, b


def drawn(count: int) -> tuple[Signatures, Signatures]:
    """Draw `permutations` anew."""
    generator = np.random.RandomState(SEED)
    a = generator.randint(0, 1 << 31, count, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return a, generator.randint(0, 1 << 32, count, dtype=np.uint32)


def mix32(values: Signatures) -> Signatures:
    """Return MurmurHash3's 32-bit finaliser of each value."""
    values = values ^ (values >> np.uint32(16))
    values *= np.uint32(0x85EBCA6B)
    values ^= values >> np.uint32(13)
    values *= np.uint32(0xC2B2AE35)
    return values ^ (values >> np.uint32(16))


def signatures(hashes: Hashes, start: Ints, end: Ints, count: int) -> Signatures:
    """Return the signature of each unit [start, end) of a shingle column; shape (units, count).

    Units hold at least one shingle.
    """
    a, b = permutations(count)
    # One row a permutation, so that its minima lie together while they are written.
    out = np.empty((count, start.size), np.uint32)
    row = 0
    while row < start.size:
        stop = max(row + 1, int(np.searchsorted(end, int(start[row]) + _WINDOW, side="right")))
        base = int(start[row])
        mixed = mix32((hashes[base : int(end[stop - 1])] & np.uint64(0xFFFFFFFF)).astype(np.uint32))
        heads = start[row:stop] - base
        product = np.empty_like(mixed)
        for number in range(count):
            np.multiply(mixed, a[number], out=product)
            product += b[number]
            np.minimum.reduceat(product, heads, out=out[number, row:stop])
        row = stop
    return np.ascontiguousarray(out.T)


def pair_signatures(words: Hashes, first: Ints, end: Ints, count: int) -> Signatures:
    """Return the signature of the word pairs of each run [first, end); shape (runs, count).

    Runs hold at least one word.
    """
    if compiled := kernel():
        return compiled.sign_pairs(words, first, end, WORD_BASE, *permutations(count))
    return signatures(*shingles(words, first, end, 2), count)


def least_of(signed: Signatures, head: Ints) -> Signatures:
    """Return the minimum of signatures at each place, over groups of rows that begin at `head`."""
    if compiled := kernel():
        return compiled.least(signed, head)
    return np.minimum.reduceat(signed, head, axis=0)


def band_keys(signature: Signatures, rows: int) -> Hashes:
    """Return a key for each band of `rows` places; shape (units, bands).

    Equal keys in a band mean equal rows, but for chance.
    """
    units, count = signature.shape
    bands = count // rows
    grouped = signature[:, : bands * rows].reshape(units, bands, rows)
    keys = np.add(
        grouped[:, :, 0],
        np.arange(bands, dtype=np.uint64) * SPREAD,
        dtype=np.uint64,
    )
    for row in range(1, rows):
        keys *= np.uint64(WORD_BASE)
        keys += grouped[:, :, row]
    return finish(keys)

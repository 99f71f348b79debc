"""Build `word_edges.npz` in `rules/copydesk_rules/garbled/tables/`: how English words begin and end.

From wordfreq 3.1 (CC BY-SA 4.0; see NOTICE).

    python -m pip install 'wordfreq==3.1.1' && python tools/build_cuts.py

`heads`, `tails`: the half hashes of the beginnings and endings, of two letters and more, of the
English words of Zipf frequency 3.7 and more, without those that are common words of their own:
ascending, uint32. A word that is cut off in its middle is one of them. Deterministic.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import wordfreq

for _root in ("lint", "rules"):
    sys.path.insert(0, str(Path(__file__).parent.parent / _root))
from copydesk.columns.dtypes import AnyArray
from copydesk.columns.hashing import hash_vocabulary

OUT = Path(__file__).parent.parent / "rules/copydesk_rules/garbled/tables/word_edges.npz"
WORDS, LEAST = 40_000, 3.7
OWN = 3.9  # a piece that is a word so common is one of its own


def hashed(pieces: Iterable[str]) -> AnyArray:
    """Return the half hashes of some words, ascending."""
    return np.unique((hash_vocabulary(tuple(pieces)) >> np.uint64(32)).astype(np.uint32))


if __name__ == "__main__":
    listed = {
        word: wordfreq.zipf_frequency(word, "en")
        for word in wordfreq.top_n_list("en", WORDS, wordlist="best")
        if word.isalpha()
    }
    common = [word for word, zipf in listed.items() if zipf >= LEAST]
    whole = {word for word, zipf in listed.items() if zipf >= OWN}
    heads = hashed({word[:size] for word in common for size in range(2, len(word))} - whole)
    tails = hashed({word[-size:] for word in common for size in range(2, len(word))} - whole)
    np.savez_compressed(OUT, heads=heads, tails=tails)
    print(len(common), "words,", heads.size, "heads,", tails.size, "tails")

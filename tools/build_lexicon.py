"""Build the word lists in `lint/copydesk/language/tables/` from wordfreq 3.1 (CC BY-SA 4.0; see NOTICE).

    python -m pip install 'wordfreq==3.1.1' && python tools/build_lexicon.py

One `.npy` a language: the upper halves of the words' hashes in our word tables, and ten times their Zipf frequencies, as
`copydesk.language.lexicon.packed` lays them out. Half a hash is enough: of a million unknown words about 30 are taken for one of 120,000
known ones. The script is deterministic: run again it writes the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import wordfreq

sys.path.insert(0, str(Path(__file__).parent.parent / "lint"))
from copydesk.columns.batch import Batch, Text
from copydesk.language.lexicon import packed

OUT = Path(__file__).parent.parent / "lint/copydesk/language/tables"
# English judges most rules and gets the long list. Languages of the second tier are judged too (GAR106), and inflect: 40,000 forms are
# 88 (Finnish) to 97 % (Hungarian) of the running words that wordfreq knows. The third tier is there so that a language is not taken
# for its neighbour (Slovak for Czech).
SIZES = (
    {"en": 120_000}
    | dict.fromkeys("de fr es it pt nl pl sv fi cs ru tr uk hu bg".split(), 40_000)
    | dict.fromkeys("da ro el sk sl nb ca lt lv id mk sh".split(), 24_000)
)


def build(language: str, size: int) -> int:
    """Write one language's table and return how many words it has."""
    words = [word for word in wordfreq.top_n_list(language, size * 2, wordlist="best") if word[0].isalpha()]
    batch = Batch([Text(word) for word in words])
    single = np.flatnonzero(np.bincount(batch.document_of_word, minlength=len(words)) == 1)[:size]
    rows = np.flatnonzero(np.isin(batch.document_of_word, single))
    hashes = batch.words.hash[rows]
    tenths = np.array([round(10 * wordfreq.zipf_frequency(words[n], language)) for n in batch.document_of_word[rows].tolist()])
    order = np.lexsort((tenths, hashes >> np.uint64(32)))
    table = packed(hashes[order], tenths[order])
    np.save(OUT / f"{language}.npy", table, allow_pickle=False)
    return int(table.shape[1])


if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    for language, size in SIZES.items():
        print(language, build(language, size))

"""Build the word lists in `lint/copydesk/language/tables/` from wordfreq 3.1 (CC BY-SA 4.0; see NOTICE).

    python -m pip install 'wordfreq==3.1.1' && python tools/build_lexicon.py

One `.npy` a language, a sorted structured array of (`hash`: the upper half of the word's hash in our word tables, `zipf`: ten times
its Zipf frequency). Half a hash is enough: of a million unknown words about 30 are taken for one of 120,000 known ones, and the
lists take five bytes a word. The script is deterministic: run again it writes the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import wordfreq

sys.path.insert(0, str(Path(__file__).parent.parent / "lint"))
from copydesk.columns.batch import Batch, Text

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
    table = np.zeros(rows.size, [("hash", "<u4"), ("zipf", "u1")])
    table["hash"] = batch.words.hash[rows] >> np.uint64(32)
    table["zipf"] = [round(10 * wordfreq.zipf_frequency(words[n], language)) for n in batch.document_of_word[rows].tolist()]
    table.sort(order=["hash", "zipf"])
    last = np.append(table["hash"][1:] != table["hash"][:-1], True)
    np.save(OUT / f"{language}.npy", table[last], allow_pickle=False)
    return int(last.sum())


if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    for language, size in SIZES.items():
        print(language, build(language, size))

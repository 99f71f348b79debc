"""Build the word lists in `lint/copydesk/language/tables/` from wordfreq 3.1 (CC BY-SA 4.0; see NOTICE).

    python -m pip install 'wordfreq==3.1.1' && python tools/build_lexicon.py

One `.npy` a language, a sorted structured array of (`hash`: the word's hash in our word tables, `zipf`: ten times its Zipf frequency).
The script is deterministic: run again it writes the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import wordfreq

sys.path.insert(0, str(Path(__file__).parent.parent / "lint"))
from copydesk.columns.batch import Batch, Text

OUT = Path(__file__).parent.parent / "lint/copydesk/language/tables"
# English judges most rules and gets the long list; the others tell languages apart and vouch for their own common words.
SIZES = {"en": 80_000} | dict.fromkeys("de fr es it pt nl pl sv da fi cs ro tr ru uk el hu".split(), 12_000)


def build(language: str, size: int) -> int:
    """Write one language's table and return how many words it has."""
    words = [word for word in wordfreq.top_n_list(language, size * 2, wordlist="best") if word[0].isalpha()]
    batch = Batch([Text(word) for word in words])
    single = np.flatnonzero(np.bincount(batch.document_of_word, minlength=len(words)) == 1)[:size]
    rows = np.flatnonzero(np.isin(batch.document_of_word, single))
    table = np.zeros(rows.size, [("hash", "<u8"), ("zipf", "u1")])
    table["hash"] = batch.words.hash[rows]
    table["zipf"] = [round(10 * wordfreq.zipf_frequency(words[n], language)) for n in batch.document_of_word[rows].tolist()]
    table.sort(order=["hash", "zipf"])
    last = np.append(table["hash"][1:] != table["hash"][:-1], True)
    np.save(OUT / f"{language}.npy", table[last], allow_pickle=False)
    return int(last.sum())


if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    for language, size in SIZES.items():
        print(language, build(language, size))

"""Build the word lists `lint/copydesk/language/xx/words.npy` from wordfreq 3.1 (CC BY-SA 4.0.

See NOTICE).

    python -m pip install 'wordfreq==3.1.1'
    npm install @cspell/dict-{software-terms@5.4.9,fullstack@3.2.9,filetypes@3.0.18,node@5.0.9,npm@5.2.56,python@4.5.2,golang@6.0.29} \\
        @cspell/dict-{shell@1.2.0,data-science@2.0.16,companies@3.2.13}
    python tools/build_lexicon.py node_modules

The English list also holds terms of software from the dictionaries of cspell (MIT; see NOTICE),
which are too new or too narrow for wordfreq: all of one Zipf frequency,
copydesk.language.lexicon.TERM.

One `.npy` a language: the upper halves of the words' hashes in our word tables, and ten times their
Zipf frequencies, as `copydesk.language.lexicon.packed` lays them out. Half a hash is enough: of a
million unknown words about 30 are taken for one of 120,000 known ones. The script is deterministic:
run again it writes the same bytes.
"""

from __future__ import annotations

import gzip
import re
import sys
from pathlib import Path

import numpy as np
import wordfreq

sys.path.insert(0, str(Path(__file__).parent.parent / "lint"))
from copydesk.columns.batch import Batch, Text
from copydesk.columns.hashing import hash_vocabulary
from copydesk.language.lexicon import TERM, packed

OUT = Path(__file__).parent.parent / "lint/copydesk/language"
# English judges most rules and gets the long list. Languages of the second tier are judged too
# (GAR106), and inflect: 40,000 forms are
# 88 (Finnish) to 97 % (Hungarian) of the running words that wordfreq knows. The third tier is there
# so that a language is not taken
# for its neighbour (Slovak for Czech).
SIZES = (
    {"en": 120_000}
    | dict.fromkeys("de fr es it pt nl pl sv fi cs ru tr uk hu bg".split(), 40_000)
    | dict.fromkeys("da ro el sk sl nb ca lt lv id mk sh".split(), 24_000)
)


TERMS = (
    "software-terms fullstack filetypes node npm python golang shell data-science companies".split()
)
SHORTEST = 4  # letters of a term; shorter ones are what scanners make of words


def terms(folder: Path) -> list[str]:
    """Return the words of the dictionaries of software,
    and the parts of those written in one word with capitals.
    """
    found: set[str] = set()
    for path in sorted(
        path for name in TERMS for path in (folder / f"@cspell/dict-{name}").rglob("*.txt*")
    ):
        text = (
            gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        ).decode()
        for whole in re.findall(r"[A-Za-z0-9]+", re.sub(r"#.*", "", text)):
            found.update(
                word.lower() for word in (whole, *re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+", whole))
            )
    return sorted(word for word in found if len(word) >= SHORTEST and word[0].isalpha())


def build(language: str, size: int, rare: list[str]) -> int:
    """Write one language's table and return how many words it has.

    `rare`: words that get the frequency TERM if they are not listed.
    """
    words = [
        word
        for word in wordfreq.top_n_list(language, size * 2, wordlist="best")
        if word[0].isalpha()
    ]
    batch = Batch([Text(word) for word in words])
    single = np.flatnonzero(np.bincount(batch.document_of_word, minlength=len(words)) == 1)[:size]
    rows = np.flatnonzero(np.isin(batch.document_of_word, single))
    listed = [words[n] for n in batch.document_of_word[rows].tolist()]
    rare = sorted(set(rare) - set(listed))
    hashes = np.concatenate((batch.words.hash[rows], hash_vocabulary(tuple(rare))))
    tenths = np.array(
        [round(10 * wordfreq.zipf_frequency(word, language)) for word in listed]
        + [round(10 * TERM)] * len(rare)
    )
    order = np.lexsort((tenths, hashes >> np.uint64(32)))
    table = packed(hashes[order], tenths[order])
    np.save(OUT / language / "words.npy", table, allow_pickle=False)
    return int(table.shape[1])


if __name__ == "__main__":
    for language, size in SIZES.items():
        print(language, build(language, size, terms(Path(sys.argv[1])) if language == "en" else []))

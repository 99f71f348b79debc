"""Build the letter-trigram tables in `rules/copydesk_rules/garbled/tables/` from wordfreq 3.1
(CC BY-SA 4.0; see NOTICE).

    python -m pip install 'wordfreq==3.1.1' && python tools/build_ngrams.py

`alphabets.npy`: for each language of the lexicon its 30 most frequent letters, as code points,
shape (languages, 30), uint32, ascending. `trigrams.npy`: how surprising a letter is after two
others, in bits, 0 to 15, two values a byte, shape (languages, 16384), uint8. A symbol is 0 at a
word's edge, 1 to 30 for the alphabet, 31 for any other letter; a trigram's number is (a * 32 + b) *
32 + c. Words count by the square root of their frequency, so that a rare word teaches too. The
script is deterministic.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import numpy as np
import wordfreq

from build_lexicon import spellings

for _root in ("lint", "rules"):
    sys.path.insert(0, str(Path(__file__).parent.parent / _root))
from copydesk.columns.characters import fold_table
from copydesk.language.lexicon import LANGUAGES

OUT = Path(__file__).parent.parent / "rules/copydesk_rules/garbled/tables"
WORDS = 40_000
LETTERS, SYMBOLS = 30, 32
# Their weights in a trigram's probability: a pair never seen costs five bits more than a triple.
BIGRAM, SINGLE = (0.03, 0.001)


def weighed(language: str) -> Counter[str]:
    """Return the folded words of a language with their weights."""
    fold, words = fold_table(), Counter[str]()
    listed = wordfreq.top_n_list(language, WORDS, wordlist="best")
    for word in (spelling for each in listed for spelling in spellings(each, language)):
        if word.replace("'", "").replace("’", "").isalpha():
            folded = "".join(chr(int(fold[ord(c)])) for c in word if ord(c) < fold.size)
            words[folded] += wordfreq.word_frequency(word, language) ** 0.5
    return words


def trigrams(words: Counter[str], alphabet: list[int]) -> np.ndarray:
    """Return the surprise of each trigram in bits, shape (SYMBOLS ** 3,)."""
    number = {chr(code): i + 1 for i, code in enumerate(alphabet)}
    counts = np.zeros((SYMBOLS,) * 3)
    for word, weight in words.items():
        symbols = [0, 0, *(number.get(c, SYMBOLS - 1) for c in word), 0]
        for a, b, c in zip(symbols, symbols[1:], symbols[2:], strict=False):
            counts[a, b, c] += weight
    single = counts.sum((0, 1)) / counts.sum()
    double = counts.sum(0) / np.maximum(counts.sum((0, 2))[:, None], 1e-12)
    triple = counts / np.maximum(counts.sum(2)[:, :, None], 1e-12)
    mixed = (
        (1 - BIGRAM - SINGLE) * triple + BIGRAM * double + SINGLE * (0.98 * single + 0.02 / SYMBOLS)
    )
    return np.asarray(np.clip(np.rint(-np.log2(mixed)), 0, 15), np.uint8).ravel()


if __name__ == "__main__":
    alphabets = np.zeros((len(LANGUAGES), LETTERS), np.uint32)
    tables = np.zeros((len(LANGUAGES), SYMBOLS**3 // 2), np.uint8)
    for row, language in enumerate(LANGUAGES):
        words = weighed(language)
        letters: Counter[str] = Counter()
        for word, weight in words.items():
            letters.update(dict.fromkeys(word, weight))
        alphabet = sorted(
            ord(c)
            for c, _ in sorted(letters.items(), key=lambda item: (-item[1], item[0]))[:LETTERS]
        )
        alphabets[row] = alphabet
        surprise = trigrams(words, alphabet)
        tables[row] = surprise[0::2] << 4 | surprise[1::2]
        print(language, "".join(map(chr, alphabet)))
    np.save(OUT / "alphabets.npy", alphabets, allow_pickle=False)
    np.save(OUT / "trigrams.npy", tables, allow_pickle=False)

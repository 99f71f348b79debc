"""Build `strokes.npz`: the common words of each language in Latin letters, by their strokes.

    python -m pip install 'wordfreq==3.1.1'
    python tools/build_strokes.py

`keys` are those of `copydesk_rules.garbled._strokes.key`, ascending, `tenths` ten times the Zipf
frequencies of the commonest word with these strokes. Words come from wordfreq 3.1 (CC BY-SA
4.0; see NOTICE). The script is deterministic: run again it writes the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import wordfreq

ROOT = Path(__file__).parent.parent
for _root in ("lint", "rules"):
    sys.path.insert(0, str(ROOT / _root))
from copydesk.language.lexicon import LANGUAGES
from copydesk.language.profiles import profile
from copydesk_rules.garbled._strokes import key

OUT = ROOT / "rules/copydesk_rules/garbled/tables/strokes.npz"
LEAST = 3.7  # Zipf frequency
SHORTEST = 3  # letters
MOST = 10_000  # words of a language at most

if __name__ == "__main__":
    best: dict[int, int] = {}
    for language in LANGUAGES:
        if profile(language).script != "Latin":
            continue
        for word in wordfreq.top_n_list(language, MOST):
            zipf = wordfreq.zipf_frequency(word, language)
            if zipf >= LEAST and word.isalpha() and len(word) >= SHORTEST:
                found = key(word, language)
                best[found] = max(best.get(found, 0), round(10 * zipf))
    keys = np.array(sorted(best), np.uint32)
    np.savez(OUT, keys=keys, tenths=np.array([best[found] for found in keys.tolist()], np.uint8))
    print(keys.size, "words")

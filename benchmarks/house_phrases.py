"""How fast house rules are: 5,000 phrases, of one code or of twenty, on a file of records.

    python benchmarks/house_phrases.py NEWS.jsonl [--phrases 5000]

Prints the megabytes a second of the family alone, one process, parsing and lower case not counted, and the number
of findings. The phrases are pairs of words that follow each other in the text, one in fifty with room
for a word between, chosen by a seed.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from pathlib import Path

from copydesk.columns.batch import Batch, Text
from copydesk.language.house import house_rules
from copydesk.language.house_phrase import HousePhrase, Phrase
from copydesk.language.phrases import plain_text

_BATCH = 500_000  # characters
_WORDS = re.compile(r"[a-z]{4,} [a-z]{4,}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--phrases", type=int, default=5_000)
    options = parser.parse_args()
    with options.file.open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    size = sum(len(text.encode()) for text in texts)
    chance = random.Random(7)  # noqa: S311 - a seed, not a secret
    pairs = sorted({pair for text in texts for pair in _WORDS.findall(text)})
    chosen = chance.sample(pairs, options.phrases)
    spaced = [
        pair.replace(" ", " {0,1} ") if n % 50 == 0 else pair for n, pair in enumerate(chosen)
    ]
    for codes in (1, 20):
        phrases = tuple(
            HousePhrase(Phrase(tuple(spaced[n::codes]), code=f"STY{n:03}"), "")
            for n in range(codes)
        )
        seconds, found = _measured(texts, phrases)
        print(
            f"{options.phrases} phrases, {codes} codes: {size / seconds / 1e6:.1f} MB/s, {found} findings"
        )


def _measured(texts: list[str], phrases: tuple[HousePhrase, ...]) -> tuple[float, int]:
    rules, seconds, found, waiting = house_rules(phrases), 0.0, 0, list[Text]()
    for number, text in enumerate(texts):
        waiting.append(Text(text))
        if sum(len(one.text) for one in waiting) < _BATCH and number + 1 < len(texts):
            continue
        batch, waiting = Batch(waiting), []
        _ = batch.blocks, batch.derive(plain_text)  # made for other rules too
        began = time.process_time()
        found += sum(len(rule.function(batch)) for rule in rules)
        seconds += time.process_time() - began
    return seconds, found


if __name__ == "__main__":
    main()

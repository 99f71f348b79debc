"""Build the word lists: `lint/copydesk/language/xx/words.npy`, and the tables that join them.

    python -m pip install 'wordfreq==3.1.1'
    npm install @cspell/dict-{software-terms@5.4.9,fullstack@3.2.9,filetypes@3.0.18,node@5.0.9,npm@5.2.56,python@4.5.2,golang@6.0.29} \\
        @cspell/dict-{shell@1.2.0,data-science@2.0.16,companies@3.2.13}
    python tools/build_lexicon.py node_modules en    # the English list, with terms of software
    python tools/build_lexicon.py node_modules de fr # other languages; node_modules is not read
    python tools/build_lexicon.py                    # only joins the lists that there are

A language is listed if `words` in its `language.toml` says how many words. Lists are taken from
wordfreq 3.1 (CC BY-SA 4.0; see NOTICE). English also holds terms of software from the dictionaries
of cspell (MIT; see NOTICE), which are too new or too narrow for wordfreq: all of one Zipf frequency,
copydesk.language.lexicon.TERM.

English judges most rules and has 120,000 words. 40,000 forms of a language that inflects are 88
(Finnish) to 97 % (Hungarian) of the running words that wordfreq knows. Languages with 24,000 are
there so that none is taken for its neighbour (Slovak for Czech).

A list holds the upper halves of the words' hashes in our word tables, and ten times their Zipf
frequencies, as `copydesk.language.lexicon.packed` lays them out. Half a hash is enough: of a million
unknown words about 30 are taken for one of 120,000 known ones. The joined tables are
`tables/languages.txt` (new languages come last, so that trained tables keep their columns),
`tables/union.npy` and `tables/common_words.npy`. The script is deterministic: run again it writes
the same bytes.
"""

from __future__ import annotations

import gzip
import re
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent / "lint"))
from copydesk.columns.batch import Batch, Text
from copydesk.columns.hashing import hash_vocabulary
from copydesk.language import FOLDER, TABLES
from copydesk.language.lexicon import LANGUAGES, TERM, joined, packed
from copydesk.language.profiles import profile
from copydesk.word_lists import of_language

TERMS = (
    "software-terms fullstack filetypes node npm python golang shell data-science companies".split()
)
SHORTEST = 4  # letters of a term; shorter ones are what scanners make of words


def terms(folder: Path) -> list[str]:
    """Return the words of the dictionaries of software, and the parts of those in camel case."""
    found: set[str] = set()
    for path in sorted(
        path for name in TERMS for path in (folder / f"@cspell/dict-{name}").rglob("*.txt*")
    ):
        content = path.read_bytes()
        text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode()
        for whole in re.findall(r"[A-Za-z0-9]+", re.sub(r"#.*", "", text)):
            parts = re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+", whole)
            found.update(word.lower() for word in (whole, *parts))
    return sorted(word for word in found if len(word) >= SHORTEST and word[0].isalpha())


def spellings(word: str, language: str) -> list[str]:
    """Return the ways to spell a word of wordfreq, which writes `ss` for `ß`: itself first."""
    if "ß" not in of_language(language, "letters"):
        return [word]
    sharp = [f"{word[: m.start()]}ß{word[m.end() :]}" for m in re.finditer("(?=ss)..", word)]
    return [word, *sharp]


def build(language: str, size: int, rare: list[str]) -> int:
    """Write one language's list and return how many words it has.

    `rare`: words that get the frequency TERM if they are not listed.
    """
    import wordfreq

    words = [
        spelling
        for word in wordfreq.top_n_list(language, size * 2, wordlist="best")
        if word[0].isalpha()
        for spelling in spellings(word, language)
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
    np.save(FOLDER / language / "words.npy", table, allow_pickle=False)
    return int(table.shape[1])


def list_languages() -> tuple[str, ...]:
    """Write and return the languages with a list, new ones last."""
    found = {path.parent.name for path in FOLDER.glob("*/words.npy")}
    ordered = [language for language in LANGUAGES if language in found]
    ordered += sorted(found - set(LANGUAGES))
    file = TABLES / "languages.txt"
    comment = [line for line in file.read_text("utf-8").splitlines() if line.startswith("#")]
    file.write_text("\n".join(comment + ordered) + "\n", "utf-8")
    return tuple(ordered)


if __name__ == "__main__":
    for name in sys.argv[2:]:
        rare_words = terms(Path(sys.argv[1])) if name == "en" else []
        print(name, build(name, profile(name).words, rare_words))
    languages = list_languages()
    np.save(TABLES / "union.npy", joined.union_of_lists(languages), allow_pickle=False)
    np.save(TABLES / "common_words.npy", joined.common_of_lists(languages), allow_pickle=False)

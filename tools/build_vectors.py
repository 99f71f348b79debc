"""Build the word vectors in `rules/copydesk_rules/context/tables/vectors.npz` from wordllama's
weights (MIT) and wordfreq 3.1; see NOTICE.

    python -m pip install 'wordllama==0.4.*' 'wordfreq==3.1.1' tokenizers safetensors
    python tools/build_vectors.py NEWS.jsonl INTRUDER_FOLDER

A word's vector is the sum of its tokens' vectors, at length 1. Of its 256 dimensions those are kept
that tell one article's words from another's: linear discriminants (Fisher 1936) of the sentences of
NEWS, whose articles are the classes, as in speaker verification (probabilistic discriminant
analysis: Prince & Elder 2007). INTRUDER_FOLDER's articles are taken out of NEWS first. Words count
by smooth inverse frequency, and their common mean is removed (Arora et al. 2017). The run is
deterministic.

Arrays: `hash` (upper halves of word hashes, ascending), `weight` (1/255), `vector` (int8, times the
weight, in units of `unit`), and `between`: the variance of articles in each dimension, where that
of a word around its article is 1.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import numpy as np

for _root in ("lint", "rules"):
    sys.path.insert(0, str(Path(__file__).parent.parent / _root))
sys.path.insert(0, str(Path(__file__).parent))

from copydesk.columns.batch import Batch, Text
from copydesk.columns.dtypes import AnyArray, Floats, Hashes, Ints
from copydesk.columns.hashing import hash_vocabulary
from copydesk.columns.lookup import Lookup
from copydesk.columns.ragged import Runs

OUT = Path(__file__).parent.parent / "rules/copydesk_rules/context/tables/vectors.npz"
WORDS, DIMENSIONS = 32_000, 48  # more words or dimensions rank no more foreign sentences first
COMMONEST = 5.6  # Zipf frequency from which a word says nothing of a text's matter
SMOOTH = 3e-4  # of the inverse frequency; 1e-3 and 1e-4 do as well
SENTENCE = 6  # words after which further words of a sentence add little: they speak of one thing
UNIT = 1 / 24  # of the bytes


def vocabulary() -> tuple[list[str], Floats]:
    """Return the most frequent English words that are one word of a word table,
    and their Zipf frequencies.
    """
    wordfreq: Any = importlib.import_module("wordfreq")
    words = [
        word
        for word in wordfreq.top_n_list("en", 2 * WORDS, wordlist="best")
        if word[0].isalpha() and len(word) > 1
    ]
    single = (
        np.bincount(Batch([Text(word) for word in words]).document_of_word, minlength=len(words))
        == 1
    )
    frequency = {
        word: wordfreq.zipf_frequency(word, "en")
        for word, kept in zip(words, single.tolist(), strict=True)
        if kept
    }
    chosen = [word for word, zipf in frequency.items() if zipf < COMMONEST][:WORDS]
    return chosen, np.array([frequency[word] for word in chosen])


def token_sums(words: list[str]) -> Floats:
    """Return the sum of the vectors of each word's tokens, written small or with a capital,
    whichever takes fewer; at length 1.
    """
    folder = Path(importlib.import_module("wordllama").__file__ or "").parent
    weights = importlib.import_module("safetensors.numpy").load_file(
        str(folder / "weights/l2_supercat_256.safetensors")
    )
    vectors = weights["embedding.weight"].astype(np.float64)
    reader = importlib.import_module("tokenizers").Tokenizer.from_file(
        str(folder / "tokenizers/l2_supercat_tokenizer_config.json")
    )
    small, capital = (
        reader.encode_batch(some, add_special_tokens=False)
        for some in (words, [word.capitalize() for word in words])
    )
    sums = np.stack(
        [
            vectors[min(one.ids, other.ids, key=len)].sum(axis=0)
            for one, other in zip(small, capital, strict=True)
        ]
    )
    return np.asarray(sums / np.linalg.norm(sums, axis=1, keepdims=True), np.float64)


def sentence_sums(
    stories: list[tuple[str, list[str]]], hashes: Hashes, vectors: Floats, weight: Floats
) -> tuple[Floats, Floats, Ints]:
    """Return the weighted sum of each sentence's word vectors, the sum of their weights,
    and the number of its story.
    """
    lookup = Lookup(hashes)
    row_of = np.argsort(hashes)
    columns: list[tuple[Floats, Floats, Ints]] = []
    for first in range(0, len(stories), 40):
        batch = Batch(
            [Text("\n\n".join((title, *body))) for title, body in stories[first : first + 40]]
        )
        row = lookup.rows(batch.words.hash)
        at = np.flatnonzero((row >= 0) & (batch.sentence_of_word >= 0))
        word, sentence = row_of[row[at]], batch.sentence_of_word[at]
        head = Runs.of_equal(sentence).start
        total = np.add.reduceat(vectors[word] * weight[word, None], head)
        document = batch.blocks.document_of[batch.sentences.block_of[sentence[head]]]
        columns.append((total, np.add.reduceat(weight[word], head), document + first))
    sums, size, story = (np.concatenate(column) for column in zip(*columns, strict=True))
    return sums, size, story


def discriminants(sums: Floats, size: Floats, story: Ints) -> tuple[Floats, Floats]:
    """Return the projection that makes the variance within stories 1 a word,
    and the variance between them, greatest first.
    """
    kept = size > 2
    sums, size, story = sums[kept], size[kept], story[kept]
    mean, sure = sums / size[:, None], size / (1 + size / SENTENCE)
    total = np.bincount(story, weights=sure)
    centre = (
        np.stack([np.bincount(story, weights=column * sure) for column in mean.T], axis=1)
        / np.maximum(total, 1e-9)[:, None]
    )
    rest = (mean - centre[story]) * np.sqrt(sure)[:, None]
    within = rest.T @ rest / (len(rest) - (total > 0).sum())
    large = total > 20
    between = np.cov(centre[large].T) - within * (1 / total[large]).mean()
    within += 1e-4 * np.trace(within) / len(within) * np.eye(len(within))
    whiten = np.linalg.inv(np.linalg.cholesky(within)).T
    variance, axes = np.linalg.eigh(whiten.T @ between @ whiten)
    best = np.argsort(-variance)[:DIMENSIONS]
    axes = whiten @ axes[:, best]
    return axes * np.where(axes.sum(axis=0) < 0, -1, 1), np.maximum(variance[best], 1e-3)


def main(news: Path, folder: Path) -> None:
    """Build, write and report."""
    passages: Any = importlib.import_module("context_passages")
    samples: Any = importlib.import_module("context_samples")
    stories = passages.articles(news, samples.labelled(folder)[1])
    words, zipf = vocabulary()
    hashes = hash_vocabulary(words)
    weight = np.round(255 * SMOOTH / (SMOOTH + 10 ** (zipf - 9))) / 255
    vectors = token_sums(words)
    sums, size, story = sentence_sums(stories, hashes, vectors, weight)
    print(len(stories), "articles,", len(sums), "sentences")
    mean = sums.sum(axis=0) / size.sum()  # of the running words, each counted by its weight
    axes, between = discriminants(sums - size[:, None] * mean, size, story)
    table: AnyArray = np.clip(
        np.round((vectors - mean) @ axes * weight[:, None] / UNIT), -127, 127
    ).astype(np.int8)
    half, first = np.unique((hashes >> np.uint64(32)).astype(np.uint32), return_index=True)
    bytes_ = np.round(255 * weight).astype(np.uint8)
    np.savez(
        OUT,
        hash=half,
        weight=bytes_[first],
        vector=table[first],
        unit=np.float32(UNIT),
        between=between.astype(np.float32),
    )
    print(
        len(half),
        "words; clipped",
        float((np.abs(table) == 127).mean()),
        "spread",
        float(table.std()),
        "variance",
        between[[0, -1]],
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

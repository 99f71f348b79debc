"""Run one way of finding near-duplicates over a JSONL file of documents, and print its seconds,
peak memory and findings as JSON.

    python benchmarks/contestants.py NAME DOCUMENTS

Started by `peers.py`, once for each run, with the Python of the environment that the contestant is
installed in. Seconds are processor time, all threads together, without imports. Peers get the texts
in memory; copydesk reads the file itself. Words are lower-cased and split at white space, shingles
are five words, signatures have 128 places: what the peers' own examples and most pipelines use.
Each peer answers with how many documents it takes for copies of others, which it does not verify.
"""

from __future__ import annotations

import json
import os
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

SHINGLE = 5  # words
PERMUTATIONS = 128
THRESHOLD = 0.8  # Jaccard similarity
DOCUMENTS = ("DUP101", "DUP102")
DUPLICATES = ("DUP101", "DUP102", "DUP201", "DUP202", "DUP203", "DUP204", "DUP205")

Timed = tuple[float, int]  # seconds, and what was found


class Contestant(NamedTuple):
    """What is measured: the distribution that has to be installed beside it ("" for none),
    what it looks at, and how it is run.
    """

    distribution: str
    units: str
    run: Callable[[Path], Timed]


def texts(file: Path) -> list[str]:
    """Return the documents of a JSONL file."""
    with file.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def shingles(text: str) -> list[str]:
    """Return the five-word shingles of a text, repeated ones too.

    The peers take sets from lists faster than Python does.
    """
    words = text.lower().split()
    return [" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))]


def byte_shingles(text: str) -> list[bytes]:
    """Return the five-word shingles of a text as bytes, which datasketch hashes."""
    words = text.lower().encode().split()
    return [b" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))]


def datasketch(file: Path, **options: Any) -> Timed:
    """`MinHash.bulk`, an insertion session, and a query for each document."""
    from datasketch import MinHash, MinHashLSH

    documents = texts(file)
    began = time.process_time()
    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    signed = MinHash.bulk(
        (byte_shingles(text) for text in documents), num_perm=PERMUTATIONS, **options
    )
    with index.insertion_session() as session:
        for number, signature in enumerate(signed):
            session.insert(number, signature, check_duplication=False)
    found = sum(len(index.query(signature)) > 1 for signature in signed)
    return time.process_time() - began, found


def datasketch_xxhash(file: Path) -> Timed:
    """The same with a faster hash function in place of SHA-1, which its `hashfunc` takes."""
    from xxhash import xxh32_intdigest

    return datasketch(file, hashfunc=xxh32_intdigest)


def rensa(file: Path) -> Timed:
    """`RMinHash` in bulk and `RMinHashLSH` in one shot.

    Its fastest calls that look at every shingle.
    """
    from rensa import RMinHash, RMinHashLSH

    documents = texts(file)
    began = time.process_time()
    matrix = RMinHash.digest_matrix_from_token_sets(
        (shingles(text) for text in documents), PERMUTATIONS, 42
    )
    found = sum(
        RMinHashLSH(THRESHOLD, PERMUTATIONS, 8).query_duplicate_flags_matrix_one_shot(matrix)
    )
    return time.process_time() - began, found


def rensa_inline(file: Path) -> Timed:
    """`RMinHashDeduplicator` over shingles.

    It compares the signatures of the documents that share a band.
    """
    from rensa import RMinHashDeduplicator

    documents = texts(file)
    began = time.process_time()
    kept = RMinHashDeduplicator(THRESHOLD, PERMUTATIONS, True).add_pairs(
        (str(n), shingles(text)) for n, text in enumerate(documents)
    )
    return time.process_time() - began, kept.count(False)


def rensa_cminhash(file: Path) -> Timed:
    """`CMinHashDeduplicator` over shingles."""
    from rensa import CMinHashDeduplicator

    documents = texts(file)
    began = time.process_time()
    kept = CMinHashDeduplicator(THRESHOLD, PERMUTATIONS).add_pairs(
        (str(n), shingles(text)) for n, text in enumerate(documents)
    )
    return time.process_time() - began, kept.count(False)


def rensa_rho(file: Path) -> Timed:
    """The pipeline of rensa's own benchmark, over shingles: it samples some of them only."""
    from rensa import RMinHash, RMinHashLSH

    documents = texts(file)
    began = time.process_time()
    matrix = RMinHash.digest_matrix_from_token_sets_rho(
        [shingles(text) for text in documents], PERMUTATIONS, 42
    )
    found = sum(
        RMinHashLSH(THRESHOLD, PERMUTATIONS, 8).query_duplicate_flags_matrix_one_shot(matrix)
    )
    return time.process_time() - began, found


def rensa_words(file: Path) -> Timed:
    """The example of rensa's README: bags of single words, split at white space, case kept.

    Another question than the others answer.
    """
    from rensa import RMinHashDeduplicator

    documents = texts(file)
    began = time.process_time()
    kept = RMinHashDeduplicator(THRESHOLD, PERMUTATIONS, True).add_pairs(
        (str(n), text.split()) for n, text in enumerate(documents)
    )
    return time.process_time() - began, kept.count(False)


def gaoya(file: Path) -> Timed:
    """`MinHashStringIndex` with its own word shingles,
    all documents inserted and then queried in bulk; 42 bands of 3.
    """
    from gaoya.minhash import MinHashStringIndex

    documents = texts(file)
    began = time.process_time()
    index = MinHashStringIndex(
        32, THRESHOLD, 42, 3, None, "word", True, (SHINGLE, SHINGLE), "smallvec"
    )
    index.par_bulk_insert_docs(list(range(len(documents))), documents)
    found = sum(len(near) > 1 for near in index.par_bulk_query(documents))
    return time.process_time() - began, found


def gaoya_index(file: Path) -> Timed:
    """The same without the queries: no answer yet, but the floor of its cost,
    since a query signs its document again.
    """
    from gaoya.minhash import MinHashStringIndex

    documents = texts(file)
    began = time.process_time()
    index = MinHashStringIndex(
        32, THRESHOLD, 42, 3, None, "word", True, (SHINGLE, SHINGLE), "smallvec"
    )
    index.par_bulk_insert_docs(list(range(len(documents))), documents)
    return time.process_time() - began, 0


def find_words(file: Path) -> Timed:
    r"""`re.findall(r"\w+")`: what finding words alone costs in Python."""
    documents = texts(file)
    began = time.process_time()
    found = sum(len(re.findall(r"\w+", text)) for text in documents)
    return time.process_time() - began, found


def copydesk(file: Path) -> Timed:
    """The whole near-duplicate path: read, parse, sketch, join, verify and locate documents,
    paragraphs, sentences and passages.
    """
    return _linted(file, DUPLICATES)


def copydesk_documents(file: Path) -> Timed:
    """Near-duplicate documents alone, the peers' own question: read, parse, sketch, join, verify."""
    return _linted(file, DOCUMENTS)


def _linted(file: Path, codes: tuple[str, ...]) -> Timed:
    from copydesk.engine.plan import Plan
    from copydesk.engine.registry import load_rules
    from copydesk.engine.run import run
    from copydesk.reading.walk import Walker

    sources = Walker(Path.cwd(), gitignore=False).find([str(file)])
    load_rules()
    began = time.process_time()
    report = run(Plan(codes), sources)
    return time.process_time() - began, len(report.findings)


def copydesk_kernel(file: Path) -> Timed:
    """Text to the signatures of sentences, paragraphs and documents.

    Tables of characters and words are loaded before.
    """
    from copydesk.columns.batch import Batch, Text
    from copydesk.engine.batching import BATCH_CHARACTERS
    from copydesk.similarity.sketches import (
        document_signatures,
        paragraph_signatures,
        sentence_signatures,
    )

    def sign(some: list[str]) -> int:
        batch = Batch([Text(text) for text in some])
        batch.derive(paragraph_signatures)
        batch.derive(document_signatures)
        return len(batch.derive(sentence_signatures))

    batches = list(_batches(texts(file), BATCH_CHARACTERS))
    sign(batches[0][:1])
    began = time.process_time()
    signed = sum(sign(some) for some in batches)
    return time.process_time() - began, signed


def _batches(documents: list[str], characters: int) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for text in documents:
        batch.append(text)
        size += len(text)
        if size >= characters:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


CONTESTANTS = {
    "re.findall": Contestant("", "words", find_words),
    "copydesk": Contestant("", "all units", copydesk),
    "copydesk documents": Contestant("", "documents", copydesk_documents),
    "copydesk kernel": Contestant("", "signatures", copydesk_kernel),
    "datasketch": Contestant("datasketch", "documents", datasketch),
    "datasketch xxhash": Contestant("datasketch", "documents", datasketch_xxhash),
    "rensa": Contestant("rensa", "documents", rensa),
    "rensa inline": Contestant("rensa", "documents", rensa_inline),
    "rensa cminhash": Contestant("rensa", "documents", rensa_cminhash),
    "rensa rho": Contestant("rensa", "documents, sampled", rensa_rho),
    "rensa words": Contestant("rensa", "documents, bare words", rensa_words),
    "gaoya": Contestant("gaoya", "documents", gaoya),
    "gaoya index": Contestant("gaoya", "documents, not queried", gaoya_index),
}


def main() -> None:
    """Run the contestant named on the command line."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(
            0, {max(os.sched_getaffinity(0))}
        )  # one core, for threads that it starts as well
    seconds, found = CONTESTANTS[sys.argv[1]].run(Path(sys.argv[2]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": peak, "found": found}))


if __name__ == "__main__":
    main()

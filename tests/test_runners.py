"""One join, three runners: in memory, in bounded memory, and against the stored index.

Same findings from all, whatever changed before.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copydesk.candidates import CAPITAL
from copydesk.engine import assemble, collection, judge
from copydesk.engine.plan import Plan, Resources, Scope
from copydesk.engine.pool import map_all, spread
from copydesk.engine.run import run
from copydesk.finding import Finding
from copydesk.reading.source import Source
from copydesk.report import Cluster, Report
from linting import lint

CODES = (
    "BOI101",
    "BOI201",
    "CAP101",
    "DUP101",
    "DUP102",
    "DUP201",
    "DUP202",
    "DUP203",
    "DUP204",
    "DUP205",
    "GAR104",
)
SENTENCES = [
    "The harbour of Kelling was closed on Monday after a crane fell into the main channel.",
    "The harbour of Kelling was shut on Monday after a crane fell into the main channel.",
    "Divers found nobody hurt, and the harbour master hopes to clear the wreck by the end of the week.",
    "Islanders had asked for the ferry since the winter storms, when ice shut the bay and the post came by sledge.",
    "Islanders had asked for a ferry since the winter storms, when ice closed the bay and the post came on a sledge.",
    "Traders at the fish market say that prices will rise until the wreck has been cut up and carried off by barge.",
    "The council of of Orme will vote on the new tram line in March, and work could begin a year later.",
    "Picture: the crane lies across the channel. Photo: J. Marsh",
]
PARAGRAPH = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3).map(" ".join)
TEXT = st.lists(PARAGRAPH, min_size=1, max_size=4).map("\n\n".join)
FILES = st.dictionaries(st.sampled_from([f"{name}.txt" for name in "abcdef"]), TEXT, min_size=1)
LAW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def sources(files: dict[str, str]) -> list[Source]:
    return [Source(name, None, "text", content=text.encode()) for name, text in files.items()]


def told(report: Report) -> tuple[list[Finding], list[Finding], list[Cluster], int, int, int]:
    return (
        report.findings,
        report.nested,
        report.clusters,
        report.documents,
        report.paragraphs,
        report.bytes,
    )


@given(FILES, st.integers(1, 4000))
@LAW
def test_bounded_memory_changes_nothing(files: dict[str, str], memory: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            collection, "_TASK_BYTES", 200
        )  # several tasks, so that several shards are written
        assert told(
            run(Plan(CODES), sources(files), resources=Resources(max_memory=memory))
        ) == told(run(Plan(CODES), sources(files)))


@given(FILES)
@settings(LAW, max_examples=6)
def test_judging_in_several_processes_changes_nothing(files: dict[str, str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judge, "_MANY_KEYS", 0)
        patch.setattr(assemble, "_MANY", 0)
        assert told(run(Plan(CODES), sources(files), resources=Resources(2))) == told(
            run(Plan(CODES), sources(files))
        )


def test_what_fails_in_another_process_is_asked_again() -> None:
    here = os.getpid()

    def answer(number: int) -> int | Callable[[], int]:
        if number == 1 and os.getpid() != here:
            raise MemoryError
        return (
            number if number < 2 else (lambda: number) if os.getpid() != here else -number
        )  # a lambda cannot be sent

    assert spread(answer, 3, 2) == [0, 1, -2]


@given(FILES, FILES, st.sets(st.sampled_from([f"{name}.txt" for name in "abcdef"])))
@LAW
def test_the_index_changes_nothing_after_files_were_added_changed_and_removed(
    before: dict[str, str], after: dict[str, str], kept: set[str]
) -> None:
    later = {name: before.get(name, text) if name in kept else text for name, text in after.items()}
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder) / "cache"
        for files in (before, later, before, later):
            assert told(run(Plan(CODES), sources(files), cache=cache)) == told(
                run(Plan(CODES), sources(files))
            )


@given(FILES, st.data())
@LAW
def test_of_some_files_is_told_what_a_whole_run_says_in_which_the_others_come_first(
    files: dict[str, str], data: st.DataObject
) -> None:
    focus = frozenset(data.draw(st.sets(st.sampled_from(sorted(files)), min_size=1)))
    renamed = {f"{int(name in focus)}{name}": text for name, text in files.items()}
    whole = run(Plan(CODES), sources(renamed)).findings
    part = run(Plan(CODES), sources(files), Scope(focus)).findings
    assert [(f.rule, f.place.offset, f.confidence, *paths_of(f)) for f in part] == [
        (f.rule, f.place.offset, f.confidence, *(path[1:] for path in paths_of(f)))
        for f in whole
        if f.place.path[0] == "1"
    ]


def paths_of(finding: Finding) -> list[str]:
    return [finding.place.path, *(related.place.path for related in finding.related)]


def test_calls_that_are_split_report_together_each_file_that_one_reports() -> None:
    files = {
        f"{n:02}.txt": f"{SENTENCES[n % 6]}\n\n{SENTENCES[(n + 1) % 6]} {SENTENCES[(n + 3) % 6]}"
        for n in range(24)
    }
    names = sorted(files)
    whole = {f.place.path for f in run(Plan(CODES), sources(files)).findings}
    parts = [
        run(Plan(CODES), sources(files), Scope(frozenset(names[n : n + 5]))).findings
        for n in range(0, 24, 5)
    ]
    assert {f.place.path for part in parts for f in part} >= whole


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    cache = tmp_path / "cache"
    run(
        Plan(CODES), sources(dict.fromkeys(("a.txt", "b.txt"), "\n\n".join(SENTENCES))), cache=cache
    )
    return cache


def again(cache: Path) -> tuple[Report, list[str]]:
    """Run over one file more, so that what is stored of the others is used,
    and no whole report is.
    """
    said: list[str] = []
    files = {**dict.fromkeys(("a.txt", "b.txt"), "\n\n".join(SENTENCES)), "c.txt": SENTENCES[0]}
    report = run(Plan(CODES), sources(files), cache=cache, warn=said.append)
    assert told(report) == told(run(Plan(CODES), sources(files)))
    return report, said


def test_a_second_run_reads_nothing_that_is_known(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    real = map_all

    def noted(plan: Plan, tasks: Any, jobs: int, **more: Any) -> Any:
        listed = list(tasks)
        seen.extend(source.path for task in listed for source in task)
        return real(plan, listed, jobs, **more)

    monkeypatch.setattr(collection, "map_all", noted)
    assert again(filled)[1] == []
    assert seen == [
        "c.txt",
        "a.txt",
        "b.txt",
        "c.txt",
    ]  # the last three by the run without an index that it is compared with


@pytest.mark.parametrize(
    "damage",
    [
        "database",
        "shard",
        "truncated",
        "missing",
        "objects",
        "schema",
        "outcome",
        "payload",
        "rule",
    ],
)
def test_a_damaged_index_is_built_again_and_said_so(filled: Path, damage: str) -> None:
    (folder,) = (f for f in filled.iterdir() if f.is_dir())
    (words,) = folder.glob("shards/*/words.npy")
    if damage == "database":
        (folder / "index.sqlite").write_bytes(b"no database" * 100)
        for journal in folder.glob("index.sqlite-*"):
            journal.unlink()
    elif damage == "shard":
        words.write_bytes(b"\x93NUMPY nothing")
    elif damage == "truncated":
        words.write_bytes(words.read_bytes()[:-100])
    elif damage == "missing":
        shutil.rmtree(words.parent)
    elif damage == "objects":  # what only pickle could read
        np.save(words, np.array([{}], object), allow_pickle=True)
    elif damage in ("payload", "rule"):
        column = words.with_name(f"hit-{damage}.npy")
        np.save(column, np.full_like(np.load(column), 99))
    else:
        base = sqlite3.connect(folder / "index.sqlite")
        base.execute(
            "CREATE VIEW report2 AS SELECT 1"
            if damage == "schema"
            else "UPDATE file SET outcome = x'ff'"
        )
        base.commit()
        base.close()
    _, said = again(filled)
    assert len(said) == 1
    assert "built again" in said[0]
    assert again(filled)[1] == []


def test_columns_that_are_wrong_but_whole_cost_no_finding(filled: Path) -> None:
    for column in filled.glob("*/shards/*/*-first_word.npy"):
        np.save(column, np.load(column) + 10_000_000)
    again(filled)


def test_a_cache_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file stands here")
    said: list[str] = []
    report = run(
        Plan(CODES), sources({"a.txt": SENTENCES[6]}), cache=tmp_path / "cache", warn=said.append
    )
    assert [f.rule for f in report.findings] == ["GAR104"]
    assert "goes on without it" in said[0]


def test_many_small_additions_are_merged(tmp_path: Path) -> None:
    files: dict[str, str] = {}
    for n in range(24):
        files[f"{n:02}.txt"] = f"{SENTENCES[n % 6]}\n\n{SENTENCES[(n + 2) % 6]}"
        if n > 12:
            del files[f"{n - 13:02}.txt"]
        assert told(run(Plan(CODES), sources(files), cache=tmp_path)) == told(
            run(Plan(CODES), sources(files))
        )
    assert len(list(tmp_path.glob("*/shards/*"))) <= 10


def test_flags_of_words_are_no_part_of_what_is_compared() -> None:
    shouted = lint({"a.txt": SENTENCES[0], "b.txt": SENTENCES[0].upper()}, codes=("DUP101",))
    assert [f.rule for f in shouted.findings] == ["DUP101"]
    assert CAPITAL == 2

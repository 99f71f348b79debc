"""A long document is mapped window by window: the same findings, and memory that does not grow."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copydesk.columns.batch import Batch, Layout, Text
from copydesk.columns.blocks import BlockKind
from copydesk.config.kinds import StatedKind
from copydesk.engine import map as mapping
from copydesk.engine import spill
from copydesk.engine.map import Mapper
from copydesk.engine.plan import Plan
from copydesk.engine.registry import load_rules
from copydesk.engine.run import run
from copydesk.engine.windows import SIZES, WindowSizes, windows
from copydesk.reading.places import line_starts
from copydesk.reading.source import Source
from copydesk.report import Report

ROOT = Path(__file__).parent.parent
# Rules that look at a document as a whole judge each window as one: docs/adr/0014 says how.
OF_DOCUMENTS = frozenset(
    "BOI101 BOI102 CAP101 CAP102 CTX101 CTX102 CTX103 CTX104 CTX105 CTX201 GAR101 GAR102 GAR103 GAR104"
    " GAR105 GAR106 GAR107 GAR108 GAR109 GAR111 LAN101".split()
)
EXACT = tuple(
    code
    for code, rule in load_rules().items()
    if rule.scope != "engine" and code not in OF_DOCUMENTS and not code.startswith("HEU")
)
SENTENCES = (
    "The harbour of Kelling was closed on Monday after a crane fell into the main channel.",
    "The harbour of Kelling was shut on Monday after a crane fell into the main channel.",
    "Divers found nobody hurt, and the harbour master hopes to clear the wreck by the end of the week.",
    "Islanders had asked for the ferry since the winter storms, when ice shut the bay and the post came.",
    "The council of of Orme will vote on the new tram line in March, and work could begin later.",
    "Short line here.",
    "Share Print Comments",
)
PARAGRAPHS = st.lists(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3).map(" ".join),
    min_size=1,
    max_size=40,
)
GAPS = st.sampled_from(["\n\n", "\n", "\r\n\r\n", "\n\n\n", "\n \n"])
LAW = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def linted(text: str, sizes: WindowSizes, codes: tuple[str, ...] = EXACT) -> Report:
    """Lint a text as one document, in windows of these sizes.

    Its kind is stated, as a document of several windows has that of its beginning.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mapping, "SIZES", sizes)
        plan = Plan(codes, kinds=(StatedKind(str(Path.cwd()), "a.txt", "article"),))
        return run(plan, [Source("a.txt", None, "text", content=text.encode())])


def found(report: Report) -> tuple[object, ...]:
    return report.findings, report.nested, report.clusters, report.documents, report.paragraphs


WHOLE = WindowSizes(1 << 30)


@given(PARAGRAPHS, GAPS, st.integers(600, 3000))
@LAW
def test_windows_change_no_finding(paragraphs: list[str], gap: str, size: int) -> None:
    text = gap.join(paragraphs)
    assert found(linted(text, WindowSizes(0, size, 500))) == found(linted(text, WHOLE))


@given(PARAGRAPHS, st.integers(1, 3000))
@LAW
def test_columns_on_disk_change_no_finding(paragraphs: list[str], room: int) -> None:
    text = "\n\n".join(paragraphs)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mapping, "PART_BYTES", room)
        patch.setattr(spill, "_WINDOWS", room)
        split = linted(text, WindowSizes(0, 600, 500))
    assert found(split) == found(linted(text, WHOLE))


def test_the_corpus_has_the_same_findings_in_windows() -> None:
    texts = [p.read_text("utf-8", "replace") for p in sorted((ROOT / "corpus").rglob("*.txt"))]
    text = "\n\n".join(texts * 2)
    assert len(text) > 20_000
    whole = linted(text, WHOLE)
    assert len(whole.findings) > 10
    assert found(linted(text, WindowSizes(0, 1 << 14, 1 << 12))) == found(whole)


def test_long_documents_that_are_equal_or_alike_are_found() -> None:
    article = "\n\n".join(f"{SENTENCES[n % 4]} It is note {n} of the year." for n in range(200))
    texts = {"a.txt": article, "b.txt": article, "c.txt": article.replace("note 7 ", "page 7 ")}
    sources = [Source(name, None, "text", content=text.encode()) for name, text in texts.items()]
    stated = StatedKind(str(Path.cwd()), "*.txt", "article")
    plan = Plan(("DUP101", "DUP102"), kinds=(stated,))
    whole = run(plan, sources)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mapping, "SIZES", WindowSizes(1000, 2000, 400))
        split = run(plan, sources)
    assert [(f.rule, f.place.path) for f in split.findings] == [
        ("DUP101", "b.txt"),
        ("DUP102", "c.txt"),
    ]
    assert found(split) == found(whole)


@given(st.text(st.sampled_from("ab \n\r.é😀"), max_size=300), st.integers(8, 40))
@LAW
def test_windows_hold_each_character_once(text: str, size: int) -> None:
    cut = list(windows(Text(text), WindowSizes(0, size, 4)))
    assert "".join(text[window.first : window.end] for window in cut) == text
    for window in cut:
        assert window.end - window.first <= size + 1
        assert text.startswith(window.text.text, window.start)
        assert window.start <= window.first


def test_windows_are_cut_at_the_best_place_near_their_end() -> None:
    text = "One two. Three four\nfive six\n\nseven eight. Nine ten"
    first = next(iter(windows(Text(text), WindowSizes(0, 34, 1))))
    assert text[: first.end] == "One two. Three four\nfive six\n\n"


def test_a_window_has_the_layout_and_the_marks_of_its_part() -> None:
    text = "# Head\n\nA paragraph of text\ufffd.\n\nAnother one, here."
    layout = Layout(
        [2, 8, 31], [6, 29, 49], [BlockKind.HEADING, BlockKind.PROSE, BlockKind.PROSE], text
    )
    seen = list(windows(Text(text, layout, (text.index("\ufffd"),)), WindowSizes(0, 30, 1)))
    blocks = [
        [w.text.text[a:b] for a, b in zip(w.text.layout.start, w.text.layout.end, strict=True)]
        for w in seen
        if w.text.layout
    ]
    assert blocks[0][0] == "Head"
    assert blocks[-1][-1] == "Another one, here."
    assert [w.text.text[at] for w in seen for at in w.text.replaced][:1] == ["\ufffd"]


def test_rules_see_no_more_than_a_window(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    clear = Batch.clear

    def record(batch: Batch) -> None:
        seen.append(len(batch.text))
        clear(batch)

    monkeypatch.setattr(Batch, "clear", record)
    text = ("A line of a text. " * 9 + "\n") * 52_000
    assert len(text) > SIZES.whole
    mapped = Mapper(Plan(("GAR104",)))([Source("a.txt", None, "text", content=text.encode())])
    assert mapped.documents == 1
    assert len(seen) == 17
    assert max(seen) <= SIZES.window + 4 * SIZES.margin


def test_a_document_of_8_megabytes_is_seen_whole_by_every_rule(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """So its findings are those of a run that knows no windows, whatever a rule asks about it."""
    seen: list[int] = []
    clear = Batch.clear

    def record(batch: Batch) -> None:
        seen.append(len(batch.text))
        clear(batch)

    monkeypatch.setattr(Batch, "clear", record)
    paragraph = " ".join(SENTENCES[:4]) + "\n\n"
    text = paragraph * (8_000_000 // len(paragraph))
    Mapper(Plan(("GAR104",)))([Source("a.txt", None, "text", content=text.encode())])
    assert len(seen) == 1
    assert seen[0] >= len(text)


@pytest.mark.parametrize("piece", ["Share\n\n", "He said so. "])
def test_a_shorter_document_of_very_many_lines_or_sentences_is_cut(piece: str) -> None:
    sizes = WindowSizes()
    text = piece * (8_000_000 // len(piece))
    assert sizes.cut(text)
    assert not sizes.cut(text[: sizes.window])  # such come with others in a batch
    assert not sizes.cut((SENTENCES[0] + "\n") * 90_000)


def test_memory_does_not_grow_with_a_document() -> None:
    peaks = []
    for size in (4, 16):
        text = "\n\n".join(f"{SENTENCES[n % 3]} {n}" for n in range((size << 20) // 90))
        source = Source("a.txt", None, "text", content=text.encode())
        mapper = Mapper(Plan(("GAR104",)), sizes=WindowSizes(1 << 20))
        tracemalloc.start()
        mapper([source])
        peaks.append(tracemalloc.get_traced_memory()[1] - len(text))
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + (8 << 20)


def test_line_starts_take_eight_bytes_a_line() -> None:
    starts = line_starts("a\nb\r\nc\rd\n")
    assert list(starts) == [0, 2, 5, 7, 9]
    assert starts.itemsize == 8
    assert list(line_starts("a\n\nb")) == [0, 2, 3]
    assert np.frombuffer(line_starts(""), np.int64).tolist() == [0]


@pytest.mark.parametrize("name", ["e.jsonl", "e.csv", "e.tsv", "e.warc"])
def test_a_file_of_no_records_does_not_end_the_run(name: str) -> None:
    text = "The council of of Orme will vote on the new tram line in March."
    sources = [
        Source(name, None, name[2:], content=b""),  # type: ignore[arg-type]
        Source("n.txt", None, "text", content=text.encode()),
    ]
    report = run(Plan(("GAR104",)), sources)
    assert report.documents == 1
    assert not report.crashed


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "size"), [("sentences", 200), ("lines", 50), ("line", 200)])
def test_a_large_text_takes_bounded_memory(kind: str, size: int) -> None:
    """Of sentences of common words many are alike: their pairs are compared a portion at a time."""
    command = ("benchmarks/memory.py", "--megabytes", str(size), "--only", kind, "--limit", "1000")
    subprocess.run([sys.executable, *command], cwd=ROOT, check=True)

"""A big cluster is one finding, and its other places are told with it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from copydesk.engine.folding import MOST_PLACES, fold
from copydesk.engine.registry import load_rules
from copydesk.report import Report
from linting import lint
from programs import inline

PARAGRAPH = (
    "The harbour board met on Tuesday to hear why the dredger had stood idle since the first week of"
    " March, and who had signed for the fuel that was bought for it in the meantime."
)


def files(number: int) -> dict[str, str | bytes]:
    return {f"f{n:02}.txt": f"Report {n} of the clerk.\n\n{PARAGRAPH}\n" for n in range(number)}


def folded(number: int, focus: frozenset[str] | None = None) -> Report:
    report = lint(files(number), codes=("DUP201",))
    fold(report, load_rules(), focus)
    return report


@pytest.mark.parametrize("number", [MOST_PLACES, MOST_PLACES + 1])
def test_more_than_ten_places_are_one_finding(number: int) -> None:
    report = folded(number)
    if number <= MOST_PLACES:
        assert len(report.findings) == number - 1
        return
    (finding,) = report.findings
    assert finding.place.path == "f01.txt"
    assert finding.message.endswith(f"; and {number - 2} more places")
    assert [related.place.path for related in finding.related] == [
        f"f{n:02}.txt" for n in range(number) if n != 1
    ]
    assert {other.within for other in report.nested} == {finding.id}
    assert len(report.nested) == number - 2


def test_each_file_that_is_asked_about_carries_a_cluster() -> None:
    everything = frozenset(files(20))
    assert len(folded(20, everything).findings) == 19


def test_a_suppressed_place_does_not_carry_the_cluster() -> None:
    texts = files(20)
    texts["f01.md"] = f"<!-- copydesk: ignore[DUP201] -->\n\n{PARAGRAPH}\n"
    del texts["f01.txt"]
    report = lint(texts, codes=("DUP201",))
    fold(report, load_rules())
    (finding,) = report.findings
    assert finding.place.path == "f02.txt"


def write(folder: Path, number: int) -> None:
    for name, text in files(number).items():
        assert isinstance(text, str)
        (folder / name).write_text(text)


def test_a_baseline_knows_every_place(tmp_path: Path) -> None:
    write(tmp_path, 20)
    inline(tmp_path, "baseline", "create", "--select", "DUP201", ".")
    known = ("check", "--select", "DUP201", "--baseline", ".copydesk-baseline.json")
    assert inline(tmp_path, *known, ".").returncode == 0
    (tmp_path / "new.txt").write_text(f"Another.\n\n{PARAGRAPH}\n")
    done = inline(tmp_path, *known, "--output-format", "json", ".")
    shown = [
        finding
        for finding in json.loads(done.stdout)["findings"]
        if not finding["within"] and not finding["suppressed"]
    ]
    assert [finding["location"]["path"] for finding in shown] == ["new.txt"]


def test_fixes_reach_every_place(tmp_path: Path) -> None:
    text = "\n\n".join([PARAGRAPH, "One thing.", PARAGRAPH, "Another.", *[PARAGRAPH] * 12])
    (tmp_path / "a.txt").write_text(text + "\n")
    inline(tmp_path, "check", "--select", "DUP201", "--fix", "--unsafe-fixes", ".")
    assert (tmp_path / "a.txt").read_text().count(PARAGRAPH) == 1


STEPS = (
    "Tighten the four bolts of the flange crosswise until the torque wrench clicks at the figure given.",
    "Never open the drain valve of the boiler while the pressure gauge shows more than a tenth of a bar.",
    "Wipe the rubber gasket with silicone grease, and replace it where its surface shows fine cracks.",
)


def manual(kind: str, steps: Sequence[str] = STEPS) -> Report:
    """A text that repeats some paragraphs."""
    text = "\n\n".join([*steps, "Wait for the lamp.", *steps])
    report = lint({"a.txt": text}, codes=("DUP201",))
    report.findings = [msgspec.structs.replace(one, kind=kind) for one in report.findings]
    fold(report, load_rules())
    return report


def test_what_a_manual_repeats_is_one_finding() -> None:
    report = manual("reference")
    (finding,) = report.findings
    assert finding.message.endswith("; and 2 more such in this document (line 11, 13)")
    assert finding.confidence == max(one.confidence for one in [finding, *report.nested])
    assert {one.within for one in report.nested} == {finding.id}
    assert len(finding.related) == 1  # no place that is no copy of it


def test_what_a_story_repeats_is_told_place_by_place() -> None:
    assert len(manual("fiction").findings) == len(STEPS)


def test_a_story_that_repeats_much_is_told_once() -> None:
    steps = [f"{step} That was on day {day}." for step in STEPS for day in range(4)]
    assert len(manual("fiction", steps).findings) == 1

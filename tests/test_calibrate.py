"""The fit of confidence: what `tools/calibrate.py` makes of judged findings."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("scipy")

from calibrate import Rated, bands, fitted, left_out
from judged_findings import Judged, Row, Text, judged_findings

PARAGRAPH = (
    "The clerk said that the the bridge had been shut since May, and that nobody knew why it was."
)


def judged(sources: int = 6) -> Judged:
    """Return findings of two rules: GAR104 mostly right and better with its score, GAR102 never."""
    out = Judged()
    for source in range(sources):
        for row in range(12):
            kind = "article" if row % 2 else "fiction"
            score = 0.5 + row / 25
            out.texts.append(Text(f"s{source}", kind, 900, [("GAR104", score), ("GAR102", 0.9)]))
            text = len(out.texts) - 1
            out.rows.append(Row("GAR104", score, text, "right" if row > 3 else "wrong", 2.0))
            out.rows.append(Row("GAR102", 0.9, text, "wrong", 2.0))
    return out


def test_confidence_follows_what_was_judged() -> None:
    rated = Rated(judged())
    curves = fitted(rated, np.ones(len(rated.rule), np.bool_))
    sure = rated.confidence(curves)
    rule = np.array(rated.rule)
    assert sure[rule == "GAR102"].max() < 0.15
    assert sure[(rule == "GAR104") & (rated.verdict == "right")].mean() > 0.75
    assert curves["GAR104"].slope > 0


def test_few_findings_say_little() -> None:
    few = judged()
    few.rows = [row for row in few.rows if row.rule == "GAR104"] + few.rows[1:2]
    rated = Rated(few)
    curves = fitted(rated, np.ones(len(rated.rule), np.bool_))
    alone = float(rated.confidence(curves)[np.array(rated.rule) == "GAR102"][0])
    assert 0.2 < alone < 0.9


def test_what_is_left_out_is_not_seen() -> None:
    some = judged()
    lone = Text("s9", "article", 900, [("GAR110", 0.9)])
    some.texts.append(lone)
    some.rows.append(Row("GAR110", 0.9, len(some.texts) - 1, "right", 1.0))
    rated = Rated(some)
    sure = left_out(rated, rated.source)
    assert np.isnan(sure[-1])
    assert not np.isnan(sure[:-1]).any()
    assert bands(rated, np.nan_to_num(sure), "left out")[0].startswith("| left out |")


def test_findings_are_matched_by_rule_and_place(tmp_path: Path) -> None:
    line = json.dumps({"id": "a", "text": PARAGRAPH})
    (tmp_path / "some.jsonl").write_text(line + "\n")
    at = line.index("the the") + 1
    row = {"kind": "some", "path": "some.jsonl", "record": "a", "start": at, "end": at + 7}
    rows = [
        {**row, "rule": "GAR104", "verdict": "right", "stands_for": 3},
        {**row, "rule": "GAR107", "verdict": "wrong", "stands_for": 1},
    ]
    (tmp_path / "verdicts.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    found = judged_findings(tmp_path)
    assert [(row.rule, row.verdict, row.stands_for) for row in found.rows] == [
        ("GAR104", "right", 3.0)
    ]
    assert found.texts[0].source == "some"
    assert [code for code, _ in found.texts[0].hits] == ["GAR104"]

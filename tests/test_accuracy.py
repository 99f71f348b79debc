"""The accuracy benchmark on a tiny folder of labelled text,
whose figures can be counted by hand.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parent.parent / "benchmarks/accuracy.py"
PROSE = "The council will vote on the new tram line in March, and work could begin a year later, once the money has been found."
MOJIBAKE = "Itâ€™s a rare moment for the city, and a costly one."
STRANGER = (
    "Hargreave told the broadcaster that the depot was too small, and Karlsund said that it leaks."
)


def write(
    folder: Path, texts: dict[str, list[str]], labels: str, rows: list[dict[str, Any]]
) -> None:
    for name, paragraphs in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / labels).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def measured(folder: Path, *options: str) -> tuple[dict[str, Any], str]:
    command = [
        sys.executable,
        str(SCRIPT),
        str(folder),
        "--json",
        str(folder / "out.json"),
        *options,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert not done.returncode, done.stderr
    outcome: dict[str, Any] = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    return outcome, done.stdout


def figures(outcome: dict[str, Any], name: str) -> dict[str, tuple[float, int]]:
    return {
        key: (figure["measured"], figure["of"])
        for key, figure in outcome["sets"][name]["figures"].items()
    }


def garbled(folder: Path) -> None:
    sentences = [
        (MOJIBAKE, "garbled", "heavy", "a"),
        (PROSE, "garbled", "heavy", "b"),
        (PROSE, "clean", "", "a"),
        (MOJIBAKE, "clean", "", "b"),
    ]
    rows = [
        {
            "id": str(n),
            "text": text,
            "label": label,
            "cls": "news",
            "severity": severity,
            "real": True,
            "lang": "en",
            "source": source,
        }
        for n, (text, label, severity, source) in enumerate([*sentences, (PROSE, "clean", "", "b")])
    ]
    write(folder / "garbled", {}, "labels.jsonl", rows)


def test_sentences(tmp_path: Path) -> None:
    garbled(tmp_path)
    outcome, printed = measured(tmp_path, "--by", "source")
    found = figures(outcome, "garbled")
    assert found["recall real_heavy"] == (0.5, 2)
    assert found["false_alarms clean"] == found["false_alarms clean:news"] == (0.3333, 3)
    assert "intruder: not in" in printed
    assert list(outcome["sets"]) == ["garbled"]
    bins = outcome["sets"]["garbled"]["calibration"]["GAR101"]
    assert (sum(b["right"] for b in bins), sum(b["wrong"] for b in bins)) == (1, 1)
    by_source = outcome["sets"]["garbled"]["by"]["garbled"]
    assert by_source["a"] == {"recall": [1, 1], "false_alarms": [0, 1]}
    assert by_source["b"] == {"recall": [0, 1], "false_alarms": [1, 2]}


def test_surer_findings_are_fewer(tmp_path: Path) -> None:
    garbled(tmp_path)
    outcome, _ = measured(tmp_path)
    sweep = outcome["sets"]["garbled"]["sweep"]
    assert sweep["0.5"]["recall garbled"] == 0.5
    (sure,) = [
        b["least"] for b in outcome["sets"]["garbled"]["calibration"]["GAR101"] if b["right"]
    ]
    assert [sweep[least]["recall garbled"] for least in ("0.7", "0.9")] == [
        0.5 * (sure >= 0.7),
        0.5 * (sure >= 0.9),
    ]


def test_pages_and_captions(tmp_path: Path) -> None:
    caption = "Image: The tram depot at Orme"
    page = [PROSE, f"{caption} (Reuters)", caption, "Share this article on Facebook", MOJIBAKE]
    labels = [
        [1, "content", ""],
        [3, "skip", ""],
        [5, "content", ""],
        [7, "boilerplate", ""],
        [9, "boilerplate", ""],
    ]
    row = {
        "file": "txt/a.txt",
        "site": "a.example",
        "lines": labels,
        "repeated_captions": [[5, 3], [9, 1]],
    }
    write(tmp_path / "boilerplate", {"txt/a.txt": page}, "labels.jsonl", [row])
    outcome, _ = measured(tmp_path)
    assert figures(outcome, "boilerplate") == {
        "boilerplate_recall": (0.5, 2),  # the garbled line is no boilerplate
        "content_false_alarms": (0.5, 2),  # the caption, labelled content here, is marked
        "content_f1": (0.5, 4),
    }
    assert figures(outcome, "captions") == {"real_recall": (0.5, 2)}


def test_intruders_are_found_at_their_place(tmp_path: Path) -> None:
    paragraph = f"{PROSE} {STRANGER}"
    at, end = paragraph.index("Hargreave"), len(paragraph)
    first = {"kind": "sentence", "level": "easy", "line": 3, "paragraphs": 2}
    rows = [
        {**first, "file": "txt/a.txt", "start": len(PROSE) + 2 + at, "end": len(PROSE) + 2 + end},
        {**first, "file": "txt/b.txt", "start": len(PROSE) + 2, "end": len(PROSE) + 2 + at - 1},
        {"kind": "none", "level": "none", "file": "txt/c.txt", "paragraphs": 4},
        {"kind": "none", "level": "none", "file": "txt/d.txt", "paragraphs": 1},
    ]
    texts = {
        "txt/a.txt": [PROSE, paragraph],
        "txt/b.txt": [PROSE, paragraph],
        "txt/c.txt": [PROSE, "Share this article on Facebook"],
        "txt/d.txt": [PROSE],
    }
    write(tmp_path / "intruder", texts, "labels.jsonl", rows)
    outcome, _ = measured(tmp_path)
    found = figures(outcome, "intruder")
    assert found["recall sentence easy"] == (0.5, 2)
    assert found["false_alarms_per_clean_article"] == (0.5, 2)
    assert found["false_alarms_per_clean_paragraph"] == (0.2, 5)


def test_pairs(tmp_path: Path) -> None:
    other = "Nobody on the harbour board would say on Friday who had signed the papers, or where the keys of the sheds had been kept since."
    rows = [
        {"level": "par", "n": 3, "a": "a#1", "b": "b#0", "j": 1.0},
        {"level": "par", "n": 3, "a": "a#0", "b": "b#0", "j": 0.7},
        {"level": "par", "n": 2, "a": "a#0", "b": "b#0", "j": 1.0},
        {"level": "doc", "n": 3, "a": "a", "b": "b", "j": 0.9},
    ]
    write(
        tmp_path / "neardup/made",
        {"txt/a.txt": [other, PROSE], "txt/b.txt": [PROSE]},
        "labels.jsonl",
        rows,
    )
    outcome, _ = measured(tmp_path)
    found = figures(outcome, "neardup")
    assert found["made_par_recall_j0.8"] == found["made_doc_recall_j0.8"] == (1.0, 1)
    assert found["made_par_recall_j0.6"] == (0.5, 2)
    assert found["made_pair_precision"] == (1.0, 1)


@pytest.mark.parametrize("family", ["GAR", "BOI"])
def test_named_defects_and_traps(tmp_path: Path, family: str) -> None:
    write(
        tmp_path / "seeds",
        {"a.txt": [PROSE, MOJIBAKE]},
        "gold.jsonl",
        [{"file": "a.txt", "line": 3, "families": [family], "level": "must"}],
    )
    write(
        tmp_path / "seeds",
        {},
        "traps.jsonl",
        [{"file": "a.txt", "line": 1}, {"file": "a.txt", "line": 3}],
    )
    outcome, _ = measured(tmp_path)
    assert figures(outcome, "seeds") == {
        "must_found": (float(family == "GAR"), 1),
        "traps_sprung": (0.5, 2),
    }


def test_articles_without_labels(tmp_path: Path) -> None:
    (tmp_path / "news.jsonl").write_text(
        "".join(json.dumps({"text": text}) + "\n" for text in (PROSE, MOJIBAKE)), encoding="utf-8"
    )
    outcome, printed = measured(tmp_path, "--articles", str(tmp_path / "news.jsonl"), "--show", "1")
    assert outcome["articles"] == {"GAR101": {"findings": 1, "per_article": 0.5}}
    assert "[[Itâ€™s]]" in printed

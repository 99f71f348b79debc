"""Measure accuracy on labelled text.

Each figure beside what it should reach, by rule, by confidence, by source.

    python benchmarks/accuracy.py FOLDER [--sets NAMES] [--by FIELD] [--articles FILE [--show N]] [--json FILE]

FOLDER holds labelled sets, laid out as `labelled_text.py` says; a set that is not there is left
out. Every rule that is on by default runs, all together, and findings of severity info do not
count. Printed are, set by set:

- the figures: recall is found / labelled, false alarms are flagged clean units / clean units, `of`
  is the number of labelled ones;
- the same for findings at least so sure: what `--min-confidence` would give;
- the calibration: of each rule's findings in a bin of confidence, how many are right of how many
  that labels tell about. A finding is right when at least a half of the labelled units it touches
  are defects. The mix of good and bad text is the set's own.

`--by source` (or site, lang, cls, genre, doc, label_by …: a field of the labels) parts recall and
false alarms by it. `--articles` counts findings for each article of a corpus that nobody labelled,
by rule, and shows N of each, drawn at random, to be read by eye.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from copydesk import __version__
from copydesk.finding import Finding
from copydesk.reading.walk import Walker
from judging import (
    BINS,
    SURE,
    Judged,
    Rate,
    Verdict,
    calibration,
    grouped,
    judge,
    lint,
    precision,
    rates,
)
from labelled_pairs import captions, near_duplicates
from labelled_text import parts

SETS = ("seeds", "boilerplate", "captions", "garbled", "intruder", "neardup")

# What a figure should reach; a name that ends in `:` stands for all that begin so.
REACH: Mapping[str, Mapping[str, tuple[str, float]]] = {
    "seeds": {"must_found": (">=", 1.0), "traps_sprung": ("<=", 0.0)},
    "boilerplate": {
        "boilerplate_recall": (">=", 0.95),
        "content_false_alarms": ("<=", 0.02),
        "content_f1": (">=", 0.94),
    },
    "captions": {"real_recall": (">=", 0.85), "planted_recall": (">=", 0.95)},
    "garbled": {
        "false_alarms clean": ("<=", 0.015),
        "false_alarms clean_english": ("<=", 0.015),
        "false_alarms clean_other_languages": ("<=", 0.015),
        "false_alarms clean:": ("<=", 0.06),
        "recall real_heavy": (">=", 0.88),
        "recall real_medium": (">=", 0.70),
        "recall real_light": (">=", 0.50),
        "recall synthetic_heavy": (">=", 0.92),
        "recall synthetic_medium": (">=", 0.80),
        "recall synthetic_light": (">=", 0.50),
    },
    "intruder": {
        "false_alarms_per_clean_article": ("<=", 0.10),
        "recall sentence easy": (">=", 0.70),
        "recall paragraph easy": (">=", 0.75),
        "recall headline easy": (">=", 0.93),
        "recall sentence hard": (">=", 0.12),
        "recall paragraph hard": (">=", 0.25),
        "recall headline hard": (">=", 0.85),
        "recall real widgets": (">=", 0.95),
        "recall real hover cards": (">=", 0.90),
        "recall real page strays": (">=", 0.80),
        "false_alarms real page body": ("<=", 0.03),
    },
}


def reach(name: str, figure: str) -> tuple[str, float] | None:
    """Return the bound of a figure, None where there is none."""
    bounds = REACH.get(name, {})
    return bounds.get(figure) or bounds.get("".join(figure.partition(":")[:2]))


def print_figures(
    name: str, figures: Mapping[str, Rate], sweep: Sequence[Mapping[str, Rate]]
) -> None:
    """Print the figures of a set beside their bounds, and of surer findings where there are any."""
    columns = "".join(f"  >= {least}" for least in SURE) if sweep else ""
    print(f"  {'':<34}{'measured':>10}{'of':>8}  {'reach':<10}{'':<5}{columns}")
    for figure, rate in sorted(figures.items()):
        bound = reach(name, figure)
        surer = "".join(f"{_shown(some[figure]):>8}" for some in sweep)
        told = f"{bound[0]} {bound[1]:g}" if bound else ""
        print(
            f"  {figure:<34}{_shown(rate):>10}{rate.of:>8}  {told:<10}{_met(rate, bound):<5}{surer}".rstrip()
        )


def _met(rate: Rate, bound: tuple[str, float] | None) -> str:
    if bound is None or rate.ratio is None:
        return ""
    if bound[0] == ">=":
        return "ok" if rate.ratio >= bound[1] else "below"
    return "ok" if rate.ratio <= bound[1] else "above"


def _shown(rate: Rate) -> str:
    return "-" if rate.ratio is None else f"{rate.ratio:.4f}"


def print_calibration(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """Print how many findings of each rule are right, by confidence,
    and return the same as plain values.
    """
    table = calibration(verdicts)
    shares = precision(table)
    heads = [
        f"{low:g} to {high:g}" if high < math.inf else f"{low:g} to 1"
        for low, high in itertools.pairwise(BINS)
    ]
    print(
        f"\n  {'right / labelled findings':<28}{'not labelled':>13}"
        + "".join(f"{head:>20}" for head in heads)
        + f"{'0.5 to 1':>20}"
    )
    for rule, bins in table.items():
        cells = [Rate(right, right + wrong) for right, wrong, _ in bins] + [shares[rule]]
        told = [f"{rate.hits}/{rate.of} {rate.ratio:.2f}" if rate.of else "-" for rate in cells]
        print(
            f"  {rule:<28}{sum(cell[2] for cell in bins[1:]):>13}"
            + "".join(f"{text:>20}" for text in told)
        )
    return {
        rule: [
            {"least": least, "right": b[0], "wrong": b[1], "other": b[2]}
            for least, b in zip(BINS, bins, strict=False)
        ]
        for rule, bins in table.items()
    }


def print_groups(outcomes: Sequence[Judged], field: str) -> dict[str, Any]:
    """Print recall and false alarms by a field of the labels,
    and return the same as plain values.
    """
    kept: dict[str, Any] = {}
    for judged in outcomes:
        table = grouped(judged, field)
        if table:
            print(
                f"\n  {f'{judged.part.name} by {field}':<44}{'recall':>8}{'of':>7}{'false alarms':>14}{'of':>7}"
            )
        for value, (found, alarms) in table.items():
            print(
                f"  {value[:43]:<44}{_shown(found):>8}{found.of:>7}{_shown(alarms):>14}{alarms.of:>7}"
            )
        kept[judged.part.name] = {
            value: {"recall": found, "false_alarms": alarms}
            for value, (found, alarms) in table.items()
        }
    return kept


def measure(folder: Path, name: str, field: str) -> dict[str, Any] | None:
    """Measure and print one set; None where its labels are not there."""
    verdicts: list[Verdict] = []
    outcomes: list[Judged] = []
    figures: dict[str, Rate] = {}
    if name == "captions":
        figures = captions(folder / "boilerplate")
    elif name == "neardup":
        for labels in sorted(folder.glob("neardup/*/labels.jsonl")):
            some, told = near_duplicates(labels.parent.name, labels.parent)
            figures |= some
            verdicts += told
    else:
        outcomes = [judge(part) for part in parts(folder, name)]
        for judged in outcomes:
            figures |= rates(judged)
            verdicts += judged.verdicts
    if not figures:
        return None
    print(f"\n== {name}")
    sweep = (
        [
            {key: rate for judged in outcomes for key, rate in rates(judged, least).items()}
            for least in SURE
        ]
        if outcomes
        else []
    )
    print_figures(name, figures, sweep)
    kept: dict[str, Any] = {
        "figures": {
            key: {
                "measured": rate.ratio,
                "hits": rate.hits,
                "of": rate.of,
                "reach": reach(name, key),
            }
            for key, rate in figures.items()
        }
    }
    kept["sweep"] = {
        str(least): {key: rate.ratio for key, rate in some.items()}
        for least, some in zip(SURE, sweep, strict=False)
    }
    kept["calibration"] = print_calibration(verdicts) if verdicts else {}
    kept["by"] = print_groups(outcomes, field) if field else {}
    return kept


def read_by_eye(path: str, show: int) -> dict[str, Any]:
    """Count findings an article by rule, and show some of each rule."""
    sources = Walker(Path.cwd(), gitignore=False).find([path])
    records = (
        s.file.read_bytes().splitlines() if s.file and s.format == "jsonl" else [b"one"]
        for s in sources
    )
    articles = sum(map(len, records))
    by_rule: dict[str, list[Finding]] = defaultdict(list)
    for finding in lint(sources):
        if finding.severity != "info" and not finding.within:
            by_rule[finding.rule].append(finding)
    print(f"\n== {articles} articles in {path}\n  {'':<10}{'findings':>9}{'an article':>12}")
    for rule, findings in sorted(by_rule.items()):
        print(f"  {rule:<10}{len(findings):>9}{len(findings) / articles:>12.4f}")
        for finding in random.Random(rule).sample(findings, min(show, len(findings))):  # noqa: S311 - a draw that can be repeated
            told = f"{finding.before[-60:]}[[{finding.text}]]{finding.after[:60]}".replace(
                "\n", " "
            )
            print(
                f"    {finding.place.path}:{finding.place.line} {finding.confidence:.2f} {finding.message}\n      {told}"
            )
    return {
        rule: {"findings": len(findings), "per_article": round(len(findings) / articles, 5)}
        for rule, findings in sorted(by_rule.items())
    }


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--sets", default=",".join(SETS), help="sets to measure, separated by commas"
    )
    parser.add_argument(
        "--by", default="", metavar="FIELD", help="a field of the labels to part the figures by"
    )
    parser.add_argument("--articles", metavar="FILE", help="a corpus to count findings in")
    parser.add_argument(
        "--show",
        type=int,
        default=0,
        metavar="N",
        help="with --articles: findings of each rule to show",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures here too")
    options = parser.parse_args()
    outcome: dict[str, Any] = {"copydesk": __version__, "sets": {}}
    for name in options.sets.split(","):
        if name not in SETS:
            parser.error(f"no set is called {name!r}; there is {', '.join(SETS)}")
        measured = measure(options.folder, name, options.by)
        if measured is None:
            print(f"\n== {name}: not in {options.folder}")
        else:
            outcome["sets"][name] = measured
    if options.articles:
        outcome["articles"] = read_by_eye(options.articles, options.show)
    if options.json:
        options.json.write_text(
            json.dumps(outcome, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()

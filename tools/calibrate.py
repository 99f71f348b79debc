"""Fit the confidence of all rules to judged findings, and write the tables beside the rules.

    python tools/calibrate.py DATA [--clean FILE ...] [--rows FILE] [--write]

DATA is described in `tools/judged_findings.py`. `--clean` names files of articles that nobody
damaged: what rules of context find there is wrong. `--rows` keeps the matched findings in a file
and reads them from there if it exists. Without `--write` the figures are printed and nothing
changes: the share of right findings by stated confidence, of sources and of kinds of text that the
fit did not see. Needs scipy.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from calibration_fit import Table, fit
from copydesk.columns.dtypes import Floats, Ints, Mask
from copydesk.curves import FILE, UNCLEAR, Curve, curve_of
from copydesk.engine.calibration import Calibration, Documents
from copydesk.engine.registry import load_rules
from judged_findings import Judged, clean_findings, judged_findings, together

# Of an arguable finding one strict editor in three says that it is right.
RIGHT = {"right": 1.0, "arguable": 0.3, "wrong": 0.0}
# A finding that was drawn from hundreds of its source counts more than one from a few, but not
# hundreds of times as much: the sources of others hold other text.
TEMPER, MOST = 0.25, 100.0
ROUNDS = 3  # damage depends on confidence, and confidence on damage
BANDS = ((0.9, 1.01), (0.7, 0.9), (0.5, 0.7), (0.3, 0.5), (0.0, 0.3))
_CONTEXT = ("CTX",)
FIGURES = Path(__file__).parent.parent / "docs/figures.md"
BEGIN, END = "<!-- written by tools/calibrate.py -->", "<!-- to here -->"


class Rated:
    """Judged findings as columns, and the hits of their documents."""

    def __init__(self, judged: Judged) -> None:
        self.codes = {code: number for number, code in enumerate(load_rules())}
        texts, rows = judged.texts, judged.rows
        self.rule = [row.rule for row in rows]
        self.text = np.array([row.text for row in rows], np.int64)
        self.score = np.array([row.score for row in rows])
        self.source = np.array([texts[row.text].source for row in rows])
        self.kind = np.array([texts[row.text].kind for row in rows])
        self.verdict = np.array([row.verdict for row in rows])
        self.stands_for = np.array([row.stands_for for row in rows])
        self.right = np.array([RIGHT[row.verdict] for row in rows])
        self.weight = np.minimum(self.stands_for, MOST) ** TEMPER
        kinds = sorted({UNCLEAR, *(text.kind for text in texts)})
        self.documents = Documents(
            np.array([kinds.index(text.kind) for text in texts], np.int64),
            np.array([text.length for text in texts], np.int64),
            kinds,
        )
        hits = [
            (number, self.codes[code], score)
            for number, text in enumerate(texts)
            for code, score in text.hits
        ]
        document, rule, score = zip(*hits, strict=True) if hits else ((), (), ())
        self._hits: tuple[Ints, Ints, Floats] = (
            np.array(document, np.int64),
            np.array(rule, np.int64),
            np.array(score, np.float64),
        )

    @property
    def numbers(self) -> Ints:
        """The rule of each finding as a number; shape (findings,)."""
        return np.array([self.codes[code] for code in self.rule], np.int64)

    def calibration(self, curves: Mapping[str, Curve]) -> Calibration:
        """Return the curves as columns."""
        return Calibration(list(load_rules().values()), self.documents.kinds, curves)

    def damage(self, curves: Mapping[str, Curve]) -> Floats:
        """Return the damage beside each finding."""
        document, rule, score = self._hits
        found = self.calibration(curves).damage_of(rule, document, score, self.documents)
        return found.beside(self.numbers, self.text)

    def confidence(self, curves: Mapping[str, Curve], *, unseen: bool = False) -> Floats:
        """Return the confidence of each finding; `unseen`: as if no document's kind was clear."""
        document, rule, score = self._hits
        known, facts = self.calibration(curves), self.documents
        damage = known.damage_of(rule, document, score, facts)
        if unseen:
            kind = np.full(facts.kind.size, facts.kinds.index(UNCLEAR), np.int64)
            facts = Documents(kind, facts.length, facts.kinds)
        return known.confidence(self.numbers, self.text, self.score, facts, damage)

    def table(self, damage: Floats) -> Table:
        """Return the columns to fit."""
        return Table(self.rule, self.score, self.kind.tolist(), damage, self.right, self.weight)


def fitted(rated: Rated, kept: Mask) -> dict[str, Curve]:
    """Return the curves fitted to some of the findings, and those that are stated by hand."""
    stated = by_hand()
    curves: dict[str, Curve] = {}
    for _ in range(ROUNDS):
        curves = fit(rated.table(rated.damage(curves)).take(kept)) | stated
    return curves


def by_hand() -> dict[str, Curve]:
    """Return the curves that judged findings cannot give: they stay as they are."""
    known = {code: curve_of(rule) for code, rule in load_rules().items()}
    return {code: curve for code, curve in known.items() if curve and curve.by_hand}


def left_out(rated: Rated, groups: Ints, *, unseen: bool = False) -> Floats:
    """Return the confidence of each finding by curves that did not see its group; NaN where its
    rule was judged in no other, or has a curve by hand, which nothing was left out of.
    """
    out: Floats = np.full(groups.size, np.nan)
    for group in sorted(set(groups.tolist())):
        mine = groups == group
        curves = fitted(rated, np.asarray(~mine))
        fit_to_others = curves.keys() - by_hand().keys()
        known = mine & np.array([rule in fit_to_others for rule in rated.rule])
        out[known] = rated.confidence(curves, unseen=unseen)[known]
    return out


def bands(rated: Rated, confidence: Floats, title: str) -> list[str]:
    """Return a table of what is right of the findings in each band of confidence, as Markdown.

    `weighted`: each finding as often as its source has such ones.
    """
    rows = [
        f"| {title} | right | of right or wrong | weighted | stated in the mean | findings |",
        "|---|---|---|---|---|---|",
    ]
    for low, high in BANDS:
        mine = (confidence >= low) & (confidence < high)
        right, arguable, wrong = (
            int((rated.verdict[mine] == verdict).sum())
            for verdict in ("right", "arguable", "wrong")
        )
        decided = mine & (rated.verdict != "arguable")
        weight = rated.stands_for[decided]
        weighted = _share(weight @ (rated.right[decided] > 0.5), weight.sum())
        mean = confidence[mine].mean() if mine.any() else 0.0
        rows.append(
            f"| {low:.1f} to {min(high, 1):.1f} | {_share(right, right + arguable + wrong)} "
            f"| {_share(right, right + wrong)} | {weighted} | {mean:.2f} | {right + arguable + wrong} |"
        )
    shown, known = confidence >= 0.5, ~np.isnan(confidence)
    parts = [
        f"{int((shown & (rated.verdict == verdict)).sum())} of {int((known & (rated.verdict == verdict)).sum())} {name}"
        for verdict, name in (
            ("right", "right ones"),
            ("arguable", "arguable ones"),
            ("wrong", "wrong ones"),
        )
    ]
    return [*rows, "", f"At 0.5 and more, and so shown by default: {', '.join(parts)}."]


def _share(part: float, whole: float) -> str:
    return f"{part / whole:.2f}" if whole else "-"


def by_rule(rated: Rated, confidence: Floats) -> Iterator[str]:
    """Yield for each rule what is shown by default, of those right and of those wrong."""
    yield f"{'rule':8}{'right':>10}{'wrong':>10}{'arguable':>10}"
    rules = np.array(rated.rule)
    for rule in sorted(set(rated.rule)):
        cells = []
        for verdict in ("right", "wrong", "arguable"):
            some = (rules == rule) & (rated.verdict == verdict)
            cells.append(f"{int((some & (confidence >= 0.5)).sum())}/{int(some.sum())}")
        yield f"{rule:8}" + "".join(f"{cell:>10}" for cell in cells)


def write(curves: Mapping[str, Curve]) -> None:
    """Write the table of each family beside its rules."""
    rules, files = load_rules(), defaultdict[Path, list[str]](list)
    for code in curves:
        module = rules[code].function.__module__
        files[Path(str(sys.modules[module].__file__)).parent / FILE].append(code)
    for file, codes in files.items():
        file.write_text(_toml(sorted(codes), curves), encoding="utf-8")
        print(f"{file}: {len(codes)} rules")


def write_figures(tables: Sequence[Sequence[str]]) -> None:
    """Write the figures of findings left out into their place on the page of figures."""
    head, rest = FIGURES.read_text(encoding="utf-8").split(BEGIN)
    made = "\n\n".join("\n".join(rows) for rows in tables)
    tail = rest.partition(END)[2]
    FIGURES.write_text(f"{head}{BEGIN}\n\n{made}\n\n{END}{tail}", encoding="utf-8")


def _toml(codes: Sequence[str], curves: Mapping[str, Curve]) -> str:
    rows = [
        f"# Confidence of findings; written by tools/calibrate.py, {datetime.date.today()}.",
        "# In log-odds: base + slope × (log-odds of the score - centre) + kinds + damage × damage.",
    ]
    for code in codes:
        curve = curves[code]
        rows += ["", f"[{code}]"]
        rows += [
            f"{name} = {getattr(curve, name)}"
            for name in ("base", "slope", "centre", "damage", "judged")
        ]
        if curve.by_hand:
            rows.append(f"by_hand = {json.dumps(curve.by_hand, ensure_ascii=False)}")
        listed = ", ".join(f"{kind} = {effect}" for kind, effect in curve.kinds.items())
        rows.append(f"kinds = {{ {listed} }}" if listed else "kinds = {}")
    return "\n".join(rows) + "\n"


def main() -> None:
    """Print the figures of findings left out, and write the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--clean", type=Path, nargs="*", default=[])
    parser.add_argument("--rows", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    rated = Rated(_kept(options.rows, lambda: _judged(options.data, options.clean)))
    sources = left_out(rated, rated.source)
    tables = [
        bands(rated, sources, "sources left out"),
        bands(rated, left_out(rated, rated.kind, unseen=True), "kinds of text left out"),
    ]
    curves = fitted(rated, np.ones(len(rated.rule), np.bool_))
    seen = bands(rated, rated.confidence(curves), "all seen")
    for rows in (*tables, seen, list(by_rule(rated, sources))):
        print("\n".join(rows), end="\n\n")
    if options.write:
        write(curves)
        write_figures(tables)


def _judged(data: Path, clean: Sequence[Path]) -> Judged:
    return together([judged_findings(data), *(clean_findings(file, _CONTEXT) for file in clean)])


def _kept(file: Path | None, make: Callable[[], Judged]) -> Judged:
    if file and file.exists():
        return Judged.read(file)
    made = make()
    if file:
        made.write(file)
    return made


if __name__ == "__main__":
    main()

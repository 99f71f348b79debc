"""Match what the rules find now with what readers judged, for `tools/calibrate.py`.

    python tools/judged_findings.py DATA [--output ROWS.json] [--kinds A,B]

DATA holds a file or folder for each source of text (NAME.jsonl, or NAME/ with files) and
`verdicts.jsonl`: one judged finding a line, with `kind` (the source), `rule`, `path`, `record`
(null for a whole file), `start` and `end` (offsets in the file, columns of its line for a record),
`verdict` (right, arguable or wrong) and `stands_for` (how many findings of its rule and source it
was drawn from). A finding is judged if the same rule marks an overlapping span.

Rows are written with the other hits of their documents, because damage counts.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from copydesk.engine.collection import Collection, collect
from copydesk.engine.documents import DocumentStore
from copydesk.engine.judge import judge_corpus
from copydesk.engine.plan import ONE_PROCESS, Plan, bind, numbered_rules
from copydesk.engine.registry import load_rules
from copydesk.engine.spill import spilling
from copydesk.engine.timings import Timings
from copydesk.reading.document import Document
from copydesk.reading.walk import Walker

Verdict = dict[str, Any]


@dataclass
class Text:
    """A document with judged findings: its source, kind and length, and the hits that rules of
    documents have in it, as pairs of rule and score.
    """

    source: str
    kind: str
    length: int
    hits: list[tuple[str, float]] = field(default_factory=list)


@dataclass
class Row:
    """A judged finding: its rule and score, the number of its text, the verdict, its weight."""

    rule: str
    score: float
    text: int
    verdict: str
    stands_for: float


@dataclass
class Judged:
    """All judged findings of some sources."""

    texts: list[Text] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def write(self, file: Path) -> None:
        """Write everything as JSON."""
        plain = {name: [asdict(one) for one in getattr(self, name)] for name in ("texts", "rows")}
        file.write_text(json.dumps(plain), encoding="utf-8")

    @classmethod
    def read(cls, file: Path) -> Judged:
        """Read what `write` wrote."""
        found = json.loads(file.read_text(encoding="utf-8"))
        return cls([Text(**one) for one in found["texts"]], [Row(**one) for one in found["rows"]])


@dataclass(frozen=True)
class Marked:
    """A finding of a document before anything is left out: rule, score and span."""

    rule: str
    score: float
    start: int
    end: int
    linked: bool


class Source:
    """One source of text, linted once."""

    def __init__(self, target: Path) -> None:
        self.name = target.stem if target.suffix == ".jsonl" else target.name
        rules = load_rules()
        plan = Plan(tuple(code for code, rule in rules.items() if not rule.tier))
        files = Walker(target.parent).find([str(target)])
        self._root = target.parent if target.is_file() else target
        with spilling(0) as spill:
            ordered = sorted(files, key=lambda source: source.path)
            self._collection = collect(plan, ordered, {}, None, Timings(), ONE_PROCESS, spill)
            self._documents = DocumentStore(
                self._collection, {source.path: source for source in ordered}, plan
            )
            self._marked = _marked(self._collection, self._documents, plan)
        numbers = np.array(sorted(self._marked), np.int64)
        self._facts = self._documents.facts(numbers, numbers, numbers)

    def documents(self) -> Iterator[tuple[int, Document, str]]:
        """Yield the documents in which something is found, with their paths below the source."""
        for number, document in self._documents.stream(sorted(self._marked)):
            yield number, document, self._relative(document.origin.path)

    def _relative(self, path: str) -> str:
        return Path(path).resolve().relative_to(self._root.resolve()).as_posix()

    def marked(self, number: int) -> list[Marked]:
        """Return what is found in a document."""
        return self._marked[number]

    def text(self, number: int) -> Text:
        """Return a document's part of the rows."""
        facts = self._facts
        hits = [(one.rule, round(one.score, 4)) for one in self._marked[number] if not one.linked]
        kind = facts.kinds[int(facts.kind[number])]
        return Text(self.name, kind, int(facts.length[number]), hits)


def _marked(
    collection: Collection, documents: DocumentStore, plan: Plan
) -> dict[int, list[Marked]]:
    rules, out = numbered_rules(), defaultdict[int, list[Marked]](list)
    hits = collection.hits()
    columns = (hits.document, hits.rule, hits.confidence, hits.start, hits.end)
    for number, rule, score, start, end in zip(*(c.tolist() for c in columns), strict=True):
        out[number].append(Marked(rules[rule].code, score, start, end, linked=False))
    bound = [one for one in bind(plan) if one.rule.scope == "corpus"]
    decided, crashes = judge_corpus(bound, documents.corpus, Timings())
    assert not crashes, crashes
    for one in decided:
        documents.fetch(sorted(set(one.documents.tolist())))
        placed = one.placed(documents)
        for number, score, (start, end) in zip(
            placed.copy_document.tolist(),
            placed.links.confidence.tolist(),
            placed.copy_span.tolist(),
            strict=True,
        ):
            out[number].append(Marked(one.rule.code, score, start, end, linked=True))
    return dict(out)


def judged_findings(data: Path, only: Sequence[str] = ()) -> Judged:
    """Return the findings of the sources below `data` that were judged."""
    verdicts: dict[str, list[Verdict]] = defaultdict(list)
    for line in (data / "verdicts.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        verdicts[row["kind"]].append(row)
    out = Judged()
    for name in only or sorted(verdicts):
        target = data / f"{name}.jsonl"
        source = Source(target if target.exists() else data / name)
        wanted: dict[tuple[str, str | None], list[Verdict]] = defaultdict(list)
        for row in verdicts[name]:
            wanted[row["path"], row.get("record")].append(row)
        for number, document, path in source.documents():
            place = document.origin.place(0, 0)
            record = place.document.id if place.document else None
            rows = wanted.get((path, record), [])
            found = list(_matched(rows, source.marked(number), document))
            if found:
                out.texts.append(source.text(number))
                out.rows += [
                    Row(one.rule, round(one.score, 4), len(out.texts) - 1, *verdict)
                    for one, verdict in found
                ]
    return out


def _matched(
    rows: Sequence[Verdict], marked: Sequence[Marked], document: Document
) -> Iterator[tuple[Marked, tuple[str, float]]]:
    """Yield for each judged span the finding of its rule that covers most of it."""
    asked = {row["rule"] for row in rows}
    some = [one for one in marked if one.rule in asked]
    places = document.origin.places([(one.start, one.end) for one in some])
    spans = [(p.column, p.end_column) if p.document else (p.offset, p.end_offset) for p in places]
    for row in rows:
        best, most = None, 0
        for one, (start, end) in zip(some, spans, strict=True):
            common = min(end, row["end"]) - max(start, row["start"])
            if one.rule == row["rule"] and common > most:
                best, most = one, common
        if best:
            yield best, (row["verdict"], float(row["stands_for"]))


def clean_findings(file: Path, families: Sequence[str]) -> Judged:
    """Return what the rules of some families find in a file that holds none of it: all wrong."""
    source, out = Source(file), Judged()
    for number, *_ in source.documents():
        some = [one for one in source.marked(number) if one.rule.startswith(tuple(families))]
        if some:
            out.texts.append(source.text(number))
            text = len(out.texts) - 1
            out.rows += [Row(one.rule, round(one.score, 4), text, "wrong", 1.0) for one in some]
    return out


def together(parts: Sequence[Judged]) -> Judged:
    """Return the findings of several as one."""
    out = Judged()
    for part in parts:
        base = len(out.texts)
        out.texts += part.texts
        out.rows += [
            Row(r.rule, r.score, r.text + base, r.verdict, r.stands_for) for r in part.rows
        ]
    return out


def main() -> None:
    """Write the rows."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--output", type=Path, default=Path("judged.json"))
    parser.add_argument("--kinds", default="")
    options = parser.parse_args()
    judged = judged_findings(options.data, [kind for kind in options.kinds.split(",") if kind])
    judged.write(options.output)
    print(f"{len(judged.rows)} judged findings in {len(judged.texts)} documents")


if __name__ == "__main__":
    main()

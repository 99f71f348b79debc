"""A report of six findings, made by hand: what the golden files of all formats show.

It holds one of each thing that formats show: a safe fix, another place in a cluster, a record of a
JSONL file, an error of two lines, a finding that is suppressed and one inside a wider one. No rule
decides it, so the golden files change only with the formats.
"""

from __future__ import annotations

from typing import Any

from copydesk.finding import (
    Edit,
    Finding,
    Fix,
    Place,
    Record,
    Related,
    Suppression,
    fingerprint,
)
from copydesk.language.phrases import phrase_rule
from copydesk.output.render_input import RenderInput
from copydesk.output.units import Units
from copydesk.reading.source import Source
from copydesk.report import Cluster, Member, Report
from copydesk.rule import Rule, Severity

FERRY = "The ferry leaves at nine and comes back at noon on every day of the week."
LATER = "The ferry leaves at nine and comes back at one on every day of the week."
FILES = {
    "news/a.txt": f"😀 He opened the the door, <b>“é”</b>.\n\n{FERRY}\n",
    "news/b,1.txt": f"Share | Print\n\n{LATER} {LATER}\n",
    "records.jsonl": '{"id": "=r1", "text": "Two lines.\\nShe said said so."}\n{"id": "r2", "text": \n',
}
PAGE = """\
Find a defect of the {name} kind.

Take it out.

## Bad
    The the.
## Good
    The.
"""
NAMES = {
    "BOI101": "site-widget",
    "DUP202": "near-duplicate-paragraph",
    "GAR104": "repeated-word",
    "IOE201": "malformed-record",
}


def place(path: str, start: str, end: str = "", document: Record | None = None) -> Place:
    """Return the place of a text in a file, or from one text to the end of another."""
    text = FILES[path]
    offset = text.index(start)
    stop = text.index(end, offset) + len(end) if end else offset + len(start)
    lines = [text.count("\n", 0, at) for at in (offset, stop)]
    columns = [at - (text.rfind("\n", 0, at) + 1) for at in (offset, stop)]
    return Place(
        path, lines[0] + 1, columns[0] + 1, lines[1] + 1, columns[1] + 1, offset, stop, document
    )


def finding(
    rule: str, severity: Severity, confidence: float, message: str, at: Place, **more: Any
) -> Finding:
    text = FILES[at.path][at.offset : at.end_offset]
    return Finding(
        rule,
        NAMES[rule],
        severity,
        confidence,
        message,
        at,
        text,
        id=fingerprint(rule, text),
        **more,
    )


def rules() -> dict[str, Rule]:
    """Return the rules of the report, with pages that do not change."""
    return {
        code: phrase_rule(code, name, "it is {phrase}", ("x",), page=PAGE.format(name=name))
        for code, name in NAMES.items()
    }


def fixed_report() -> RenderInput:
    """Return the report as formats get it."""
    twice, ferry = place("news/a.txt", "the the"), place("news/a.txt", FERRY)
    later, share = place("news/b,1.txt", LATER), place("news/b,1.txt", "Share | Print")
    said = place("records.jsonl", "said said", document=Record("=r1", "text", 2, 5))
    broken = place("records.jsonl", '{"id": "r2"', '"text": \n')
    fix = Fix("safe", (Edit(twice.offset + 3, twice.end_offset, ""),))
    cluster = Cluster(
        "c1", "DUP202", (Member(ferry, 1.0), Member(later, 0.87, "noon")), 0.87, ferry, False
    )
    pair = finding(
        "DUP202",
        "warning",
        0.95,
        "87 % the same as news/a.txt:3: noon → one",
        later,
        related=(Related(ferry, FERRY, 0.87),),
        cluster="c1",
        after=f" {LATER}",
        evidence={"measure": "Jaccard", "similarity": 0.87},
    )
    report = Report(
        findings=[
            finding(
                "GAR104",
                "warning",
                0.9,
                "repeated: the the",
                twice,
                fix=fix,
                before="😀 He opened ",
                after=" door",
            ),
            finding("BOI101", "info", 0.4, 'boilerplate: "Share | Print"', share),
            pair,
            finding(
                "GAR104", "warning", 0.9, "repeated: said said", said, evidence={"words": ["said"]}
            ),
            finding("IOE201", "error", 1.0, "not a JSON record: unexpected end", broken),
        ],
        nested=[
            finding(
                "GAR104",
                "warning",
                0.9,
                "repeated: The ferry",
                place("news/b,1.txt", "The ferry"),
                within=pair.id,
            )
        ],
        clusters=[cluster],
        suppressed=[
            finding(
                "BOI101",
                "warning",
                0.8,
                'boilerplate: "Print"',
                place("news/b,1.txt", "Print"),
                suppressed=Suppression("comment", "theirs"),
            ),
        ],
        documents=4,
        paragraphs=5,
        bytes=sum(len(text.encode()) for text in FILES.values()),
    )
    sources = [
        Source(path, None, "jsonl" if path.endswith("l") else "text", content=text.encode())
        for path, text in FILES.items()
    ]
    return RenderInput(report, rules(), exit_code=1, units=Units(sources))

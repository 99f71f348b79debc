"""Reports to open in a browser: shared by the tests of the HTML report."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from copydesk.engine.registry import load_rules
from copydesk.finding import Finding, Place, Related, fingerprint
from copydesk.output.render_input import RenderInput
from copydesk.output.saved import Saved, saved
from copydesk.output.units import Units
from copydesk.reading.formats import format_of
from copydesk.reading.source import Source
from copydesk.report import Cluster, Member, Report
from copydesk.rule import Severity
from linting import lint

LONG = "The tide gauge at Port Ardle was read by hand until the harbour board put in a float and a chain. "
ODD = {
    "odd/astral.txt": "A 😀 and a 𝔊 stood in the the way, said said the clerk.\n",
    "odd/escaped.jsonl": '{"id": "r1", "text": "First line.\\nCaf\\u00e9 \\ud83d\\ude00 \\"ends\\" at the the \\u005bwindow].\\n"}\n',
    "odd/long.txt": LONG * 30 + "It was was so. " + LONG * 30 + "\n",
}


def sheet_of(files: dict[str, str | bytes]) -> RenderInput:
    report = lint(files)
    sources = [
        Source(
            name,
            None,
            format_of(name)[0] or "text",
            content=text if isinstance(text, bytes) else text.encode(),
        )
        for name, text in files.items()
    ]
    return RenderInput(report, load_rules(), exit_code=1, units=Units(sources))


def data_of(text: str) -> Any:
    (found,) = re.findall(
        r'<script type="application/json" id="report">(.*?)</script>', text, re.DOTALL
    )
    return json.loads(found)


def of_rule(found: list[dict[str, Any]], rule: str, path: str = "") -> dict[str, Any]:
    return next(f for f in found if f["rule"] == rule and path in f["path"])


def many(number: int) -> RenderInput:
    """Return a given of so many findings.

    Half of them near-duplicates with their other copy, all of them in articles.
    """
    each = 100
    findings, clusters, files = [], [], {}
    for file in range(number // each):
        path, rows, offset = f"part{file % 9}/article-{file:03}.txt", [], 0
        for line in range(each):
            row = f"Paragraph {line} of article {file} says that the the board met at noon, {LONG}and sent everyone home at {line} past."
            start = row.index("the the")
            span = (offset + start, offset + start + 7) if line % 2 else (offset, offset + len(row))
            place = Place(
                path, line + 1, span[0] - offset + 1, line + 1, span[1] - offset + 1, *span
            )
            text = row[span[0] - offset : span[1] - offset]
            rule, name = (
                ("GAR104", "repeated-word") if line % 2 else ("DUP202", "near-duplicate-paragraph")
            )
            related = () if line % 2 else (Related(place, text.replace("noon", "midnight"), 0.9),)
            cluster = None if line % 2 else f"c{file}-{line}"
            if cluster:
                clusters.append(
                    Cluster(
                        cluster,
                        rule,
                        (Member(place, 1.0), Member(place, 0.9, "midnight")),
                        0.9,
                        place,
                        chained=False,
                    )
                )
            severity: Severity
            severity, confidence = (
                ("warning", 0.6 + line % 40 / 100) if line % 5 else ("error", 1.0)
            )
            facts: dict[str, Any] = {
                "related": related,
                "cluster": cluster,
                "id": fingerprint(rule, text),
            }
            findings.append(
                Finding(
                    rule, name, severity, confidence, f"{name} number {line}", place, text, **facts
                )
            )
            rows.append(row)
            offset += len(row) + 1
        files[path] = "\n".join(rows)
    sources = [Source(path, None, "text", content=text.encode()) for path, text in files.items()]
    findings.sort(key=lambda finding: finding.order)
    return RenderInput(
        Report(findings, clusters=clusters, documents=len(files)),
        load_rules(),
        units=Units(sources),
    )


PARAGRAPH = "The ferry will leave at nine and come back at noon on every day of the week."
FILES = {
    "one/a.txt": f"He opened the the door of the boat house.\n\n{PARAGRAPH}\n",
    "two/b.jsonl": '{"id": "r1", "text": "Two lines.\\nThe caf\\u00e9 \\ud83d\\ude00 said said it.\\r\\nThe end of it."}\n',
    "c.txt": f"{PARAGRAPH}\n",
}


def copydesk(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command."""
    env = {
        k: v
        for k, v in os.environ.items()
        if k not in ("PRE_COMMIT", "COPYDESK_OUTPUT_FORMAT", "SOURCE_DATE_EPOCH")
    } | environment
    return subprocess.run(
        [sys.executable, "-m", "copydesk", *arguments],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
    )


def check(cwd: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return copydesk(
        "check", ".", "--isolated", "--no-cache", "-q", *arguments, cwd=cwd, **environment
    )


def of(files: dict[str, str | bytes]) -> Saved:
    return saved(RenderInput(lint(files)))

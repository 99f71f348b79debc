"""Lint texts given in a test: shared by every test that runs rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from copydesk.engine.decide import Decisions, decide
from copydesk.engine.plan import Plan
from copydesk.engine.registry import load_rules
from copydesk.engine.run import run
from copydesk.reading.formats import format_of
from copydesk.reading.source import Source
from copydesk.report import Report

_FILE = re.compile(r"^--- (\S+) ---\n", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """A block of example text: file names to contents."""

    files: Mapping[str, str]

    @classmethod
    def parse(cls, block: str) -> Example:
        """Read a block; lines `--- name ---` begin files, without one all of it is `text.txt`."""
        parts = _FILE.split(block)
        if len(parts) == 1:
            return cls({"text.txt": block})
        return cls(dict(zip(parts[1::2], parts[2::2], strict=True)))


def lint(files: Mapping[str, str | bytes], *, codes: tuple[str, ...] | None = None, jobs: int = 1, min_confidence: float = 0.0) -> Report:
    """Lint some files, held in memory, with all rules that are on by default (or those named)."""
    chosen = codes or tuple(code for code, rule in load_rules().items() if not rule.tier)
    sources = []
    for name, content in files.items():
        kind, packing = format_of(name)
        raw = content if isinstance(content, bytes) else content.encode()
        sources.append(Source(name, None, kind or "text", packing, content=raw))
    report = run(Plan(chosen), sources, jobs=jobs, min_confidence=min_confidence)
    decide(report, chosen, Decisions(whole=True))
    return report


def lines(report: Report) -> list[str]:
    """Return a report as `path:line CODE message` lines."""
    return [f"{f.place.path}:{f.place.line} {f.rule} {f.message}" for f in report.findings]

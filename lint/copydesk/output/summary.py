"""The summary at the end of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from copydesk.finding import NO_READER, Skipped
from copydesk.reading.formats import SAVED_AS
from copydesk.report import Report

FAMILIES = {
    "DUP": "duplicate",
    "CAP": "caption",
    "GAR": "garbled",
    "CTX": "out of context",
    "BOI": "boilerplate",
    "IOE": "reading",
    "INT": "internal",
    "SUP": "suppression",
    "STY": "house style",
    "LAN": "foreign language",
    "LEF": "leftover",
    "HEU": "corpus heuristic",
}


def summary(report: Report) -> str:
    """Return one sentence with the number of findings, files and documents."""
    read = f"{report.documents} document{'s' * (report.documents != 1)}{' read' * bool(report.findings)}"
    known = sum(
        1
        for finding in report.suppressed
        if finding.suppressed and finding.suppressed.kind == "baseline"
    )
    suppressed = len(report.suppressed) - known
    if known:
        read += f", {known} in the baseline"
    if suppressed:
        read += f", {suppressed} suppressed"
    if not report.findings:
        return f"No findings in {read}."
    kinds = Counter(finding.rule.rstrip("0123456789") for finding in report.findings)
    ordered = sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
    listed = ", ".join(f"{count} {FAMILIES.get(kind, kind)}" for kind, count in ordered)
    files = len({finding.place.path for finding in report.findings})
    total = len(report.findings)
    return f"Found {total} finding{'s' * (total != 1)} in {files} file{'s' * (files != 1)} ({listed}); {read}."


def passed_over(skipped: Sequence[Skipped]) -> str:
    """Return one sentence about the documents that no format reads, by ending; "" without any."""
    endings = Counter(
        one.detail.split(" ", 1)[0] for one in skipped if one.reason == NO_READER
    ).most_common()
    if not endings:
        return ""
    listed = ", ".join(f"{count} {ending}{_advice(ending)}" for ending, count in endings)
    total = sum(count for _, count in endings)
    return f"passed over {total} document{'s' * (total != 1)} that copydesk does not read: {listed}"


def _advice(ending: str) -> str:
    other = SAVED_AS.get(ending)
    return f" (save as {other})" if other else ""


def fixable(report: Report, *, unsafe: bool) -> str:
    """Return one sentence with the number of findings that `--fix` and `--unsafe-fixes` would fix.

    "" if there are none. Those of a cluster that is told once count each.
    """
    told = [finding for finding in report.nested if finding.cluster]
    trusts = Counter(f.fix.applicability for f in (*report.findings, *told) if f.fix)
    now, more = (
        (trusts["safe"] + trusts["unsafe"], 0) if unsafe else (trusts["safe"], trusts["unsafe"])
    )
    if now:
        return f"[*] {now} fixable with --fix" + (
            f", {more} more with --unsafe-fixes." if more else "."
        )
    return f"{more} fixable with --fix --unsafe-fixes." if more else ""

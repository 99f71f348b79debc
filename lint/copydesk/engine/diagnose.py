"""Make findings of hits: places, texts, messages. Only the engine does this."""

from __future__ import annotations

from typing import Any

import numpy as np

from copydesk.codes import CRASHED_RULE
from copydesk.columns.batch import Batch
from copydesk.engine.remedy import fix_of
from copydesk.finding import Finding, Place, Related, fingerprint
from copydesk.fixes import Remedy
from copydesk.reading.document import Document, Fault
from copydesk.reading.formats import has_lines
from copydesk.reading.places import context
from copydesk.rule import Hits, Rule

# confidence below which a finding is more likely wrong than right, and only information whatever
# its rule's severity
_LIKELY = 0.5


def diagnose(rule: Rule, hits: Hits, batch: Batch, documents: list[Document]) -> list[Finding]:
    """Return the findings of a document rule's hits in a batch of these documents."""
    owner = np.searchsorted(batch.document_start, hits.start, side="right") - 1
    remedies = hits.fix.by_hit() if hits.fix else {}
    findings = []
    for row, number in enumerate(owner.tolist()):
        document, base = documents[number], int(batch.document_start[number])
        span = int(hits.start[row]) - base, int(hits.end[row]) - base
        details = {name: values[row] for name, values in hits.details.items()}
        other = (
            (int(hits.other_start[row]) - base, int(hits.other_end[row]) - base)
            if hits.other_start[row] >= 0
            else None
        )
        remedy = remedies.get(row)
        if remedy:
            remedy = Remedy(
                remedy.applicability,
                [(start - base, end - base, text) for start, end, text in remedy.edits],
            )
        there = (document, *other) if other else None
        findings.append(
            make_finding(
                rule, document, span, float(hits.confidence[row]), details, there, remedy=remedy
            )
        )
    return findings


def make_finding(
    rule: Rule,
    document: Document,
    span: tuple[int, int],
    confidence: float,
    details: dict[str, Any],
    other: tuple[Document, int, int] | None = None,
    *,
    similarity: float | None = None,
    changed: str = "",
    remedy: Remedy | None = None,
) -> Finding:
    """Return one finding; `other` is the other document (or the same) with a span of its text,
    `changed` says what differs there.

    One that is more likely wrong than right has no fix.
    """
    place = document.origin.place(*span)
    text, before, after = context(document.origin, *span)
    related: tuple[Related, ...] = ()
    values = {**details, "changed": f": {changed}" if changed else ""}
    if other:
        there = other[0].origin.place(*other[1:])
        related = (Related(there, context(other[0].origin, *other[1:])[0], similarity),)
        values["other"] = _shown(there, place)
    return Finding(
        rule=rule.code,
        name=rule.name,
        severity=rule.severity if confidence >= _LIKELY else "info",
        confidence=round(confidence, 3),
        message=rule.message.format_map(values),
        place=place,
        text=text,
        before=before,
        after=after,
        related=related,
        evidence=details,
        id=fingerprint(rule.code, document.text[span[0] : span[1]]),
        fix=fix_of(document, remedy) if remedy and confidence >= _LIKELY else None,
    )


def _shown(there: Place, here: Place) -> str:
    """Name a place for a message, shortly.

    By line in the same document, by record or by path elsewhere.
    """
    if there.path != here.path:
        return f"{there.path}:{there.line}"
    if there.document and here.document and there.line == here.line:
        return f"line {there.document.line} of its text"
    return f"{'line' if has_lines(there.path) else 'record'} {there.line}"


def fault_finding(fault: Fault, rule: Rule) -> Finding:
    """Return the finding of a reading fault."""
    return Finding(
        rule=rule.code,
        name=rule.name,
        severity=rule.severity,
        confidence=1.0,
        message=rule.message.format_map(fault.details),
        place=fault.place,
        text=fault.text,
        evidence=dict(fault.details),
        id=fingerprint(rule.code, fault.text),
    )


def crash(rule: Rule, error: str, document: Document) -> Finding:
    """Return INT001: a rule that raised, named with the document it raised on."""
    from copydesk.engine.registry import load_rules

    details = {"crashed": rule.code, "crashed_name": rule.name, "error": error}
    return make_finding(
        load_rules()[CRASHED_RULE], document, (0, min(1, len(document.text))), 1.0, details
    )

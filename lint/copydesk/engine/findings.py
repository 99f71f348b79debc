"""Make findings: places, texts, messages. Only the engine does this, and only of what is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from copydesk.codes import CRASHED_RULE
from copydesk.columns.dtypes import ShortInts
from copydesk.columns.ragged import Runs
from copydesk.engine.documents import DocumentStore
from copydesk.engine.faults import crash_details
from copydesk.engine.fixes import fix_of
from copydesk.engine.hits import RatedHits
from copydesk.engine.registry import load_rules
from copydesk.finding import LIKELY, PARAGRAPH, Finding, Place, Related, fingerprint
from copydesk.fixes import ProposedFix
from copydesk.reading.document import Document
from copydesk.reading.formats import unit_of
from copydesk.reading.places import context
from copydesk.rule import Rule

Span = tuple[int, int]
SCORE = "score"  # the rule's own confidence, in the evidence beside what was made of it


class Spot(NamedTuple):
    """A span of a document's text, and its place in the file."""

    document: Document
    span: Span
    place: Place


def hit_findings(
    rated: RatedHits, rules: Sequence[Rule], documents: DocumentStore
) -> Iterator[Finding]:
    """Yield the findings of hits, a document at a time; hits are in the order of documents.

    A document that changed since the run began has none.
    """
    document_of = rated.hits.document
    runs = Runs.of_equal(document_of)
    first = dict(zip(document_of[runs.start].tolist(), runs.start.tolist(), strict=True))
    size = dict(zip(first, runs.size.tolist(), strict=True))
    for number, document in documents.stream(list(first)):
        rows = slice(first[number], first[number] + size[number])
        yield from _of_document(rated, rows, rules, document)


def _of_document(
    rated: RatedHits, rows: slice, rules: Sequence[Rule], document: Document
) -> Iterator[Finding]:
    """Yield the findings of one document; places of all its hits are found at once."""
    hits = rated.hits
    spans = _spans(hits.start[rows], hits.end[rows])
    others = _spans(hits.other_start[rows], hits.other_end[rows])
    places = document.origin.places([*spans, *(span for span in others if span[0] >= 0)])
    here, there = iter(places), iter(places[len(spans) :])
    for row, span, other in zip(range(rows.start, rows.stop), spans, others, strict=True):
        details, proposed = hits.details(row)
        details[SCORE] = round(float(hits.confidence[row]), 3)
        spot = Spot(document, other, next(there)) if other[0] >= 0 else None
        yield make_finding(
            rules[int(hits.rule[row])],
            Spot(document, span, next(here)),
            float(rated.confidence[row]),
            details,
            spot,
            proposed=proposed,
        )


def _spans(start: ShortInts, end: ShortInts) -> list[Span]:
    return list(zip(start.tolist(), end.tolist(), strict=True))


def make_finding(
    rule: Rule,
    spot: Spot,
    confidence: float,
    details: dict[str, Any],
    other: Spot | None = None,
    *,
    similarity: float | None = None,
    changed: str = "",
    proposed: ProposedFix | None = None,
    within: str | None = None,
    turned: bool = False,
) -> Finding:
    """Return one finding; `other` is the other place, `changed` says what differs there.

    `within`: the id of a wider finding that it is nested in. `turned`: it is told here only since
    the other file is not checked. One that is more likely wrong than right has no fix.
    """
    document, span, place = spot
    text, before, after = context(document.origin, *span)
    related: tuple[Related, ...] = ()
    values = {**details, "changed": f": {changed}" if changed else ""}
    if other:
        shown = context(other.document.origin, *other.span)[0]
        related = (Related(other.place, shown, similarity),)
        values["other"] = _named(other.place, place)
    return Finding(
        rule=rule.code,
        name=rule.name,
        severity=rule.severity if confidence >= LIKELY else "info",
        confidence=round(confidence, 3),
        message=rule.message.format_map(values),
        place=place,
        text=text,
        before=before,
        after=after,
        related=related,
        evidence=details,
        id=_id(rule, spot),
        within=within,
        fix=fix_of(document, proposed) if proposed and confidence >= LIKELY else None,
        kind=document.kind.label if document.kind is not None else "",
        turned=_id(rule, other) if turned and other else "",
    )


def _id(rule: Rule, spot: Spot) -> str:
    return fingerprint(rule.code, spot.document.text[slice(*spot.span)])


def _named(there: Place, here: Place) -> str:
    """Return the short name of a place for a message: its line, or its record or file elsewhere."""
    if there.path != here.path:
        return f"{there.path}:{there.line}"
    one, other, unit = there.document, here.document, unit_of(there.path)
    if one and other and there.row == here.row and unit != PARAGRAPH:
        within = f" of {one.part}" if one.field != other.field else ""
        return f"text line {one.line}{within}"
    if one and one.number:
        return f"record {one.number}"
    return f"{unit} {there.line}"


def crash_finding(rule: Rule, error: str, document: Document) -> Finding:
    """Return INT001 for a corpus rule that raised, at the beginning of a document."""
    span = 0, min(1, len(document.text))
    spot = Spot(document, span, document.origin.place(*span))
    return make_finding(load_rules()[CRASHED_RULE], spot, 1.0, crash_details(rule, error))

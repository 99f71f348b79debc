"""What the engine itself reports: what could not be read, and rules that raised."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import msgspec

from copydesk.codes import MISSING_TEXT_FIELD
from copydesk.engine.registry import load_rules
from copydesk.finding import Finding, fingerprint
from copydesk.reading.document import Fault, more_records
from copydesk.rule import Rule


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
        id=fingerprint(rule.code, fault.known_by or fault.text),
    )


def once_a_file(faults: list[Finding]) -> list[Finding]:
    """Return the faults of a file, those of records without text as one, or as two: where the field
    is missing, and where it is no string.
    """
    lacking = defaultdict[bool, list[Finding]](list)
    for fault in faults:
        if fault.rule == MISSING_TEXT_FIELD:
            lacking[fault.evidence["missing"]].append(fault)
    rest = [fault for fault in faults if fault.rule != MISSING_TEXT_FIELD]
    return rest + [_first_of(same) for same in lacking.values()]


def _first_of(faults: list[Finding]) -> Finding:
    """Return the first of some faults, with the number of all their records."""
    first = min(faults, key=lambda fault: fault.place.offset)
    records = sum(fault.evidence["records"] for fault in faults)
    details = {**first.evidence, "records": records, "more": more_records(records - 1)}
    message = load_rules()[MISSING_TEXT_FIELD].message.format_map(details)
    return msgspec.structs.replace(first, message=message, evidence=details)


def crash_details(rule: Rule, error: str) -> dict[str, Any]:
    """Return what INT001 says of a rule that raised."""
    return {"crashed": rule.code, "crashed_name": rule.name, "error": error}

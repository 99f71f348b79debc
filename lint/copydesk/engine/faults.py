"""What the engine itself reports: what could not be read, and rules that raised."""

from __future__ import annotations

from typing import Any

from copydesk.finding import Finding, fingerprint
from copydesk.reading.document import Fault
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
        id=fingerprint(rule.code, fault.text),
    )


def crash_details(rule: Rule, error: str) -> dict[str, Any]:
    """Return what INT001 says of a rule that raised."""
    return {"crashed": rule.code, "crashed_name": rule.name, "error": error}

"""The format `gitlab`: a Code Quality report, which GitLab shows in merge requests."""

from __future__ import annotations

import hashlib

import msgspec

from copydesk.output.fingerprints import numbered
from copydesk.output.native import well_formed
from copydesk.output.render_input import RenderInput

_SEVERITIES = {"error": "critical", "warning": "minor", "info": "info"}


def render(given: RenderInput) -> str:
    """Return a JSON list of objects; fingerprints are unique and stable when lines move."""
    rows = [
        {
            "description": well_formed(f"{finding.rule}: {finding.message}"),
            "check_name": finding.rule,
            "fingerprint": hashlib.blake2b(
                well_formed(f"{finding.place.path}\0{key}").encode(), digest_size=16
            ).hexdigest(),
            "severity": _SEVERITIES[finding.severity],
            "location": {
                "path": well_formed(finding.place.path),
                "lines": {"begin": finding.place.line, "end": finding.place.end_line},
            },
        }
        for finding, key in numbered(given.report.findings)
    ]
    return msgspec.json.format(msgspec.json.encode(rows), indent=1).decode("utf-8") + "\n"

"""The Python API: `copydesk.check`, `copydesk.fix`, `copydesk.dedupe`, `copydesk.contamination`.

The same findings and confidence as on the command line. Nothing is written, and no cache is kept.
Calls may run in several threads. `docs/guide/python.md` shows it at work.
"""

from __future__ import annotations

from copydesk.api.benchmarks import Contamination, contamination
from copydesk.api.calls import check, fix
from copydesk.api.deduplication import Deduplication, dedupe
from copydesk.api.errors import (
    ConfigError,
    CopydeskError,
    InputError,
    MissingDependencyError,
)
from copydesk.api.report import Finding, Place, Report, Skipped

__all__ = [
    "ConfigError",
    "Contamination",
    "CopydeskError",
    "Deduplication",
    "Finding",
    "InputError",
    "MissingDependencyError",
    "Place",
    "Report",
    "Skipped",
    "check",
    "contamination",
    "dedupe",
    "fix",
]

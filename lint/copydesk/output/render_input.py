"""The input of an output format."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

from copydesk.output.units import Units
from copydesk.report import Report
from copydesk.rule import Rule


class MissingExtra(Exception):
    """A format needs a library that is not installed; the message says how to install it."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"the format {what} needs an extra: pip install 'copydesk[{extra}]'")


class BadHistory(Exception):
    """A file cannot be used as a history; the message says why."""


class RenderInput(Struct, frozen=True):
    """A report with all that formats print of its run.

    `rules`: those that ran. `units`: converts columns to other code units. `unsafe_fixes`: whether
    findings with unsafe fixes count as fixable too. `kinds`: whether JSON names the kind of each
    finding's document. `whole`: whether every block that a fix would remove is shown.
    """

    report: Report
    rules: Mapping[str, Rule] = field(default_factory=dict)
    config: Path | None = None
    exit_code: int = 0
    color: bool = False
    units: Units = field(default_factory=Units)
    unsafe_fixes: bool = False
    kinds: bool = False
    whole: bool = False

"""What the configuration makes of findings, whatever rules say: severities, floors, fixes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType, field

from copydesk.config.config import Config
from copydesk.config.options import RunOptions
from copydesk.config.select import codes_of
from copydesk.finding import LIKELY, Finding
from copydesk.rule import Rule, Severity


class LevelTable(msgspec.Struct, rename="kebab", forbid_unknown_fields=True):
    """What the table of any rule may hold besides thresholds."""

    severity: Annotated[
        Severity | UnsetType, Meta(description="The severity of the rule's findings.")
    ] = UNSET
    confidence: Annotated[
        Annotated[float, Meta(ge=0, le=1)] | UnsetType,
        Meta(
            description="Findings of the rule below this confidence are hidden, instead of those below min-confidence."
        ),
    ] = UNSET


LEVELS = tuple(f.encode_name for f in msgspec.structs.fields(LevelTable))


class Levels(Struct, frozen=True):
    """By code: the severities that are configured, the least confidence that is shown.

    `unfixable`: codes whose fixes are not applied, nor offered.
    """

    severities: Mapping[str, Severity] = field(default_factory=dict)
    floors: Mapping[str, float] = field(default_factory=dict)
    unfixable: frozenset[str] = frozenset()

    @classmethod
    def of(cls, config: Config, options: RunOptions, rules: Mapping[str, Rule]) -> Levels:
        """Return what options and configuration say; raises UnknownRule.

        A confidence on the command line counts for all rules.
        """
        settings = config.settings
        code_of = {name: rule.code for rule in rules.values() for name in (rule.code, rule.name)}
        stated = [(code_of[key], table) for key, table in settings.rules.items()]
        floors = {c: table["confidence"] for c, table in stated if "confidence" in table}
        fixable = _codes(options.fixable or settings.fixable, rules) or set(rules)
        unfixable = _codes((*settings.unfixable, *options.unfixable), rules)
        return cls(
            {c: table["severity"] for c, table in stated if "severity" in table},
            floors if options.min_confidence is None else {},
            frozenset(rules) - fixable | unfixable,
        )

    def applied(self, findings: list[Finding]) -> list[Finding]:
        """Return findings with their severities, and without the fixes that are not wanted.

        A finding that is more likely wrong than right stays information.
        """
        if not (self.severities or self.unfixable):
            return findings
        return [
            msgspec.structs.replace(
                finding,
                severity=self.severities.get(finding.rule, finding.severity)
                if finding.confidence >= LIKELY
                else finding.severity,
                fix=None if finding.rule in self.unfixable else finding.fix,
            )
            for finding in findings
        ]

    def rules(self, rules: Mapping[str, Rule]) -> dict[str, Rule]:
        """Return rules with their severities."""
        return {
            code: replace(rule, severity=self.severities.get(code, rule.severity))
            for code, rule in rules.items()
        }


def _codes(selectors: Iterable[str], rules: Mapping[str, Rule]) -> set[str]:
    return {code for selector in selectors for code in codes_of(selector, rules)}

"""Ask for rules by what they find, so that those of every rule pack take part."""

from __future__ import annotations

from copydesk.engine.registry import load_rules
from copydesk.rule import Role, Unit


def corpus_rules_for(role: Role, unit: Unit | None = None) -> tuple[str, ...]:
    """Return the codes of the corpus rules with a role, and of a unit where one is given.

    Without those that run only where they are selected. Raises BrokenRules.
    """
    return tuple(
        code
        for code, rule in load_rules().items()
        if rule.scope == "corpus"
        and rule.role == role
        and unit in (None, rule.unit)
        and not rule.tier
    )

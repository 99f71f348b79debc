"""Find the rules: every rule pack registers a package under the entry-point group `copydesk.rules`, the built-in one too."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from types import ModuleType

from copydesk.engine.catalog import packs
from copydesk.rule import Rule


class BrokenRules(Exception):
    """A rule pack cannot be loaded, or two rules claim one code or name."""


@functools.cache
def load_rules() -> dict[str, Rule]:
    """Return every installed rule by code, in the order of codes; raises BrokenRules."""
    rules: dict[str, Rule] = {}
    names: dict[str, str] = {}
    for name, package in sorted(set(packs())):
        try:
            found = _rules_of(importlib.import_module(package))
        except Exception as error:
            raise BrokenRules(f"rule pack {name!r} ({package}) cannot be loaded: {error!r}") from error
        for rule in found:
            if rules.setdefault(rule.code, rule) is not rule or names.setdefault(rule.name, rule.code) != rule.code:
                raise BrokenRules(f"rule pack {name!r} ({package}): {rule.code} {rule.name} is taken by another rule")
    if not rules:
        raise BrokenRules("no rules are installed: copydesk itself registers them, so its installation is damaged; install it again")
    return dict(sorted(rules.items()))


def _rules_of(package: ModuleType) -> list[Rule]:
    found: dict[int, Rule] = {}
    for module in pkgutil.iter_modules(package.__path__):
        if not module.name.startswith("_"):
            members = vars(importlib.import_module(f"{package.__name__}.{module.name}"))
            found.update({id(member): member for member in members.values() if isinstance(member, Rule)})
    return list(found.values())

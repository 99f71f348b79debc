"""Find the rules: every rule pack registers a package under the entry-point group
`copydesk.rules`, the built-in one too.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from types import ModuleType

from copydesk.engine.catalog import Pack, packs
from copydesk.language.house_phrase import HousePhrase
from copydesk.patterns import late_pattern
from copydesk.rule import Rule

_CODE = late_pattern(r"[A-Z]+[0-9]+")


class BrokenRules(Exception):
    """A rule pack cannot be loaded, or two rules claim one code, name or family."""


_house: tuple[HousePhrase, ...] = ()  # of the run, or of the one before


def load_rules() -> dict[str, Rule]:
    """Return every rule by code, in the order of codes: the installed ones, and the house rules of
    the run's configuration. Raises BrokenRules.
    """
    return _with_house(_house)


def use_house_rules(phrases: tuple[HousePhrase, ...]) -> None:
    """Add the house rules of a configuration in the place of those of another."""
    global _house
    _house = phrases


@functools.lru_cache(maxsize=8)
def _with_house(phrases: tuple[HousePhrase, ...]) -> dict[str, Rule]:
    rules = _installed()
    if not phrases:
        return rules
    from copydesk.language.house import house_rules

    house = house_rules(phrases)
    taken = next((rule for rule in house if rule.code in rules), None)
    if taken:
        raise BrokenRules(
            f"{taken.code} is a rule of an installed rule pack; give the phrases another code"
        )
    return dict(sorted({**rules, **{rule.code: rule for rule in house}}.items()))


@functools.cache
def _installed() -> dict[str, Rule]:
    rules: dict[str, Rule] = {}
    claimed: dict[str, tuple[Rule, Pack]] = {}
    for pack in packs():
        for rule in _load(pack):
            for claim in (rule.code, rule.name, rule.family):
                other, owner = claimed.setdefault(claim, (rule, pack))
                if other is not rule and (claim != rule.family or owner.package != pack.package):
                    raise BrokenRules(
                        f"{pack}: {rule.code} {rule.name}: {claim!r} is taken by {other.code} {other.name} of {owner}; "
                        "codes, names and families belong to one pack: rename the rule, or uninstall one of the packs"
                    )
            rules[rule.code] = rule
    if not rules:
        raise BrokenRules(
            "no rules are installed: copydesk itself registers them, so its installation is damaged; install it again"
        )
    return dict(sorted(rules.items()))


def _load(pack: Pack) -> list[Rule]:
    try:
        found = _rules_of(importlib.import_module(pack.package))
    except Exception as error:
        raise BrokenRules(
            f"{pack} cannot be loaded: {type(error).__name__}: {error}; mend, update or uninstall it"
        ) from error
    if not found:
        raise BrokenRules(
            f"{pack} has no rules: the entry point names a package whose modules hold them, a module a rule"
        )
    for rule in found:
        if not _CODE.fullmatch(rule.code):
            raise BrokenRules(
                f"{pack}: {rule.code!r} of {rule.name} is no code: capital letters A to Z, then digits"
            )
    return sorted(found, key=lambda rule: rule.code)


def _rules_of(package: ModuleType) -> list[Rule]:
    """Return the rules that a package's modules hold by themselves or in tuples."""
    found: dict[int, Rule] = {}
    for module in pkgutil.walk_packages(getattr(package, "__path__", ()), f"{package.__name__}."):
        if "._" not in module.name:  # of a family's own, not a rule
            for member in vars(importlib.import_module(module.name)).values():
                listed = member if isinstance(member, tuple) else (member,)
                found.update({id(rule): rule for rule in listed if isinstance(rule, Rule)})
    return list(found.values())

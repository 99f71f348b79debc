"""Select the rules that run, and those that are ignored in some files.

The longest selector that matches a rule wins, and ignoring wins a tie.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from copydesk.config.config import BadConfig, Config
from copydesk.config.house import only_for, stated_phrases
from copydesk.finding import Finding
from copydesk.hints import hint
from copydesk.language.house_phrase import FAMILY
from copydesk.reading.globs import BadPattern, Patterns
from copydesk.reading.walk import seen_from
from copydesk.rule import Rule

# ALL: every rule but previews. DEFAULT: those that run by default, without opt-in rules.
SETS = ("ALL", "DEFAULT")


class UnknownRule(Exception):
    """A selector matches no rule; the message names the nearest."""


def codes_of(selector: str, rules: Mapping[str, Rule]) -> set[str]:
    """Return the codes that a code, a prefix, a name, `ALL` or `DEFAULT` selects.

    Raises UnknownRule.
    """
    if selector in SETS:
        return {code for code, rule in rules.items() if selector == "ALL" or not rule.tier}
    named = {code for code, rule in rules.items() if rule.name == selector}
    prefixed = (
        {code for code in rules if selector and code.startswith(selector)}
        if selector.isupper()
        else set()
    )
    if not (named or prefixed):
        known = [
            *rules,
            *(rule.name for rule in rules.values()),
            *{rule.family for rule in rules.values()},
            *SETS,
        ]
        house = selector.startswith(FAMILY) and not any(code.startswith(FAMILY) for code in rules)
        other = "the configuration has no [[phrases]]" if house else ""
        near = hint(selector, known, other or "`copydesk rules` lists the rules")
        raise UnknownRule(f"no rule is called {selector!r}{near}")
    return named | prefixed


def select_codes(
    rules: Mapping[str, Rule],
    select: Sequence[str],
    ignore: Sequence[str],
    extend: Sequence[str] = (),
) -> set[str]:
    """Return the codes that run.

    A preview rule runs only when its own code or name selects it, and is in neither `ALL` nor
    `DEFAULT`.
    """
    rank: dict[str, tuple[int, bool]] = {}
    for chosen, selectors in ((True, [*select, *extend]), (False, ignore)):
        for selector in selectors:
            for code in codes_of(selector, rules):
                length = (
                    0
                    if selector in SETS
                    else len(code)
                    if rules[code].name == selector
                    else len(selector)
                )
                if chosen and rules[code].preview and length < len(code):
                    continue
                best = rank.get(code, (-1, False))
                rank[code] = (
                    (length, chosen)
                    if length > best[0] or (length == best[0] and not chosen)
                    else best
                )
    return {code for code, (_, chosen) in rank.items() if chosen}


class PerFileIgnores:
    """The rules that are ignored in some files: gitignore patterns with selectors."""

    def __init__(self, config: Config, rules: Mapping[str, Rule]) -> None:
        self._table: list[tuple[Path, Patterns, frozenset[str]]] = []
        for pattern, selectors in config.settings.per_file_ignores.items():
            key = "per-file-ignores", pattern
            codes = frozenset(code for selector in selectors for code in codes_of(selector, rules))
            try:
                self._table.append(
                    (config.folder_of(*key), Patterns([pattern], strict=True), codes)
                )
            except BadPattern as error:
                raise BadConfig(f"{config.file_of(*key)}: [per-file-ignores] {error}") from None

        self._only = only_for(stated_phrases(config))

    def ignored(self, path: str) -> frozenset[str]:
        """Return the codes that are ignored in a file."""
        whole = Path(path).absolute()
        elsewhere = {
            code for code, folder, spec in self._only if not spec.match(seen_from(folder, whole))
        }
        return frozenset(elsewhere).union(
            *(codes for folder, spec, codes in self._table if spec.match(seen_from(folder, whole)))
        )

    def by_path(self, paths: Iterable[str]) -> dict[str, frozenset[str]]:
        """Return the codes that do not count, of the files in which some do not."""
        if not (self._table or self._only):
            return {}
        return {path: codes for path in paths if (codes := self.ignored(path))}

    def keep(self, findings: Sequence[Finding]) -> list[Finding]:
        """Return the findings whose rules are not ignored in their files."""
        if not (self._table or self._only):
            return list(findings)
        ignored = {
            path: self.ignored(path) for path in {finding.place.path for finding in findings}
        }
        return [finding for finding in findings if finding.rule not in ignored[finding.place.path]]


class KnownIgnores(PerFileIgnores):
    """The rules that are ignored in some files, worked out before: the same in any folder."""

    def __init__(self, known: Mapping[str, frozenset[str]]) -> None:
        self._known = known

    def ignored(self, path: str) -> frozenset[str]:
        """Return the codes that are ignored in a file."""
        return self._known.get(path, frozenset())

    def by_path(self, paths: Iterable[str]) -> dict[str, frozenset[str]]:
        """Return the codes that do not count, of the files in which some do not."""
        return {path: self._known[path] for path in paths if path in self._known}

    def keep(self, findings: Sequence[Finding]) -> list[Finding]:
        """Return the findings whose rules are not ignored in their files."""
        return [f for f in findings if f.rule not in self.ignored(f.place.path)]

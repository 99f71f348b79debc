"""Parameter types for codes and names of rules, with shell completion."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class Selectors(click.ParamType[str]):
    """A rule's code or name, or a prefix; `many`: several, separated by commas."""

    name = "codes"

    def __init__(self, *, many: bool) -> None:
        self._many = many

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        """Return the codes and names that begin with `incomplete`, with each rule's summary."""
        from click.shell_completion import CompletionItem

        from copydesk.engine.catalog import listed_rules

        before, comma, begun = incomplete.rpartition(",") if self._many else ("", "", incomplete)
        rules = listed_rules()
        known = [(rule.code, f"{rule.name}: {rule.summary}") for rule in rules]
        if self._many:
            families = sorted({rule.code.rstrip("0123456789") for rule in rules})
            known += [
                ("ALL", "Every rule except those in preview"),
                ("DEFAULT", "The rules that run by default"),
            ]
            known += [(family, f"All rules whose code begins with {family}") for family in families]
        if begun and not begun.isupper():
            known = [(rule.name, f"{rule.code}: {rule.summary}") for rule in rules]
        return [
            CompletionItem(before + comma + word, help=about)
            for word, about in known
            if word.startswith(begun)
        ]


selectors = Selectors(many=True)
selector = Selectors(many=False)

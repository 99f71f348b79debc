"""Report a suppression that cannot be understood.

Name the rules that it suppresses, spelled as `copydesk rules` lists them.

A comment with a misspelled rule, or without one, suppresses nothing, and its author does not know.
A suppression always names its rules, so that it cannot hide what nobody has looked at.

## Bad
    --- note.md ---
    <!-- copydesk: ignore -->
    The choir will sing in the market hall on Friday evening.
## Good
    --- note.md ---
    <!-- copydesk: ignore[GAR104] the song says it twice -->
    The choir will sing the the river song on Friday evening.
"""

from __future__ import annotations

from copydesk.rule import engine_rule


@engine_rule("SUP102", "not a suppression: {problem}", severity="warning")
def invalid_suppression() -> None:
    """Reported after all other findings are known."""

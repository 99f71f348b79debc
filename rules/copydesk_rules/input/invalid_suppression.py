"""Report a suppression that cannot be understood.

A comment with a misspelt rule, or without one, suppresses nothing, and whoever wrote it does not
know. A suppression always names its rules, so that it does not hide what nobody has looked at.

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

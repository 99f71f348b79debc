"""Report a suppression that suppresses nothing.

Remove it: `copydesk fix` does.

A comment, a record's field or an entry of the allow-list that is no longer needed would hide the
next defect at its place. A finding that is not shown, since its confidence is below
`min-confidence` (but not below 0.05) or since a wider one tells it, needs its suppression as well.
It is reported only where it is known that there is nothing to suppress:
for rules that compare files, when the whole folder of the configuration was linted.

## Bad
    --- note.md ---
    <!-- copydesk: ignore[GAR104] the song says it twice -->
    The choir will sing in the market hall on Friday evening.
## Good
    --- note.md ---
    <!-- copydesk: ignore[GAR104] the song says it twice -->
    The choir will sing the the river song on Friday evening.
"""

from __future__ import annotations

from copydesk.rule import engine_rule


@engine_rule("SUP101", "suppresses nothing: {what}", severity="warning")
def unused_suppression() -> None:
    """Reported after all other findings are known."""

"""Report that a rule raised an error on a document.

The error is a defect of the rule, or of the plug-in it comes from, not of the text. The rule's
other findings and all other rules stand; the run ends with exit code 2, because a document was not
fully checked. Please report it with the document's text.
"""

from __future__ import annotations

from copydesk.rule import engine_rule


@engine_rule("INT001", "rule {crashed} ({crashed_name}) failed here: {error}")
def rule_crashed() -> None:
    """Reported by the engine."""

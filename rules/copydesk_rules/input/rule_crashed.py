"""Report that a rule raised an error on a document.

Please report it, with the document's text, to the authors of the rule: of copydesk, or of the rule
pack it comes from.

The error is a defect of the rule, not of the text. The rule's findings in other documents and all
other rules are unaffected; the run ends with exit code 2, because a document was not fully checked.

"""

from __future__ import annotations

from copydesk.rule import engine_rule


@engine_rule("INT001", "rule {crashed} ({crashed_name}) failed here: {error}")
def rule_crashed() -> None:
    """Reported by the engine."""

"""Write `docs/rules/`: a page a rule, and their list, from the rules themselves.

python tools/build_rule_pages.py            # write
python tools/build_rule_pages.py --check    # exit 1 when a page is not current
"""

from __future__ import annotations

import sys
from pathlib import Path

from copydesk.engine.registry import load_rules
from copydesk.output.rule_page import page
from generated_pages import main

OUT = Path(__file__).parent.parent / "docs/rules"


def pages() -> dict[str, str]:
    """Return every page by file name."""
    rules = load_rules()
    rows = ["# Rules", "", "| code | name | severity | what it finds |", "|---|---|---|---|"]
    rows += [
        f"| [{r.code}]({r.code}.md) | {r.name} | {r.severity}{f' ({r.tier})' if r.tier else ''} | {r.summary} |"
        for r in rules.values()
    ]
    return {"README.md": "\n".join(rows) + "\n"} | {
        f"{code}.md": page(rule) + "\n" for code, rule in rules.items()
    }


if __name__ == "__main__":
    sys.exit(main(OUT, pages(), __doc__))

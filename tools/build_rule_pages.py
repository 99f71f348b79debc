"""Write `docs/rules/`: a page a rule, and their list, from the rules themselves.

python tools/build_rule_pages.py            # write
python tools/build_rule_pages.py --check    # exit 1 when a page is not current
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from copydesk.engine.registry import load_rules
from copydesk.output.rule_page import page

OUT = Path(__file__).parent.parent / "docs/rules"


def pages() -> dict[str, str]:
    """Return every page by file name."""
    rules = load_rules()
    rows = ["# Rules", "", "| code | name | severity | what it finds |", "|---|---|---|---|"]
    rows += [
        f"| [{r.code}]({r.code}.md) | {r.name} | {r.severity}{f' ({r.tier})' if r.tier else ''} | {r.summary} |" for r in rules.values()
    ]
    return {"README.md": "\n".join(rows) + "\n"} | {f"{code}.md": page(rule) + "\n" for code, rule in rules.items()}


def main() -> int:
    """Write or compare the pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    wanted = pages()
    OUT.mkdir(parents=True, exist_ok=True)
    there = {path.name: path.read_text(encoding="utf-8") for path in OUT.glob("*.md")}
    stale = sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))
    if check:
        if stale:
            print(f"not current: {', '.join(stale)}; run python tools/build_rule_pages.py")
        return int(bool(stale))
    for name in stale:
        if name in wanted:
            (OUT / name).write_text(wanted[name], encoding="utf-8")
        else:
            (OUT / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Begin a rule: its page, a case, its documentation and a line of the changelog.

python tools/new_rule.py FAMILY CODE NAME       # as in: garbled GAR112 placeholder-text

The rule runs and passes its tests at once: it finds its own name, and is in preview, so that it
changes no other output. Write what it should find; take `preview=True` out when it is measured.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

from copydesk.engine.registry import load_rules

ROOT = Path(__file__).parent.parent
PAGE = '''\
"""Find “{words}” where the finished text should be.

Say what to do about a finding, in a sentence or two.

Say how the rule works and why it matters.

## Bad
    The page in the archive says {words}, and nobody has noticed.
## Good
    The page in the archive says what the reader came for.
## Misses

What nobody has listed.
"""

from __future__ import annotations

from copydesk.columns.batch import Batch
from copydesk.language.phrases import Phrases
from copydesk.rule import Hits, document_rule

_LISTED = Phrases(("{words}",))


@document_rule("{code}", "unfinished: {{phrase}}", preview=True)
def {function}(batch: Batch) -> Hits:
    """Mark each phrase of the list."""
    found = _LISTED.find(batch)
    return Hits.at(found.start, found.end, phrase=found.texts(batch))
'''
CASES = """\
Text that was never finished. All texts are written for this file.

## Letter case makes no difference
```text
The page in the archive says {title}, and nobody has noticed.
```
```expect
text.txt:1 {code} unfinished: {title}
```
"""


def begin(root: Path, family: str, code: str, name: str) -> list[Path]:
    """Write the files of a rule; return them."""
    function, words = name.replace("-", "_"), name.replace("-", " ")
    facts = {"code": code, "function": function, "words": words, "title": words.capitalize()}
    page = root / f"rules/copydesk_rules/{family}/{function}.py"
    cases = root / f"tests/cases/{function}.md"
    page.write_text(PAGE.format(**facts), encoding="utf-8")
    cases.write_text(CASES.format(**facts), encoding="utf-8")
    changes = root / "CHANGELOG.md"
    text = changes.read_text(encoding="utf-8")
    end = text.index("\n\n### ", text.index("\n### Rules\n") + 1)
    line = f"\n- {code}: {words} (preview)."
    changes.write_text(text[:end] + line + text[end:], encoding="utf-8")
    return [page, cases, changes]


def problem(root: Path, family: str, code: str, name: str) -> str:
    """Return why a rule cannot be begun; empty where it can."""
    rules = load_rules()
    if not (root / f"rules/copydesk_rules/{family}/__init__.py").exists():
        return f"no family is called {family}"
    if not re.fullmatch(r"[A-Z]{3}[0-9]{3}", code) or code in rules:
        return f"{code} is taken, or not three letters and three digits"
    if not re.fullmatch(r"[a-z]+(-[a-z]+)+", name) or name in {r.name for r in rules.values()}:
        return f"{name} is taken, or not words with hyphens"
    return ""


def main() -> int:
    """Begin the rule that the command line names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for argument in ("family", "code", "name"):
        parser.add_argument(argument)
    asked = vars(parser.parse_args())
    if wrong := problem(ROOT, **asked):
        print(wrong, file=sys.stderr)
        return 2
    for path in begin(ROOT, **asked):
        print(path.relative_to(ROOT))
    for tool in ("build_rule_pages.py", "build_schema_pages.py"):
        subprocess.run([sys.executable, str(ROOT / "tools" / tool)], check=True)  # noqa: S603
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The table of threats and the threat model name tests that exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

HERE = Path(__file__).parent
NAMED = re.compile(r"((?:[\w./]+/)?test_\w+\.py)?::(test_\w+)")


def named(text: str, folder: Path) -> list[tuple[Path, str]]:
    """Return the tests that a text names; one without a file is of the file named before it."""
    found, file = [], ""
    for match in NAMED.finditer(text):
        file = match[1] or file
        found.append((folder / file, match[2]))
    return found


def is_defined(file: Path, name: str) -> bool:
    defined = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    return any(isinstance(node, ast.FunctionDef) and node.name == name for node in defined)


def test_every_threat_has_a_test() -> None:
    rows = re.findall(r"^\| (\d+) \|(.*)$", (HERE / "README.md").read_text("utf-8"), re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, 41))
    for _, row in rows:
        tests = named(row, HERE)
        assert tests
        assert [test for test in tests if not is_defined(*test)] == []


def test_every_claim_of_the_threat_model_has_a_test() -> None:
    model = (HERE.parents[1] / "SECURITY.md").read_text(encoding="utf-8")
    tests = named(model, HERE.parent)
    assert len(tests) > 25
    assert [test for test in tests if not is_defined(*test)] == []

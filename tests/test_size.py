"""The size of files and of detectors: what one reads at a glance.

What is larger today is listed here, and only here: the list must shrink. A test fails for what is
too large and not listed, and for what is listed and no longer too large.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
FUNCTION_LINES = 40  # docstrings not counted
FUNCTION_LOCALS = 15  # variables that a function binds itself; its parameters are not counted
PAGE_LINES = 120  # a rule page
FILE_LINES = 300  # any other file: the engine's, a private module, a file of records

LARGE_FILES = {
    "rules/copydesk_rules/context/out_of_context_paragraph.py",
    "rules/copydesk_rules/context/out_of_context_sentence.py",
    "rules/copydesk_rules/duplicates/spun_passage.py",
    "rules/copydesk_rules/garbled/garbled_words.py",
    "rules/copydesk_rules/garbled/scrambled_sentence.py",
    "rules/copydesk_rules/page/site_widget.py",
}
LARGE_FUNCTIONS = {"page/_page_documents.py:page_documents"}


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def limit_of(path: Path) -> int:
    """Return how many lines a file may have: a file of records holds many pages."""
    is_page = "rules" in path.parts and not path.name.startswith("_")
    return PAGE_LINES if is_page and not is_of_records(path) else FILE_LINES


def is_of_records(path: Path) -> bool:
    return "\nRULES = " in path.read_text(encoding="utf-8")


def functions(tree: ast.AST, outer: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield the functions of a module by qualified name."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            name = f"{outer}{node.name}"
            if isinstance(node, ast.FunctionDef):
                yield name, node
            yield from functions(node, f"{name}.")


def length(function: ast.FunctionDef) -> int:
    """Return a function's lines from its `def`, without its docstring."""
    first = function.body[0]
    docstring = ast.get_docstring(function) is not None
    assert function.end_lineno
    assert first.end_lineno
    lines = function.end_lineno - function.lineno + 1
    return lines - (first.end_lineno - first.lineno + 1 if docstring else 0)


def variables(function: ast.FunctionDef) -> int:
    """Return how many variables a function binds, those of comprehensions and of functions in it
    not counted.
    """
    arguments = {
        argument.arg for argument in ast.walk(function.args) if isinstance(argument, ast.arg)
    }
    apart = (ast.FunctionDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
    bound, waiting = set[str](), list[ast.AST](function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            bound.add(node.id)
        if not isinstance(node, apart):
            waiting.extend(ast.iter_child_nodes(node))
    return len(bound - arguments)


def test_files_are_no_longer_than_one_reads() -> None:
    paths = [*(ROOT / "rules").rglob("*.py"), *(ROOT / "lint").rglob("*.py")]
    large = {p.relative_to(ROOT).as_posix() for p in paths if lines_of(p) > limit_of(p)}
    assert differences(large, LARGE_FILES) == ([], [])


def test_detectors_are_no_longer_than_one_reads() -> None:
    large = {
        f"{path.relative_to(ROOT / 'rules/copydesk_rules').as_posix()}:{name}"
        for path in (ROOT / "rules").rglob("*.py")
        for name, function in functions(ast.parse(path.read_text(encoding="utf-8")))
        if length(function) > FUNCTION_LINES or variables(function) > FUNCTION_LOCALS
    }
    assert differences(large, LARGE_FUNCTIONS) == ([], [])


def differences(large: set[str], listed: set[str]) -> tuple[list[str], list[str]]:
    """Return what is too large and not listed, and what is listed and no longer too large."""
    return sorted(large - listed), sorted(listed - large)

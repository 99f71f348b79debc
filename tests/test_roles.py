"""Rules are asked for by what they find: a rule pack takes part in dedupe, learn, tune and phrase
files, and the engine knows no built-in rule by its code.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from copydesk import codes
from copydesk.engine.registry import load_rules
from copydesk.engine.roles import corpus_rules_for

ENGINE = Path(__file__).parent.parent / "lint/copydesk"
COMMON = """\
import numpy as np
from copydesk.columns.batch import Batch
from copydesk.candidates import Candidates
from copydesk.rule import Hits, Links, Sketch, corpus_rule, document_rule
from copydesk.similarity.sketches import exact_sketch


def _equal(candidates: Candidates) -> Links:
    candidates = candidates.where(candidates.equal)
    sure = np.ones(candidates.first.size)
    return Links(candidates.second, candidates.first, sure, sure)
"""
RULES = {
    # documents of a dozen words at most: the built-in rules ask for more
    "short_copy": """
def shorts(batch: Batch, *, max_words: int = 12) -> Sketch:
    first, end = batch.words_between(batch.document_start, batch.document_end)
    kept = end - first <= max_words
    return exact_sketch(batch, batch.document_start[kept], batch.document_end[kept], min_words=2)


@corpus_rule("PACK101", "a short copy of {other}", sketch=shorts, role="copy", unit="document")
def short_copy(candidates: Candidates) -> Links:
    return _equal(candidates)
""",
    # lines that begin with a star, in two documents
    "starred_line": """
def starred(batch: Batch, *, least: int = 1) -> Sketch:
    blocks = batch.blocks
    kept = np.array([batch.text.startswith("★", at) for at in blocks.start.tolist()], np.bool_)
    return exact_sketch(batch, blocks.start[kept], blocks.end[kept], min_words=least)


@corpus_rule("PACK102", "as in {other}", sketch=starred, role="boilerplate", unit="paragraph")
def starred_line(candidates: Candidates) -> Links:
    return _equal(candidates)
""",
    "house_line": '''
@document_rule("PACK103", "a line of the house", role="boilerplate", phrase_files="known")
def house_line(batch: Batch, *, known: tuple[str, ...] = ("Our house",)) -> Hits:
    """`known`: lines to mark."""
    blocks = batch.blocks
    spans = zip(blocks.start.tolist(), blocks.end.tolist())
    kept = np.array([" ".join(batch.slice(*s).split()) in known for s in spans], np.bool_)
    return Hits.at(blocks.start[kept], blocks.end[kept])
''',
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for texts, beside a rule pack that is installed."""
    package, info = tmp_path / "site/pack_rules", tmp_path / "site/pack-1.0.dist-info"
    package.mkdir(parents=True)
    info.mkdir()
    (package / "__init__.py").write_text("")
    for name, code in RULES.items():
        page = f'"""Find {name.replace("_", " ")}s."""\n'
        (package / f"{name}.py").write_text(page + COMMON + code, encoding="utf-8")
    (info / "entry_points.txt").write_text("[copydesk.rules]\npack = pack_rules\n")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: pack\nVersion: 1.0\n")
    (tmp_path / "texts").mkdir()
    return tmp_path / "texts"


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command with the rule pack of the folder."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("COPYDESK")}
    return subprocess.run(
        [sys.executable, "-m", "copydesk", *arguments],
        cwd=folder,
        env=env | {"PYTHONPATH": str(folder.parent / "site"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )


def copydesk(folder: Path, *arguments: str) -> str:
    """Return what a command prints."""
    done = run(folder, *arguments)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def test_dedupe_drops_what_a_rule_pack_calls_copies(folder: Path) -> None:
    write(folder, a="Nothing new today.\n", b="Nothing new today\n", c="Something new today.\n")
    assert copydesk(folder, "dedupe", "--isolated", "-q") == (
        "c1: 2 documents\n"
        "  keep  a.txt:1, 3 words: the first of the longest\n"
        "  drop  b.txt:1, 3 words: 100 % the same as a.txt:1\n"
    )


def test_dedupe_runs_only_its_own_rules_whatever_the_configuration_adds(folder: Path) -> None:
    write(folder, a="Nothing new today.\n\n★ The star\n", b="Nothing else then.\n\n★ The star\n")
    (folder / "copydesk.toml").write_text('extend-select = ["PACK102"]\n', encoding="utf-8")
    assert copydesk(folder, "dedupe", "-q") == ""


def test_learn_lists_the_lines_that_a_rule_pack_calls_boilerplate(folder: Path) -> None:
    body = "The ferry number {} left at noon with the post of the islands.\n\n★ The  star\n"
    write(folder, a=body.format("one"), b=body.format("two"), c="★ The star!\n")
    copydesk(folder, "learn", "boilerplate", "--isolated", "--output", "known.txt", ".")
    lines = (folder / "known.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == ["3/3\t★ The star"]


def test_phrase_files_reach_the_rule_pack_and_the_built_in_rule(folder: Path) -> None:
    write(folder, a="Our house\n", b="Reporting from the islands\n")
    (folder / "known.phrases").write_text("Reporting from the islands\n", encoding="utf-8")
    config = folder / "copydesk.toml"
    config.write_text('boilerplate-phrases = ["known.phrases"]\n', encoding="utf-8")
    shown = copydesk(folder, "check", "-q", "--output-format", "concise", "--select", "PACK103,BOI")
    found = [line.split(" ")[:2] for line in shown.splitlines()]
    assert ["a.txt:1:1:", "PACK103"] in found
    assert ["b.txt:1:1:", "PACK103"] in found
    assert ["b.txt:1:1:", "BOI101"] in found


def test_tune_takes_a_rule_of_a_pack(folder: Path) -> None:
    write(folder, a="Nothing new today.\n", b="Nothing new today.\n")
    shown = copydesk(folder, "tune", "short-copy", "--set", "2", "--no-cache", ".")
    assert "max-words = 12 (the default): 1 finding in 2 documents" in shown
    assert "max-words = 2: 0 findings, 0 more and 1 fewer" in shown


def test_the_built_in_rules_have_roles() -> None:
    assert corpus_rules_for("copy", "document") == ("DUP101", "DUP102")
    assert corpus_rules_for("copy", "paragraph") == ("DUP201", "DUP202")
    assert corpus_rules_for("boilerplate") == ("BOI201",)


def test_the_engine_names_its_own_codes_in_one_place() -> None:
    known = load_rules()
    stated = {value for name, value in vars(codes).items() if name.isupper()}
    assert stated == {code for code, rule in known.items() if rule.scope == "engine"}
    for file in sorted(ENGINE.rglob("*.py")):
        if file != Path(codes.__file__):
            strings = {
                node.value
                for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            }
            assert not strings & known.keys(), file


def test_a_sketch_that_raises_is_a_finding_where_runs_are_remembered_too(folder: Path) -> None:
    rule = folder.parent / "site/pack_rules/short_copy.py"
    rule.write_text(rule.read_text("utf-8").replace("kept = end", "raise OSError('no')"), "utf-8")
    write(folder, a="Nothing new today.\n", b="Something new today.\n")
    for _ in range(2):
        done = run(folder, "check", "-q", "--select", "PACK101", "--output-format", "concise")
        assert done.returncode == 2
        assert "INT001" in done.stdout

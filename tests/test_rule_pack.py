"""The example rule pack of the guide, built and installed for real.

Its rules run like any other, and a broken pack is named.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACK = ROOT / "examples/rule-pack"
RULE = "house_rules/office_phrase.py"
RELEASE = "copydesk_house_style-{}.dist-info"
TEXT = "Ferry back in service\n\nThe council will leverage the old railway yard going forward, the mayor said.\n"
pytestmark = pytest.mark.client


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pack")
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "--no-compile",
    ]
    subprocess.run([*command, "--target", str(folder / "site"), str(PACK)], check=True, timeout=120)
    return folder / "site"


@pytest.fixture
def site(built: Path, tmp_path: Path) -> Path:
    """A folder of installed packages that a test may spoil, beside a folder of articles."""
    (tmp_path / "news").mkdir()
    (tmp_path / "news/ferry.txt").write_text(TEXT, encoding="utf-8")
    return shutil.copytree(built, tmp_path / "site")


def python(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("COPYDESK", "PRE_COMMIT", "FORCE_COLOR", "NO_COLOR"))
    }
    env |= {
        "PYTHONPATH": os.pathsep.join(filter(None, (str(site), os.environ.get("PYTHONPATH")))),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(
        command, cwd=site.parent / "news", env=env, capture_output=True, text=True, timeout=120
    )


def check(site: Path, *arguments: str) -> str:
    done = python(
        site,
        "copydesk",
        "check",
        "--select",
        "HOUSE",
        "--output-format",
        "concise",
        "--quiet",
        *arguments,
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def change(file: Path, before: str, after: str) -> None:
    """Edit a file; its time stays, as an installer that keeps the times of its archive leaves
    it.
    """
    kept, text = file.stat(), file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")
    os.utime(file, ns=(kept.st_atime_ns, kept.st_mtime_ns))


def test_the_pack_passes_its_own_tests(site: Path) -> None:
    shutil.copy(PACK / "test_house_rules.py", site.parent)
    done = python(
        site,
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(site.parent),
        str(site.parent / "test_house_rules.py"),
    )
    assert "4 passed" in done.stdout, done.stdout + done.stderr


def test_its_rules_are_listed_shown_and_run(site: Path) -> None:
    listed = python(site, "copydesk", "rules").stdout.splitlines()
    assert any(line.split()[:2] == ["HOUSE201", "warning"] for line in listed)
    assert python(site, "copydesk", "rule", "office-phrase").stdout.startswith(
        "# HOUSE102: office-phrase\n"
    )
    (site.parent / "news/later.txt").write_text(
        "Ferry back in service!\n\nA new engine had come by rail.\n", encoding="utf-8"
    )
    assert check(site).splitlines() == [
        "ferry.txt:3:18: HOUSE102 an office says “leverage the”",
        "ferry.txt:3:48: HOUSE102 an office says “going forward”",
        "later.txt:1:1: HOUSE201 the same title as ferry.txt:1",
    ]


def test_its_thresholds_are_set_in_the_configuration(site: Path) -> None:
    config = site.parent / "news/copydesk.toml"
    config.write_text(
        '[rules.office-phrase]\nphrases = ["the mayor said"]\n[rules.HOUSE101]\nmax-words = 12\n',
        encoding="utf-8",
    )
    assert check(site).splitlines() == [
        "ferry.txt:3:1: HOUSE101 sentence of 13 words",
        "ferry.txt:3:63: HOUSE102 an office says “the mayor said”",
    ]
    config.write_text("[rules.long-sentence]\nmax-word = 12\n", encoding="utf-8")
    done = python(site, "copydesk", "check")
    assert done.returncode == 2
    assert done.stderr.endswith(
        "[rules.long-sentence] max-word is unknown; did you mean 'max-words'?\n"
    )


def test_what_an_older_version_found_is_not_answered_from_the_cache(site: Path) -> None:
    before = check(site)
    assert check(site) == before
    change(site / RULE, "an office says", "officialese is")
    assert check(site) == before, "the test is worthless: the change itself is seen"
    (site / RELEASE.format("1.0.0")).rename(site / RELEASE.format("1.1.0"))
    assert check(site) == before.replace("an office says", "officialese is")


def test_a_word_list_that_a_rule_reads_is_code_too(site: Path) -> None:
    listed = site / "house_rules/words/office.txt"
    listed.parent.mkdir()
    listed.write_text("# what the mayor's office writes\nleverage the\n", encoding="utf-8")
    change(
        site / RULE, '("going forward", "leverage the", "key stakeholders")', '"words/office.txt"'
    )
    assert check(site) == "ferry.txt:3:18: HOUSE102 an office says “leverage the”\n"
    listed.write_text("the mayor", encoding="utf-8")
    assert check(site) == "ferry.txt:3:63: HOUSE102 an office says “the mayor”\n"


PACKED = "rule pack 'house' (house_rules of copydesk_house_style-1.0.0)"
END = "codes, names and families belong to one pack: rename the rule, or uninstall one of the packs"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            "from copydesk.language",
            "from copydesk.langage",
            f"{PACKED} cannot be loaded: ModuleNotFoundError: No module named 'copydesk.langage'; ",
        ),
        (
            "HOUSE102",
            "HOUSE101",
            f"{PACKED}: HOUSE101 office-phrase: 'HOUSE101' is taken by HOUSE101 long-sentence of {PACKED}; {END}",
        ),
        (
            "HOUSE102",
            "DUP901",
            f"{PACKED}: DUP901 office-phrase: 'DUP' is taken by DUP101 duplicate-document of rule pack 'builtin'",
        ),
        (
            '"office-phrase"',
            '"appeal"',
            f"{PACKED}: HOUSE102 appeal: 'appeal' is taken by BOI102 appeal of rule pack 'builtin'",
        ),
        (
            "HOUSE102",
            "house-2",
            f"{PACKED}: 'house-2' of office-phrase is no code: capital letters A to Z, then digits",
        ),
    ],
)
def test_a_broken_pack_is_named_with_what_is_wrong(
    site: Path, before: str, after: str, said: str
) -> None:
    change(site / RULE, before, after)
    done = python(site, "copydesk", "check")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"copydesk: {said}"), done.stderr
    assert done.stderr.count("\n") == 1


def test_an_entry_point_that_names_no_package_of_rules_is_named(site: Path) -> None:
    change(
        site / RELEASE.format("1.0.0") / "entry_points.txt",
        "house_rules",
        "house_rules.long_sentence",
    )
    done = python(site, "copydesk", "rules")
    assert done.returncode == 2
    assert (
        "rule pack 'house' (house_rules.long_sentence of copydesk_house_style-1.0.0) has no rules: the entry point names"
        in done.stderr
    )


def test_the_guide_shows_the_files_of_the_pack(accept: bool) -> None:
    page = ROOT / "docs/guide/rule-packs.md"
    shown = page.read_text(encoding="utf-8")
    blocks = re.compile(
        r"(?<=^`)(?P<file>[\w./]+)(?P<fence>`\n\n```\w+\n)(?P<content>.*?)(?=^```$)",
        re.MULTILINE | re.DOTALL,
    )
    current = blocks.sub(
        lambda block: (
            f"{block['file']}{block['fence']}{(PACK / block['file']).read_text(encoding='utf-8')}"
        ),
        shown,
    )
    if accept:
        page.write_text(current, encoding="utf-8")
    assert len(blocks.findall(current)) == 5
    assert page.read_text(encoding="utf-8") == current, "run pytest --accept"

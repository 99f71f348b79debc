"""The documentation site: every page is in it and in its navigation, no link leads nowhere,
and it asks for nothing when it is read.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import browsing

ROOT = Path(__file__).parent.parent
PAGES = sorted(path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md"))
pytestmark = pytest.mark.client


def build(folder: Path, **added: str) -> subprocess.CompletedProcess[str]:
    """Build the site of these docs, with some pages added, in a folder."""
    shutil.copytree(ROOT / "docs", folder / "docs")
    shutil.copy(ROOT / "zensical.toml", folder)
    for name, text in added.items():
        (folder / f"docs/{name}.md").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "zensical", "build", "--strict"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = build(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


def test_every_page_is_in_the_navigation_once(site: Path) -> None:
    home = (site / "index.html").read_text(encoding="utf-8")
    navigation = home[home.index("md-nav--primary") : home.index("md-content")]
    linked = [
        link.removeprefix("./")
        for link in re.findall(r'<a href="([^"#:]+)" class="md-nav__link', navigation)
    ]
    wanted = [
        re.sub(r"(^|/)README\.html$", r"\1index.html", page.removesuffix(".md") + ".html")
        for page in PAGES
    ]
    assert sorted(linked) == sorted(wanted)
    assert [page for page in wanted if not (site / page).is_file()] == []


def test_a_link_that_leads_nowhere_fails_the_build(tmp_path: Path) -> None:
    done = build(
        tmp_path, added="# Added\n\nSee [no page](figure.md) and [no place](figures.md#nowhere).\n"
    )
    assert done.returncode != 0
    shown = done.stdout + done.stderr
    assert "page does not exist" in shown, shown
    assert "anchor does not exist" in shown, shown


@pytest.mark.skipif(
    not browsing.PROGRAM, reason="no Chromium is installed (Debian: apt-get install chromium)"
)
def test_it_is_read_and_searched_from_disk_without_a_request(site: Path) -> None:
    with browsing.browser() as chromium:
        for page in (
            "guide/rule-packs.html",
            "rules/CAP101.html",
            "schema/report.html",
            "adr/0001-two-import-roots.html",
        ):
            with browsing.visit(chromium, site / page, folder=site) as seen:
                assert seen.text("h1")
        with browsing.visit(chromium, site / "index.html", folder=site, scheme="dark") as seen:
            seen.page.keyboard.press("/")
            seen.page.keyboard.type("repeated-caption")
            found = seen.page.locator("a[href*='CAP101.html']:visible")
            found.filter(has_text="repeated-caption").first.click()  # the page has such links too
            seen.page.wait_for_url("**/rules/CAP101.html*")
            assert seen.text("h1").startswith("CAP101: repeated-caption")

"""How the HTML report looks, in a real browser.

Contrast, light and dark, print, small screens, the keyboard's way, plots.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

import browsing
from browsing import visit
from copydesk.engine.registry import load_rules
from copydesk.output.history import Run, history_of, read_runs
from copydesk.output.page import render as page
from copydesk.output.render_input import RenderInput
from copydesk.output.saved import saved
from copydesk.output.units import Units
from linting import lint
from reports import of_rule

pytestmark = [
    pytest.mark.client,
    pytest.mark.skipif(
        not browsing.PROGRAM, reason="no Chromium is installed (Debian: apt-get install chromium)"
    ),
]


_PAIRS = """() => {
    const rgb = (said) => (said.match(/[\\d.]+/g) ?? []).map(Number);
    const over = (top, below) => { const a = top[3] ?? 1; return [0, 1, 2].map((n) => top[n] * a + below[n] * (1 - a)); };
    const back = (node) => {
        const all = [];
        for (let at = node; at; at = at.parentElement) all.push(rgb(getComputedStyle(at).backgroundColor));
        return all.reverse().reduce((below, top) => over(top, below), [255, 255, 255]);
    };
    const light = (colour) => {
        const [r, g, b] = colour.map((v) => (v /= 255, v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const out = new Map();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || !node.checkVisibility() || node.closest("script, style, option, .unseen, .skip")) continue;
        const style = getComputedStyle(node);
        const below = back(node.closest("svg") ?? node);
        const ink = over(rgb(node.closest("svg") ? style.fill : style.color), below);
        const [a, b] = [light(ink), light(below)].sort((x, y) => y - x);
        const name = `${node.tagName}.${node.getAttribute("class")}`;
        out.set(`${name} ${ink.map(Math.round)} on ${below.map(Math.round)}`, (a + 0.05) / (b + 0.05));
    }
    return [...out];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_the_contrast_of_wcag_aa(
    chromium: Browser, sampled: Path, scheme: str, found: list[dict[str, Any]]
) -> None:
    pairs: dict[str, float] = {}
    addresses = [
        f"f={of_rule(found, rule)['key']}"
        for rule in ("GAR101", "DUP202", "DUP102", "CTX105", "GAR104")
    ]
    with visit(chromium, sampled, scheme=scheme) as seen:
        for address in (
            "",
            "view=findings&q=the",
            "view=clusters&cluster=c1",
            "view=articles&article=1",
            *addresses,
        ):
            seen.go(address)
            pairs |= dict(seen.run(_PAIRS))
        seen.page.keyboard.press("?")
        pairs |= dict(seen.run(_PAIRS))
    assert len(pairs) > 40
    assert {pair: round(ratio, 2) for pair, ratio in pairs.items() if ratio < 4.5} == {}


def test_light_and_dark_follow_the_system_and_the_switch(chromium: Browser, sampled: Path) -> None:
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    with visit(chromium, sampled, scheme="light") as seen:
        light = seen.run(paper)
    with visit(chromium, sampled, scheme="dark") as seen:
        dark = seen.run(paper)
        assert dark != light
        switch = seen.page.locator("#theme")
        assert switch.inner_text() == "Theme: auto"
        switch.click()
        assert (switch.inner_text(), seen.run(paper)) == ("Theme: light", light)
        seen.go("view=findings")
        assert seen.run(paper) == light, "the choice is remembered"
        seen.page.keyboard.press("t")
        assert (switch.inner_text(), seen.run(paper)) == ("Theme: dark", dark)


def test_it_prints_the_overview_and_the_findings_chosen_on_white(
    chromium: Browser, sampled: Path, found: list[dict[str, Any]]
) -> None:
    with visit(chromium, sampled, scheme="dark") as seen:
        seen.go("view=findings&severity=error")
        seen.page.emulate_media(media="print")
        expect(seen.page.locator("#print h2")).to_have_text(
            f"{sum(f['severity'] == 'error' for f in found)} findings"
        )
        assert seen.page.locator("#overview").is_visible()
        assert not seen.page.locator("#findings").is_visible()
        assert {pair for pair, ratio in seen.run(_PAIRS) if ratio < 4.5} == set()
        assert seen.page.pdf().startswith(b"%PDF")
        seen.page.emulate_media(media="screen")
        expect(seen.page.locator("#print")).to_be_empty()


def test_a_phone_shows_one_thing_at_a_time_and_nothing_runs_off_it(
    chromium: Browser, sampled: Path, found: list[dict[str, Any]]
) -> None:
    wide = "document.documentElement.scrollWidth - innerWidth"
    with visit(chromium, sampled, width=360, height=740) as seen:
        for address in (
            "",
            "view=findings",
            "view=clusters",
            "view=articles",
            f"f={of_rule(found, 'DUP202')['key']}",
        ):
            seen.go(address)
            assert seen.run(wide) <= 0, address
        seen.go("view=findings")
        seen.page.get_by_role("button", name="Filters").click()
        seen.page.get_by_role("checkbox", name="error").check()
        seen.page.keyboard.press("Escape")
        assert not seen.page.locator("#filters").is_visible()
        assert not seen.page.locator("#finding").is_visible()
        seen.page.click("#finding-list .row >> nth=0")
        assert seen.page.locator("#finding h2").is_visible()
        assert not seen.page.locator("#finding-list").is_visible()
        seen.page.get_by_role("button", name="Back to the list").click()
        assert seen.page.locator("#finding-list").is_visible()


def test_what_can_be_pressed_has_a_name_and_can_be_reached(
    chromium: Browser, sampled: Path
) -> None:
    pressed = "[...document.querySelectorAll('button, a, input, select')]"
    nameless = f"{pressed}.filter((n) => !(n.textContent.trim() || n.ariaLabel || n.labels?.length)).length"
    with visit(chromium, sampled) as seen:
        for address in ("", "view=findings", "view=clusters"):
            seen.go(address)
            assert seen.run(nameless) == 0
            seen.page.keyboard.press("Tab")
            assert seen.run("document.activeElement.className") == "skip"
            seen.page.keyboard.press("Tab")
            assert seen.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        assert seen.run("document.querySelectorAll('h1').length") == 1


def test_the_trend_plots_every_run(chromium: Browser, tmp_path: Path) -> None:
    report, runs = (
        saved(RenderInput(lint({"a.txt": "He saw the the boat.\n"}))),
        tmp_path / "runs.db",
    )
    for _ in range(3):
        history_of(runs).append(runs, Run.of(report, load_rules()))
    path = tmp_path / "report.html"
    path.write_text(page(report, {}, Units(), read_runs(runs)), encoding="utf-8", newline="\n")
    with visit(chromium, path) as seen:
        seen.page.click("#to-trend")
        assert seen.text("#trend .says").startswith("3 runs, the last on 20")
        assert seen.texts("#trend figcaption")[-2:] == ["GAR104 repeated-word", "."]
        assert seen.page.locator("#trend svg").count() == 6
        assert {
            seen.page.locator("#trend svg").nth(n).locator("circle").count() for n in range(6)
        } == {3}
        assert "NaN" not in seen.page.locator("#trend").inner_html()
        assert [pair for pair, ratio in seen.run(_PAIRS) if ratio < 4.5] == []

"""The HTML report in a real browser: it opens from a file, asks for nothing, runs no text, and does what its readers want."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, expect

import browsing
from browsing import visit
from copydesk.engine.registry import load_rules
from copydesk.finding import Finding, Place, Related, fingerprint
from copydesk.output.formats import renderer
from copydesk.output.history import Run, history_of, read_runs
from copydesk.output.page import render as page
from copydesk.output.saved import saved
from copydesk.output.sheet import Sheet
from copydesk.output.units import Units
from copydesk.reading.formats import format_of
from copydesk.reading.source import Source
from copydesk.report import Cluster, Member, Report
from copydesk.rule import Severity
from linting import lint

pytestmark = [
    pytest.mark.client,
    pytest.mark.skipif(not browsing.PROGRAM, reason="no Chromium is installed (Debian: apt-get install chromium)"),
]
ROOT = Path(__file__).parent.parent
LONG = "The tide gauge at Port Ardle was read by hand until the harbour board put in a float and a chain. "
ODD = {
    "odd/astral.txt": "A 😀 and a 𝔊 stood in the the way, said said the clerk.\n",
    "odd/escaped.jsonl": '{"id": "r1", "text": "First line.\\nCaf\\u00e9 \\ud83d\\ude00 \\"ends\\" at the the \\u005bwindow].\\n"}\n',
    "odd/long.txt": LONG * 30 + "It was was so. " + LONG * 30 + "\n",
}


def sheet_of(files: dict[str, str | bytes]) -> Sheet:
    report = lint(files)
    sources = [
        Source(name, None, format_of(name)[0] or "text", content=text if isinstance(text, bytes) else text.encode())
        for name, text in files.items()
    ]
    return Sheet(report, load_rules(), exit_code=1, units=Units(sources))


def data_of(text: str) -> Any:
    (found,) = re.findall(r'<script type="application/json" id="report">(.*?)</script>', text, re.DOTALL)
    return json.loads(found)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browsing.browser() as program:
        yield program


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files: dict[str, str | bytes] = {
        f"corpus/{p.name}": p.read_bytes() for p in sorted((ROOT / "corpus").iterdir()) if format_of(p.name)[0]
    }
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(renderer("html")(sheet_of({**files, **ODD})), encoding="utf-8", newline="\n")
    return path


@pytest.fixture(scope="module")
def found(corpus: Path) -> list[dict[str, Any]]:
    findings: list[dict[str, Any]] = data_of(corpus.read_text(encoding="utf-8"))["findings"]
    assert len(findings) > 50
    return findings


def of_rule(found: list[dict[str, Any]], rule: str, path: str = "") -> dict[str, Any]:
    return next(f for f in found if f["rule"] == rule and path in f["path"])


def test_it_opens_from_a_file_and_every_view_shows(chromium: Browser, corpus: Path, found: list[dict[str, Any]]) -> None:
    with visit(chromium, corpus) as seen:
        assert seen.texts("#views a") == ["Overview", "Findings", "Clusters", "Articles"]
        assert seen.text(".tile >> nth=0").split("\n")[0] == str(len(found))
        for view in ("findings", "clusters", "articles", "overview"):
            seen.page.click(f"#to-{view}")
            assert seen.page.locator(f"#{view}").is_visible()
            assert seen.page.locator("main > section:visible").count() == 1
        assert seen.run("document.querySelectorAll('*').length") < 3_000


def test_a_facet_leaves_its_findings_and_counts_what_others_would(chromium: Browser, corpus: Path, found: list[dict[str, Any]]) -> None:
    garbled = [f for f in found if f["rule"].startswith("GAR")]
    errors = [f for f in garbled if f["severity"] == "error"]
    with visit(chromium, corpus) as seen:
        seen.page.click("#overview .bars a:has-text('garbled')")
        assert seen.text("#count").startswith(f"{len(garbled)} of {len(found)} findings")
        seen.page.get_by_role("checkbox", name="error").check()
        assert seen.text("#count").startswith(f"{len(errors)} of")
        assert f"warning\n{len(garbled) - len(errors)}" in seen.text("#facet-severity")
        seen.page.get_by_role("button", name="Clear filters").click()
        assert seen.text("#count") == f"{len(found)} findings"
        seen.page.get_by_label("Path holds").fill("BRIEFS")
        assert seen.text("#count").startswith(f"{sum('briefs' in f['path'] for f in found)} of")
        seen.page.get_by_label("Path holds").fill("")
        seen.page.get_by_label("At least this sure").fill("0.95")
        assert seen.text("#count").startswith(f"{sum(f['confidence'] >= 0.95 for f in found)} of")


def test_search_wants_every_word_and_sorting_sorts(chromium: Browser, corpus: Path, found: list[dict[str, Any]]) -> None:
    with visit(chromium, corpus) as seen:
        seen.go("view=findings")
        seen.page.get_by_label("Search findings").fill("Tram  ONE")
        keys = ("message", "path", "rule", "text", "record")
        said = [
            " ".join([*(f.get(key, "") for key in keys), *(other["path"] + other["text"] for other in f.get("others", []))]) for f in found
        ]
        left = sum("tram" in text.lower() and "one" in text.lower() for text in said)
        assert 0 < left < len(found)
        assert seen.text("#count").startswith(f"{left} of")
        assert {text.lower() for text in seen.texts("#finding-list mark")} <= {"tram", "one"}
        seen.page.fill("#q", "zzz nothing has this")
        assert seen.text("#finding") == "No finding is left by these filters."
        seen.page.fill("#q", "")
        seen.page.select_option("#sort", label="Most severe first")
        assert seen.texts("#finding-list .badge")[:3] == ["error"] * 3
        seen.page.select_option("#sort", label="Least sure first")
        shown = [int(text.split()[0]) for text in seen.texts("#finding-list .sure")]
        assert shown == sorted(shown)
        assert shown[0] == round(100 * min(f["confidence"] for f in found))


def test_the_keyboard_does_everything(chromium: Browser, corpus: Path, found: list[dict[str, Any]]) -> None:
    with visit(chromium, corpus) as seen:
        keys = seen.page.keyboard
        keys.press("2")
        for key in ("j", "j", "j", "k"):
            keys.press(key)
        assert seen.text("#finding .position") == f"2 of {len(found)}"
        assert seen.page.locator("#finding-list [aria-selected=true]").get_attribute("aria-posinset") == "2"
        keys.press("/")
        keys.type("mojibake jjj")
        assert seen.run("document.activeElement.id") == "q"
        assert seen.page.input_value("#q") == "mojibake jjj"
        keys.press("Escape")
        keys.press("Escape")
        assert seen.page.input_value("#q") == ""
        keys.press("?")
        assert seen.page.locator("dialog").is_visible()
        keys.press("Escape")
        assert not seen.page.locator("dialog").is_visible()
        seen.page.focus("#finding-list")
        keys.press("End")
        assert seen.text("#finding .position") == f"{len(found)} of {len(found)}"
        keys.press("Enter")
        assert seen.run("document.activeElement.id") == "finding"
        keys.press("Escape")
        assert seen.text("#finding") == "Choose a finding."
        keys.press("3")
        keys.press("j")
        assert seen.page.locator("#cluster h2").is_visible()


def found_key(seen: browsing.Visit) -> str:
    return str(seen.run("choice.f"))


def test_an_address_brings_back_what_was_chosen(chromium: Browser, corpus: Path, found: list[dict[str, Any]]) -> None:
    one = of_rule(found, "DUP202")
    with visit(chromium, corpus) as seen:
        seen.go(f"f={one['key']}")
        assert seen.text("#finding h2") == f"DUP202 {'near-duplicate-paragraph'}"
        seen.go("view=findings&q=the&severity=warning&sort=rule&confidence=0.9")
        assert (seen.page.input_value("#q"), seen.page.input_value("#sort")) == ("the", "rule")
        before = seen.text("#count")
        seen.page.keyboard.press("j")
        seen.page.keyboard.press("j")
        seen.page.wait_for_url(f"**f={found_key(seen)}")
        chosen = seen.text("#finding h2")
        again = seen.run("location.hash")
        seen.page.go_back()
        assert seen.text("#finding") == "Choose a finding."
        seen.go(again[1:])
        assert (seen.text("#count"), seen.text("#finding h2")) == (before, chosen)
        seen.go("f=0000000000000000")
        assert "nothing at this address" in seen.text("#finding")
        seen.go("view=__proto__&sort=constructor&confidence=x&article=length&rule=toString&cluster=%00")
        assert seen.page.locator("#overview").is_visible()


def test_a_choice_made_quickly_many_times_ends_in_the_address(chromium: Browser, corpus: Path, found: list[dict[str, Any]]) -> None:
    with visit(chromium, corpus) as seen:
        seen.go("view=findings")
        seen.run("(() => { for (let n = 0; n < 400; n++) go({ q: `bridge ${n}` }); go({ q: 'bridge' }); })()")
        seen.page.wait_for_url("**#view=findings&q=bridge")
        both = of_rule(found, "DUP201", "bridge-closure")
        seen.run(f"go({{ f: '{both['key']}' }})")
        seen.page.locator("#finding .lines .hit:not(.now)").first.click()
        assert seen.run("choice.f") != both["key"]
        assert seen.page.input_value("#q") == "bridge", "a mark leads to its finding, and the filters stay"
        seen.page.go_back()
        assert seen.run("choice.f") == both["key"]


def test_both_copies_show_which_words_differ(chromium: Browser, corpus: Path, found: list[dict[str, Any]]) -> None:
    with visit(chromium, corpus) as seen:
        seen.go(f"f={of_rule(found, 'DUP202', 'flood-gauge')['key']}")
        assert seen.texts("#finding .copies del") == ["beneath", "away"]
        assert seen.texts("#finding .copies ins") == ["below", "off"]
        whole = of_rule(found, "DUP102")
        seen.go(f"f={whole['key']}")
        assert "chemistry" in seen.texts("#finding .diff del")
        assert "physics" in seen.texts("#finding .diff ins")


def test_marks_lie_on_what_was_found(chromium: Browser, corpus: Path, found: list[dict[str, Any]]) -> None:
    marked = [f for f in found if "article" in f and "\n" not in f["text"] and " … " not in f["text"]]
    assert len(marked) > 40
    assert {f["path"] for f in marked} >= set(ODD)
    with visit(chromium, corpus) as seen:
        for one in marked:
            seen.run(f"go({{view: 'findings', f: '{one['key']}'}})")
            assert "".join(seen.texts("#finding .lines .now")) == one["text"], one


def test_an_article_shows_all_its_findings_and_leads_to_them(chromium: Browser, corpus: Path) -> None:
    with visit(chromium, corpus) as seen:
        seen.page.click("#to-articles")
        seen.page.locator("#article-list .row", has_text="harbour-crane").click()
        said = int(seen.text("#article .above span").split()[0])
        titles = seen.run("[...new Set([...document.querySelectorAll('#article .hit')].flatMap((hit) => hit.title.split('\\n')))].length")
        assert titles == said
        seen.page.click("#article .hit >> nth=0")
        assert seen.page.locator("#finding .lines .now").count() > 0
        seen.page.go_back()
        assert seen.page.locator("#article").is_visible()


def test_a_cluster_says_what_to_keep_and_what_dropping_loses(chromium: Browser, corpus: Path) -> None:
    with visit(chromium, corpus) as seen:
        seen.page.click("#to-clusters")
        row = seen.page.locator("#cluster-list .row", has_text="DUP102")
        row.click()
        assert seen.page.locator("#cluster .keep .badge").inner_text() == "keep"
        assert seen.text("#cluster .says").startswith("Keep corpus/")
        assert seen.text("#cluster .lost").startswith("Loses: ") or seen.text("#cluster .lost") == "Loses nothing."
        seen.page.click("#cluster .members a >> nth=0")
        assert seen.page.locator("#finding, #article").locator("visible=true").count() == 1


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
def test_every_text_has_the_contrast_of_wcag_aa(chromium: Browser, corpus: Path, scheme: str, found: list[dict[str, Any]]) -> None:
    pairs: dict[str, float] = {}
    addresses = [f"f={of_rule(found, rule)['key']}" for rule in ("GAR101", "DUP202", "DUP102", "CTX105", "GAR104")]
    with visit(chromium, corpus, scheme=scheme) as seen:
        for address in ("", "view=findings&q=the", "view=clusters&cluster=c1", "view=articles&article=1", *addresses):
            seen.go(address)
            pairs |= dict(seen.run(_PAIRS))
        seen.page.keyboard.press("?")
        pairs |= dict(seen.run(_PAIRS))
    assert len(pairs) > 40
    assert {pair: round(ratio, 2) for pair, ratio in pairs.items() if ratio < 4.5} == {}


def test_light_and_dark_follow_the_system_and_the_switch(chromium: Browser, corpus: Path) -> None:
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    with visit(chromium, corpus, scheme="light") as seen:
        light = seen.run(paper)
    with visit(chromium, corpus, scheme="dark") as seen:
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


def test_it_prints_the_overview_and_the_findings_chosen_on_white(chromium: Browser, corpus: Path, found: list[dict[str, Any]]) -> None:
    with visit(chromium, corpus, scheme="dark") as seen:
        seen.go("view=findings&severity=error")
        seen.page.emulate_media(media="print")
        expect(seen.page.locator("#print h2")).to_have_text(f"{sum(f['severity'] == 'error' for f in found)} findings")
        assert seen.page.locator("#overview").is_visible()
        assert not seen.page.locator("#findings").is_visible()
        assert {pair for pair, ratio in seen.run(_PAIRS) if ratio < 4.5} == set()
        assert seen.page.pdf().startswith(b"%PDF")
        seen.page.emulate_media(media="screen")
        expect(seen.page.locator("#print")).to_be_empty()


def test_a_phone_shows_one_thing_at_a_time_and_nothing_runs_off_it(chromium: Browser, corpus: Path, found: list[dict[str, Any]]) -> None:
    wide = "document.documentElement.scrollWidth - innerWidth"
    with visit(chromium, corpus, width=360, height=740) as seen:
        for address in ("", "view=findings", "view=clusters", "view=articles", f"f={of_rule(found, 'DUP202')['key']}"):
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


def test_what_can_be_pressed_has_a_name_and_can_be_reached(chromium: Browser, corpus: Path) -> None:
    pressed = "[...document.querySelectorAll('button, a, input, select')]"
    nameless = f"{pressed}.filter((n) => !(n.textContent.trim() || n.ariaLabel || n.labels?.length)).length"
    with visit(chromium, corpus) as seen:
        for address in ("", "view=findings", "view=clusters"):
            seen.go(address)
            assert seen.run(nameless) == 0
            seen.page.keyboard.press("Tab")
            assert seen.run("document.activeElement.className") == "skip"
            seen.page.keyboard.press("Tab")
            assert seen.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        assert seen.run("document.querySelectorAll('h1').length") == 1


def test_the_trend_plots_every_run(chromium: Browser, tmp_path: Path) -> None:
    report, runs = saved(Sheet(lint({"a.txt": "He saw the the boat.\n"}))), tmp_path / "runs.db"
    for _ in range(3):
        history_of(runs).append(runs, Run.of(report))
    path = tmp_path / "report.html"
    path.write_text(page(report, {}, Units(), read_runs(runs)), encoding="utf-8", newline="\n")
    with visit(chromium, path) as seen:
        seen.page.click("#to-trend")
        assert seen.text("#trend .says").startswith("3 runs, the last on 20")
        assert seen.texts("#trend figcaption")[-2:] == ["GAR104 repeated-word", "."]
        assert seen.page.locator("#trend svg").count() == 6
        assert {seen.page.locator("#trend svg").nth(n).locator("circle").count() for n in range(6)} == {3}
        assert "NaN" not in seen.page.locator("#trend").inner_html()
        assert [pair for pair, ratio in seen.run(_PAIRS) if ratio < 4.5] == []


def many(number: int) -> Sheet:
    """Return a sheet of so many findings: half of them near-duplicates with their other copy, all of them in articles."""
    each = 100
    findings, clusters, files = [], [], {}
    for file in range(number // each):
        path, rows, offset = f"part{file % 9}/article-{file:03}.txt", [], 0
        for line in range(each):
            row = f"Paragraph {line} of article {file} says that the the board met at noon, {LONG}and sent everyone home at {line} past."
            start = row.index("the the")
            span = (offset + start, offset + start + 7) if line % 2 else (offset, offset + len(row))
            place = Place(path, line + 1, span[0] - offset + 1, line + 1, span[1] - offset + 1, *span)
            text = row[span[0] - offset : span[1] - offset]
            rule, name = ("GAR104", "repeated-word") if line % 2 else ("DUP202", "near-duplicate-paragraph")
            related = () if line % 2 else (Related(place, text.replace("noon", "midnight"), 0.9),)
            cluster = None if line % 2 else f"c{file}-{line}"
            if cluster:
                clusters.append(Cluster(cluster, rule, (Member(place, 1.0), Member(place, 0.9, "midnight")), 0.9, place, chained=False))
            severity: Severity
            severity, confidence = ("warning", 0.6 + line % 40 / 100) if line % 5 else ("error", 1.0)
            facts: dict[str, Any] = {"related": related, "cluster": cluster, "id": fingerprint(rule, text)}
            findings.append(Finding(rule, name, severity, confidence, f"{name} number {line}", place, text, **facts))
            rows.append(row)
            offset += len(row) + 1
        files[path] = "\n".join(rows)
    sources = [Source(path, None, "text", content=text.encode()) for path, text in files.items()]
    findings.sort(key=lambda finding: finding.order)
    return Sheet(Report(findings, clusters=clusters, documents=len(files)), load_rules(), units=Units(sources))


@pytest.fixture(scope="module")
def twenty_thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("many") / "report.html"
    path.write_text(renderer("html")(many(20_000)), encoding="utf-8", newline="\n")
    return path


def test_twenty_thousand_findings_stay_small_and_quick(chromium: Browser, twenty_thousand: Path) -> None:
    assert twenty_thousand.stat().st_size < 25_000_000
    with visit(chromium, twenty_thousand) as seen:
        seen.go("view=findings")
        assert seen.text("#count") == "20,000 findings"
        seen.run("choose({ ...choice, q: 'warm up' })")
        for change in ("{q: 'board 77 midnight'}", "{q: '', rule: new Set(['GAR104'])}", "{confidence: 0.8}", "{sort: 'severity'}"):
            timed = f"painted = {{}}; const from = performance.now(); go({change}); document.body.offsetHeight"
            spent = min(seen.run(f"(() => {{ {timed}; return performance.now() - from; }})()") for _ in range(5))
            assert spent < 100, f"{change}: {spent:.0f} ms"  # the least: other programs run beside the tests
        seen.go("view=findings")
        assert seen.page.locator("#finding-list .row").count() < 40
        seen.run("document.getElementById('finding-list').scrollTop = 84 * 12345")
        seen.page.wait_for_selector("#finding-list [aria-posinset='12346']")
        assert seen.page.locator("#finding-list .row").count() < 40
        assert seen.page.locator("#facet-folder label").count() == 9


def test_the_page_says_what_it_leaves_out(chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("copydesk.output.page.MOST_FINDINGS", 150)
    monkeypatch.setattr("copydesk.output.page._ARTICLES", 30_000)
    monkeypatch.setattr("copydesk.output.page._DIFFS", 0)
    path = tmp_path / "report.html"
    path.write_text(renderer("html")(many(400)), encoding="utf-8", newline="\n")
    with visit(chromium, path) as seen:
        said = " ".join(seen.texts(".notice"))
        assert "lists 150 findings, the most severe and surest; 250 more" in said
        assert "left out for" in said
        assert seen.text(".tile >> nth=0").startswith("400")


PAYLOADS = [
    "</script><script>alert(1)</script>",
    "</SCRIPT ><img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src=javascript:alert(1)>",
    "<body onload=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "<!--<script>alert(1)//-->",
    "--><script>alert(1)</script>",
    "<!--<script>",
    "]]><script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "${alert(1)}",
    "<%= 7 * 7 %>",
    "#{7*7}",
    "{{constructor.constructor('alert(1)')()}}",
    "';alert(1);//",
    '";alert(1);//',
    "\\';alert(1);//",
    "`;alert(1)//",
    "\u2028alert(1)//",
    "\u2029alert(1)//",
    "\x00<script>alert(1)</script>",
    "\ufeff<script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;img src=x onerror=alert(1)&#62;",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "<style>@import 'http://127.0.0.1:9/x';</style>",
    "<link rel=stylesheet href=http://127.0.0.1:9/x>",
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'>",
    "<base href=http://127.0.0.1:9/>",
    "<form action=http://127.0.0.1:9/><input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<math><mtext></mtext><script>alert(1)</script></math>",
    "<template><script>alert(1)</script></template>",
    "\u202egpj.exe",
    "\u2066abc\u2069\u200b\u200f",
    "x' onmouseover='alert(1)",
    'x" autofocus onfocus="alert(1)',
    "x` onclick=`alert(1)",
    "\ud800lone",
    "__proto__",
    "constructor",
    "[-</del><script>alert(1)</script>-]",
    "url(http://127.0.0.1:9/x)",
    "expression(alert(1))",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "\x1b]8;;http://127.0.0.1:9/\x07x",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
]


def hostile() -> Sheet:
    findings, clusters = [], []
    for number, text in enumerate(PAYLOADS):
        place = Place(f"{text}/{text}.txt", 1, 1, 1, 1 + len(text), 0, len(text))
        other = Related(Place(f"other {text}", 2, 1, 2, 2, 0, 1), f"{text} {text}", 0.5)
        evidence = {"diff": f"[-{text}-] {{+{text}+}} same", text: text, "list": [text, text]}
        cluster = Cluster(text, text, (Member(place, 1.0), Member(other.place, 0.5, text)), 0.5, place, chained=True)
        facts: dict[str, Any] = {"related": (other,), "cluster": text, "evidence": evidence, "id": f"{number:032x}"}
        rule, name = ("DUP202", "near-duplicate-paragraph") if number % 2 else (text, text)
        findings.append(Finding(rule, name, "error", 0.9, text, place, text, **facts))
        clusters.append(cluster)
    sources = [Source(f"{text}/{text}.txt", None, "text", content=text.encode("utf-8", "replace")) for text in PAYLOADS]
    return Sheet(Report(findings, clusters=clusters, documents=len(findings)), load_rules(), units=Units(sources))


def test_hostile_text_is_shown_and_never_runs(chromium: Browser, tmp_path: Path) -> None:
    assert len(PAYLOADS) > 50
    path = tmp_path / "report.html"
    row = {"at": "2026-01-02T03:04:05Z", "findings": 1, "documents": 1, "paragraphs": 1, "copied_paragraphs": 0}
    runs = [Run(row, {text: 1}, {text: 2}) for text in PAYLOADS]
    written = page(saved(hostile()), {}, hostile().units, runs)
    path.write_text(written, encoding="utf-8", newline="\n")
    assert not re.search("[\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b\u200f\ufeff\x00-\x09\x0b-\x1f]", written)
    unwanted = "script, img, iframe, svg:not(#trend svg), link, base, video, template, form:not(#filters, dialog form)"
    elements = f"document.querySelectorAll('{unwanted}').length"
    with visit(chromium, path) as seen:
        assert seen.run(elements) == 2
        messages = data_of(written)["findings"]
        for view, label, name in (("findings", "f", "key"), ("clusters", "cluster", "id"), ("articles", "article", "number")):
            count = seen.run(f"{view}.length")
            assert count > 40
            for number in range(count):
                seen.run(f"go({{view: '{view}', {label}: String({view}[{number}].{name})}})")
                assert seen.run(elements) == 2
                if label == "f":
                    assert seen.run("document.querySelector('#finding .message').textContent") == messages[number]["message"]
        for view in ("trend", "overview"):
            seen.run(f"go({{view: '{view}'}})")
            assert seen.run(elements) == 2
            assert "NaN" not in seen.page.locator(f"#{view}").inner_html()
        for text in PAYLOADS:
            seen.run(f"go({{view: 'findings', f: '', q: {json.dumps(text)}}})")
            seen.run(f"go({{q: '', path: {json.dumps(text)}}})")
            assert seen.run(elements) == 2
        seen.page.emulate_media(media="print")
        assert seen.run(elements) == 2
        assert seen.run("typeof pwned + Object.keys(Object.prototype).length") == "undefined0"
        assert "\\u202egpj.exe" in seen.run("document.getElementById('report').textContent").replace("\\\\", "\\")


def test_the_policy_of_the_page_stops_what_is_not_its_own(chromium: Browser, corpus: Path, tmp_path: Path) -> None:
    """What would happen if markup did get in: the browser refuses to run it, or to ask for anything."""
    whole = corpus.read_text(encoding="utf-8")
    path = tmp_path / "broken.html"
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        broken = f"<img src={address} onerror='window.pwned=1'><script>window.pwned=1</script><style>body{{display:none}}</style>"
        path.write_text(whole.replace("</body>", broken + "</body>"), encoding="utf-8", newline="\n")
        with visit(chromium, path) as seen:
            assert seen.run("typeof pwned") == "undefined"
            assert seen.page.locator("#overview").is_visible()
            with pytest.raises(Error, match="TrustedHTML"):
                seen.run("document.body.innerHTML = '<b>x</b>'")
            said = [line for line in seen.trouble if line.startswith("console: ")]
            seen.trouble.clear()
        server.settimeout(0.2)
        with pytest.raises(TimeoutError):
            server.accept()
    kinds = ("img-src", "default-src", "inline script", "inline event handler", "inline style", "TrustedHTML")
    assert len(said) >= 4
    assert [line for line in said if not any(kind in line for kind in kinds)] == []


def test_the_same_report_gives_the_same_bytes() -> None:
    assert renderer("html")(hostile()) == renderer("html")(hostile())
    written = renderer("html")(sheet_of({**ODD}))
    assert written == renderer("html")(sheet_of({**ODD}))
    assert "http" not in re.sub(r"http://www\.w3\.org/2000/svg|http-equiv", "", written)

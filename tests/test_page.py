"""The HTML report in a real browser: it opens from a file, and does what its readers want."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

import browsing
from browsing import visit
from copydesk.output.formats import renderer
from reports import ODD, many, of_rule, sheet_of

pytestmark = [
    pytest.mark.client,
    pytest.mark.skipif(
        not browsing.PROGRAM, reason="no Chromium is installed (Debian: apt-get install chromium)"
    ),
]


def test_it_opens_from_a_file_and_every_view_shows(
    chromium: Browser, sampled: Path, found: list[dict[str, Any]]
) -> None:
    with visit(chromium, sampled) as seen:
        assert seen.texts("#views a") == ["Overview", "Findings", "Clusters", "Articles"]
        assert seen.text(".tile >> nth=0").split("\n")[0] == str(len(found))
        for view in ("findings", "clusters", "articles", "overview"):
            seen.page.click(f"#to-{view}")
            assert seen.page.locator(f"#{view}").is_visible()
            assert seen.page.locator("main > section:visible").count() == 1
        assert seen.run("document.querySelectorAll('*').length") < 3_000


def test_a_facet_leaves_its_findings_and_counts_what_others_would(
    chromium: Browser, sampled: Path, found: list[dict[str, Any]]
) -> None:
    garbled = [f for f in found if f["rule"].startswith("GAR")]
    errors = [f for f in garbled if f["severity"] == "error"]
    with visit(chromium, sampled) as seen:
        seen.page.click("#overview .bars a:has-text('garbled')")
        assert seen.text("#count").startswith(f"{len(garbled)} of {len(found)} findings")
        seen.page.get_by_role("checkbox", name="error").check()
        assert seen.text("#count").startswith(f"{len(errors)} of")
        warnings = sum(f["severity"] == "warning" for f in garbled)
        assert f"warning\n{warnings}" in seen.text("#facet-severity")
        seen.page.get_by_role("button", name="Clear filters").click()
        assert seen.text("#count") == f"{len(found)} findings"
        seen.page.get_by_label("Path holds").fill("BRIEFS")
        assert seen.text("#count").startswith(f"{sum('briefs' in f['path'] for f in found)} of")
        seen.page.get_by_label("Path holds").fill("")
        seen.page.get_by_label("At least this sure").fill("0.95")
        assert seen.text("#count").startswith(f"{sum(f['confidence'] >= 0.95 for f in found)} of")


def test_search_wants_every_word_and_sorting_sorts(
    chromium: Browser, sampled: Path, found: list[dict[str, Any]]
) -> None:
    with visit(chromium, sampled) as seen:
        seen.go("view=findings")
        seen.page.get_by_label("Search findings").fill("Tram  ONE")
        keys = ("message", "path", "rule", "text", "record")
        said = [
            " ".join(
                [
                    *(f.get(key, "") for key in keys),
                    *(other["path"] + other["text"] for other in f.get("others", [])),
                ]
            )
            for f in found
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


def test_the_keyboard_does_everything(
    chromium: Browser, sampled: Path, found: list[dict[str, Any]]
) -> None:
    with visit(chromium, sampled) as seen:
        keys = seen.page.keyboard
        keys.press("2")
        for key in ("j", "j", "j", "k"):
            keys.press(key)
        assert seen.text("#finding .position") == f"2 of {len(found)}"
        assert (
            seen.page.locator("#finding-list [aria-selected=true]").get_attribute("aria-posinset")
            == "2"
        )
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


def test_an_address_brings_back_what_was_chosen(
    chromium: Browser, sampled: Path, found: list[dict[str, Any]]
) -> None:
    one = of_rule(found, "DUP202")
    with visit(chromium, sampled) as seen:
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
        seen.go(
            "view=__proto__&sort=constructor&confidence=x&article=length&rule=toString&cluster=%00"
        )
        assert seen.page.locator("#overview").is_visible()


def test_a_choice_made_quickly_many_times_ends_in_the_address(
    chromium: Browser, sampled: Path, found: list[dict[str, Any]]
) -> None:
    with visit(chromium, sampled) as seen:
        seen.go("view=findings")
        seen.run(
            "(() => { for (let n = 0; n < 400; n++) go({ q: `bridge ${n}` }); go({ q: 'bridge' }); })()"
        )
        seen.page.wait_for_url("**#view=findings&q=bridge")
        both = of_rule(found, "DUP201", "bridge-closure")
        seen.run(f"go({{ f: '{both['key']}' }})")
        seen.page.locator("#finding .lines .hit:not(.now)").first.click()
        assert seen.run("choice.f") != both["key"]
        assert seen.page.input_value("#q") == "bridge", (
            "a mark leads to its finding, and the filters stay"
        )
        seen.page.go_back()
        assert seen.run("choice.f") == both["key"]


def test_both_copies_show_which_words_differ(
    chromium: Browser, sampled: Path, found: list[dict[str, Any]]
) -> None:
    with visit(chromium, sampled) as seen:
        seen.go(f"f={of_rule(found, 'DUP202', 'flood-gauge')['key']}")
        assert seen.texts("#finding .copies del") == ["beneath", "away"]
        assert seen.texts("#finding .copies ins") == ["below", "off"]
        whole = of_rule(found, "DUP102")
        seen.go(f"f={whole['key']}")
        assert "chemistry" in seen.texts("#finding .diff del")
        assert "physics" in seen.texts("#finding .diff ins")


def test_marks_lie_on_what_was_found(
    chromium: Browser, sampled: Path, found: list[dict[str, Any]]
) -> None:
    marked = [
        f for f in found if "article" in f and "\n" not in f["text"] and " … " not in f["text"]
    ]
    assert len(marked) > 40
    assert {f["path"] for f in marked} >= set(ODD)
    with visit(chromium, sampled) as seen:
        for one in marked:
            seen.run(f"go({{view: 'findings', f: '{one['key']}'}})")
            assert "".join(seen.texts("#finding .lines .now")) == one["text"], one


def test_an_article_shows_all_its_findings_and_leads_to_them(
    chromium: Browser, sampled: Path
) -> None:
    with visit(chromium, sampled) as seen:
        seen.page.click("#to-articles")
        seen.page.locator("#article-list .row", has_text="harbour-crane").click()
        said = int(seen.text("#article .above span").split()[0])
        titles = seen.run(
            "[...new Set([...document.querySelectorAll('#article .hit')].flatMap((hit) => hit.title.split('\\n')))].length"
        )
        assert titles == said
        seen.page.click("#article .hit >> nth=0")
        assert seen.page.locator("#finding .lines .now").count() > 0
        seen.page.go_back()
        assert seen.page.locator("#article").is_visible()


def test_a_cluster_says_what_to_keep_and_what_dropping_loses(
    chromium: Browser, sampled: Path
) -> None:
    with visit(chromium, sampled) as seen:
        seen.page.click("#to-clusters")
        row = seen.page.locator("#cluster-list .row", has_text="DUP102")
        row.click()
        assert seen.page.locator("#cluster .keep .badge").inner_text() == "keep"
        assert seen.text("#cluster .says").startswith("Keep corpus/")
        assert (
            seen.text("#cluster .lost").startswith("Loses: ")
            or seen.text("#cluster .lost") == "Loses nothing."
        )
        seen.page.click("#cluster .members a >> nth=0")
        assert seen.page.locator("#finding, #article").locator("visible=true").count() == 1


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of one file of records that copy from each other."""
    long = "The harbour of {} was closed on Monday after a crane fell into the channel, and the ferry to the islands stayed in port."
    texts = {
        "first": f"{long.format('Kelling')}\n\nHe opened the the door.",
        "second": f"{long.format('Kelling')}\n\nShe shut the the window, and and left. The cafÃ© was full.",
        "third": "Nothing happened in the village, and nobody wrote about it until the autumn came.",
    }
    lines = [json.dumps({"id": name, "text": text}) for name, text in texts.items()]
    path = tmp_path_factory.mktemp("records") / "report.html"
    given = sheet_of({"all.jsonl": "\n".join(lines) + "\n"})
    path.write_text(renderer("html")(given), encoding="utf-8", newline="\n")
    return path


def test_a_file_of_records_shows_its_worst_documents_and_which_copy(
    chromium: Browser, records: Path
) -> None:
    with visit(chromium, records) as seen:
        cards = dict(card.split("\n", 1) for card in seen.texts("#overview .card"))
        assert cards["Worst documents"].split("\n")[0] == "second"
        assert cards["Findings in a document"].startswith("none\n1\n")
        assert cards["Sizes of clusters"] == "2 places\n1"
        assert "Worst files" not in cards
        seen.page.click("#overview .bars a:has-text('second')")
        assert "all.jsonl › second" in seen.text("#count")
        assert all("› second:" in row for row in seen.texts("#finding-list .row .where"))
        seen.page.get_by_role("button", name="Clear filters").click()
        assert "of" not in seen.text("#count")
        seen.go("")
        seen.page.click(".heat a[title='second: first']")
        assert "second has text of first" in seen.text("#cluster-count")
        seen.page.click("#cluster-list .row")
        seen.page.click(".members a:has-text('second')")
        assert "all.jsonl › second" in seen.text("#finding header .where")


def test_the_overview_says_what_to_do_first_and_which_rules_speak_in_which_kinds(
    chromium: Browser, records: Path
) -> None:
    with visit(chromium, records) as seen:
        steps = seen.texts(".steps li")
        assert steps[0].startswith("1error")
        assert steps[1].startswith("1safe to fix")
        seen.page.click(".steps a:has-text('safe to fix')")
        assert seen.texts("#finding-list .row b") == ["GAR101"]
        seen.go("")
        heads = seen.texts("#overview .card:last-of-type .heat thead th")
        seen.page.click("#overview .card:last-of-type .heat tr:has-text('GAR104') a >> nth=0")
        assert len(heads) > 1
        assert set(seen.texts("#finding-list .row b")) == {"GAR104"}


@pytest.fixture(scope="module")
def twenty_thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("many") / "report.html"
    path.write_text(renderer("html")(many(20_000)), encoding="utf-8", newline="\n")
    return path


def test_twenty_thousand_findings_stay_small_and_only_those_in_sight_are_drawn(
    chromium: Browser, twenty_thousand: Path
) -> None:
    assert twenty_thousand.stat().st_size < 25_000_000
    with visit(chromium, twenty_thousand) as seen:
        seen.go("view=findings")
        assert seen.text("#count") == "20,000 findings"
        assert seen.page.locator("#finding-list .row").count() < 40
        seen.run("document.getElementById('finding-list').scrollTop = 84 * 12345")
        seen.page.wait_for_selector("#finding-list [aria-posinset='12346']")
        assert seen.page.locator("#finding-list .row").count() < 40
        assert seen.page.locator("#facet-folder label").count() == 9


def test_the_page_says_what_it_leaves_out(
    chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
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

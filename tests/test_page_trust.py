"""The HTML report in a real browser.

It runs no text, asks for nothing, and is the same every time.
"""

from __future__ import annotations

import json
import re
import socket
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error

import browsing
from browsing import visit
from copydesk.engine.registry import load_rules
from copydesk.finding import Finding, Place, Related
from copydesk.output.formats import renderer
from copydesk.output.history import Run
from copydesk.output.page import render as page
from copydesk.output.render_input import RenderInput
from copydesk.output.saved import saved
from copydesk.output.units import Units
from copydesk.reading.source import Source
from copydesk.report import Cluster, Member, Report
from reports import ODD, data_of, sheet_of

pytestmark = [
    pytest.mark.client,
    pytest.mark.skipif(
        not browsing.PROGRAM, reason="no Chromium is installed (Debian: apt-get install chromium)"
    ),
]


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


def hostile() -> RenderInput:
    findings, clusters = [], []
    for number, text in enumerate(PAYLOADS):
        place = Place(f"{text}/{text}.txt", 1, 1, 1, 1 + len(text), 0, len(text))
        other = Related(Place(f"other {text}", 2, 1, 2, 2, 0, 1), f"{text} {text}", 0.5)
        evidence = {"diff": f"[-{text}-] {{+{text}+}} same", text: text, "list": [text, text]}
        cluster = Cluster(
            text,
            text,
            (Member(place, 1.0), Member(other.place, 0.5, text)),
            0.5,
            place,
            chained=True,
        )
        facts: dict[str, Any] = {
            "related": (other,),
            "cluster": text,
            "evidence": evidence,
            "id": f"{number:032x}",
        }
        rule, name = ("DUP202", "near-duplicate-paragraph") if number % 2 else (text, text)
        findings.append(Finding(rule, name, "error", 0.9, text, place, text, **facts))
        clusters.append(cluster)
    sources = [
        Source(f"{text}/{text}.txt", None, "text", content=text.encode("utf-8", "replace"))
        for text in PAYLOADS
    ]
    return RenderInput(
        Report(findings, clusters=clusters, documents=len(findings)),
        load_rules(),
        units=Units(sources),
    )


def test_hostile_text_is_shown_and_never_runs(chromium: Browser, tmp_path: Path) -> None:
    assert len(PAYLOADS) > 50
    path = tmp_path / "report.html"
    row = {
        "at": "2026-01-02T03:04:05Z",
        "findings": 1,
        "documents": 1,
        "paragraphs": 1,
        "copied_paragraphs": 0,
    }
    runs = [Run(row, {text: 1}, {text: 2}) for text in PAYLOADS]
    written = page(saved(hostile()), {}, hostile().units, runs)
    path.write_text(written, encoding="utf-8", newline="\n")
    assert not re.search(
        "[\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b\u200f\ufeff\x00-\x09\x0b-\x1f]", written
    )
    unwanted = "script, img, iframe, svg:not(#trend svg), link, base, video, template, form:not(#filters, dialog form)"
    elements = f"document.querySelectorAll('{unwanted}').length"
    with visit(chromium, path) as seen:
        assert seen.run(elements) == 2
        messages = data_of(written)["findings"]
        for view, label, name in (
            ("findings", "f", "key"),
            ("clusters", "cluster", "id"),
            ("articles", "article", "number"),
        ):
            count = seen.run(f"{view}.length")
            assert count > 40
            for number in range(count):
                seen.run(f"go({{view: '{view}', {label}: String({view}[{number}].{name})}})")
                assert seen.run(elements) == 2
                if label == "f":
                    assert (
                        seen.run("document.querySelector('#finding .message').textContent")
                        == messages[number]["message"]
                    )
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
        assert "\\u202egpj.exe" in seen.run(
            "document.getElementById('report').textContent"
        ).replace("\\\\", "\\")


def test_the_policy_of_the_page_stops_what_is_not_its_own(
    chromium: Browser, sampled: Path, tmp_path: Path
) -> None:
    """What would happen if markup did get in.

    The browser refuses to run it, or to ask for anything.
    """
    whole = sampled.read_text(encoding="utf-8")
    path = tmp_path / "broken.html"
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        broken = f"<img src={address} onerror='window.pwned=1'><script>window.pwned=1</script><style>body{{display:none}}</style>"
        path.write_text(
            whole.replace("</body>", broken + "</body>"), encoding="utf-8", newline="\n"
        )
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
    kinds = (
        "img-src",
        "default-src",
        "inline script",
        "inline event handler",
        "inline style",
        "TrustedHTML",
    )
    assert len(said) >= 4
    assert [line for line in said if not any(kind in line for kind in kinds)] == []


def test_the_same_report_gives_the_same_bytes() -> None:
    assert renderer("html")(hostile()) == renderer("html")(hostile())
    written = renderer("html")(sheet_of({**ODD}))
    assert written == renderer("html")(sheet_of({**ODD}))
    assert "http" not in re.sub(r"http://www\.w3\.org/2000/svg|http-equiv", "", written)

"""Measure the HTML report in a real browser.

Its size, how long it takes to open, and to show what a reader asks for.

    python benchmarks/page.py [--findings N] [--rounds N]

The report is made up: half near-duplicates with their other copy, half repeated words, all in
articles. Milliseconds of the least of all rounds, from the change of what is asked for until the
page is laid out anew.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from browsing import browser, visit
from copydesk.output.formats import renderer
from reports import many

CHANGES = {
    "search three words": "{q: 'board 77 midnight'}",
    "choose a rule": "{q: '', rule: new Set(['GAR104'])}",
    "raise the least confidence": "{confidence: 0.8}",
    "sort by severity": "{sort: 'severity'}",
}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--findings", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, browser() as program:
        path, began = Path(folder) / "report.html", time.perf_counter()
        path.write_text(renderer("html")(many(options.findings)), encoding="utf-8", newline="\n")
        print(f"written: {path.stat().st_size / 1e6:.1f} MB in {time.perf_counter() - began:.1f} s")
        began = time.perf_counter()
        with visit(program, path) as seen:
            seen.go("view=findings")
            seen.page.wait_for_selector("#finding-list .row")
            print(f"opened: {time.perf_counter() - began:.1f} s")
            seen.run("choose({ ...choice, q: 'warm up' })")
            for name, change in CHANGES.items():
                timed = f"painted = {{}}; const from = performance.now(); go({change}); document.body.offsetHeight"
                spent = min(
                    seen.run(f"(() => {{ {timed}; return performance.now() - from; }})()")
                    for _ in range(options.rounds)
                )
                print(f"{name}: {spent:.0f} ms")


if __name__ == "__main__":
    main()

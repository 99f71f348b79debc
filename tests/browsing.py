"""Open pages in a real browser, and know of everything that it was asked for and said.

For the HTML report and the documentation site.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Dialog, Page, sync_playwright

PROGRAM = next(
    (
        found
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (found := shutil.which(name))
    ),
    None,
)
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
)
_OFFLINE = ("--disable-component-update", "--disable-sync")


@contextmanager
def browser() -> Iterator[Browser]:
    """Yield a headless Chromium that asks for nothing by itself."""
    with sync_playwright() as playwright:
        program = playwright.chromium.launch(executable_path=PROGRAM, args=[*_QUIET, *_OFFLINE])
        yield program
        program.close()


@dataclass
class Visit:
    """A page that was opened from a file, and what went wrong in it.

    Console messages, errors, dialogs, requests but its own.
    """

    page: Page
    url: str
    trouble: list[str] = field(default_factory=list)

    def go(self, address: str) -> None:
        """Open the page anew at an address within it."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.url}#{address}")

    def refuse(self, dialog: Dialog) -> None:
        """Close a dialog that a script opened, and remember it."""
        self.trouble.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def text(self, selector: str) -> str:
        """Return the visible text of an element."""
        return self.page.locator(selector).inner_text()

    def texts(self, selector: str) -> list[str]:
        """Return the texts of all elements that match."""
        return self.page.locator(selector).all_inner_texts()

    def run(self, script: str) -> Any:
        """Return what an expression gives in the page."""
        return self.page.evaluate(script)


@contextmanager
def visit(
    program: Browser,
    path: Path,
    *,
    width: int = 1400,
    height: int = 900,
    scheme: str = "light",
    folder: Path | None = None,
) -> Iterator[Visit]:
    """Open a file; fails at the end when the page said anything on the console,
    or asked for anything but files in `folder`.
    """
    context = program.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]  # light or dark
    page = context.new_page()
    seen = Visit(page, path.as_uri())
    page.on("console", lambda message: seen.trouble.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: seen.trouble.append(f"error: {error}"))
    page.on("dialog", seen.refuse)
    own = f"{folder.as_uri()}/" if folder else f"{seen.url}#"
    page.on(
        "request",
        lambda request: (
            None
            if f"{request.url}#".startswith(own)
            else seen.trouble.append(f"request: {request.url}")
        ),
    )
    page.on("popup", lambda popup: seen.trouble.append(f"popup: {popup.url}"))
    page.goto(seen.url)
    yield seen
    context.close()
    assert seen.trouble == []

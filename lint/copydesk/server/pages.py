"""The pages of rules as temporary files, for links in an editor."""

from __future__ import annotations

import tempfile
from pathlib import Path

from copydesk.engine.registry import load_rules
from copydesk.output.rule_page import page


class Pages:
    """A temporary folder of pages, made at the first use and removed with the server."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def uri(self, code: str) -> str:
        """Return the address of a rule's page."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(
                prefix="copydesk-rules-", ignore_cleanup_errors=True
            )
        file = Path(self._folder.name) / f"{code}.md"
        if not file.exists():
            file.write_text(page(load_rules()[code]) + "\n", encoding="utf-8", newline="\n")
        return file.as_uri()

    def close(self) -> None:
        """Remove the folder."""
        if self._folder:
            self._folder.cleanup()

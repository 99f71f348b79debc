"""The pages of rules as temporary files, for links in an editor."""

from __future__ import annotations

import tempfile
from pathlib import Path

from copydesk.output.rule_page import page
from copydesk.rule import Rule


class Pages:
    """A temporary folder of pages, made at the first use and removed with the server."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._files: dict[str, Path] = {}  # by the text of the page; projects may share a code

    def uri(self, rule: Rule) -> str:
        """Return the address of a rule's page."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(
                prefix="copydesk-rules-", ignore_cleanup_errors=True
            )
        text = page(rule) + "\n"
        if text not in self._files:
            others = sum(file.stem.partition("-")[0] == rule.code for file in self._files.values())
            file = Path(self._folder.name) / f"{rule.code}{f'-{others + 1}' if others else ''}.md"
            file.write_text(text, encoding="utf-8", newline="\n")
            self._files[text] = file
        return self._files[text].as_uri()

    def close(self) -> None:
        """Remove the folder."""
        if self._folder:
            self._folder.cleanup()

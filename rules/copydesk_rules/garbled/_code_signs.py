"""Tell prose about code in files that have no layout to show it: `typing.Never`, `len(x)`, `a_b`."""

from __future__ import annotations

import itertools
import re

from copydesk.columns.batch import Batch
from copydesk.patterns import late_pattern

# Identifiers, calls and paths that no prose has; `snake_case`, `f(x)`, `a::b`, `--flag`, `x = y`.
_SIGNS = late_pattern(
    r"\b[a-z]\w*_\w|\b\w+\.\w+\(|\b\w{2,}\(\)|\w::\w|``|[=!]=|->|(?<=\s)--[a-z]"
    r"|^\s*(?:def|class|import|from|return|if|for|while|raise|assert|elif|try|else)\b.*[:)]\s*$",
    re.MULTILINE,
)
_PARTS = ("_", "()", "::", "``", "=", "->")
_ENOUGH = 3  # signs of a document about code; an article may quote one
_NEAR = 120  # characters on either side of a place in which a sign counts by itself


class CodeSigns:
    """What the documents of a batch that are asked for show of code; for `batch.derive`."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._known: dict[int, bool] = {}

    def in_document(self, document: int) -> bool:
        """Tell whether a document holds several signs of code."""
        if document not in self._known:
            start = int(self._batch.document_start[document])
            text = self._batch.text[start : int(self._batch.document_end[document])]
            # Counting strings is fifty times as fast as the pattern, and rules out most articles.
            likely = sum(map(text.count, _PARTS)) >= _ENOUGH
            signs = itertools.islice(_SIGNS.finditer(text), _ENOUGH) if likely else ()
            self._known[document] = len(list(signs)) == _ENOUGH
        return self._known[document]

    def near(self, start: int, end: int) -> bool:
        """Tell whether a sign of code stands near a place."""
        return bool(_SIGNS.search(self._batch.text, max(start - _NEAR, 0), end + _NEAR))

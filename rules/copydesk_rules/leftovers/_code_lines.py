"""Find lines of a page's code among prose."""

from __future__ import annotations

import re

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints
from copydesk.columns.ragged import distinct
from copydesk.patterns import late_pattern
from copydesk_rules.leftovers._forms import Place
from copydesk_rules.leftovers._mentions import mentions
from copydesk_rules.leftovers._signs import line_table, signs

_SURE = 0.93
_MOST = 0.25  # of a document's lines; one with more consists of code
_OTHERS, _OTHER_SHARE = 3, 0.03  # lines of code of other forms: the text is about code
_FEW = 12  # lines; a document with no more may be mostly one leftover
_KINDS = (
    ("JSON-LD", late_pattern(r"\{?\s*\"@(?:context|type|graph|id)\"\s*:|^\s*\[?\{\s*\"@context\"")),
    (
        "script",
        late_pattern(
            r"^(?:var|let|const) [\w$]+ ?= ?\S|\bfunction ?\w*\([^()]{0,80}\) ?\{|\(function\s*\(|=> ?\{|^(?:window|document|jQuery|googletag|dataLayer|ga|gtag|fbq|_gaq|adsbygoogle|\$)[.(\[][^\n]*[;)}{]"
            r"|\b(?:document\.(?:write|getElementById|createElement|querySelector\w*|cookie|ready)|window\.\w+ ?=|dataLayer\.push|googletag\.\w+|console\.log|addEventListener|\.push\(\{)|^\}\)?\(?.{0,40}\)?;$|^\}\);?$|^//<!\[CDATA\[|^//\]\]>"
        ),
    ),
    (
        "style sheet",
        late_pattern(
            r"^(?:@(?:media|import|font-face|keyframes|charset)\b[^\n]*[{;]|[.#]?[\w.#:>,\s\[\]=\"'*-]{1,120}\{[^{}\n]*(?:[a-z-]{3,30}\s*:\s*[^{};\n]{1,80}[;}]))"
            r"|^\s*(?:color|background(?:-\w+)?|margin(?:-\w+)?|padding(?:-\w+)?|font(?:-\w+)?|border(?:-\w+)?|width|height|display|position|float|text-\w+|line-height)\s*:\s*[^;\n]{1,60};\s*\}?$"
        ),
    ),
    ("PHP", late_pattern(r"<\?(?:php|=|xml)\b")),
    (
        "page header",
        late_pattern(
            r"^<!DOCTYPE\b|^</?(?:html|head|body|meta|link|base|svg|path|noscript|input|form|button|nav|footer|header|section|article|main|aside|figure|figcaption|picture|source|video|audio|canvas|label|select|option|textarea)\b[^<>]*>",
            re.IGNORECASE,
        ),
    ),
)


def find_code(batch: Batch) -> list[Place]:
    """Return the runs of lines of code in the prose of a batch, in order."""
    lines, coded = batch.derive(line_table), {}
    for row in _candidates(batch).tolist():
        kind = _kind(batch.text[int(lines.start[row]) : int(lines.end[row])])
        if kind:
            coded[row] = kind
    runs: list[tuple[int, int]] = []
    for row in coded:
        same = runs and row - runs[-1][1] <= 1 and lines.document[row] == lines.document[row - 1]
        if same:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return [
        Place(int(lines.start[first]), int(lines.end[last]), coded[first], _SURE)
        for first, last in runs
        if _worded(batch, first, last) and _among_prose(batch, first, coded)
    ]


def _candidates(batch: Batch) -> Ints:
    """Return the lines of prose beside a brace or behind a sign of a tag, ascending."""
    table, lines = batch.derive(signs), batch.derive(line_table)
    if not len(lines):
        return table.at[:0]
    braces, tags = table.of("{"), table.of("<")
    at = np.searchsorted(lines.start, braces, side="right") - 1
    opened = np.searchsorted(lines.start, tags, side="right") - 1
    opened = opened[(opened >= 0) & (lines.start[np.maximum(opened, 0)] == tags)]
    found = distinct(np.concatenate((at, opened)))
    found = found[found >= 0]
    # A script goes on in the lines beside it, which need no brace.
    rows = distinct(np.clip(found[:, None] + np.arange(-2, 4), 0, len(lines) - 1).ravel())
    return rows[batch.derive(mentions).in_prose(lines.start.take(rows))]


def _kind(line: str) -> str:
    for name, pattern in _KINDS:
        if pattern.search(line):
            return name
    return ""


def _worded(batch: Batch, first: int, last: int) -> bool:
    """Tell whether a run of lines has a word, and is more than closing braces."""
    lines = batch.derive(line_table)
    text = batch.text[int(lines.start[first]) : int(lines.end[last])]
    return not text.startswith("}") and re.search(r"[^\W\d_]{3,}", text) is not None


def _among_prose(batch: Batch, row: int, coded: dict[int, str]) -> bool:
    """Tell whether the document of a line is a text with a few lines of code in it."""
    lines = batch.derive(line_table)
    document = int(lines.document[row])
    first, end = np.searchsorted(lines.document, (document, document + 1)).tolist()
    own = sum(1 for line in coded if first <= line < end)
    if own > max(_MOST * (end - first), 1) and end - first > _FEW:
        return False
    if end - first == own:
        return False
    number = document
    talks = batch.derive(mentions)
    if batch.texts[number].layout:
        return not talks.about_code(int(lines.start[row]))
    at = int(lines.start[row])
    others = talks.code_lines(at) - own
    return not talks.talks_of_code(at) and others <= max(_OTHERS, _OTHER_SHARE * (end - first))

"""Tell where a text only speaks of tokens, templates or markup, so that they are examples in it."""

from __future__ import annotations

import functools
import re

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.blocks import BlockKind
from copydesk.columns.dtypes import Ints, Mask
from copydesk.columns.opaque import OPAQUE
from copydesk.patterns import late_pattern
from copydesk.word_lists import entries
from copydesk_rules.leftovers import WORDS

_NEAR = 160  # characters on either side in which talk makes a token an example
_FAR = 500  # the same where words of one topic are looked for, and blocks do not end it
_TALKS = 4  # words of talk in a document that is about such things, at least …
_TALK_EVERY = 150  # … and one in so many words
_CODE_LINES, _CODE_SHARE = 4, 0.05  # lines of code in a plain text that is about code
_SPANS = 3  # of code or addresses inside the lines of a document with a layout
_OPENING, _CLOSING = "\"'`“‘«„‚‹「『(（", "\"'`”’»“›」』)）"
_CODE = late_pattern(
    r"^[ \t]*(?:[^\n]*[;{}][ \t]*|</?[a-z][^\n]*>|#include\b[^\n]*|[$#>]{1,3} \w[^\n]*"
    r"|(?:def|class|import|from|return|if|for|while|var|let|const|function|public|private|end|fi"
    r"|echo|print|printf|async|with|yield|raise|except|try|await|elif|else)\b[^\n]*[:;({)=][^\n]{0,3}|\\[a-z]+[\[{][^\n]*|[\w.]+ ?[:+]?= ?[^=\n]+"
    r"|%[\w ]+|\.[A-Z]{1,2}\b[^\n]*|--?[\w-]+[ =][^\n]*|@\w+[^\n]*|\.\. \w+::[^\n]*)$",
    re.MULTILINE,
)


class Mentions:
    """What a batch says about tokens, templates and code; each document is read once."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._about: dict[int, bool] = {}

    def prose_block(self, at: int) -> int:
        """Return the block of prose that an offset lies in, -1 where it lies in none."""
        blocks = self._batch.blocks
        block = int(self._batch.block_at(at))
        if block < 0 or at >= blocks.end[block] or blocks.kind[block] >= BlockKind.TABLE:
            return -1
        return block

    def in_prose(self, at: Ints) -> Mask:
        """Return which offsets lie in blocks of prose; same shape."""
        blocks = self._batch.blocks
        if not len(blocks):
            return np.zeros(at.shape, np.bool_)
        block = self._batch.block_at(at)
        kind = blocks.kind.take(block, mode="clip")
        inside = (block >= 0) & (at < blocks.end.take(block, mode="clip"))
        return np.asarray(inside & (kind < BlockKind.TABLE), np.bool_)

    def document(self, at: int) -> tuple[int, int, int]:
        """Return the document that an offset lies in: its number, start and end."""
        number = int(self._batch.document_at(at))
        return (
            number,
            int(self._batch.document_start[number]),
            int(self._batch.document_end[number]),
        )

    def quoted(self, start: int, end: int) -> bool:
        """Tell whether a span is in quotation marks or brackets of its own."""
        text = self._batch.text
        before, after = text[max(start - 1, 0) : start], text[end : end + 1]
        return bool(before) and bool(after) and before in _OPENING and after in _CLOSING

    def spoken_of(self, start: int, end: int) -> bool:
        """Tell whether the text speaks of such things beside a span, or all along."""
        block = self.prose_block(start)
        if block < 0:
            return True
        blocks = self._batch.blocks
        first = max(int(blocks.start[block]), start - _NEAR)
        last = max(min(int(blocks.end[block]), end + _NEAR), end)
        text = self._batch.text
        if _talk().search(text, first, start) or _talk().search(text, end, last):
            return True
        return self.about_code(start)

    def speaks_of(self, topic: str, start: int, end: int) -> bool:
        """Tell whether the document uses words of a topic, a list of such, near a span."""
        _, first, last = self.document(start)
        pattern, text = _heads(topic), self._batch.text
        before, after = max(first, start - _FAR), min(last, end + _FAR)
        return bool(pattern.search(text, before, start) or pattern.search(text, end, after))

    def about_code(self, at: int) -> bool:
        """Tell whether the document at an offset is about code or templates, or consists of it."""
        number, start, end = self.document(at)
        if number not in self._about:
            self._about[number] = self._is_about(number, start, end)
        return self._about[number]

    def talks_of_code(self, at: int) -> bool:
        """Tell whether the document at an offset speaks of code or templates again and again."""
        _, start, end = self.document(at)
        talks = sum(1 for _ in _talk().finditer(self._batch.text, start, end))
        first, last = np.searchsorted(self._batch.words.start, (start, end)).tolist()
        return talks >= _TALKS and talks * _TALK_EVERY >= last - first

    def code_lines(self, at: int) -> int:
        """Return how many lines of the document at an offset have the form of code."""
        _, start, end = self.document(at)
        return sum(1 for _ in _CODE.finditer(self._batch.text, start, end))

    def _is_about(self, number: int, start: int, end: int) -> bool:
        text = self._batch.text
        if self.talks_of_code(start):
            return True
        if self._batch.texts[number].layout:
            blocks = self._batch.blocks
            own = blocks.document_of == number
            if bool((blocks.kind[own] == BlockKind.CODE).any()):
                return True
            codes = self._batch.codes[start:end]
            masked = codes >= OPAQUE
            return int(np.count_nonzero(masked[1:] & ~masked[:-1])) >= _SPANS
        lines = text.count("\n", start, end) + 1
        code = self.code_lines(start)
        return code >= _CODE_LINES and code >= _CODE_SHARE * lines


def mentions(batch: Batch) -> Mentions:
    """Return what a batch speaks of; for `batch.derive`."""
    return Mentions(batch)


def _talk() -> re.Pattern[str]:
    return _heads("talk")


@functools.cache
def _heads(name: str) -> re.Pattern[str]:
    heads = "|".join(map(re.escape, entries(WORDS / f"{name}.txt")))
    return re.compile(rf"(?<![^\W_])(?:{heads})", re.IGNORECASE)

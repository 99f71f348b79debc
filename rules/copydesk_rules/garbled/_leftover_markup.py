"""Find entities and tags of HTML left behind in prose, unless they are examples in it."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterator
from html.entities import html5

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.patterns import late_pattern
from copydesk.word_lists import entries
from copydesk_rules.garbled import WORDS
from copydesk_rules.garbled._odd_characters import Odd

_ENTITY = late_pattern(
    r"&(?:amp;)*(?:#[0-9]{2,6}|#[xX][0-9a-fA-F]{2,6}|[a-zA-Z][a-zA-Z0-9]{1,12});"
)
# With a value each: `<a bunch of words>` is no tag.
_ATTRIBUTES = (
    r"(?:\s+[a-zA-Z-]+\s*=\s*(?:\"[^\"<>]{0,300}\"|'[^'<>]{0,300}'|[^\s<>\"']{1,300})){0,12}"
)
_CALL = r"\w\(['\"]|\(['\"]<|\w\.\w+\("  # code: `f("x")`, `("<p>")`, `a.b(c)`
_TWICE = late_pattern("&amp;(?:amp;|#|[a-zA-Z])")  # escaped once more than any format undoes
_LETTER = late_pattern("<[A-Z]>")  # `Roe Petroleum <P>`: a ticker, where no tag closes
_NEAR = 200  # characters on either side in which talk of HTML makes a tag or an entity an example


def find_markup(batch: Batch) -> list[Odd]:
    """Return the entities and tags that are no examples, in no order."""
    found = [*_entities(batch.text), *_tags(batch.text)]
    found = [odd for odd in found if not _is_legal(batch, odd)]
    blocks = batch.block_at(np.array([odd.start for odd in found], np.int64)).tolist()
    talk = _Talk(batch)
    return [
        odd
        for odd, block in zip(found, blocks, strict=True)
        if block >= 0 and not talk.near(odd, block) and not _in_address(batch, odd, block)
    ]


def _entities(text: str) -> Iterator[Odd]:
    if "&" not in text:
        return
    for match in _ENTITY.finditer(text):
        name = match[0].removeprefix("&")
        while name.startswith("amp;") and len(name) > len("amp;"):
            name = name.removeprefix("amp;")
        if name[0] == "#" or name in html5:
            yield Odd(match.start(), match.end(), f"entity {match[0]}")


def _tags(text: str) -> Iterator[Odd]:
    if "<" not in text:
        return
    for match in _tag_pattern().finditer(text):
        tag = re.split(r"[\s/>]", match[0].lstrip("</"), maxsplit=1)[0].lower()
        yield Odd(match.start(), match.end(), f"tag <{tag}>")


# Compiled where they are needed, which is seldom.
@functools.cache
def _tag_pattern() -> re.Pattern[str]:
    names = "|".join(entries(WORDS / "html_tags.txt"))
    return re.compile(rf"</?(?:{names}){_ATTRIBUTES}\s*/?>", re.IGNORECASE)


@functools.cache
def _talk_pattern() -> re.Pattern[str]:
    words = "|".join(entries(WORDS / "html_talk.txt"))
    return re.compile(rf"`|\b(?:{words})|{_CALL}", re.IGNORECASE)


def _is_legal(batch: Batch, odd: Odd) -> bool:
    """Tell whether the format renders it, as Markdown does, or it is a letter in angle brackets."""
    number = int(batch.document_at(odd.start))
    layout, found = batch.texts[number].layout, batch.text[odd.start : odd.end]
    if layout and layout.references and not _TWICE.match(found):
        return True
    if not _LETTER.fullmatch(found):
        return False
    start, end = int(batch.document_start[number]), int(batch.document_end[number])
    return batch.text.find("</", start, end) < 0


class _Talk:
    """Where the blocks that are asked for talk of HTML or code."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._known: dict[int, list[int]] = {}

    def near(self, odd: Odd, block: int) -> bool:
        """Tell whether the block talks of it near `odd`."""
        talk = self._in(block)
        return any(
            bisect.bisect_left(talk, first) < bisect.bisect_left(talk, end)
            for first, end in ((odd.start - _NEAR, odd.start), (odd.end, odd.end + _NEAR))
        )

    def _in(self, block: int) -> list[int]:
        if block not in self._known:
            blocks = self._batch.blocks
            span = int(blocks.start[block]), int(blocks.end[block])
            matches = _talk_pattern().finditer(self._batch.text, *span)
            self._known[block] = [match.start() for match in matches]
        return self._known[block]


def _in_address(batch: Batch, odd: Odd, block: int) -> bool:
    """Tell whether it is a part of an address: `http://a.example/?x=1&copy=2`."""
    first = int(batch.blocks.start[block])
    before = batch.text[max(first, odd.start - _NEAR) : odd.start]
    token = before.rsplit(None, 1)[-1] if before and not before[-1].isspace() else ""
    return "://" in token or ("?" in token and "=" in token)

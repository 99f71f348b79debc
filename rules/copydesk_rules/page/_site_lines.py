"""Recognise lines of a site by their shape: who owns the text, how many shared it, who wrote it.

Each shape is a pattern around listed words. Only blocks are asked that begin or end as such a line
does; a note about the author is the last that an article has, or holds an address or an account.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch, Text
from copydesk.columns.blocks import BlockKind
from copydesk.columns.dtypes import Ints, Mask
from copydesk.columns.lookup import Lookup
from copydesk.language.evidence import Clue, Verdict, strongest
from copydesk.patterns import late_pattern
from copydesk_rules.page._blocks import block_sizes
from copydesk_rules.page._page_documents import page_documents
from copydesk_rules.page._templates import begins_listed
from copydesk_rules.page._word_lists import listed_in

_RIGHTS_WORDS, _COUNT_WORDS, _NOTE_WORDS = 30, 14, 60  # that such a line may have
RIGHTS, _RIGHTS_LINES = "line of rights", 2
_LAST_BLOCKS = 2  # of a document: where a note about the author stands
_NAME_WORDS = 4  # of a note at least
_SURE, _LIKELY = 0.95, 0.8
_SIGNS = np.array([ord("©"), ord("ⓒ")])
_RIGHTS = late_pattern(
    r"(?:©|ⓒ|&copy;|copyright\b)[^.!?]{0,60}?(?:19|20)\d\d|\(c\) ?(?:19|20)\d\d"
    r"|(?:19|20)\d\d\s?(?:©|ⓒ)",
    re.IGNORECASE,
)
_FIGURE = r"\d{1,3}(?:[.,\s]\d{1,3})?\s?(?:[km]|mil|tys\.?|тыс\.?|тис\.?|ألف|万|萬|만|천)?\+?\s?"
_BETWEEN = r"\s*[|·•,/–—-]?\s*"
# A name: two to four words in capitals, little words of names between them.
_NAME = late_pattern(
    r"(?:[^\W\d_a-zß-öø-ÿа-яё][\w.'’-]*\s+(?:(?:de|da|del|von|van|der|den|la|le|di|al|el|bin|und|and)\s+)*){1,3}"
    r"[^\W\d_a-zß-öø-ÿа-яё][\w'’-]*,?\s+"
)
_CONTACT = late_pattern(r"@\w|\w@[\w.-]+\w")


class Line(NamedTuple):
    """A block that begins or ends as a line of the site may."""

    text: str
    words: int
    last: bool  # at the end of its document

    @property
    def says_whose(self) -> bool:
        """It says who has the rights, and since when."""
        return self.words <= _RIGHTS_WORDS and _RIGHTS.match(self.text) is not None

    @property
    def counts(self) -> bool:
        """It is figures of what readers did, and nothing else."""
        return self.words <= _COUNT_WORDS and _counted().fullmatch(self.text.lower()) is not None

    @property
    def about_author(self) -> bool:
        """It names somebody who writes, and says where to reach them or ends the article."""
        name = _NAME.match(self.text)
        if not name or self.words > _NOTE_WORDS:
            return False
        placed = self.last or _CONTACT.search(self.text) is not None
        return placed and begins_listed("author_notes", self.text[name.end() :])


# The gate is `_candidates`.
CLUES: tuple[Clue[Line], ...] = (
    Clue(RIGHTS, _SURE, lambda line: line.says_whose),
    Clue("figures of readers", _SURE, lambda line: line.counts),
    Clue("note about the author", _LIKELY, lambda line: line.about_author),
)


def site_lines(batch: Batch) -> dict[int, Verdict]:
    """Return the blocks that are lines of the site by their shape, with what says so."""
    size, last = block_sizes(batch), _ends(batch)
    found = {}
    for row in _candidates(batch, size, last).tolist():
        line = Line(batch.block_text(row), int(size[row]), bool(last[row]))
        verdict = strongest(CLUES, line)
        if verdict.score:
            found[row] = verdict
    # A site has its line of rights once or twice; with more a text is about rights.
    rights = np.array([row for row in found if RIGHTS in found[row].clues], np.int64)
    for row in rights[recurring_form(batch, rights, _RIGHTS_LINES)].tolist():
        del found[row]
    return found


def recurring_form(batch: Batch, rows: Ints, most: int) -> Mask:
    """Return which of some blocks of a form are in a document, no scraped page, that has more of
    them than `most`: the form is its own.
    """
    document = batch.blocks.document_of[rows]
    many = np.bincount(document, minlength=len(batch)) > most
    return np.asarray((many & ~batch.derive(page_documents))[document], np.bool_)


def _ends(batch: Batch) -> Mask:
    """Return which blocks are among the last of a document that has more."""
    document = batch.blocks.document_of
    end = np.cumsum(np.bincount(document, minlength=len(batch)))
    count = np.bincount(document, minlength=len(batch))[document]
    at = np.arange(document.size)
    return np.asarray((end[document] - at <= _LAST_BLOCKS) & (count > 2 * _LAST_BLOCKS))


def _candidates(batch: Batch, size: Ints, last: Mask) -> Ints:
    """Return the blocks that begin with a mark of rights, begin with a figure and end in a word of
    readers, or begin with a capital and end their document or hold an account or address.
    """
    blocks, (first, end) = batch.blocks, batch.block_words
    free = (blocks.kind != BlockKind.HEADING) & blocks.prose & (size > 0)
    free &= size <= _NOTE_WORDS
    code, kind = batch.codes.take(blocks.start), batch.classes.take(blocks.start)
    hashes = np.append(batch.words.hash, np.uint64(0))
    rights = np.isin(code, _SIGNS) | _copyright().has(hashes[np.where(free, first, -1)])
    counts = (kind == ch.DIGIT) & (size <= _COUNT_WORDS)
    counts &= _last_words().has(hashes[np.where(free, end - 1, -1)])
    at = np.flatnonzero(batch.codes == ord("@"))
    addressed = np.searchsorted(at, blocks.end) > np.searchsorted(at, blocks.start)
    note = (kind == ch.UPPER) & (last | addressed) & (size > _NAME_WORDS)
    return np.flatnonzero(free & (rights | counts | note))


@functools.cache
def _counted() -> re.Pattern[str]:
    """Return the pattern of one figure of readers, or several side by side."""
    nouns = "|".join(sorted(map(re.escape, listed_in("count_nouns")), key=len, reverse=True))
    one = rf"{_FIGURE}(?:{nouns})"
    return re.compile(rf"{one}(?:{_BETWEEN}{one}){{0,4}}\W*")


@functools.cache
def _last_words() -> Lookup:
    listed = Batch([Text("\n\n".join(listed_in("count_nouns")))])
    return Lookup(listed.words.hash[listed.block_words[1] - 1])


@functools.cache
def _copyright() -> Lookup:
    return Lookup.of(["copyright", "c"])

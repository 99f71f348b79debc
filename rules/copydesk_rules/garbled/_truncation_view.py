"""A block with the first and the last of its words, and what the clues to a cut ask of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.blocks import BlockKind
from copydesk_rules.garbled._code_signs import CodeSigns
from copydesk_rules.garbled._frequency import zipf_in_documents
from copydesk_rules.garbled._lists import family_hashes

_OPENINGS = (ch.OPENER, ch.QUOTE, ch.APOSTROPHE)
_ENDINGS = (ch.TERMINAL, ch.CLOSER, ch.QUOTE)
# By class, what begins the block in which a sentence goes on: its next word, an item.
_GOING_ON = (ch.LOWER, ch.DIGIT, ch.DASH, ch.SYMBOL)
_SPOKEN = "—–"  # begins what somebody says
_ALSO_ENDINGS = "«“„‹…:—–"  # end paragraphs too, where they are no openers
_APART = (BlockKind.CODE, BlockKind.TABLE, BlockKind.LIST, BlockKind.QUOTE)
_FIGURES = 4  # words at the end of a block among which there is no number
_UNKNOWN = 0.15  # share of words that no list knows, in text of whole words
_WRAPPED = 110  # characters: a shorter line may go on in the next one
_UNWRAPPED = 180  # characters of a line near, which no text has that is wrapped by hand
_REACH = 12  # blocks on either side that tell how the blocks of a document end
_FULL, _MANY, _SHARE = (
    10,
    2,
    0.75,
)  # words of those, how many at least, and which share ends in marks
# Words of a paragraph, of a line that may be cut off, and how many others must all have end marks.
PARAGRAPH, _LINE, _ALL = 15, 6, 6
_MOST = 16  # ... of so many one may have none; so many must all have one where there is code
_CAPTION = 25  # words that captions without an end mark seldom have
_CAPITALS = (
    0.4  # share of words with a capital in a sentence; headlines and lists of names have more
)
_INNER_END = re.compile(r"[^\W\d_]{3}[.!?][\"”’»)]*\s+[\"“‘«(]*[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Limits:
    """Words of a block that is judged, and of one that ends on a word that must go on.

    Pieces that a block must hold, and the share of its words that they must be.
    """

    words: int
    running_words: int
    pieces: int
    piece_share: float


@dataclass(frozen=True, slots=True)
class BlockEnds:
    """A block with the first and the last of its words, and what stands around it.

    `first`, `end`: rows of the word table. `piece_first`, `piece_last`: that word is a piece of an
    English one, `rare_last`: a common word, or none, that is a piece too. `unknown_last`: no list
    knows it. `onward_last`: the last word is one that must go on. `marked`: it has an end mark. `pieces`: how many it holds.
    """

    batch: Batch
    limits: Limits
    block: int
    first: int
    end: int
    piece_first: bool
    piece_last: bool
    rare_last: bool
    unknown_last: bool
    onward_last: bool
    marked: bool
    pieces: int

    def _kind(self, offset: int) -> int:
        return int(self.batch.classes[max(offset, 0)])

    def _neighbor(self, step: int) -> int | None:
        """The block before or behind it in the document."""
        other, document_of = self.block + step, self.batch.blocks.document_of
        if not 0 <= other < document_of.size or document_of[other] != document_of[self.block]:
            return None
        return other

    @property
    def ends_on_word(self) -> bool:
        """It begins as a sentence does, and ends on a word."""
        blocks = self.batch.blocks
        begins = self._kind(int(blocks.start[self.block]))
        numbered = begins == ch.DIGIT and self.piece_last
        numbered = numbered and self._neighbor(1) is not None and self._apart(self._neighbor(1))
        ends = bool(self.batch.words.end[self.end - 1] == blocks.end[self.block])
        return ends and (begins == ch.UPPER or begins in _OPENINGS or numbered)

    @property
    def cut_in_word(self) -> bool:
        """It ends on a piece of a word, in no line of figures; the next block does not go on."""
        following, numbers = self._neighbor(1), self.batch.words.number
        if numbers[max(self.first, self.end - _FIGURES) : self.end].any():
            return False
        goes_on = following is not None and self._kind(self._start(following)) == ch.LOWER
        goes_on &= not (self.unknown_last and self._apart(following))
        return self.piece_last and self.ends_on_word and not goes_on

    @property
    def open_ended(self) -> bool:
        """It ends on a word, and the next block does not go on: it begins otherwise, behind an empty
        line or a long last line.
        """
        if not self.ends_on_word:
            return False
        blocks, following = self.batch.blocks, self._neighbor(1)
        if following is None:
            return True
        start, end = self._start(following), int(blocks.end[self.block])
        text = self.batch.text
        speech = text[start] in _SPOKEN and text[start + 1 : start + 3].strip()
        spoken = speech and self._apart(following)
        if (self._kind(start) in _GOING_ON and not spoken) or blocks.kind[following] in _APART:
            return False
        line = end - max(text.rfind("\n", 0, end) + 1, self._start(self.block))
        return self._apart(following) or line >= _WRAPPED or self._unwrapped

    @property
    def _unwrapped(self) -> bool:
        """A block near is one line longer than any that is wrapped by hand."""
        blocks, text = self.batch.blocks, self.batch.text
        for other in (*self._near(-1), *self._near(1)):
            start, end = self._start(other), int(blocks.end[other])
            if end - start >= _UNWRAPPED and "\n" not in text[start:end]:
                return True
        return False

    def _apart(self, following: int | None) -> bool:
        """An empty line parts it from the block behind it, if there is one."""
        if following is None:
            return True
        end = int(self.batch.blocks.end[self.block])
        return self.batch.text.count("\n", end, self._start(following)) > 1

    def _start(self, block: int) -> int:
        return int(self.batch.blocks.start[block])

    @property
    def well_spelled(self) -> bool:
        """Lists know nearly all of its other words, so that one which they do not know is odd."""
        words = self.batch.words
        rows = np.arange(self.first, self.end - 1)
        rows = rows[~words.capital.take(rows) & ~words.number.take(rows)]
        document = np.full(rows.size, self.batch.blocks.document_of[self.block])
        common = zipf_in_documents(self.batch, words.hash.take(rows), document, or_english=True)
        return bool((common == 0).sum() <= _UNKNOWN * rows.size)

    @property
    def in_sentences(self) -> bool:
        """It holds the end of a sentence, or is the last of its document, and others end as sentences do."""
        blocks = self.batch.blocks
        others = [*self._ends(-1), *self._ends(1)]
        if len(others) >= _MANY:
            return sum(others) >= _SHARE * len(others)
        text = self.batch.text[int(blocks.start[self.block]) : int(blocks.end[self.block])]
        last = bool(others) and self._neighbor(1) is None
        return (last or bool(_INNER_END.search(text))) and all(others)

    @property
    def alone_without_mark(self) -> bool:
        """It is a line without an end mark among several paragraphs that all have one, and no date
        or figure ends it.
        """
        size = self.end - self.first
        if size < _LINE or self.batch.words.number[self.end - 1] or self._in_listing:
            return False
        before = self._ends(-1, min(size, _FULL))
        if not before or not self.open_ended:
            return False
        others = [*before, *self._ends(1, min(size, _FULL))]
        if len(others) >= _MOST:
            return sum(others) >= len(others) - (not self.in_code)
        return len(others) >= _ALL and all(others) and not self.in_code

    @property
    def _in_listing(self) -> bool:
        """Its last word joins the items of a list: `…; and`."""
        return self._kind(int(self.batch.words.start[self.end - 1]) - 2) == ch.COMMA

    @property
    def breaks_off_in_sentence(self) -> bool:
        """What it ends on reads as a sentence in plain text: behind another, or longer than captions;
        no label with a colon, no headline.
        """
        batch, blocks = self.batch, self.batch.blocks
        if batch.texts[int(blocks.document_of[self.block])].is_page:
            return False
        begin, end = int(blocks.start[self.block]), int(blocks.end[self.block])
        for inner in _INNER_END.finditer(batch.text, begin, end):
            begin = inner.end() - 1
        if begin == int(blocks.start[self.block]) and self.end - self.first < _CAPTION:
            return False
        first = int(np.searchsorted(batch.words.start, begin))
        capitals = batch.words.capital[first : self.end]
        few = capitals.sum() <= _CAPITALS * capitals.size
        return bool(few) and ":" not in batch.text[begin:end]

    def _ends(self, step: int, least: int = _FULL) -> list[bool]:
        """Return of each block near in one direction, of `least` words, whether it has an end mark."""
        blocks, (first, end) = self.batch.blocks, self.batch.block_words
        found = []
        for other in self._near(step):
            if end[other] - first[other] >= least:
                last = int(blocks.end[other]) - 1
                kind = self._kind(last)
                ended = kind in _ENDINGS or kind == ch.APOSTROPHE
                found.append(ended or self.batch.text[last] in _ALSO_ENDINGS)
        return found

    def _near(self, step: int) -> range:
        """Return the blocks of the document near in one direction, the nearest first."""
        document_of = self.batch.blocks.document_of
        document = document_of[self.block]
        stop = self.block + step
        while abs(stop - self.block) <= _REACH and 0 <= stop < document_of.size:
            if document_of[stop] != document:
                break
            stop += step
        return range(self.block + step, stop, step)

    @property
    def paragraph(self) -> bool:
        """It is longer than headlines and most captions."""
        return self.end - self.first >= PARAGRAPH

    @property
    def long(self) -> bool:
        """It is longer than headings and captions."""
        return self.end - self.first >= _FULL

    @property
    def small_last(self) -> bool:
        """Its last word is in small letters, behind a space or a hyphen, and has two letters at least."""
        start, end = (
            int(column[self.end - 1]) for column in (self.batch.words.start, self.batch.words.end)
        )
        word = self.batch.text[start:end]
        return (
            word.isalpha()
            and word.islower()
            and len(word) > 1
            and self._kind(start - 1) in (ch.SPACE, ch.DASH)
        )

    @property
    def stranded(self) -> bool:
        """A preposition that its verb left behind: `what stars are made of`."""
        hashes = self.batch.words.hash
        return self.end - self.first > 1 and int(hashes[self.end - 2]) in family_hashes("stranding")

    @property
    def in_code(self) -> bool:
        """Its document shows signs of code."""
        return self.batch.derive(CodeSigns).in_document(
            int(self.batch.blocks.document_of[self.block])
        )

    @property
    def must_go_on(self) -> bool:
        """It ends on a word that must go on, in small letters, and not in a list (`…; and`)."""
        words = self.batch.words
        if not self.onward_last or words.capital[self.end - 1] or self.stranded:
            return False
        return not self._in_listing and self.end - self.first >= self.limits.running_words

    @property
    def begins_inside(self) -> bool:
        """It begins with a piece in small letters and has an end mark; nothing goes on into it."""
        blocks, start = self.batch.blocks, int(self.batch.blocks.start[self.block])
        if not self.piece_first or self.batch.words.start[self.first] != start:
            return False
        previous = self._neighbor(-1)
        goes_on = previous is not None and self._kind(int(blocks.end[previous]) - 1) != ch.TERMINAL
        ended = self._kind(int(blocks.end[self.block]) - 1) in _ENDINGS
        return ended and not goes_on and self._kind(start) == ch.LOWER

    @property
    def riddled(self) -> bool:
        """It holds several pieces, a share of its words."""
        enough = self.pieces >= self.limits.piece_share * (self.end - self.first)
        return enough and self.pieces >= self.limits.pieces

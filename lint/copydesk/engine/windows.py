"""Cut a long document into windows, so that the columns of a part of it are in memory at a time.

A window is mapped like a document. Rules see some text on both sides of it too, and what they find
there counts in the window that it begins in (docs/adr/0014).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from copydesk.columns.batch import Batch, Layout, Text
from copydesk.columns.blocks import BlockKind
from copydesk.columns.dtypes import Hashes, Ints, Mask
from copydesk.columns.hashing import WORD_BASE, finish
from copydesk.columns.polynomials import polynomials
from copydesk.columns.ragged import distinct
from copydesk.engine.hits import HitTable
from copydesk.engine.unit_table import UnitTable, pack, unit_of
from copydesk.results import Sketch

# A line or sentence takes as much memory as so many characters, besides its own: 8 MB of lines of 20
# characters took 200 bytes a character, and of sentences of 90 took 50 (2026-12).
_UNIT = 64
_ROOM = 4  # a window ends at a better place in its last quarter, where there is one


class WindowSizes(Struct, frozen=True):
    """Characters: of a document that is mapped whole, of a window, and of the text on either side
    that its rules see at least.

    A whole document of 8 MB takes 430 to 550 MB where it is real text (2026-12).
    """

    whole: int = 1 << 23
    window: int = 1 << 19
    margin: int = 1 << 15

    def cut(self, text: str) -> bool:
        """Tell whether a document of this text is mapped in windows: where it is long, or shorter
        and of very many lines or sentences.
        """
        if len(text) > self.whole or len(text) <= self.window:
            return len(text) > self.whole
        units = max(text.count("\n"), text.count(". "))
        return len(text) + _UNIT * units > 2 * self.whole


SIZES = WindowSizes()


class Window(Struct, frozen=True):
    """What rules see of a document, from its offset `start` on; what begins from `first` to before
    `end` (offsets of the document) counts.
    """

    text: Text
    start: int
    first: int
    end: int
    last: bool

    def counts(self, offsets: Ints) -> Mask:
        """Tell which offsets of what rules see count."""
        return np.asarray((offsets >= self.first - self.start) & (offsets < self.end - self.start))

    def hits(self, table: HitTable) -> HitTable:
        """Return the hits of a table (in offsets of the document) that count."""
        return table.take(np.flatnonzero((table.start >= self.first) & (table.start < self.end)))

    def words(self, batch: Batch) -> tuple[int, int]:
        """Return the first word and the end of the words that count: rows of the batch's table."""
        edges = np.array([self.first, self.end], np.int64) - self.start
        first, end = np.searchsorted(batch.words.start, edges).tolist()
        return first, end

    def units(self, table: UnitTable, first_word: int) -> UnitTable:
        """Return the units that count, with offsets of the document; `first_word`: of the window.

        A unit may end behind the window: its last words are the first ones of the next.
        """
        start = table.start + np.int32(self.start)
        kept = (start >= self.first) & (start < self.end)
        number = np.cumsum(kept) - 1
        keys = table.keys[kept[unit_of(table.keys)]]
        return UnitTable(
            table.document[kept],
            start[kept],
            table.end[kept] + np.int32(self.start),
            table.first_word[kept] - first_word,
            table.size[kept],
            table.content[kept],
            pack(keys, number[unit_of(keys)]),
        )


class WholeUnits:
    """The one unit that a document of several windows is for rules that compare whole documents.

    It meets other documents by the keys of all its windows, and by the hash of all its words.
    """

    def __init__(self, length: int) -> None:
        self._length = length
        self._polynomial = self._words = 0
        self._before = 0  # words of the windows before the last one
        self._keys: dict[str, list[Hashes]] = {}
        self._crashed: set[str] = set()

    def add_words(self, words: Hashes) -> None:
        """Count the words of a window; `words`: their hashes."""
        ends = np.array([words.size], np.int64)
        found = int(polynomials(words, np.zeros(1, np.int64), ends, WORD_BASE)[0])
        shift = pow(WORD_BASE, self._words, 1 << 64)
        self._polynomial = (self._polynomial + found * shift) % (1 << 64)
        self._before = self._words
        self._words += words.size

    def add(self, name: str, sketch: Sketch) -> None:
        """Add the keys of a window."""
        if sketch.start.size:
            self._keys.setdefault(name, []).append(distinct(sketch.key))

    def first_crash(self, code: str) -> bool:
        """Tell whether this is the first window in which a rule raises."""
        known = code in self._crashed
        self._crashed.add(code)
        return not known

    def table(self, name: str, *, last: bool) -> UnitTable:
        """Return the unit with the last window, its words counted from that window's first.

        None before, and of a document of which no window was long enough to have one.
        """
        if not last or name not in self._keys:
            return _no_units()
        keys = distinct(np.concatenate(self._keys[name]))
        one = np.zeros(1, np.int64)
        return UnitTable(
            one,
            np.zeros(1, np.int32),
            np.array([self._length], np.int32),
            one - self._before,
            np.array([self._words], np.int32),
            finish(np.array([self._polynomial], np.uint64)),
            pack(keys, np.zeros(keys.size, np.int64)),
        )


def _no_units() -> UnitTable:
    none, short, hashes = np.zeros(0, np.int64), np.zeros(0, np.int32), np.zeros(0, np.uint64)
    return UnitTable(none, short, short, none, short, hashes, hashes)


def windows(text: Text, sizes: WindowSizes) -> Iterator[Window]:
    """Yield the windows of a text, in order."""
    length = len(text.text)
    layout = _Columns.of(text.layout) if text.layout else None
    replaced = np.array(text.replaced, np.int64)
    for first, end in itertools.pairwise(_cuts(text.text, sizes.window)):
        begin = max(0, first - 2 * sizes.margin)
        start = _bound(text.text, begin, first - sizes.margin) if begin else 0
        stop = end + 2 * sizes.margin
        stop = _bound(text.text, end + sizes.margin, stop) if stop < length else length
        inside = replaced[(replaced >= start) & (replaced < stop)] - start
        seen = Text(
            text.text[start:stop],
            layout.between(start, stop) if layout else None,
            inside.tolist(),
            text.is_page,
            text.kind,
        )
        last = end == length
        yield Window(seen, start, first, end + last, last)  # a hit may be at the text's very end


def _cuts(text: str, size: int) -> list[int]:
    """Return where windows of `size` characters or fewer begin, and the end of the text."""
    out = [0]
    while len(text) - out[-1] > size:
        high = out[-1] + size
        out.append(_bound(text, high - size // _ROOM, high))
    return [*out, len(text)]


def _bound(text: str, low: int, high: int) -> int:
    """Return the best place to cut a text after `low`, at `high` at the latest: after a blank line,
    a line, a sentence, a word; `high` where there is none.
    """
    for end in ("\n\n", "\r\n\r\n", "\n", "\r", ". ", " "):
        at = text.rfind(end, low, high)
        if at >= 0 and not text.startswith("\n", at + len(end)):
            return at + len(end)
    return high


class _Columns(Struct, frozen=True):
    """A layout whose blocks are columns."""

    start: Ints
    end: Ints
    kind: Ints
    ink: str

    @classmethod
    def of(cls, layout: Layout) -> _Columns:
        start, end, kind = (
            np.array(column, np.int64) for column in (layout.start, layout.end, layout.kind)
        )
        return cls(start, end, kind, layout.ink)

    def between(self, start: int, stop: int) -> Layout:
        """Return the layout of a part of the text; blocks that reach beyond it are cut."""
        rows = slice(
            int(np.searchsorted(self.end, start, side="right")),
            int(np.searchsorted(self.start, stop)),
        )
        return Layout(
            (np.maximum(self.start[rows], start) - start).tolist(),
            (np.minimum(self.end[rows], stop) - start).tolist(),
            [BlockKind(kind) for kind in self.kind[rows].tolist()],
            self.ink[start:stop],
        )

"""Hold some documents as columns: their text, and tables of blocks, sentences and words.

Many small documents share one batch, so that a rule is a few array operations for a megabyte
instead of for each page (docs/adr/0002). A rule must judge each document as if it stood
alone; the tests hold every rule to that.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import numpy as np
from msgspec import Struct

from copydesk.columns import characters as ch
from copydesk.columns.blocks import BlockKind, Blocks, line_ends, plain_blocks
from copydesk.columns.characters import classify
from copydesk.columns.document_kinds import DocumentKind
from copydesk.columns.dtypes import Classes, Codes, Hashes, Ints
from copydesk.columns.hashing import hash_prefixed, hash_runs, prefix
from copydesk.columns.opaque import shown
from copydesk.columns.ragged import row_at
from copydesk.columns.sentences import Sentences, split
from copydesk.columns.words import Words

T = TypeVar("T")


class Layout(Struct, frozen=True):
    """Blocks that a format declares: offsets into the text, and what each is.

    `ink` is the text with markup blanked out and code opaque. `references`: character references
    and tags of HTML are part of the format, and rendered. `comments`: where lines lie that the
    format knows as comments.
    """

    start: list[int]
    end: list[int]
    kind: list[BlockKind]
    ink: str  # same length as the text
    references: bool = False
    comments: Sequence[tuple[int, int]] = ()


class Text(Struct, frozen=True):
    """One document's text as it was read, its layout where the format knows one, and the offsets of
    the U+FFFD that replace invalid bytes.

    `is_page`: it was read from HTML. `kind`: what the configuration says that it is, or its
    format.
    """

    text: str
    layout: Layout | None = None
    replaced: Sequence[int] = ()
    is_page: bool = False
    kind: DocumentKind | None = None


class Batch:
    """The columns of some documents.

    Tables are built on first use; offsets are code points into `text`.
    """

    def __init__(self, texts: Sequence[Text]) -> None:
        self.texts = texts
        self.text = "\n".join([t.layout.ink if t.layout else t.text for t in texts])
        lengths = np.array([len(t.text) for t in texts], np.int64)
        self.document_end: Ints = np.cumsum(lengths + 1) - 1
        self.document_start: Ints = self.document_end - lengths
        self._derived: dict[str, Any] = {}

    def __len__(self) -> int:
        return len(self.texts)

    @functools.cached_property
    def codes(self) -> Codes:
        """The code points, uint32."""
        return np.frombuffer(self.text.encode("utf-32-le", "surrogatepass"), np.uint32)

    @functools.cached_property
    def classes(self) -> Classes:
        """The class of each code point; see `copydesk.columns.characters`."""
        return classify(self.codes)

    @functools.cached_property
    def line_ends(self) -> Ints:
        """The offset of every line end: LF, CR, or the LF of a CRLF."""
        return line_ends(self.codes, self.classes)

    @functools.cached_property
    def replaced(self) -> Ints:
        """The offset of every U+FFFD that replaces invalid bytes: IOE101 reports these."""
        columns = [
            np.array(t.replaced, np.int64) + start
            for t, start in zip(self.texts, self.document_start, strict=True)
            if t.replaced
        ]
        return np.concatenate(columns) if columns else np.zeros(0, np.int64)

    @functools.cached_property
    def capitals(self) -> Ints:
        """The offset of every upper-case letter."""
        return np.flatnonzero(self.classes == ch.UPPER)

    @functools.cached_property
    def words(self) -> Words:
        """The word table."""
        return Words(self.codes, self.classes)

    @functools.cached_property
    def blocks(self) -> Blocks:
        """The block table."""
        if any(text.layout for text in self.texts):
            return self._declared_blocks()
        return plain_blocks(self.codes, self.classes, self.document_start)

    def _declared_blocks(self) -> Blocks:
        columns: list[tuple[Ints, Ints, Ints, Ints]] = []
        for number, text in enumerate(self.texts):
            first, end = int(self.document_start[number]), int(self.document_end[number])
            if text.layout:
                starts, ends = (
                    np.array(text.layout.start, np.int64),
                    np.array(text.layout.end, np.int64),
                )
                kinds = np.array(text.layout.kind, np.int64)
            else:
                plain = plain_blocks(
                    self.codes[first:end], self.classes[first:end], np.zeros(1, np.int64)
                )
                starts, ends, kinds = plain.start, plain.end, plain.kind
            columns.append(
                (starts + first, ends + first, kinds, np.full(starts.size, number, np.int64))
            )
        start, end_, kind, document = (np.concatenate(part) for part in zip(*columns, strict=True))
        return Blocks(start, end_, kind, document)

    @functools.cached_property
    def sentences(self) -> Sentences:
        """The sentence table."""
        return split(self.codes, self.classes, self.blocks, self.words)

    @functools.cached_property
    def block_of_word(self) -> Ints:
        """The block of each word; -1 between blocks (markup)."""
        return self._owners(*self.block_words)

    @functools.cached_property
    def sentence_of_word(self) -> Ints:
        """The sentence of each word; -1 outside prose."""
        return self._owners(*self.sentence_words)

    @functools.cached_property
    def document_of_word(self) -> Ints:
        """The document of each word."""
        return self._owners(*self.words_between(self.document_start, self.document_end))

    def _owners(self, first: Ints, end: Ints) -> Ints:
        """Return the span of words [first, end) of each word, -1 between spans.

        Spans are ordered.
        """
        edges = np.zeros(2 * first.size + 2, np.int64)
        edges[-1] = len(self.words)
        edges[1:-1:2] = first
        # A span ends where the next begins at the latest.
        np.minimum(end, edges[3::2], out=edges[2:-1:2])
        owner = np.full(2 * first.size + 1, -1, np.int64)
        owner[1::2] = np.arange(first.size)
        return np.repeat(owner, np.diff(edges))

    def words_between(self, start: Ints, end: Ints) -> tuple[Ints, Ints]:
        """Return the first word and the end of the words that start inside each span.

        Rows of the word table.
        """
        return np.searchsorted(self.words.start, start), np.searchsorted(self.words.start, end)

    @functools.cached_property
    def block_words(self) -> tuple[Ints, Ints]:
        """First word and end of each block, rows of the word table; each of shape (blocks,)."""
        return self.words_between(self.blocks.start, self.blocks.end)

    @functools.cached_property
    def sentence_words(self) -> tuple[Ints, Ints]:
        """First word and end of each sentence, rows of the word table.

        Each of shape (sentences,).
        """
        return self.words_between(self.sentences.start, self.sentences.end)

    @functools.cached_property
    def block_hash(self) -> Hashes:
        """A hash of each block's words, in order.

        Equal for blocks that differ in case, spacing or punctuation only.
        """
        return self.hash_of(*self.block_words)

    @functools.cached_property
    def _word_sums(self) -> Hashes | None:
        return prefix(self.words.hash)

    def hash_of(self, first: Ints, end: Ints) -> Hashes:
        """Return a hash of the words of each run [first, end), rows of the word table.

        Runs are ordered and do not overlap.
        """
        if self._word_sums is None:
            return hash_runs(self.words.hash, first, end)
        return hash_prefixed(self._word_sums, first, end)

    def document_at(self, offsets: Ints | int) -> Ints:
        """Return the document that each offset lies in; same shape."""
        return row_at(self.document_start, offsets)

    def block_at(self, offsets: Ints | int) -> Ints:
        """Return the block that each offset lies in, or the last one before it; -1 before all."""
        return row_at(self.blocks.start, offsets)

    def derive(self, function: Callable[[Batch], T]) -> T:
        """Return `function(self)`, computed once for all rules that ask for it."""
        key = f"{function.__module__}.{function.__qualname__}"
        if key not in self._derived:
            self._derived[key] = function(self)
        value: T = self._derived[key]
        return value

    def clear(self) -> None:
        """Drop every table, and what was derived from them and may refer to this batch.

        Nothing can be asked of the batch afterwards.
        """
        self._derived.clear()
        self.__dict__.clear()

    def block_text(self, row: int) -> str:
        """Return the text of one block."""
        return self.text[int(self.blocks.start[row]) : int(self.blocks.end[row])]

    def slice(self, start: int, end: int) -> str:
        """Return the text between two offsets."""
        return shown(self.text[start:end])

    def raw(self, start: int, end: int) -> str:
        """Return the text between two offsets of one document with its markup, as it was read."""
        number = int(self.document_at(start))
        base = int(self.document_start[number])
        return self.texts[number].text[start - base : end - base]

"""Find blocks in another language than their document, by function words or by script."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Floats, Ints
from copydesk.columns.ragged import Runs, equal_in_document
from copydesk.language.lexicon import (
    FUNCTION_WORD,
    LANGUAGES,
    count_by_language,
    english_zipf,
    known,
    language_of_documents,
    languages_of_function_words,
)
from copydesk.language.profiles import profile
from copydesk_rules.languages._scripts import script_of_block

# Shares of a block's words that are function words of the document's language at most, and of the
# block's own at least. Of English blocks 1 in 300 has fewer than _OWN.
_OWN, _CLEAR = 0.12, 0.28
_TIE = 0.05  # of languages whose shares are so near, the one listed first: the larger
_DISTINCT = 5  # different function words of the block's language beyond those of the document's
# Shares of a block's words that its document's language knows at most, and a neighbour at least: it
# knows so many more. No clean sentence of 26 languages has a neighbour that does.
_FEW_KNOWN, _MOST_KNOWN, _MORE_KNOWN = 0.55, 0.7, 0.25
_MINORITY = 0.4  # of a document's words; with more in other languages it has none of its own
_LISTED = ("Latin", "Greek", "Cyrillic")  # scripts of languages with a frequency list


class ForeignBlock(Struct, frozen=True):
    """A block (its row), what it is written in, and the code of its document's language."""

    block: int
    spoken: str
    document: str


def foreign_blocks(batch: Batch, min_words: int, least_document: int) -> list[ForeignBlock]:
    """Return the blocks of running text that are not in the language of their document, in order.

    Blocks have at least `min_words` words. A document whose language is not clear, that has fewer
    than `least_document` words besides, or that mixes languages by halves, has none.
    """
    rows = _suspects(batch, min_words)
    if not rows.size:
        return []
    languages = batch.derive(language_of_documents)
    own = [languages[number] for number in batch.blocks.document_of.take(rows).tolist()]
    words = _FunctionWords(batch, rows)
    best = words.best
    lacking = words.share_of(np.array([LANGUAGES.index(each) for each in own]), best) <= _OWN
    found = []
    for at, row in enumerate(rows.tolist()):
        if lacking[at]:
            spoken = words.language(at, int(best[at]), own[at])
            spoken = spoken or _other_script(script_of_block(batch, row), own[at])
            spoken = spoken or _neighbour(batch, row, own[at])
            if spoken:
                found.append(ForeignBlock(row, spoken, own[at]))
    return _in_minority(batch, found, least_document)


def _suspects(batch: Batch, min_words: int) -> Ints:
    """Return the rows of long blocks with few function words of their document's language.

    In documents of other languages than English, of all long blocks.
    """
    first, last = batch.block_words
    size = last - first
    languages = np.array(batch.derive(language_of_documents))
    clear = (languages != "").take(batch.blocks.document_of)
    clear &= (size >= min_words) & batch.blocks.prose
    sums = np.zeros(len(batch.words) + 1, np.int64)
    np.cumsum(batch.derive(english_zipf) >= FUNCTION_WORD, out=sums[1:])
    few = sums.take(last) - sums.take(first) <= _OWN * size
    return np.flatnonzero(clear & (few | (languages != "en").take(batch.blocks.document_of)))


class _FunctionWords:
    """The function words of blocks, by language.

    `shares` of a block's words, and how many are `distinct`; both of shape (blocks, languages).
    `best`: the row in LANGUAGES of the language with most, shape (blocks,).
    """

    def __init__(self, batch: Batch, rows: Ints) -> None:
        first, last = (column.take(rows) for column in batch.block_words)
        runs = Runs.between(first, last)
        hashes, self._owner = batch.words.hash.take(runs.positions), runs.owner
        self._size = runs.size
        self._bits = languages_of_function_words(hashes)
        counts = count_by_language(self._bits, self._owner, rows.size)
        order, head = equal_in_document(self._owner, hashes)
        kinds = np.sort(order[head])
        self.distinct = count_by_language(self._bits[kinds], self._owner[kinds], rows.size)
        self.shares = counts / self._size[:, None]
        most = self.shares.max(axis=1, keepdims=True)
        self.best = (self.shares >= most - _TIE).argmax(axis=1)

    def share_of(self, own: Ints, best: Ints) -> Floats:
        """Return the share of each block's words that are function words of its document's
        language alone, beside the block's.

        Lists made of the web hold some English in every language: `the` is frequent in all.
        """
        here = self._bits >> own.take(self._owner) & 1
        there = self._bits >> best.take(self._owner) & 1
        apart = np.where((own == best).take(self._owner), here, here & ~there)
        counted = np.bincount(self._owner, apart, minlength=own.size)
        return np.asarray(counted / self._size, np.float64)

    def language(self, block: int, best: int, own: str) -> str:
        """Return the name of the language that a block is clearly in instead of `own`, or ""."""
        more = self.distinct[block, best] - self.distinct[block, LANGUAGES.index(own)]
        if self.shares[block, best] < _CLEAR or more < _DISTINCT:
            return ""
        related = LANGUAGES[best] == own or LANGUAGES[best] in profile(own).neighbours
        return "" if related else profile(LANGUAGES[best]).name


def _neighbour(batch: Batch, row: int, own: str) -> str:
    """Return the name of the neighbour of the language `own` that a block is in, or "".

    They share their function words; the others tell them apart.
    """
    first, last = (int(column[row]) for column in batch.block_words)
    hashes = batch.words.hash[first:last][~batch.words.number[first:last]]
    here = float(known(hashes, own).mean()) if hashes.size else 1.0
    if here > _FEW_KNOWN:
        return ""
    listed = [language for language in profile(own).neighbours if language in LANGUAGES]
    there, language = max(
        ((float(known(hashes, language).mean()), language) for language in listed),
        default=(0.0, ""),
    )
    clear = there >= max(_MOST_KNOWN, here + _MORE_KNOWN)
    return profile(language).name if clear else ""


def _other_script(script: str, own: str) -> str:
    """Return what to call a block in a script that the language `own` is not written in, or "".

    Latin letters are usual in every language.
    """
    usual = _LISTED if profile(own).script != "Latin" else ("Latin",)
    return "" if script in ("", *usual) else f"{script} script"


def _in_minority(batch: Batch, found: list[ForeignBlock], least: int) -> list[ForeignBlock]:
    """Return the blocks of documents that are mostly in one language."""
    first, last = batch.block_words
    size, document = last - first, batch.blocks.document_of
    whole = np.bincount(document, size, minlength=len(batch))
    rows = np.array([each.block for each in found], np.int64)
    foreign = np.bincount(document.take(rows), size.take(rows), minlength=len(batch))
    kept = (whole - foreign >= least) & (foreign <= _MINORITY * whole)
    return [each for each in found if kept[document[each.block]]]


def in_a_row(batch: Batch, found: list[ForeignBlock], min_words: int) -> list[list[ForeignBlock]]:
    """Return the foreign blocks by passages: of one document and language, with no other block of
    prose of `min_words` words between them.
    """
    first, last = batch.block_words
    document = batch.blocks.document_of
    other = batch.blocks.prose & (last - first >= min_words)
    passages: list[list[ForeignBlock]] = []
    for each in found:
        before = passages[-1][-1] if passages else each
        parted = document[before.block] != document[each.block] or before.spoken != each.spoken
        if passages and not parted and not other[before.block + 1 : each.block].any():
            passages[-1].append(each)
        else:
            passages.append([each])
    return passages

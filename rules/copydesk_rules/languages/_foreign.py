"""Tell in which language a block is, where that is not the language of its document.

By function words, or by script.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Floats, Ints, Mask
from copydesk.columns.lookup import Lookup
from copydesk.language.lexicon import (
    LANGUAGES,
    common_words,
    count_by_language,
    english_zipf,
    language_of_documents,
)

_COMMON = 5.4  # Zipf frequency of function words: 90 to 200 a language, 0.4 of the running words
# share of function words of the document's language that a foreign block has at most; of English
# blocks 1 in 300 has fewer
_OWN = 0.12
_CLEAR = 0.28  # and of its own at least
_TIE = 0.05  # of neighbours that come so near each other the one that is listed first, the larger
_DISTINCT = 5  # different words of its own language that no block of the document's has
# Neighbours have too many function words in common to be told apart in one block.
_NEIGHBOURS = ("da nb sv", "cs sk", "bg mk ru uk", "sl sh", "es pt ca it", "de nl", "fr ca")
NAMES = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "it": "Italian",
    "pt": "Portuguese",
    "nl": "Dutch",
    "pl": "Polish",
    "sv": "Swedish",
    "da": "Danish",
    "fi": "Finnish",
    "cs": "Czech",
    "ro": "Romanian",
    "tr": "Turkish",
    "ru": "Russian",
    "uk": "Ukrainian",
    "el": "Greek",
    "hu": "Hungarian",
    "bg": "Bulgarian",
    "sk": "Slovak",
    "sl": "Slovenian",
    "nb": "Norwegian",
    "ca": "Catalan",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "id": "Indonesian",
    "mk": "Macedonian",
    "sh": "Serbo-Croatian",
}
# First code, end, and name of scripts; languages of the lexicon are written in the first three.
_SCRIPTS = (
    (0x0041, 0x0370, "Latin"),
    (0x0370, 0x0400, "Greek"),
    (0x0400, 0x0530, "Cyrillic"),
    (0x0530, 0x0590, "Armenian"),
    (0x0590, 0x0600, "Hebrew"),
    (0x0600, 0x0780, "Arabic"),
    (0x0900, 0x0980, "Devanagari"),
    (0x0980, 0x0A00, "Bengali"),
    (0x0B80, 0x0C00, "Tamil"),
    (0x0E00, 0x0E80, "Thai"),
    (0x10A0, 0x1100, "Georgian"),
    (0x3040, 0x3100, "Japanese"),
    (0x4E00, 0xA000, "Chinese or Japanese"),
    (0xAC00, 0xD7B0, "Korean"),
)
_MAJORITY = 0.6  # of the letters of a block


@dataclass(frozen=True, slots=True)
class Foreign:
    """Blocks by column: `block` number, what it is written in, and in what its document is.

    `share` of function words; shape (blocks,).
    """

    block: Ints
    spoken: list[str]
    document: list[str]
    share: Floats


@functools.cache
def _function_words() -> tuple[Lookup, Ints]:
    """Return the most frequent words of all languages, and for each,
    and for one that is not there, a bit set of its languages.
    """
    lists = [common_words(language, _COMMON) for language in LANGUAGES]
    lookup = Lookup(np.concatenate(lists))
    bits = np.zeros(lookup.hashes.size, np.int64)
    for number, hashes in enumerate(lists):
        bits[lookup.rows(hashes)] |= 1 << number
    return lookup, bits


@functools.cache
def _related(one: str, other: str) -> bool:
    return any(one in group.split() and other in group.split() for group in _NEIGHBOURS)


def foreign_blocks(batch: Batch, min_words: int, least_document: int) -> Foreign:
    """Return the blocks of running text, of at least `min_words` words,
    that are not in the language of their document.

    A document that is not clear, has fewer than `least_document` words besides, or is in several
    languages by halves, has none.
    """
    rows = _suspects(batch, min_words)
    if not rows.size:
        return Foreign(rows, [], [], np.zeros(0))
    languages = batch.derive(language_of_documents)
    document = batch.blocks.document_of.take(rows)
    shares, distinct = _shares(batch, rows)
    own = np.array([LANGUAGES.index(languages[number]) for number in document.tolist()], np.int64)
    few = np.flatnonzero(shares[np.arange(rows.size), own] <= _OWN)
    rows, document, shares, distinct, own = (
        rows[few],
        document[few],
        shares[few],
        distinct[few],
        own[few],
    )
    best = (shares >= shares.max(axis=1, keepdims=True, initial=0) - _TIE).argmax(axis=1)
    every = np.arange(rows.size)
    found = (shares[every, best] >= _CLEAR) & (
        distinct[every, best] - distinct[every, own] >= _DISTINCT
    )
    found &= ~np.array(
        [
            _related(LANGUAGES[a], LANGUAGES[b])
            for a, b in zip(best.tolist(), own.tolist(), strict=True)
        ],
        np.bool_,
    )
    scripts, others = _scripts(batch, rows), [languages[number] for number in document.tolist()]
    latin = np.array(
        [language not in ("ru", "uk", "bg", "mk", "el") for language in others], np.bool_
    )
    strange = np.array(
        [script not in ("", "Latin", "Greek", "Cyrillic") for script in scripts], np.bool_
    )
    strange |= latin & np.isin(scripts, ("Greek", "Cyrillic"))
    spoken = [
        NAMES[LANGUAGES[b]] if f else f"{s} script"
        for b, f, s in zip(best.tolist(), found.tolist(), scripts, strict=True)
    ]
    kept = np.flatnonzero(
        (found | strange) & _minority(batch, rows, found | strange, least_document)
    )
    return Foreign(
        rows[kept],
        [spoken[row] for row in kept],
        [NAMES[others[row]] for row in kept],
        shares[every, best][kept],
    )


def _suspects(batch: Batch, min_words: int) -> Ints:
    """Return the blocks that are long enough and have few function words of the language of
    their document.
    """
    first, last = batch.block_words
    size = last - first
    languages = np.array(batch.derive(language_of_documents))
    clear = (
        (languages != "").take(batch.blocks.document_of) & (size >= min_words) & batch.blocks.prose
    )
    sums = np.zeros(len(batch.words) + 1, np.int64)
    np.cumsum(batch.derive(english_zipf) >= _COMMON, out=sums[1:])
    few = sums.take(last) - sums.take(first) <= _OWN * size
    return np.flatnonzero(clear & (few | (languages != "en").take(batch.blocks.document_of)))


def _shares(batch: Batch, rows: Ints) -> tuple[Floats, Floats]:
    """Return the share of function words of each language in each block,
    and how many different ones; shape (blocks, languages).
    """
    lookup, bits = _function_words()
    first, last = (column.take(rows) for column in batch.block_words)
    size = last - first
    group = np.repeat(np.arange(rows.size), size)
    words = np.arange(int(size.sum())) - np.repeat(np.cumsum(size) - size - first, size)
    hashes = batch.words.hash.take(words)
    shares = (
        count_by_language(
            bits.take(lookup.rows(hashes & np.uint64(0xFFFFFFFF00000000))), group, rows.size
        )
        / size[:, None]
    )
    order = np.lexsort((hashes, group))
    new = np.append(
        True, (hashes[order][1:] != hashes[order][:-1]) | (group[order][1:] != group[order][:-1])
    )
    kinds = order[new]
    distinct = count_by_language(
        bits.take(lookup.rows(hashes[kinds] & np.uint64(0xFFFFFFFF00000000))),
        group[kinds],
        rows.size,
    )
    return shares, distinct


def _scripts(batch: Batch, rows: Ints) -> list[str]:
    """Return the script in which most letters of each block are, "" where there is none."""
    names = []
    edges = np.array([first for first, _, _ in _SCRIPTS] + [0x110000])
    for start, end in zip(
        batch.blocks.start[rows].tolist(), batch.blocks.end[rows].tolist(), strict=True
    ):
        letters = batch.codes[start:end][batch.classes[start:end] <= ch.IDEOGRAPH]
        script = np.searchsorted(edges, letters, side="right") - 1
        count = np.bincount(script[script >= 0], minlength=edges.size)
        most = int(count.argmax())
        names.append(
            _SCRIPTS[most][2]
            if most < len(_SCRIPTS) and count[most] > _MAJORITY * letters.size
            else ""
        )
    return names


def _minority(batch: Batch, rows: Ints, foreign: Mask, least: int) -> Mask:
    """Return which blocks stand in documents that are mostly in one language."""
    first, last = batch.block_words
    size = last - first
    document = batch.blocks.document_of
    whole = np.bincount(document, size, minlength=len(batch))
    strange = np.bincount(
        document.take(rows), np.where(foreign, size.take(rows), 0), minlength=len(batch)
    )
    kept = (whole - strange >= least) & (strange <= 0.4 * whole)
    return np.asarray(kept.take(document.take(rows)), np.bool_)

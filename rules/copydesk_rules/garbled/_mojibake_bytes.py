"""Find text in a single-byte or East Asian encoding that was read as another one, and repair it.

`Ïðèâåò`, `fr?n`. Unlike misread UTF-8 such text has no grammar of its own, so the
repair is the proof: the words it gives must be known ones, or the characters it gives the common
ones of their script.
"""

from __future__ import annotations

import functools
import itertools

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch, Text
from copydesk.columns.dtypes import Ints
from copydesk.columns.ragged import distinct
from copydesk.language.lexicon import known, language_of_documents, zipf
from copydesk.patterns import late_pattern
from copydesk.word_lists import entries, languages_with, of_language
from copydesk_rules.garbled import WORDS
from copydesk_rules.garbled._mojibake import Misread, above_ascii

# Encodings, and the languages that are written in them.
_KOI8 = ("koi8_r", ("ru", "uk", "bg"))
_SCRIPTS = (("cp1251", ("ru", "uk", "bg")), _KOI8, ("cp1253", ("el",)))
_LATIN = ("fr", "de", "es", "pt")  # languages in which a block of Latin-1 may be right as it is
_RUN = 4  # letters of U+00C0 to U+00FF side by side: no language that uses them has four
# Share of known words that proves a repair; text of the wrong encoding gives below 0.1.
_KNOWN = 0.35
_PROOF = 2000  # characters of a block that prove its encoding
_EAST_ASIAN = ("gb18030", "shift_jis", "euc_kr", "big5")
# Of an East Asian repair: wide characters at least, their share of the text, common ones among them.
_WIDE, _WIDE_SHARE, _COMMON_SHARE = 3, 0.4, 0.9
_PROVEN, _FITTING = 3.0, 2.5  # evidence
# A word with marks in place of letters, on its own between spaces, quotation marks and end marks.
_MARKED = late_pattern(
    r"(?<![^\s\"'“”‘’(\[—–-])[^\W\d_]*(?:[?�][^\W\d_]+)+(?![^\s\"'“”‘’)\],.;:!?�—–-])"
)
_REACH = 40  # characters on either side of a mark that its word may take
_HOLES = 2  # letters of a word that may be lost
# A word of another language than its document's, `Espa?ol`: it is common there (Zipf), has so many
# letters besides the lost one, and is not two words of this language with a mark between them.
_COMMON, _LONG, _WORD = 3.5, 4, 4.0


def misread_bytes(batch: Batch) -> list[Misread]:
    """Return the spans of a batch misread byte by byte, in order.

    They may overlap those of other finders.
    """
    return sorted(
        _blocks(batch) + _question_marks(batch),
        key=lambda misread: misread.start,
    )


def _blocks(batch: Batch) -> list[Misread]:
    """Return whole blocks of Cyrillic, Greek or East Asian text read as Latin-1, and of Cyrillic
    read as other Cyrillic.
    """
    every = batch.derive(above_ascii)
    code = batch.codes.take(every)
    high = every[code < 0x100]
    runs = high[: -_RUN + 1][high[_RUN - 1 :] - high[: -_RUN + 1] == _RUN - 1]
    # Read as Windows text, KOI8 letters change case: a small first letter, then capitals.
    cyrillic = every[(code >= 0x400) & (code < 0x530)]
    flipped = cyrillic[batch.classes.take(cyrillic) == ch.LOWER]
    flipped = flipped[batch.classes.take(flipped + 1, mode="clip") == ch.UPPER]
    found = []
    for row in _blocks_of(batch, runs):
        repaired = _repaired(batch, row, ("latin-1", "cp1252"), _SCRIPTS)
        found += repaired or _repaired_east_asian(batch, row)
    for row in _blocks_of(batch, flipped):
        found += _repaired(batch, row, ("cp1251",), (_KOI8,))
    return found


def _blocks_of(batch: Batch, offsets: Ints) -> list[int]:
    """Return the blocks that some offsets lie in, ascending."""
    rows = distinct(batch.block_at(offsets)).tolist() if offsets.size else []
    return [row for row in rows if row >= 0]


def _repaired(
    batch: Batch, row: int, wrong: tuple[str, ...], right: tuple[tuple[str, tuple[str, ...]], ...]
) -> list[Misread]:
    """Return a block as text of one of the encodings `right` that was read in one of `wrong`.

    Where its words are known then, and are not as it is.
    """
    start, end = int(batch.blocks.start[row]), int(batch.blocks.end[row])
    found = batch.text[start:end]
    for read_as, (encoding, languages) in itertools.product(wrong, right):
        try:
            repair = found.encode(read_as).decode(encoding)
        except UnicodeError:
            continue
        proof = _share_known(repair[:_PROOF], languages)
        if proof >= _KNOWN > _share_known(found[:_PROOF], (*_LATIN, *languages)):
            return [Misread(start, end, repair, _PROVEN)]
    return []


def _share_known(text: str, languages: tuple[str, ...]) -> float:
    """Return the share of words that the language knows which knows most of them."""
    words = Batch([Text(text)]).words
    hashes = words.hash[(words.length > 1) & ~words.number]
    if not hashes.size:
        return 0.0
    return max(float(known(hashes, language).mean()) for language in languages)


def _repaired_east_asian(batch: Batch, row: int) -> list[Misread]:
    """Return a block as East Asian text that was read as Latin-1, where its characters are common."""
    start, end = int(batch.blocks.start[row]), int(batch.blocks.end[row])
    found = batch.text[start:end]
    for encoding in _EAST_ASIAN:
        try:
            repair = found.encode("latin-1").decode(encoding)
        except UnicodeError:
            continue
        proof = repair[:_PROOF]
        wide = [c for c in proof if ord(c) > 0x7F]
        common = sum(_common_east_asian(c) for c in wide)
        dense = len(wide) >= _WIDE and len(wide) >= _WIDE_SHARE * len(proof)
        if dense and common >= _COMMON_SHARE * len(wide):
            return [Misread(start, end, repair, _PROVEN)]
    return []


def _common_east_asian(character: str) -> bool:
    """Return whether a character is kana, Hangul, East Asian punctuation or a common ideograph.

    One of the 3,755 of the first level of GB 2312.
    """
    code = ord(character)
    if 0x3000 <= code < 0x3100 or 0xAC00 <= code < 0xD7B0 or 0xFF00 <= code < 0xFF61:
        return True
    packed = character.encode("gb2312", "ignore") or character.encode("shift_jis", "ignore")
    return len(packed) == 2 and 0x88 <= packed[0] < 0xD8


def _question_marks(batch: Batch) -> list[Misread]:
    """Return words with `?` or U+FFFD in place of a letter or an apostrophe, where a known word
    fits.
    """
    marks = _marks_in_words(batch)
    if not marks.size:
        return []
    languages = batch.derive(language_of_documents)
    found: dict[int, Misread] = {}
    for offset, document in zip(marks.tolist(), batch.document_at(marks).tolist(), strict=True):
        left = max(offset - _REACH, int(batch.document_start[document]))
        tokens = _MARKED.finditer(batch.text, left, offset + _REACH)
        token = next((m for m in tokens if m.start() < offset < m.end()), None)
        if token and token.start() not in found:
            repair = _fill(token.group().replace("�", "?"), languages[document])
            if repair:
                found[token.start()] = Misread(token.start(), token.end(), repair, _FITTING)
    return list(found.values())


def _marks_in_words(batch: Batch) -> Ints:
    """Return the offsets of `?` and U+FFFD between a letter and a small letter, ascending."""
    classes, codes, high = batch.classes, batch.codes, batch.derive(above_ascii)
    marks = np.concatenate((np.flatnonzero(codes == ord("?")), high[codes.take(high) == 0xFFFD]))
    marks = marks[(marks > 0) & (marks + 1 < codes.size)]
    marks = marks[classes.take(marks + 1) == ch.LOWER]
    return np.sort(marks[classes.take(marks - 1) <= ch.LETTER])


@functools.lru_cache(maxsize=4096)
def _fill(token: str, language: str) -> str:
    """Return the word that a token with question marks was, "" where none is known."""
    head, _, tail = token.rpartition("?")
    contracted = tail in entries(WORDS / "contracted_ends.txt") and "?" not in head
    if language in ("en", "") and contracted and head:
        whole = f"{head}’{tail}"
        if known(Batch([Text(head if tail == "s" else whole)]).words.hash)[0]:
            return whole
    word, common = _likeliest(token, language)
    return word if common > 0 else _of_another_language(token, language)


def _of_another_language(token: str, own: str) -> str:
    """Return the word of another language that a token was, "" where none is likely."""
    parts = token.split("?")
    if len(parts) > 2 or len(token) <= _LONG or not own:
        return ""
    words = Batch([Text(" ".join(parts))]).words
    if words.hash.size == len(parts) and zipf(words.hash, own).min() >= _WORD:
        return ""
    tries = (_likeliest(token, language) for language in languages_with("letters"))
    word, common = max(tries, key=lambda found: found[1])
    return word if common >= _COMMON else ""


def _likeliest(token: str, language: str) -> tuple[str, float]:
    """Return the commonest word of a language that a token with question marks may have been, and
    how common (Zipf) it is; 0 where none fits.
    """
    letters, holes = of_language(language, "letters"), token.count("?")
    if not letters or holes > _HOLES:
        return "", 0.0
    parts = token.split("?")
    tries = [
        "".join(itertools.chain(*zip(parts, (*fill, ""), strict=True)))
        for fill in itertools.product(letters, repeat=holes)
    ]
    common = zipf(Batch([Text(" ".join(tries))]).words.hash, language)
    return tries[int(common.argmax())], float(common.max())

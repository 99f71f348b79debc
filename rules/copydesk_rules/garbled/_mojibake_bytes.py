"""Find text in a single-byte or East Asian encoding that was read as another one (`Ïðèâåò`,
`pope\\x92s`, `fr?n`), and what it should read.

Unlike misread UTF-8 such text has no grammar of its own, so the repair is the proof: the words it
gives must be known ones, or the characters it gives the common ones of their script.
"""

from __future__ import annotations

import itertools
import re

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch, Text
from copydesk.columns.dtypes import Ints
from copydesk.columns.ragged import distinct
from copydesk.language.lexicon import known, language_of_documents, zipf
from copydesk_rules.garbled._mojibake import Misread, above_ascii

_SCRIPTS = (("cp1251", ("ru", "uk", "bg")), ("koi8_r", ("ru", "uk", "bg")), ("cp1253", ("el",)))
_RUN = 4  # letters of U+00C0 to U+00FF side by side: no language that uses them has four
_KNOWN = (
    0.35  # share of known words that proves a repair; text of the wrong encoding gives below 0.1
)
_PROOF = 2000  # characters of a block that prove its encoding
_EAST_ASIAN = ("gb18030", "shift_jis", "euc_kr", "big5")
_MARKED = re.compile(
    r"(?<![^\s\"'“”‘’(\[—–-])[^\W\d_]*(?:[?�][^\W\d_]+)+(?![^\s\"'“”‘’)\],.;:!?�—–-])"
)
# Letters that turn into a question mark in text squeezed into ASCII, by language.
_LETTERS = {
    "de": "äöüß",
    "fr": "éèêàçùôîœ",
    "es": "áéíóúñü",
    "it": "àèéìòù",
    "pt": "ãáçéêíóôõú",
    "pl": "ąćęłńóśźż",
    "sv": "åäöé",
    "da": "æøåé",
    "fi": "äö",
    "cs": "áčďéěíňóřšťúůýž",
    "ro": "ăâîșțşţ",
    "tr": "ığüşöç",
    "hu": "áéíóöőúüű",
    "nl": "ëéïö",
}
_CONTRACTED = ("s", "t", "re", "ve", "ll", "d", "m")


def misread_bytes(batch: Batch) -> list[Misread]:
    """Return the spans of a batch misread byte by byte, in order.

    They may overlap those of other finders.
    """
    return sorted(
        _controls(batch) + _blocks(batch) + _question_marks(batch),
        key=lambda misread: misread.start,
    )


def _controls(batch: Batch) -> list[Misread]:
    """Return C1 controls, which no text uses: bytes 0x80 to 0x9F of Windows text.

    U+0085 is left alone: it is a line end.
    """
    high = batch.derive(above_ascii)
    code = batch.codes.take(high)
    at = high[(code < 0xA0) & (code != 0x85)]
    if not at.size:
        return []
    first, last = at[np.diff(at, prepend=-2) > 1], at[np.diff(at, append=at[-1:] + 2) > 1]
    found = []
    for start, end in zip(first.tolist(), (last + 1).tolist(), strict=True):
        repair = batch.text[start:end].encode("latin-1").decode("cp1252", "ignore")
        if repair:
            found.append(Misread(start, end, repair, 3.0))
    return found


def _blocks(batch: Batch) -> list[Misread]:
    """Return whole blocks of Cyrillic, Greek or East Asian text read as Latin-1,
    and of Cyrillic read as other Cyrillic.
    """
    every = batch.derive(above_ascii)
    code = batch.codes.take(every)
    high = every[code < 0x100]
    suspects = _blocks_of(
        batch, high[: -_RUN + 1][high[_RUN - 1 :] - high[: -_RUN + 1] == _RUN - 1]
    )
    # Read as Windows text, KOI8 letters change case: words of small first and capital other
    # letters.
    cyrillic = every[(code >= 0x400) & (code < 0x530)]
    flipped = cyrillic[batch.classes.take(cyrillic) == ch.LOWER]
    flipped = flipped[batch.classes.take(flipped + 1, mode="clip") == ch.UPPER]
    found = []
    for row in suspects.tolist():
        found += _repaired(batch, row, ("latin-1", "cp1252"), _SCRIPTS) or _repaired_east_asian(
            batch, row
        )
    for row in _blocks_of(batch, flipped).tolist():
        found += _repaired(batch, row, ("cp1251",), _SCRIPTS[1:2])
    return found


def _blocks_of(batch: Batch, offsets: Ints) -> Ints:
    if not offsets.size:
        return offsets
    row = distinct(np.searchsorted(batch.blocks.start, offsets, side="right") - 1)
    return row[row >= 0]


def _repaired(
    batch: Batch, row: int, wrong: tuple[str, ...], right: tuple[tuple[str, tuple[str, ...]], ...]
) -> list[Misread]:
    start, end = int(batch.blocks.start[row]), int(batch.blocks.end[row])
    found = batch.text[start:end]
    for read_as, (encoding, languages) in itertools.product(wrong, right):
        try:
            repair = found.encode(read_as).decode(encoding)
        except UnicodeError:
            continue
        if (
            _share_known(repair[:_PROOF], languages)
            >= _KNOWN
            > _share_known(found[:_PROOF], ("fr", "de", "es", "pt", *languages))
        ):
            return [Misread(start, end, repair, 3.0)]
    return []


def _share_known(text: str, languages: tuple[str, ...]) -> float:
    words = Batch([Text(text)]).words
    hashes = words.hash[(words.length > 1) & ~words.number]
    return (
        max(float(known(hashes, language).mean()) for language in languages) if hashes.size else 0.0
    )


def _repaired_east_asian(batch: Batch, row: int) -> list[Misread]:
    start, end = int(batch.blocks.start[row]), int(batch.blocks.end[row])
    found = batch.text[start:end]
    for encoding in _EAST_ASIAN:
        try:
            repair = found.encode("latin-1").decode(encoding)
        except UnicodeError:
            continue
        proof = repair[:_PROOF]
        wide = [c for c in proof if ord(c) > 0x7F]
        good = sum(_common_east_asian(c) for c in wide)
        if len(wide) >= 3 and good >= 0.9 * len(wide) and len(wide) >= 0.4 * len(proof):
            return [Misread(start, end, repair, 3.0)]
    return []


def _common_east_asian(character: str) -> bool:
    """Return whether a character is kana, Hangul,
    East Asian punctuation or among the 3,755 common ideographs of GB 2312.
    """
    code = ord(character)
    if 0x3000 <= code < 0x3100 or 0xAC00 <= code < 0xD7B0 or 0xFF00 <= code < 0xFF61:
        return True
    packed = character.encode("gb2312", "ignore") or character.encode("shift_jis", "ignore")
    return len(packed) == 2 and 0x88 <= packed[0] < 0xD8


def _question_marks(batch: Batch) -> list[Misread]:
    """Return words with `?` or U+FFFD in place of a letter or an apostrophe,
    where a known word fits.
    """
    classes, codes = batch.classes, batch.codes
    high = batch.derive(above_ascii)
    marks = np.concatenate((np.flatnonzero(codes == ord("?")), high[codes.take(high) == 0xFFFD]))
    marks = marks[(marks > 0) & (marks + 1 < codes.size)]
    marks = marks[classes.take(marks + 1) == ch.LOWER]
    marks = marks[classes.take(marks - 1) <= ch.LETTER]
    if not marks.size:
        return []
    marks.sort()
    languages = batch.derive(language_of_documents)
    documents = (np.searchsorted(batch.document_start, marks, side="right") - 1).tolist()
    found: dict[int, Misread] = {}
    for offset, document in zip(marks.tolist(), documents, strict=True):
        left = max(offset - 40, int(batch.document_start[document]))
        token = next(
            (
                m
                for m in _MARKED.finditer(batch.text, left, offset + 40)
                if m.start() < offset < m.end()
            ),
            None,
        )
        if token and token.start() not in found:
            repair = _fill(token.group().replace("�", "?"), languages[document])
            if repair:
                found[token.start()] = Misread(token.start(), token.end(), repair, 2.5)
    return list(found.values())


def _fill(token: str, language: str) -> str:
    head, _, tail = token.rpartition("?")
    if language in ("en", "") and tail in _CONTRACTED and "?" not in head:
        whole = f"{head}’{tail}"
        if head and (tail == "s" or known(Batch([Text(whole)]).words.hash)[0]):
            return whole
    letters = _LETTERS.get(language, "")
    holes = token.count("?")
    if not letters or holes > 2:
        return ""
    parts = token.split("?")
    tries = [
        "".join(itertools.chain(*zip(parts, (*fill, ""), strict=True)))
        for fill in itertools.product(letters, repeat=holes)
    ]
    common = zipf(Batch([Text(" ".join(tries))]).words.hash, language)
    return tries[int(common.argmax())] if common.max() > 0 else ""

"""Find the seams of glued sentences.

An end of a sentence directly before a capital letter, with its words and how sure it is.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Floats, Hashes, Ints, Mask
from copydesk.columns.hashing import hash_vocabulary
from copydesk.columns.lookup import Lookup
from copydesk.language.lexicon import LANGUAGES, zipf
from copydesk_rules.garbled._parts import hash_spans
from copydesk_rules.garbled._segments import hints
from copydesk_rules.garbled._word_order import usually_small

# Words that begin sentences far oftener than product names: function words and the verbs of
# widgets.
_STARTERS = (
    "the a an i this that these those there here he she they we it his her their our my its you your if when while after before because "
    "although since as at by for from in on of to with and but or so yet not no what how why who where which according during despite "
    "however meanwhile more most many some all both each another other one two three also then now last earlier later still even just "
    "only please click sign subscribe follow read see share get find visit join contact watch listen download learn thank thanks i'm "
    "i've it's he's she's that's there's don't we're we've you're let's who's what's under over until about among between since through "
    "der die das ein eine und aber wir sie er es ich im in mit auf für von bei nach wenn als auch le la les un une il elle ils nous "
    "vous on dans mais pour avec ce cette el los las una en pero por con para se su este esta o os as um uma em não mas é il lo gli che "
    "di del non per het een de van maar met voor hij zij ze we w i na to nie jak det den en ett men som på och jeg"
).split()
# The few of them that no name is made with (LinkedIn, StandBy, WhatsOn, PlayAll are; OmarThe is
# not).
_SAFE = (
    "the this that these those there he she they we his her their our if when while after before because although since however "
    "meanwhile according despite but and please what how why which more during it's he's she's that's there's don't we're"
).split()
# What stands before a capital inside a name: prefixes, articles and particles of names, first
# halves of brands.
_PREFIXES = (
    "mc mac de la le du des di da del della van von der den ter o al el bin ibn san st fitz i e my pre pro non anti ex co un re sub "
    "vice mid super inter iso ama kwa uni u m n h t d l s q c x b p g z w auto bio geo neo tri bi pan eco info micro mini multi open "
    "pay face you lib net web blog video audio photo tele wiki easy air green blue red black face snap drop sound ever every touch play "
    "game linked whats stumble pinter go do live fast"
).split()
# A full stop after these belongs to an abbreviation, and what follows is no seam.
_ABBREVIATIONS = "mr mrs ms dr st no vol vs inc corp ltd co etc eg ie fig pp sen rep gov gen lt col sgt prof rev jr sr dept www".split()
# After a full stop these are domains, file types and members of programs.
_SUFFIXES = (
    "com net org gov edu io co uk de fr eu info biz tv me js py md txt pdf html htm php asp aspx doc docx xls xml json csv jpg png gif "
    "java class exe dll zip conf cfg ini sh d a b c s t exception"
).split()
_TITLES = "mr mrs ms dr".split()  # these begin sentences too, and have a full stop of their own
_HALVES = "one two three watch get see find read".split()  # second halves of brands
_EVERYDAY = 5.3  # Zipf frequency
_CODE = frozenset("/\\@#_=<>{}[]|~^*&%$+`")  # in a token: an address, a handle, code
_LONG = 60  # a longer token is no text


@dataclass(frozen=True, slots=True)
class Seams:
    """Seams by column: `start` of the word before, `at` of the capital,
    `end` of the word after, `confidence`; shape (seams,).
    """

    start: Ints
    at: Ints
    end: Ints
    confidence: Floats


_STARTER, _SAFE_STARTER, _PREFIX, _ABBREVIATION, _SUFFIX, _TITLE, _HALF = (
    1 << number for number in range(7)
)
_GLUED = np.isin(
    np.arange(32), (ch.LOWER, ch.DIGIT)
)  # by class: what stands directly before the capital
_CLOSING = np.isin(np.arange(32), (ch.CLOSER, ch.QUOTE, ch.APOSTROPHE))
_BEFORE = _GLUED | np.isin(np.arange(32), (ch.TERMINAL, ch.CLOSER, ch.QUOTE, ch.OPENER))


@functools.cache
def _lists() -> tuple[Lookup, AnyArray]:
    """Return the words of all lists, and for each a bit set of its lists,
    with a last row for words that are in none.
    """
    listed = (_STARTERS, _SAFE, _PREFIXES, _ABBREVIATIONS, _SUFFIXES, _TITLES, _HALVES)
    lists = [hash_vocabulary(tuple(dict.fromkeys(words))) for words in listed]
    every = Lookup(np.concatenate(lists))
    bits = np.zeros(every.hashes.size, np.uint8)
    for number, hashes in enumerate(lists):
        bits[every.rows(hashes)] |= 1 << number
    return every, bits


def find_seams(batch: Batch, left_zipf: float, right_zipf: float) -> Seams:
    """Return every seam for which more speaks than its form, in order."""
    at, left, right, marked, bare = _forms(batch)
    if not at.size:
        return Seams(at, at, at, np.zeros(0))
    words = batch.words
    start, end = words.start.take(left), words.end.take(right)
    left_end = np.where(marked, words.end.take(left), at)
    apostrophe = batch.codes.take(np.maximum(end - 2, at))
    possessive = ((apostrophe == ord("'")) | (apostrophe == ord("’"))) & (end - at > 3)
    right_end = np.where(possessive, end - 2, end)
    hashes = hash_spans(batch, (np.concatenate((start, at)), np.concatenate((left_end, right_end))))
    left_hash, right_hash = hashes[: at.size], hashes[at.size :]
    lists, bits = _lists()
    listed = bits.take(lists.rows(hashes))
    left_listed, right_listed = listed[: at.size], listed[at.size :]
    common_left, common_right, common_whole = _zipf(
        batch, at, left_hash, right_hash, words.hash.take(left)
    )
    titled = (right_listed & _TITLE > 0) & _titled(batch, end)
    starter, safe = (
        (right_listed & _STARTER > 0) | titled,
        (right_listed & _SAFE_STARTER > 0) | titled,
    )
    size, right_size = left_end - start, end - at
    capital = words.capital.take(left)
    runs_on = _runs_on(batch, end) | titled
    plain = ~_dotted(batch, start)
    foreign = (
        batch.derive(hints).take(np.searchsorted(batch.document_start, at, side="right") - 1) > 0
    )

    # Inside a word: `settingsPlease`. The same glued word twice in a document is a name.
    inside = (
        ~marked
        & (common_whole == 0)
        & ~_repeated(batch, left)
        & (left_listed & _PREFIX == 0)
        & (size >= 2)
    )
    small = inside & ~capital & (common_left >= np.where(size >= 6, left_zipf - 0.7, left_zipf))
    sure = np.where(small & starter & runs_on, 0.93, 0.0)
    sure = np.maximum(
        sure,
        np.where(
            small & (common_right >= right_zipf + 0.5) & (right_size >= 4) & (size >= 3) & runs_on,
            0.75,
            0.0,
        ),
    )
    sure = np.maximum(sure, np.where(inside & capital & safe & runs_on & (size >= 3), 0.85, 0.0))
    alone = (
        starter & ((common_right >= _EVERYDAY) | titled) & (right_listed & _HALF == 0)
    )  # `LibertyCon`, `HackerOne`
    sure = np.maximum(
        sure,
        np.where(
            inside & capital & alone & runs_on & (size >= 5) & ~usually_small(left_hash), 0.75, 0.0
        ),
    )
    # What a short list does not know, between small words of a sentence: an inflected word, a name.
    running = inside & ~capital & runs_on & _between_small(batch, start, end)
    sure = np.maximum(
        sure, np.where(running & foreign & (size >= 5) & (starter | (common_right >= 4)), 0.8, 0.0)
    )
    named = (common_right < right_zipf + 0.5) | (right_size == 3)
    sure = np.maximum(sure, np.where(running & small & named & (right_size >= 3), 0.75, 0.0))
    sure = np.maximum(
        sure, np.where(inside & capital & _name_repeated(batch, left, left_hash), 0.95, 0.0)
    )
    digits = (
        ~marked
        & words.number.take(left)
        & np.where(size == 4, starter, safe)
        & runs_on
        & (right_size > 1)
    )
    sure = np.maximum(sure, np.where(digits, 0.8, 0.0))

    # After an end mark or a closing quotation mark: `said.The`.
    ended = (
        marked & (left_listed & _ABBREVIATION == 0) & (right_listed & _SUFFIX == 0) & (size >= 2)
    )
    spoken = ended & ~capital & ~words.number.take(left) & (common_left >= left_zipf - 0.5)
    follows = (common_right >= right_zipf) | runs_on & (size >= 3)
    sure = np.maximum(sure, np.where(spoken & follows & ((right_size >= 2) | starter), 0.95, 0.0))
    sure = np.maximum(sure, np.where(ended & starter & runs_on, 0.9, 0.0))
    sure = np.where(
        bare,
        np.where(
            (starter | (spoken & (common_right >= right_zipf + 0.5))) & (sure > 0) & runs_on,
            0.8,
            0.0,
        ),
        sure,
    )
    rows = np.flatnonzero(plain & (sure > 0))
    rows = rows[~_code_like(batch, start[rows], end[rows])]
    return Seams(start[rows], at[rows], end[rows], sure[rows])


def _forms(batch: Batch) -> tuple[Ints, Ints, Ints, Mask, Mask]:
    """Return offset of the capital, word before and after, whether a mark stands between,
    and only a bare one, of what looks like a seam.

    A bare mark is a straight quotation mark or a bracket without an end mark: it may open, or
    belong to a formula.
    """
    classes, words, capitals = batch.classes, batch.words, batch.capitals
    at = capitals[capitals > 1]
    at = at[_BEFORE.take(classes.take(at - 1))]
    before, after = classes.take(at - 1), classes.take(at + 1, mode="clip")
    glued = _GLUED.take(before)
    fits = (
        (after == ch.LOWER) | (after >= ch.APOSTROPHE) | (glued & (after == ch.UPPER))
    )  # `.The`, `.I `, `.A `, `RoeGOP`
    # It opens in English and closes in German; with no space it is wrong in both.
    rows = np.flatnonzero(fits & ((before != ch.OPENER) | (batch.codes.take(at - 1) == ord("“"))))
    at, glued = at[rows], glued[rows]
    inner, bare = at - 1, np.zeros(at.size, np.bool_)
    marked = np.flatnonzero(~glued)
    inner[marked], good, bare[marked] = _before_marks(batch, inner[marked])
    rows = np.sort(np.concatenate((np.flatnonzero(glued), marked[good])))
    at, inner, glued, bare = at[rows], inner[rows], glued[rows], bare[rows]
    if not at.size:
        return at, at, at, glued, bare
    left = np.searchsorted(words.start, inner, side="right") - 1
    right = np.searchsorted(words.end, at, side="right")
    whole = glued | (
        (words.end.take(left, mode="clip") == inner + 1)
        & (words.start.take(right, mode="clip") == at)
    )
    last = words.end.take(left, mode="clip")
    inside = np.searchsorted(capitals, last) - np.searchsorted(
        capitals, words.start.take(left, mode="clip") + 1
    )
    one = ~glued | (inside == 1) | (inside == last - at)  # `aBcDe` is no seam
    keep = whole & one
    return at[keep], left[keep], right[keep], ~glued[keep], bare[keep]


def _before_marks(batch: Batch, last: Ints) -> tuple[Ints, Mask, Mask]:
    """Step back over end marks and closing quotation marks (`.”`).

    Return what stands before, where a word does, where the marks are bare.

    `last`: the offset of the last mark, shape (rows,).
    """
    inner, ended, closed = last, np.zeros(last.size, np.bool_), np.zeros(last.size, np.bool_)
    for _ in range(3):
        kind, code = batch.classes.take(inner), batch.codes.take(inner)
        closer = _CLOSING.take(kind) | (kind == ch.OPENER) & (code == ord("“"))
        stop = ~ended & (kind == ch.TERMINAL) & (code != ord("…"))  # trailing off needs no space
        closed |= closer
        ended |= stop
        inner = np.maximum(inner - (closer | stop), 0)
    code = batch.codes.take(last)
    quoted = closed & ((code == ord("”")) | (code == ord("“")))
    bare = ~ended & ~quoted & ((code == ord(")")) | (code == ord('"')))
    return inner, (batch.classes.take(inner) <= ch.JOINER) & (ended | quoted | bare), bare


def _zipf(batch: Batch, at: Ints, *columns: Hashes) -> list[Floats]:
    """Return each column's Zipf frequency in the language of its document,
    or in English where that knows the word better.
    """
    hashes = np.concatenate(columns)
    best = zipf(hashes)
    language = np.tile(
        batch.derive(hints).take(np.searchsorted(batch.document_start, at, side="right") - 1),
        len(columns),
    )
    for number in sorted({*language.tolist()} - {-1, 0}):
        rows = np.flatnonzero(language == number)
        best[rows] = np.maximum(best[rows], zipf(hashes[rows], LANGUAGES[number]))
    return np.split(best, len(columns))


def _runs_on(batch: Batch, end: Ints) -> Mask:
    """Return whether a space and more text, or a comma, follows the word.

    A sentence goes on there.
    """
    kind = batch.classes.take(end, mode="clip")
    ahead = batch.classes.take(end + 1, mode="clip")
    more = (kind == ch.SPACE) & (ahead <= ch.JOINER) | (kind == ch.COMMA) & (ahead == ch.SPACE)
    return np.asarray(more & (end + 1 < batch.classes.size), np.bool_)


def _titled(batch: Batch, end: Ints) -> Mask:
    """Return whether a full stop, a space and a capital follow: `Mr. Roe`."""
    dot, ahead = (
        batch.codes.take(end, mode="clip") == ord("."),
        batch.classes.take(end + 1, mode="clip") == ch.SPACE,
    )
    return np.asarray(
        dot & ahead & (batch.classes.take(end + 2, mode="clip") == ch.UPPER), np.bool_
    )


def _between_small(batch: Batch, start: Ints, end: Ints) -> Mask:
    """Return whether small words stand on both sides, each behind a space."""
    classes = batch.classes
    before = (classes.take(np.maximum(start - 1, 0)) == ch.SPACE) & (
        classes.take(np.maximum(start - 2, 0)) == ch.LOWER
    )
    after = (classes.take(end, mode="clip") == ch.SPACE) & (
        classes.take(end + 1, mode="clip") == ch.LOWER
    )
    return np.asarray(before & after & (end + 2 < classes.size), np.bool_)


def _repeated(batch: Batch, word: Ints) -> Mask:
    """Return which of these words stand twice in the list for the same document."""
    document = np.searchsorted(
        batch.document_start, batch.words.start.take(word), side="right"
    ).astype(np.uint64)
    key = batch.words.hash.take(word) ^ document * np.uint64(0x9E3779B97F4A7C15)
    order = np.argsort(key)
    key = key.take(order)
    same = key[1:] == key[:-1]
    twice = np.zeros(word.size, np.bool_)
    twice[order[1:][same]] = twice[order[:-1][same]] = True
    return twice


def _name_repeated(batch: Batch, word: Ints, left: Hashes) -> Mask:
    """Return where a name stands twice before the seam.

    `Jane Roe Jane RoeMore`, as widgets print it.
    """
    hashes = batch.words.hash
    same = np.zeros(word.size, np.bool_)
    for size in (1, 2, 3):
        back = np.maximum(word - size, 0)
        equal = hashes.take(back) == left
        for step in range(1, size):
            equal &= hashes.take(np.maximum(word - step, 0)) == hashes.take(
                np.maximum(word - step - size, 0)
            )
        same |= equal & (word >= 2 * size - 1)
    return same


def _dotted(batch: Batch, start: Ints) -> Mask:
    """Return which words follow a full stop directly.

    Parts of `e.g.`, of a domain, of a name in code.
    """
    previous = np.maximum(start - 1, 0)
    return np.asarray((batch.codes.take(previous) == ord(".")) & (start > 0), np.bool_)


def _code_like(batch: Batch, start: Ints, end: Ints) -> AnyArray:
    """Return which spans lie in an address, a handle or code."""
    text = batch.text
    verdict = np.zeros(start.size, np.bool_)
    for row, (a, b) in enumerate(zip(start.tolist(), end.tolist(), strict=True)):
        left, right = a, b
        while left > 0 and a - left < _LONG and not text[left - 1].isspace():
            left -= 1
        while right < len(text) and right - b < _LONG and not text[right].isspace():
            right += 1
        token = text[left:right]
        tail = text[b : b + 2]
        code = any(c in _CODE for c in token) or "www." in token or "..." in token or "://" in token
        verdict[row] = (
            code
            or tail[:1] == "("
            or (tail[:1] == "." and tail[1:].isalnum())
            or right - left >= 2 * _LONG
        )
    return verdict

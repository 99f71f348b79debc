"""Find the blocks that open as listed notices, or consist of a listed prompt: templates of phrases.

Prompts vary: `Share this article on Facebook`, `Share the story via email`. A line of
`words/xx/prompts.txt` or `words/xx/notices.txt` spells many out: `{this|the} {article|story}` is
one of these words after another, an empty choice may be left out, `*` is any rest of a word, and
white space is any. A *prompt* is most of its block; a *notice* begins one and goes on as it likes.
Only a block whose first two words begin a template is compared with any.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from copydesk.columns.batch import Batch, Text
from copydesk.columns.dtypes import Floats, Hashes, Ints, Mask
from copydesk.columns.lookup import Lookup
from copydesk.columns.ragged import distinct
from copydesk.patterns import late_pattern
from copydesk_rules.page._word_lists import listed_in

_TABLES = Path(__file__).parent / "tables"  # tools/build_templates.py
_CHAIN = np.uint64(0x9E3779B97F4A7C15)  # odd: two words' hashes are digits of this base
_LONGEST = 700  # characters of a block; prompts and notices are shorter
_HEAD = 160  # characters that a template may take
_MOSTLY = 0.5  # of a block's letters: the prompt, with a name or a product after it
_BULLETS = "-\u2013\u2014\u2022\u25cf\u00bb\u203a>*|\u00b7+#\u00bf\u00a1\u25b6\u25b8\u2192\u261e\u2605[\u3010 \u00a0"
_CLOSERS = ".!:\u2026\u3002\uff01\uff1a\u00bb\u203a>|\u2192] \u3011\u25b6"
_PART = late_pattern(r"\{([^}]*)\}")
_SPACE = late_pattern(r" +")
_TWO_WORDS = late_pattern(r"[\w'-]+[^\w'-]+[\w'-]+[^\w'-]")
_FIRST = late_pattern(r"\s*(?:[^\W\u2e80-\u9fff]+|\W*.)")
# scripts in which a template may end inside what looks like one word
_UNSPACED = late_pattern("[\u0e00-\u0eff\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]")


class Templates(NamedTuple):
    """What templates say of some blocks; every column of shape (rows,)."""

    prompt: Floats  # share of its letters that a prompt covers; 0 below half
    notice: Ints  # words of the notice that opens it, 0 without one


def templates(batch: Batch, rows: Ints) -> Templates:
    """Compare some blocks with the listed prompts and notices."""
    out = Templates(np.zeros(rows.size), np.zeros(rows.size, np.int64))
    for place in np.flatnonzero(_likely(batch, rows)).tolist():
        row = rows[place]
        text = batch.slice(int(batch.blocks.start[row]), int(batch.blocks.end[row]))
        text = _folded(text).strip(_BULLETS)
        head = text[:_HEAD]
        end = _match("prompts", head)
        share = _letters(head[:end]) / max(_letters(text), 1)
        if share >= _MOSTLY:
            out.prompt[place] = share
        end = _match("notices", head)
        out.notice[place] = max(1, head.count(" ", 0, end)) if end else 0
    return out


def begins_listed(name: str, text: str) -> bool:
    """Return whether a template of the list `name` is at the head of a text."""
    return _match(name, _folded(text)) > 0


def _match(name: str, head: str) -> int:
    """Return where the longest template at the head of a block ends, 0 without one."""
    likely = _by_first_word(name).get(_key(head), ())
    found = (_pattern(template).match(head) for template in likely)
    return max((match.end() for match in found if match), default=0)


def _likely(batch: Batch, rows: Ints) -> Mask:
    """Return which of these blocks are short enough and have the first words of a template."""
    first, end = (side[rows] for side in batch.block_words)
    length = (batch.blocks.end - batch.blocks.start)[rows]
    inside = (end > first) & (length <= _LONGEST)
    hashes = np.append(batch.words.hash, np.uint64(0))
    one = hashes[np.where(inside, first, -1)]
    two = hashes[np.where(end - first > 1, first + 1, -1)]
    key = one * _CHAIN + two
    known = _first_pairs("prompts").has(key) | _first_pairs("notices").has(key)
    return np.asarray(inside & known, np.bool_)


@functools.cache
def _by_first_word(name: str) -> dict[str, list[str]]:
    """Return the templates of a list by the first words that they may have."""
    by_key: dict[str, list[str]] = {}
    for template in listed_in(name):
        for key in {_key(each) for each in _beginnings(template, _has_first)}:
            by_key.setdefault(key, []).append(template)
    return by_key


@functools.cache
def _first_pairs(name: str) -> Lookup:
    """Return the keys of the first two words of a list's templates.

    From a table, which spares every start a tenth of its time; where the list was changed since it
    was built, as the builder makes it.
    """
    try:
        table = np.load(_TABLES / f"{name}.npy", mmap_mode="r", allow_pickle=False)
    except OSError:
        table = pair_table(name)
    if table[0] != _digest(name):
        table = pair_table(name)
    return Lookup(table[1:])


def pair_table(name: str) -> Hashes:
    """Return the digest of a list, and the keys of the first two words of its templates."""
    begins: set[str] = set()
    for template in listed_in(name):
        opened = _beginnings(template, _has_two)
        begins |= opened | {f"\u0130{each[1:]}" for each in opened if each.startswith("i")}
    listed = Batch([Text("\n\n".join(sorted(begins)))])
    at, end = listed.block_words
    hashes = np.append(listed.words.hash, np.uint64(0))
    keys = hashes[at] * _CHAIN + hashes[np.where(end - at > 1, at + 1, -1)]
    return np.append(_digest(name), distinct(keys))


def _digest(name: str) -> np.uint64:
    text = "\n".join(listed_in(name)).encode()
    return np.uint64(int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little"))


def _beginnings(template: str, enough: Callable[[str], bool]) -> set[str]:
    """Return how the phrases of a template begin: of each, parts until there is `enough`, or all."""
    begun: set[str] = set()
    begins = {""}
    for number, part in enumerate(_PART.split(template)):
        choices = part.split("|") if number % 2 else [part]
        grown = {(each + choice).lstrip() for each in begins for choice in choices}
        if all(choice.isalnum() and choice.isascii() for choice in choices):
            begins = grown  # half of a word at most: nothing follows it yet
            continue
        begins = {each for each in grown if not enough(each)}
        begun |= grown - begins
        if not begins:
            break
    return begun | begins


def _has_two(phrase: str) -> bool:
    """Return whether a phrase has two whole words, or two signs of a script without spaces."""
    return bool(_TWO_WORDS.match(phrase)) or "\u2e80" <= phrase[1:2] < "\uac00"


def _has_first(phrase: str) -> bool:
    """Return whether a phrase has its whole first word or sign."""
    found = _FIRST.match(phrase)
    return found is not None and found.end() < len(phrase)


@functools.cache
def _pattern(template: str) -> re.Pattern[str]:
    """Return a template as a regular expression, made when a block first needs it."""
    parts = []
    for number, part in enumerate(_PART.split(template)):
        choices = sorted(part.split("|"), key=len, reverse=True) if number % 2 else [part]
        written = "|".join(map(_written, choices))
        parts.append(f"(?:{written})" if number % 2 else written)
    unspaced = "" if _UNSPACED.search(template) else r"(?!(?<=\w)\w)"
    return re.compile("".join(parts) + unspaced)


def _written(text: str) -> str:
    """Return literal text as a regular expression, white space and rests of words apart."""
    written = re.escape(text).replace(r"\*", r"[\w']*")
    return written.replace(r"\ ", r"(?:\s+|(?<=\s)|^)")


def _key(head: str) -> str:
    """Return the first word or sign of a block; two templates that share none are not compared."""
    found = _FIRST.match(head)
    return found[0].strip() if found else ""


def _folded(text: str) -> str:
    """Return text in lower case, with plain apostrophes and without the dot that an I keeps."""
    return text.lower().replace("\u0307", "").replace("\u2019", "'")


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))

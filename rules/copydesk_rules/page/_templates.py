"""Find the blocks that open as listed notices, or consist of a listed prompt: templates of phrases.

Prompts vary: `Share this article on Facebook`, `Share the story via email`. A line of
`words/xx/prompts.txt` or `words/xx/notices.txt` spells many out: `{this|the} {article|story}` is
one of these words after another, an empty choice may be left out, `*` is any rest of a word, and
white space is any. A *prompt* is most of its block; a *notice* begins one and goes on as it likes.
Only a block whose first two words begin a template is compared with any.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

import numpy as np

from copydesk.columns.batch import Batch, Text
from copydesk.columns.dtypes import Floats, Hashes, Ints, Mask
from copydesk.columns.lookup import Lookup
from copydesk_rules.page._word_lists import listed_in

_CHAIN = np.uint64(0x9E3779B97F4A7C15)  # odd: two words' hashes are digits of this base
_LONGEST = 700  # characters of a block; prompts and notices are shorter
_HEAD = 160  # characters that a template may take
_MOSTLY = 0.5  # of a block's letters: the prompt, with a name or a product after it
_BULLETS = "-\u2013\u2014\u2022\u25cf\u00bb\u203a>*|\u00b7+#\u00bf\u00a1\u25b6\u25b8\u2192\u261e\u2605[\u3010 \u00a0"
_CLOSERS = ".!:\u2026\u3002\uff01\uff1a\u00bb\u203a>|\u2192] \u3011\u25b6"
_PART = re.compile(r"\{([^}]*)\}")
_SPACE = re.compile(r" +")
_TWO_WORDS = re.compile(r"[\w'-]+[^\w'-]+[\w'-]+[^\w'-]")
_FIRST = re.compile(r"\s*(?:[^\W\u2e80-\u9fff]+|\W*.)")
# scripts in which a template may end inside what looks like one word
_UNSPACED = re.compile("[\u0e00-\u0eff\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]")


class Templates(NamedTuple):
    """What templates say of some blocks; every column of shape (rows,)."""

    prompt: Floats  # share of its letters that a prompt covers; 0 below half
    notice: Ints  # words of the notice that opens it, 0 without one


class _Compiled(NamedTuple):
    """The templates of one list: which two first words they have, and the patterns by the first."""

    pairs: Lookup
    templates: dict[str, list[str]]

    def match(self, head: str) -> int:
        """Return where the longest template at the head of a block ends, 0 without one."""
        likely = self.templates.get(_key(head), ())
        found = (_pattern(template).match(head) for template in likely)
        return max((match.end() for match in found if match), default=0)


def templates(batch: Batch, rows: Ints) -> Templates:
    """Compare some blocks with the listed prompts and notices."""
    out = Templates(np.zeros(rows.size), np.zeros(rows.size, np.int64))
    for place in np.flatnonzero(_likely(batch, rows)).tolist():
        row = rows[place]
        text = batch.slice(int(batch.blocks.start[row]), int(batch.blocks.end[row]))
        text = _folded(text).strip(_BULLETS)
        head = text[:_HEAD]
        end = _compiled("prompts").match(head)
        share = _letters(head[:end]) / max(_letters(text), 1)
        if share >= _MOSTLY:
            out.prompt[place] = share
        end = _compiled("notices").match(head)
        out.notice[place] = max(1, head.count(" ", 0, end)) if end else 0
    return out


def begins_listed(name: str, text: str) -> bool:
    """Return whether a template of the list `name` is at the head of a text."""
    return _compiled(name).match(_folded(text)) > 0


def _likely(batch: Batch, rows: Ints) -> Mask:
    """Return which of these blocks are short enough and have the first words of a template."""
    first, end = (side[rows] for side in batch.block_words)
    length = (batch.blocks.end - batch.blocks.start)[rows]
    inside = (end > first) & (length <= _LONGEST)
    hashes = np.append(batch.words.hash, np.uint64(0))
    one = hashes[np.where(inside, first, -1)]
    two = hashes[np.where(end - first > 1, first + 1, -1)]
    key = one * _CHAIN + two
    known = _compiled("prompts").pairs.has(key) | _compiled("notices").pairs.has(key)
    return np.asarray(inside & known, np.bool_)


@functools.cache
def _compiled(name: str) -> _Compiled:
    by_key: dict[str, list[str]] = {}
    begins: set[str] = set()
    for template in listed_in(name):
        opened = _beginnings(template)
        begins |= opened | {f"\u0130{each[1:]}" for each in opened if each.startswith("i")}
        for key in {_key(each) for each in opened}:
            by_key.setdefault(key, []).append(template)
    return _Compiled(_first_pairs(sorted(begins)), by_key)


def _first_pairs(begins: list[str]) -> Lookup:
    """Return the keys of the first two words of some beginnings."""
    listed = Batch([Text("\n\n".join(begins))])
    at, end = listed.block_words
    hashes = np.append(listed.words.hash, np.uint64(0))
    keys: Hashes = hashes[at] * _CHAIN + hashes[np.where(end - at > 1, at + 1, -1)]
    return Lookup(keys)


def _beginnings(template: str) -> set[str]:
    """Return how the phrases of a template begin, two words of each or all."""
    begun: set[str] = set()
    begins = {""}
    for number, part in enumerate(_PART.split(template)):
        choices = part.split("|") if number % 2 else [part]
        grown = {(each + choice).lstrip() for each in begins for choice in choices}
        if all(choice.isalnum() and choice.isascii() for choice in choices):
            begins = grown  # half of a second word at most: nothing follows it yet
            continue
        begins = {each for each in grown if not _begun(each)}
        begun |= grown - begins
        if not begins:
            break
    return begun | begins


def _begun(phrase: str) -> bool:
    """Return whether a phrase has two whole words, or two signs of a script without spaces."""
    return bool(_TWO_WORDS.match(phrase)) or "\u2e80" <= phrase[1:2] < "\uac00"


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

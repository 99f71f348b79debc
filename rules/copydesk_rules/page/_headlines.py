"""Find short lines without an end mark that stand between paragraphs, and read their form.

Headline case, headline verbs, foreign words.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.blocks import BlockKind
from copydesk.columns.dtypes import Floats, Ints, Mask
from copydesk.columns.lookup import Lookup
from copydesk.columns.ragged import expand
from copydesk.language.names import uppercase
from copydesk.language.terms import terms

# What headlines say in the present tense (or will, could, may): a sub-heading seldom has a verb.
# Nouns that look the same (leads, plans)
# are kept: a headline holds them as often.
_VERBS = (
    "accepts accuses acts adds addresses admits adopts agrees aims allows announces appeals appears appoints approves argues arrests "
    "arrives asks asserts attacks attends avoids awaits backs bans bars beats becomes begins believes bets blames blasts blocks boosts "
    "braces breaks brings builds buys calls cancels captures casts catches causes challenges changes charges claims clashes clears "
    "climbs clinches closes comes compares concedes condemns confirms confronts considers continues convicts crashes creates criticizes "
    "cuts debates decides declares declines defends delays delivers demands denies deploys details detains dies discovers dismisses "
    "disputes dominates doubles downs drags drops earns edges embraces ends endorses enters erupts escalates evacuates exits expands "
    "expects explains exposes faces fails falls fears feels fights files fills finds fires flees flies follows forces gains gathers gets "
    "gives goes grabs grants grows halts heads hears helps hints hires hits holds hopes hosts hurts ignores impacts imposes injures "
    "insists introduces investigates invites issues joins jumps keeps kicks kills knocks knows lacks lands lashes launches leads leaks "
    "learns leaves lets lifts likens links lives looks looms loses loves makes marks meets mocks moves mulls names nears needs nominates "
    "offers opens opposes orders outlines overtakes overturns owes passes pays picks pitches plans plays pleads pledges plots plunges "
    "points poses posts praises predicts prepares presses prevents promises proposes protects proves provides pulls pushes puts "
    "questions quits races raids raises rallies reaches reacts reads recalls receives recommends refuses rejects releases relies remains "
    "removes repeals replaces reports requests rescues resigns responds restores resumes returns reveals reverses rips rises rolls rules "
    "runs rushes says scraps seeks seems sees seizes sells sends sentences serves sets settles shares shatters shoots shows shuts "
    "signals signs sinks slams slashes slides slips slows soars sparks speaks spends spikes splits stabs stages stands starts stays "
    "steps stirs stokes stops strikes struggles submits sues suffers suggests supports surges survives suspects suspends swears sweeps "
    "takes talks targets teases tells tests testifies thanks thinks threatens throws tops touts triggers tries trumps tumbles turns "
    "unveils upholds upsets urges uses vetoes vies visits votes vows wants warns watches weighs wins worries wounds writes say warn call "
    "urge vow seek face want threaten demand slam back reject approve block fear hit target hope clash become accuse tell win lose fail "
    "rise fall make take give get keep help find need begin claim consider push move killed arrested charged injured barnstorm maintain "
    "sees hospitalized sentenced indicted accused fired found dead"
).split()

# Auxiliaries: headlines leave most of them out, sub-headings that are whole sentences need them.
_AUXILIARIES = (
    "was were had have has did do does don't didn't doesn't is isn't are aren't can can't could should may might must will won't"
).split()

_TOLD = "had have has were are".split()

# What a sub-heading that is a whole sentence begins with, and a headline does not.
SENTENCE_HEADS = "i we you he she it they this that these those there and but so or what why how who when where as if".split()

# What stands in capitals and with a colon before a headline, whatever end mark that has.
_KICKERS = "opinion analysis exclusive editorial commentary column essay review interview breaking video watch photos poll".split()

_MARKS = frozenset("@|/·<>{}[]#")

# Numbered items, bylines, the times of a live report, quotations with their end mark or their
# speaker inside the line.
_ITEM = re.compile(
    r"^\W?\d+[.)]|^(?:By|Updated?(?: at)?:?) [\dA-Z]|[.?!…][\"'”’]? ?[\"'”’](?: [\w.,’—-]+){0,4}$|,[\"”] (?:\w+ )?\w+$"
)
_NAMES = re.compile(
    r"(?=.*, )(?:(?:[A-Z][\w.'’-]*|of|the|for|in|at|and|de|van),? )+[A-Z][\w.'’-]*$"
)


@functools.cache
def _lookups() -> list[Lookup]:
    return [
        Lookup.of(dict.fromkeys(words))
        for words in (_VERBS, _AUXILIARIES, SENTENCE_HEADS, _KICKERS, _TOLD)
    ]


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines that may be headlines; every column of shape (lines,).

    `row`: rows of the block table. `words`: their number. `cased`: share of words of four letters
    and more, the first left out, that begin with a capital. `loud`: all in capitals. `verb`,
    `auxiliary`: holds a headline verb, or an auxiliary, after its first word. `talking`: begins as
    whole sentences do. `content`, `shared`: content words, and those that stand in another block of
    the document. `fellows`: such lines in the document that are no questions. `question`, `colon`:
    marks. `labelled`: begins with OPINION: or the like. `told`: holds an auxiliary that headlines
    leave out (had, were). `named`: names in a row.
    """

    row: Ints
    words: Ints
    cased: Floats
    loud: Mask
    verb: Mask
    auxiliary: Mask
    talking: Mask
    content: Ints
    shared: Ints
    fellows: Ints
    question: Mask
    colon: Mask
    labelled: Mask
    told: Mask
    named: Mask


def lines_between_paragraphs(batch: Batch, shortest: int, longest: int) -> Lines:
    """Return the lines of `shortest` to `longest` words without an end mark that stand between
    paragraphs of running text.
    """
    blocks, classes = batch.blocks, batch.classes
    first, last = batch.block_words
    size = last - first
    tail = classes.take(blocks.end - 1)
    closed = (
        (tail == ch.TERMINAL)
        | (tail == ch.QUOTE)
        | (tail == ch.CLOSER)
        | (tail == ch.APOSTROPHE)
        | (tail == ch.COMMA)
    )
    body = blocks.prose & (size >= 10) & closed
    quoted = (
        (tail == ch.QUOTE)
        | (tail == ch.APOSTROPHE)
        | (batch.codes.take(blocks.end - 1) == ord("”"))
    )
    mark = np.where(quoted, classes.take(np.maximum(blocks.end - 2, 0)), tail)
    question = batch.codes.take(blocks.end - 1) == ord("?")
    open_end = (
        ((mark != ch.TERMINAL) | question)
        & (mark != ch.COMMA)
        & (mark != ch.CLOSER)
        & (mark != ch.DASH)
    )
    head = classes.take(blocks.start)
    starts = (
        (head == ch.UPPER)
        | (head == ch.QUOTE)
        | (head == ch.OPENER)
        | (head == ch.APOSTROPHE)
        | (head == ch.DIGIT)
    )
    short = (blocks.kind == BlockKind.PROSE) & (size >= shortest) & (size <= longest) & starts
    row = np.flatnonzero(short)
    row = row[open_end[row] | _labelled(batch, row)]
    row = row[_near(batch, row, body, -1)]
    row = row[_near(batch, row, body, 1)]
    row = row[_bare(batch, row)]
    led = np.isin(batch.codes.take(blocks.end[np.maximum(row - 1, 0)] - 1), (ord(":"), ord(";")))
    row = row[~led]
    return _read(batch, row, question[row])


def _labelled(batch: Batch, rows: Ints) -> Mask:
    """Return which blocks begin with a word that headlines are labelled with, in capitals,
    and a colon; each has a word.
    """
    words, first = batch.words, batch.block_words[0].take(rows)
    known = _lookups()[3].has(words.hash.take(first)) & (
        batch.codes.take(words.end.take(first), mode="clip") == ord(":")
    )
    known[known] = uppercase(batch, first[known]) == words.length[first[known]]
    return np.asarray(known, np.bool_)


def _bare(batch: Batch, rows: Ints) -> Mask:
    """Return which blocks hold none of the marks of posts, credits, addresses,
    code and captions, and are no item of a list.

    A few lines a batch.
    """
    texts = map(batch.block_text, rows.tolist())
    return np.array(
        [not _MARKS.intersection(text) and not _ITEM.search(text) for text in texts], np.bool_
    )


def _near(batch: Batch, rows: Ints, body: Mask, step: int) -> Mask:
    """Return which blocks have a paragraph of the same document at most two blocks before
    (`step` -1) or after them (1).
    """
    found = np.zeros(rows.size, np.bool_)
    document = batch.blocks.document_of
    for away in (1, 2):
        other = np.clip(rows + step * away, 0, len(batch.blocks) - 1)
        found |= body[other] & (document[other] == document[rows]) & (other != rows)
    return found


def _read(batch: Batch, row: Ints, question: Mask) -> Lines:
    words = batch.words
    first, last = batch.block_words[0][row], batch.block_words[1][row]
    size = last - first
    line, at = expand(first, size)
    inner = at != first[line]

    def count(mask: Mask) -> Ints:
        return np.bincount(line[mask], minlength=row.size)

    long = inner & (words.length[at] >= 4) & ~words.number[at]
    cased = count(long & words.capital[at]) / np.maximum(count(long), 1)
    loud = count(uppercase(batch, at) >= words.length[at]) >= 0.75 * size
    verbs, auxiliaries, heads, _, tellers = _lookups()
    verb = count(inner & verbs.has(words.hash[at])) > 0
    auxiliary = count(inner & auxiliaries.has(words.hash[at])) > 0
    named = np.array(
        [_NAMES.match(batch.block_text(block)) is not None for block in row.tolist()], np.bool_
    )
    told = count(inner & tellers.has(words.hash[at])) > 0
    talking = heads.has(words.hash.take(first, mode="clip"))
    t = batch.derive(terms)
    owner = np.searchsorted(row, t.block)
    own = row.take(owner, mode="clip") == t.block if row.size else np.zeros(len(t), np.bool_)
    content = np.bincount(owner[own], minlength=row.size)
    shared = np.bincount(owner[own & t.elsewhere], minlength=row.size)
    document = batch.blocks.document_of[row]
    fellows = np.bincount(document[~question], minlength=len(batch))[document]
    colons = np.flatnonzero(batch.codes == ord(":"))
    colon = np.searchsorted(colons, batch.blocks.end[row]) > np.searchsorted(
        colons, batch.blocks.start[row]
    )
    labelled = _labelled(batch, row)
    return Lines(
        row,
        size,
        cased,
        loud,
        verb,
        auxiliary,
        talking,
        content,
        shared,
        fellows,
        question,
        colon,
        labelled,
        told,
        named,
    )

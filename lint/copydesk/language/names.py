"""Find capitalised words that may be surnames,
and tell whether a document has named them before.
"""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.characters import fold
from copydesk.columns.dtypes import Hashes, Ints, Mask
from copydesk.columns.hashing import hash_vocabulary, hash_words
from copydesk.columns.lookup import Lookup
from copydesk.language.lexicon import zipf

# What may stand before a subject and is no part of its name; not articles ("the Texan") nor
# prepositions ("our man in Langley said").
_JOINING = "that as and but when while because if so what how whether though although yet since until where which".split()

# What persons do with words. Not "reported", "announced", "confirmed", "warned": agencies, firms
# and states do those first of all.
_SPEECH = (
    "said says told tells added adds argued argues insisted insists explained explains acknowledged conceded recalled remarked replied "
    "asked wrote tweeted testified joked quipped countered contended continued"
).split()
_INVERTED = "said says added adds argued insisted explained recalled remarked replied asked wrote joked quipped countered".split()

# Known by the bare name to every reader of the news: heads of state, of government, of parliaments
# and large bodies since 2000.
_FAMOUS = (
    "merkel macron sarkozy hollande chirac blair thatcher netanyahu sharon erdogan assad gaddafi gadhafi qaddafi mubarak morsi maliki "
    "abbas arafat khamenei rouhani ahmadinejad modi zelensky zelenskiy yeltsin gorbachev medvedev lula bolsonaro berlusconi trudeau "
    "mandela mugabe karzai musharraf duterte maduro chavez castro bush clinton obama biden trump cheney pence pelosi boehner mcconnell "
    "romney mccain gore kerry rumsfeld powell rice tillerson pompeo mueller comey fauci cameron corbyn sturgeon farage juncker draghi "
    "lagarde bernanke yellen greenspan guterres annan beyonce einstein darwin orwell shakespeare churchill lincoln reagan nixon jesus "
    "allah mohammed muhammad moses luther marx freud plato aristotle socrates kant nietzsche hitler stalin lenin mao napoleon"
).split()

# Bodies that speak under one word, and are no persons: government seats, agencies, papers, firms,
# parties, armed groups.
_BODIES = (
    "pentagon kremlin vatican kyiv kiev reuters bloomberg newsweek politico axios buzzfeed breitbart gallup nielsen quinnipiac rasmussen "
    "pew marist zogby ipsos forbes xinhua tass interfax yonhap kyodo anadolu slate vogue nasdaq aetna cigna amtrak airbus boeing toyota "
    "honda nissan volkswagen siemens nokia ericsson huawei tesla uber lyft airbnb pfizer moderna merck novartis bayer sanofi walmart "
    "costco walgreens verizon comcast netflix spotify twitter facebook google microsoft intel nvidia qualcomm oracle cisco samsung sony "
    "exxon exxonmobil chevron shell gazprom rosneft lukoil aramco monsanto halliburton citigroup barclays nomura jpmorgan moody's moodys "
    "mcdonald's starbucks nestle unilever medicare medicaid obamacare brexit taliban hezbollah hizbollah hamas fatah likud isis isil "
    "daesh interpol europol eurostat frontex greenpeace oxfam unicef unesco nato opec oecd princeton harvard stanford yale cornell "
    "anthropic openai wikileaks amnesty labour tories democrats republicans conservatives congress parliament senate knesset duma "
    "bundestag potus scotus ebola coronavirus covid congressmen congresswomen lawmen eyewitness bystander onlooker defector watchdog "
    "sens reps amb cmdr supt profs messrs secy adm insp"
).split()

# States, capitals and large places, which news lets speak for their governments.
_PLACES = (
    "afghanistan albania algeria angola argentina armenia australia austria azerbaijan bahrain bangladesh belarus belgium bolivia bosnia "
    "brazil bulgaria cambodia cameroon canada chad chile china colombia congo croatia cuba cyprus denmark ecuador egypt eritrea estonia "
    "ethiopia finland france gambia georgia germany ghana greece guatemala guinea haiti honduras hungary iceland india indonesia iran "
    "iraq ireland israel italy jamaica japan jordan kazakhstan kenya kosovo kuwait kyrgyzstan laos latvia lebanon liberia libya "
    "lithuania luxembourg macedonia malaysia mali malta mexico moldova mongolia montenegro morocco mozambique myanmar namibia nepal "
    "netherlands nicaragua niger nigeria norway oman pakistan palestine panama paraguay peru philippines poland portugal qatar romania "
    "russia rwanda senegal serbia singapore slovakia slovenia somalia spain sudan sweden switzerland syria taiwan tajikistan tanzania "
    "thailand tunisia turkey turkmenistan uganda ukraine uruguay uzbekistan venezuela vietnam yemen zambia zimbabwe britain england "
    "scotland wales europe pyongyang seoul beijing tokyo taipei moscow minsk warsaw prague budapest bucharest sofia athens ankara "
    "istanbul damascus beirut amman jerusalem cairo tripoli tunis algiers rabat khartoum nairobi lagos pretoria tehran baghdad riyadh "
    "doha dubai kabul islamabad delhi mumbai dhaka bangkok hanoi manila jakarta canberra sydney wellington ottawa toronto london dublin "
    "paris brussels berlin bonn vienna bern geneva rome madrid lisbon stockholm oslo copenhagen helsinki riga vilnius tallinn washington "
    "caracas bogota brasilia havana lima alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho "
    "illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana "
    "nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia wisconsin wyoming"
).split()

_PLURAL = 2.0  # Zipf frequency from which `Prosecutors` without its s is a word, and so a plural


@functools.cache
def _speech() -> tuple[Lookup, Lookup, Hashes]:
    return Lookup.of(_SPEECH), Lookup.of(_INVERTED), hash_vocabulary(("according", "to"))


@functools.cache
def _joining() -> Lookup:
    return Lookup.of(_JOINING)


@functools.cache
def _known() -> Lookup:
    return Lookup.of(dict.fromkeys(_FAMOUS + _BODIES + _PLACES))


def bare_hash(batch: Batch) -> Hashes:
    """Return each word's hash, of capitalised words without a possessive ending (`Fallon's`
    counts as `Fallon`); for `batch.derive`.

    Shape (words,).
    """
    words, classes, codes = batch.words, batch.classes, batch.codes
    marks = np.flatnonzero(classes == ch.APOSTROPHE)
    marks = marks[(marks > 0) & (marks + 2 <= codes.size)]
    marks = marks[(codes.take(marks + 1, mode="clip") | 0x20) == ord("s")]
    row = np.searchsorted(words.start, marks, side="right") - 1
    owned = (
        (row >= 0)
        & (words.end.take(row, mode="clip") == marks + 2)
        & (words.start.take(row, mode="clip") < marks)
    )
    row = row[owned]
    row = row[words.capital.take(row)]
    if not row.size:
        return words.hash
    stem = words.length[row] - 2
    end = np.cumsum(stem)
    begin = end - stem
    at = np.arange(int(end[-1])) + np.repeat(words.start[row] - begin, stem)
    hashes = words.hash.copy()
    hashes[row] = hash_words(fold(codes.take(at)), begin, end)
    return hashes


def first_mentions(batch: Batch, rows: Ints) -> Mask:
    """Return which of some capitalised words (rows of the word table) stand for the first time
    in their document, in any position.
    """
    if not rows.size:
        return np.zeros(0, np.bool_)
    hashes = batch.derive(bare_hash)
    lookup = Lookup(hashes[rows])
    capitals = np.flatnonzero(batch.words.capital)
    number = lookup.rows(hashes.take(capitals))
    capitals, number = capitals[number >= 0], number[number >= 0]
    key = batch.document_of_word.take(capitals) * lookup.hashes.size + number
    _, first = np.unique(key, return_index=True)
    new = np.zeros(len(batch.words), np.bool_)
    new[capitals[first]] = True
    return new.take(rows)


def gap_after(batch: Batch, rows: Ints) -> Mask:
    """Return which words are followed by exactly one space and another word of the same
    sentence.
    """
    words = batch.words
    following = words.start.take(rows + 1, mode="clip")
    spaced = (following == words.end[rows] + 1) & (
        batch.classes.take(words.end[rows], mode="clip") == ch.SPACE
    )
    return np.asarray(spaced, np.bool_)


def stands_alone(batch: Batch, rows: Ints) -> Mask:
    """Return which words begin their sentence, or follow a mark or a function word.

    No first name, title or role goes before them.
    """
    words, classes = batch.words, batch.classes
    before = np.maximum(rows - 1, 0)
    gap = words.start[rows] - words.end[before]
    close = classes.take(np.maximum(words.start[rows] - 1, 0))
    first = (before == rows) | (batch.sentence_of_word[before] != batch.sentence_of_word[rows])
    quoted = (close == ch.QUOTE) | (close == ch.OPENER)
    spaced = (gap == 1) & (close >= ch.SPACE)
    function = spaced & _joining().has(words.hash[before])
    behind = classes.take(words.end[before], mode="clip")
    marked = (
        (gap >= 2)
        & (close >= ch.SPACE)
        & ((behind == ch.COMMA) | (behind == ch.QUOTE) | (behind == ch.CLOSER))
    )
    return np.asarray(first | quoted | function | marked, np.bool_)


def speakers(batch: Batch) -> Ints:
    """Return the rows of lone capitalised words that say something.

    `Fallon told`, `said Fallon.`, `according to Fallon.`.
    """
    words, classes = batch.words, batch.classes
    if len(words) < 3:
        return np.zeros(0, np.int64)
    verbs, inverted, (according, to) = _speech()
    spoken = np.flatnonzero(verbs.has(words.hash))
    ahead = spoken[spoken > 0] - 1
    ahead = ahead[words.capital.take(ahead)]
    ahead = ahead[gap_after(batch, ahead)]
    behind = spoken[inverted.has(words.hash[spoken]) & (spoken + 1 < len(words))]
    mark = classes.take(np.maximum(words.start[behind] - 2, 0))
    behind = behind[
        (mark == ch.QUOTE) | (mark == ch.CLOSER) | (mark == ch.COMMA) | (mark == ch.APOSTROPHE)
    ]
    cited = np.flatnonzero(words.hash[:-2] == according) + 1
    behind = np.concatenate((behind, cited[words.hash[cited] == to]))
    behind = behind[gap_after(batch, behind)] + 1
    mark, space = (
        classes.take(words.end[behind], mode="clip"),
        classes.take(words.end[behind] + 1, mode="clip"),
    )
    behind = behind[(mark == ch.TERMINAL) & (space >= ch.APOSTROPHE)]  # not Townhall.com
    rows: Ints = np.union1d(ahead[stands_alone(batch, ahead)], behind)
    rows = rows[
        words.capital[rows]
        & (words.length[rows] > 2)
        & (classes.take(words.end[rows] - 1) == ch.LOWER)
    ]
    return rows[_one_capital(batch, rows)]


def uppercase(batch: Batch, rows: Ints) -> Ints:
    """Return how many upper-case letters each of some words holds, shape (rows,)."""
    size = batch.words.length.take(rows)
    begin = np.cumsum(size) - size
    at = np.arange(int(size.sum())) + np.repeat(batch.words.start.take(rows) - begin, size)
    capital = batch.classes.take(at) == ch.UPPER
    return np.bincount(np.repeat(np.arange(rows.size), size)[capital], minlength=rows.size)


def _one_capital(batch: Batch, rows: Ints) -> Mask:
    """Return which words have capitals as a surname has: `Fallon`, `McLeod`, `O'Neill`.

    Not `MasterCard` or `NATO`.
    """
    words = batch.words
    spelt = batch.codes.take(words.start[rows, None] + np.arange(3), mode="clip")
    scottish = (spelt[:, 0] == ord("M")) & (
        (spelt[:, 1] == ord("c")) | (spelt[:, 1] == ord("a")) & (spelt[:, 2] == ord("c"))
    )
    particle = scottish | (spelt[:, 1] == ord("'")) | (spelt[:, 1] == ord("’"))
    capitals = uppercase(batch, rows)
    return np.asarray((capitals == 1) | ((capitals == 2) & particle), np.bool_)


def little_known(batch: Batch, rows: Ints, commonest: float) -> Mask:
    """Return which words are too rare to be known by themselves, and are neither bodies,
    places, the famous nor plurals of a word.
    """
    hashes = batch.derive(bare_hash).take(rows)
    rare = (zipf(hashes) <= commonest) & ~_known().has(hashes)
    start, end = batch.words.start.take(rows), batch.words.end.take(rows)
    left = np.flatnonzero(rare).tolist()  # a handful a batch
    rare[left] = ~_are_groups([batch.slice(int(start[row]), int(end[row])).lower() for row in left])
    return rare


def _are_groups(words: list[str]) -> Mask:
    """Return which words name many: `prosecutors`, `Iranians`, `congressmen`."""
    many = [
        word.endswith(("men", "women", "people", "folk")) and word not in ("carmen", "yemen")
        for word in words
    ]
    endings = (("ies", "y"), ("es", ""), ("s", ""))
    stems = [
        (row, word[: -len(end)] + stem)
        for row, word in enumerate(words)
        for end, stem in endings
        if word.endswith(end) and len(word) > 4
    ]
    found = np.array(many, np.bool_)
    if stems:
        row = np.array([row for row, _ in stems])
        found[row[zipf(hash_vocabulary([stem for _, stem in stems])) >= _PLURAL]] = True
    return found

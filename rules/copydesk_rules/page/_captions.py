"""The words of captions and credits.

What stands around a caption's text, and what tells that a line is a caption.

Agencies, roles and player controls as they recur on news sites of many publishers (development set
and 40 MB of news, 2026-11).
"""

from __future__ import annotations

import functools
import re

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Hashes, Ints, Mask
from copydesk.columns.hashing import hash_runs, hash_vocabulary
from copydesk.columns.lookup import Lookup
from copydesk.columns.ragged import equal_in_document, recurring_in_document

# Wire services first, then stock libraries and pools: they stand in credits all over the world.
_AGENCIES = (
    "reuters ap afp epa upi pa tass xinhua dpa ansa efe kyodo yonhap getty shutterstock alamy istock istockphoto corbis bloomberg landov "
    "rex zuma sipa polaris magnum wireimage nasa youtube handout bbc cnn npr"
).split()
# What a site writes before a caption: "FILE PHOTO: ...", "Image copyright ... Image caption ...".
_BEFORE = (
    "photo photos photograph image images picture pictures video file caption captions copyright credit source media graphic "
    "enlarge this toggle above below pictured foto bild vidéo crédit imagen"
).split()
# What it writes after one: the other words of a credit, gallery controls ("... more"), the ending
# of a file name.
_AFTER = (
    "photo photos photograph image images picture pictures credit source copyright courtesy file via associated press agence france presse "
    "the stock pool more less close jpg jpeg png gif webp foto bild"
).split()
# A block is read when one of these stands among its first or last words.
_SIGNS = (
    "photo photos photograph photographs photographer image images picture pictures pictured video videos graphic illustration foto bild "
    "caption captions credit courtesy copyright source file media playback enlarge toggle slideshow gallery reporting editing"
).split()
_NEAR_HEAD, _NEAR_TAIL = (
    3,
    7,
)  # words: a sign further inside is the story's own ("she posted a photo with him last week")
# And when one of these stands anywhere, in brackets or between commas.
_SIDES = ("left", "right", "center", "centre", "l")
# And when it begins with somebody doing one of these, in the present tense of captions: what people
# do on a pitch, a stage, a podium.
_ACTIONS = (
    "celebrates celebrate gestures gesture controls clashes jumps challenges battles vies tackles dives kicks shoots scores dribbles "
    "passes throws catches swings serves skates puts heads reacts waves speaks looks arrives poses addresses listens attends delivers "
    "smiles laughs fights performs"
).split()
_ACTION_HEAD = 10  # words in which the action begins
_SIGN, _SIDE, _PHOTO, _WEEKDAY, _ACTION = (
    1,
    2,
    4,
    8,
    16,
)  # kinds of words that make a block worth reading
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday"
_MONTHS = "january february march april may june july august september october november december jan feb mar apr aug sept oct nov dec"

_MONTH = rf"(?:{'|'.join(month.capitalize() for month in _MONTHS.split())})\.?"
_DATE = rf"(?:{'|'.join(day.capitalize() for day in _WEEKDAYS.split())}), {_MONTH} \d{{1,2}}, (?:19|20)\d\d"
_AGENCY = (
    r"(?:A\.F\.P\.|AFP|AP|EPA(?:-EFE)?|UPI|PA|dpa|DPA|ANSA|EFE|TASS|Xinhua|Kyodo|REUTERS|Reuters|Getty(?: Images)?|Landov|NASA"
    r"|ESA|Associated Press|ASSOCIATED PRESS|Agence France[- ]Presse|Shutterstock|Alamy|iStock(?:photo)?|Corbis|Zuma|Sipa|Rex|WireImage)"
)
_ROLE = (
    r"(?i:(?:file |stock |staff )?"
    r"(?:photo(?:graph|grapher|illustration)?s?|pictures?|images?|video|graphic|illustration|screenshot|screengrab))"
)
# In front: "Photo: ...", "Image copyright ...", "FILE - In this ...", the fallback texts of
# embedded players and galleries.
_CREDIT_BEFORE = re.compile(
    rf"\W{{0,3}}{_ROLE} ?(?::|/ ?[A-Z]|(?i:by|courtesy|copyright|credit|source|caption|via)\b)"
    r"|\W{0,3}(?:(?i:file(?: photo)?) ?[:–—-]|(?i:(?:photo |image )?(?:credit|courtesy|caption)) ?(?::|of\b|by\b)|© ?[A-Z])"
    r"|(?i:media playback is |enlarge this image|toggle caption|hide caption|view larger image|image copyright|media caption|play video\b)"
    # what machines write of a picture: "a group of people standing in a room: Detainees ..."
    r"|an? [a-z' ]{3,80}: ?[A-Z©]"
    r"|(?i:(?:image|photo|slide) \d+ of\b|\d+ ?of ?\d+ ?[A-Z]|\d+ ?/ ?\d+$)"
)
# Behind: "(AP Photo/...)", "Photo: ...", "Name/AFP/Getty Images", "REUTERS/Name", a bare agency.
_CREDIT_AFTER = re.compile(
    rf"[(\[](?:[^()\[\]]{{0,60}}(?:\b{_AGENCY}\b|{_ROLE}(?::| by |[)\]]))|(?i:photo|image|courtesy|credit|source)s?\b)"
    r"[^()\[\]]{0,60}[)\]]?\W{0,3}$"
    r"|[.?!][”\"’)]? Credit\b[^.!?]{1,80}$"
    rf"|(?:/ ?|\| ?|, |– |for |via ){_AGENCY}(?:[/|,–-].{{0,40}})?$|/ ?Bloomberg(?: News)?$"
    rf"|\b(?:REUTERS|Reuters) ?/ ?\w[^.!?]{{1,40}}$|[\w)’'.”\"|] {_AGENCY}(?: [Pp]hotos?| Images?)?$"
)
# Behind as well, and searched for only where one of its words stands: "Photo by Name", "Credit:
# Name".
_ROLE_BEHIND = re.compile(
    rf"\b(?:{_ROLE} ?:|{_ROLE} (?:by|courtesy|credit|source)\b|(?i:credit|source) ?:)[^.!?]{{1,80}}\.?$"
)
_ROLE_WORDS = tuple(
    "photo picture image video graphic illustration screenshot screengrab credit source".split()
)
_CHAIN = np.uint64(0x9E3779B97F4A7C15)  # odd: several hashes as digits of one key
_AFTER_WIDTH = 130  # characters that a credit behind a caption takes at most
_END_MARKS = (
    '.!?…”"'  # no credit stands behind a line with one of these at its end and without any joint
)
_JOINT, _JOINT_WORD = re.compile(r"[/:(\[|©]"), re.compile(r" (?:by|courtesy|via|[Cc]redit) ")
# Inside: who stands where ("(left)", "(L)", "Gore, center,"), what the picture is, and the wire
# services' full date, which running text
# never has: "Tuesday, March 3, 2020, in Oslo".
_PLACED = re.compile(
    r"\((?:far |front )?(?:L|left|right|center|centre)\)"
    r"|\b[A-Z][\w.'’-]{1,30}(?: \(\w{1,5}\))?, (?:far )?(?:left|right|center|centre)(?:,|$)"
    r"|\bfile photo\b|\bphoto (?:provided|released) by\b|\((?i:file photo|file|archive)[^()]{0,40}\)"
    rf"|, {_DATE}(?:,|\.?$)|{_DATE},? (?:in|at|near|outside|during|as|while|for|by|on)\b"
    r"|\bseen ?here (?:in|at|on|during|with)\b"
    # "Somebody's Somebody (29) celebrates a goal during a game in ...": a name, an action, an event
    rf"|^(?:[A-Z][\w.'’-]*,? (?:\(\w{{1,3}}\) )?(?:(?:and|of|the|du|de|von|van|al) )?){{2,9}}(?:{'|'.join(_ACTIONS)}) "
    r".{0,120}?\b(?:during|prior to) (?:an?|the|his|her|their|h?is|[A-Z])\b"
)
_SIGN_OFF = re.compile(
    r"\W{0,2}(?:Additional reporting|Reporting|Editing|Reporting and writing|With reporting) by [^.]{3,200}\.?\W{0,2}$"
)
_ADDED_WORDS, _NAMED_WORDS = (
    16,
    6,
)  # what a credit takes that begins with its mark, and one that begins with a name
# What may stand around a caption's second copy: punctuation, a bracket, a label with a colon, a
# name behind a slash, gallery controls.
_ADDED = re.compile(
    rf"^(?:\W*|[\W\d]*(?:more|less|close|[Pp]hotos?|[Ii]mages?|[Vv]ideo|{_AGENCY})\W*|[.\s]*[(\[][^()\[\]]+[)\]]\W*|[|–—-].+"
    rf"|\.(?:jpe?g|png|gif|webp))$|^© ?\w|^\W*{_ROLE}\b.{{0,80}}:?$"
)


@functools.cache
def _edges() -> tuple[Lookup, Lookup, Lookup]:
    return (
        Lookup.of(_BEFORE + _AGENCIES),
        Lookup.of(_AFTER + _AGENCIES),
        Lookup.of(dict.fromkeys(_BEFORE + _AFTER + _AGENCIES)),
    )


@functools.cache
def _signs() -> tuple[Lookup, Ints]:
    """Return all words that make a block worth reading, and for each, and for other words,
    a bit set of its kinds.
    """
    kinds = {
        _SIGN: _SIGNS + _AGENCIES,
        _SIDE: list(_SIDES),
        _PHOTO: ["photo"],
        _WEEKDAY: _WEEKDAYS.split(),
    }
    kinds[_ACTION] = _ACTIONS
    lookup = Lookup.of(dict.fromkeys(word for words in kinds.values() for word in words))
    bits = np.zeros(lookup.hashes.size, np.int64)
    for kind, words in kinds.items():
        bits[lookup.rows(hash_vocabulary(words))] |= kind
    return lookup, bits


@functools.cache
def _around_photo() -> Hashes:
    return hash_vocabulary(("file", "provided", "released"))


def core(batch: Batch, first: Ints, end: Ints, *, steps: int = 8) -> tuple[Ints, Ints]:
    """Return spans of words [first, end) without the caption words before and the credit words
    after; at least three words stay.
    """
    before, after, _ = _edges()
    hashes, first, end = batch.words.hash, first.copy(), end.copy()
    for lookup, at_head in ((before, True), (after, False)):
        rows = np.arange(first.size)
        for _ in range(steps):
            rows = rows[end[rows] - first[rows] > 3]
            rows = rows[lookup.has(hashes.take(first[rows] if at_head else end[rows] - 1))]
            if not rows.size:
                break
            first[rows] += at_head
            end[rows] -= not at_head
    return first, end


def bare(batch: Batch, rows: Ints) -> Mask:
    """Return which of these blocks are all credit words and agencies.

    "Image copyright Getty Images".
    """
    before, _, either = _edges()
    hashes, first, end = batch.words.hash, batch.block_words[0][rows], batch.block_words[1][rows]
    found = np.zeros(rows.size, np.bool_)
    likely = np.flatnonzero(before.has(hashes[first]))
    likely = likely[either.has(hashes[end[likely] - 1])]
    for at in likely.tolist():
        found[at] = bool(either.has(hashes[first[at] : end[at]]).all())
    return found


def signed(batch: Batch, rows: Ints) -> tuple[Mask, Mask]:
    """Return which of these blocks have a credit's word near their head or tail,
    and which a picture's word inside: those to be read.
    """
    lookup, bits = _signs()
    at = np.flatnonzero(lookup.has(batch.words.hash))
    kind = bits[lookup.rows(batch.words.hash[at])]
    first, end = batch.block_words[0][rows], batch.block_words[1][rows]
    opening = batch.blocks.start[rows]
    edge = (batch.codes[opening] == ord("©")) | (batch.classes[opening] == ch.LOWER)
    sign = at[kind & _SIGN > 0]
    block = np.searchsorted(first, sign, side="right") - 1
    sign, block = sign[block >= 0], block[block >= 0]
    head, tail = sign - first[block], end[block] - sign
    edge[block[(tail > 0) & ((head < _NEAR_HEAD) | (tail <= _NEAR_TAIL))]] = True
    inner = _inner_signs(
        batch, at[kind & _SIDE > 0], at[kind & _PHOTO > 0], at[kind & _WEEKDAY > 0]
    )
    action = at[kind & _ACTION > 0]
    acting = np.searchsorted(action, np.minimum(first + _ACTION_HEAD, end)) > np.searchsorted(
        action, first
    )
    return edge, (np.searchsorted(inner, end) > np.searchsorted(inner, first)) | acting


def _inner_signs(batch: Batch, sides: Ints, photos: Ints, weekdays: Ints) -> Ints:
    """Return the words, by row, that are a picture's.

    "(left)", ", left", "file photo", "photo provided", the year of a full date.
    """
    words, codes, (file, provided, released) = batch.words, batch.codes, _around_photo()
    sides = sides[words.start[sides] >= 2]
    opened = codes[words.start[sides] - 1] == ord("(")
    sides = sides[opened | (codes[words.start[sides] - 2] == ord(","))]
    before, after = (
        words.hash[np.maximum(photos - 1, 0)],
        words.hash[np.minimum(photos + 1, len(words) - 1)],
    )
    photos = photos[(before == file) | (after == provided) | (after == released)]
    years = weekdays[weekdays < len(words) - 3] + 3
    years = years[words.number[years] & (words.length[years] == 4) & words.number[years - 1]]
    return np.sort(np.concatenate((sides, photos, years)))


def copies(batch: Batch, rows: Ints) -> tuple[Ints, Mask]:
    """Return the blocks with the same words as another of their document, groups together,
    and which of them begin a group.
    """
    hashes, document, (first, end) = (
        batch.words.hash,
        batch.blocks.document_of[rows],
        (side[rows] for side in batch.block_words),
    )
    alike = recurring_in_document(
        document,
        (hashes[first] * _CHAIN + hashes[end - 1]) * _CHAIN + (end - first).astype(np.uint64),
    )
    order, fresh = equal_in_document(document[alike], hash_runs(hashes, first[alike], end[alike]))
    return rows[alike[order]], fresh


def unmarked(batch: Batch, rows: Ints) -> Mask:
    """Return which blocks end without an end mark, a comma or a dash."""
    last = batch.classes[batch.blocks.end[rows] - 1]
    return np.asarray((last != ch.TERMINAL) & (last != ch.COMMA) & (last != ch.DASH))


def credited(text: str) -> bool:
    """Tell whether a line is marked as a caption or credit.

    By its agency, its photographer, or a player's fallback text.
    """
    return _CREDIT_BEFORE.match(text) is not None or _credited_behind(text)


def _credited_behind(text: str) -> bool:
    behind = max(0, len(text) - _AFTER_WIDTH)
    if (
        text[-1:] in _END_MARKS
        and not _JOINT.search(text, behind)
        and not _JOINT_WORD.search(text, behind)
    ):
        return False
    if _CREDIT_AFTER.search(text, behind):
        return True
    tail = text[behind:].lower()
    return (
        any(map(tail.__contains__, _ROLE_WORDS)) and _ROLE_BEHIND.search(text, behind) is not None
    )


def placed(text: str) -> bool:
    """Tell whether a line describes a picture.

    Who stands where in it, that it is a file photo, its day and place in full.
    """
    return _PLACED.search(text) is not None


def signs_off(text: str) -> bool:
    """Tell whether a line names who else reported or edited."""
    return _SIGN_OFF.match(text) is not None


def added(text: str) -> bool:
    """Tell whether what a line has more than another is what sites add to captions.

    A credit, a bracket, a label, an ellipsis.
    """
    text = text.strip()
    words = len(text.split())
    labelled = _ADDED.search(text) or _CREDIT_BEFORE.match(text)
    return (words <= _ADDED_WORDS and labelled is not None) or (
        words <= _NAMED_WORDS and not text[:1].islower() and credited(text)
    )


def cut_short(text: str) -> bool:
    """Tell whether a line breaks off here: an ellipsis."""
    return text.lstrip().startswith(("...", "…"))

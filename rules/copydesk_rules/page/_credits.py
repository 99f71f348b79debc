"""Read the text of a line for what marks it as a caption or a credit.

Agencies, roles and player controls as they recur on news sites of many publishers (development set
and 40 MB of news, 2026-11). `_caption_words.signed` chooses the lines that are read here, by lists
of words: a new form needs one of its words in `caption_signs.txt`.
"""

from __future__ import annotations

import re

from copydesk.patterns import late_pattern
from copydesk_rules.page._word_lists import listed_in

_DAY = "|".join(day.capitalize() for day in listed_in("weekdays"))
_MONTH = "|".join(month.capitalize() for month in listed_in("caption_months"))
_DATE = rf"(?:{_DAY}), (?:{_MONTH})\.? \d{{1,2}}, (?:19|20)\d\d"
_AGENCY = rf"(?:{'|'.join(map(re.escape, listed_in('agency_names')))})"
_ACTIONS = "|".join(listed_in("caption_actions"))
_ROLE = (
    r"(?i:(?:file |stock |staff )?"
    r"(?:photo(?:graph|grapher|illustration)?s?|pictures?|images?|video|graphic|illustration"
    r"|screenshot|screengrab))"
)
# In front: "Photo: ...", "Image copyright ...", "FILE - In this ...", the fallback texts of
# embedded players and galleries.
_CREDIT_BEFORE = late_pattern(
    rf"\W{{0,3}}{_ROLE} ?"
    r"(?::|/ ?[A-Z]|(?i:by|courtesy|copyright|credit|source|caption|via)\b)"
    r"|\W{0,3}(?:(?i:file(?: photo)?) ?[:–—-]"
    r"|(?i:(?:photo |image )?(?:credit|courtesy|caption)) ?(?::|of\b|by\b)"
    # a line of rights says so, or has a year behind a short name
    r"|© ?(?!(?i:copyright)\b|(?:\S{1,30} ){0,4}(?:19|20)\d\d\b)[A-Z])"
    r"|(?i:media playback is |enlarge this image|toggle caption|hide caption|view larger image"
    r"|image copyright|media caption|play video\b)"
    # what machines write of a picture: "a group of people standing in a room: Detainees ..."
    r"|an? [a-z' ]{3,80}: ?[A-Z©]"
    r"|(?i:(?:image|photo|slide) \d+ of\b|\d+ ?of ?\d+ ?[A-Z]|\d+ ?/ ?\d+$)"
)
# Behind: "(AP Photo/...)", "Photo: ...", "Name/AFP/Getty Images", "REUTERS/Name", a bare agency.
_CREDIT_AFTER = late_pattern(
    rf"[(\[](?:[^()\[\]]{{0,60}}(?:\b{_AGENCY}\b|{_ROLE}(?::| by |[)\]]))"
    r"|(?i:photo|image|courtesy|credit|source)s?\b)[^()\[\]]{0,60}[)\]]?\W{0,3}$"
    r"|[.?!][”\"’)]? Credit\b[^.!?]{1,80}$"
    # Pennsylvania is no Press Association
    rf"|(?:/ ?|\| ?|, (?!PA\b)|– |for |via ){_AGENCY}(?:[/|,–-].{{0,40}})?$|/ ?Bloomberg(?: News)?$"
    rf"|\b(?:REUTERS|Reuters) ?/ ?\w[^.!?]{{1,40}}$"
    # "..., said somebody to Reuters" is no credit
    rf"|(?<!\S)(?!(?:with|told|to|by|of|the|and|at|from|in|on)\s)\S*[\w)’'.”\"|] {_AGENCY}"
    r"(?: [Pp]hotos?| Images?)?$"
)
# Behind as well, and searched for only where one of its words occurs: "Photo by Name", "Credit:
# Name".
_ROLE_BEHIND = late_pattern(
    rf"\b(?:{_ROLE} ?:|{_ROLE} (?:by|courtesy|credit|source)\b|(?i:credit|source) ?:)"
    r"[^.!?]{1,80}\.?$"
)
_ROLE_WORDS = (
    "photo",
    "picture",
    "image",
    "video",
    "graphic",
    "illustration",
    "screenshot",
    "screengrab",
    "credit",
    "source",
)
_BEHIND = 130  # characters that a credit behind a caption takes at most
# no credit follows a line with one of these at its end and without any joint
_END_MARKS = '.!?…”"'
_JOINT, _JOINT_WORD = late_pattern(r"[/:(\[|©]"), late_pattern(r" (?:by|courtesy|via|[Cc]redit) ")
# Inside: who is where in the picture ("(left)", "(L)", "Gore, center,"), that it is a file photo,
# and the wire services' full date, which running text never has: "Tuesday, March 3, 2020, in Oslo".
_PLACED = late_pattern(
    r"\b[A-Z][\w.'’-]{1,30},? \((?:L|(?:far |front )?(?:left|right|center|centre))\)"
    r"|\b[A-Z][\w.'’-]{1,30}(?: \(\w{1,5}\))?, (?:far )?(?:left|right|center|centre)(?:,|$)"
    r"|\bfile photo\b|\bphoto (?:provided|released) by\b|\((?i:file photo|file|archive)[^()]{0,40}\)"
    rf"|, {_DATE}(?:,|\.?$)|{_DATE},? (?:in|at(?! \d)|near|outside|during|as|while|for|by|on)\b"
    r"|\bseen ?here (?:in|at|on|during|with)\b"
    # "Somebody's Somebody (29) celebrates a goal during a game in ...": a name, an action, an event
    r"|^(?:[A-Z][\w.'’-]*,? (?:\(\w{1,3}\) )?(?:(?:and|of|the|du|de|von|van|al) )?){2,9}"
    rf"(?:{_ACTIONS}) .{{0,120}}?\b(?:during|prior to) (?:an?|the|his|her|their|h?is|[A-Z])\b"
)
_PERSONAL = late_pattern(r"\b(?i:we|our|us|you|your)\b(?!\.)")
_SIGN_OFF = late_pattern(
    r"\W{0,2}(?:Additional reporting|Reporting|Editing|Reporting and writing|With reporting) by "
    r"[^.]{3,200}\.?\W{0,2}$"
)
# words of a credit that begins with its mark, and of one that begins with a name
_ADDED_WORDS, _NAMED_WORDS = 16, 6
# What may surround a caption's second copy: punctuation, a bracket, a label with a colon, a name
# behind a slash, gallery controls.
_ADDED = late_pattern(
    rf"^(?:\W*|[\W\d]*(?:more|less|close|[Pp]hotos?|[Ii]mages?|[Vv]ideo|{_AGENCY})\W*"
    rf"|[.\s]*[(\[](?:{_ROLE}|(?i:credit|source|file|via)\b|(?![a-zß-ÿ]))[^()\[\]]+[)\]]\W*|[|–—-].+|\.(?:jpe?g|png|gif|webp))$"
    rf"|^© ?\w|^\W*{_ROLE}\b.{{0,80}}:?$"
)


def credited(text: str) -> bool:
    """Return whether a line is marked as a caption or credit: by its agency, its photographer, or
    a player's fallback text.
    """
    return _CREDIT_BEFORE.match(text) is not None or _credited_behind(text)


def _credited_behind(text: str) -> bool:
    behind = max(0, len(text) - _BEHIND)
    joined = _JOINT.search(text, behind) or _JOINT_WORD.search(text, behind)
    if text[-1:] in _END_MARKS and not joined:
        return False
    if _CREDIT_AFTER.search(text, behind):
        return True
    tail = text[behind:].lower()
    named = any(map(tail.__contains__, _ROLE_WORDS))
    return named and _ROLE_BEHIND.search(text, behind) is not None


def placed(text: str) -> bool:
    """Return whether a line describes a picture: who is where in it, that it is a file photo, its
    day and place in full. An invitation has the day too, and speaks to its readers.
    """
    return _PLACED.search(text) is not None and not _PERSONAL.search(text)


def signs_off(text: str) -> bool:
    """Return whether a line names who else reported or edited."""
    return _SIGN_OFF.match(text) is not None


def added(text: str) -> bool:
    """Return whether what a line has more than another is what sites add to captions: a credit, a
    bracket, a label, an ellipsis.
    """
    text = text.strip()
    words = len(text.split())
    labelled = _ADDED.search(text) or _CREDIT_BEFORE.match(text)
    if words <= _ADDED_WORDS and labelled:
        return True
    return words <= _NAMED_WORDS and not text[:1].islower() and credited(text)


def cut_short(text: str) -> bool:
    """Return whether a line breaks off here: an ellipsis."""
    return text.lstrip().startswith(("...", "…"))

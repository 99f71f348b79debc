"""Tell what a line is that its document has twice: a caption, a headline, or a line that recurs by
nature.

Scores, dates, addresses, code, numbered items and refrains recur; captions and headlines are words.
"""

from __future__ import annotations

from copydesk.patterns import late_pattern
from copydesk_rules.page._credits import credited, placed
from copydesk_rules.page._word_lists import listed_in

CAPTION, HEADLINE, LINE = "caption", "headline", "line"
_LETTERS, _LETTER_SHARE = 12, 0.75  # of a line in words, and of its characters
_OTHER_WORDS = 3  # besides names of days and months
_WORD = late_pattern(r"[^\W\d_]{2,}")
_LONG_WORD = late_pattern(r"[^\W\d_]{4,}")
_CASED = 0.6  # of the longer words, the first aside: a headline's
# Code and tables, addresses of the web, rights, numbers of items, labels in a row.
_OTHER = late_pattern(
    r"[{}<>=\\|_`~]|://|\w/\w+[/.]|\w\.(?:com|org|net|gov|edu|[a-z]{2})\b|^©"
    r"|(?:\s[-–|·•]\s+\S+\s*){2}|^\W{0,2}(?:\d{1,3}|[a-z]|[ivxIVX]{1,5})[.)]|^[(\[]\w{1,4}[)\]]"
)
_UNENDED = (";", ":", ",", " and", " or")  # clauses of a list


def pictured(text: str) -> bool:
    """Return whether a line says itself that it is a caption or a credit."""
    return credited(text) or placed(text)


def in_words(text: str) -> bool:
    """Return whether a line consists of words, as captions and headlines do."""
    if _OTHER.search(text) or text.endswith(_UNENDED):
        return False
    letters = sum(map(str.isalpha, text))
    if letters < _LETTERS or letters < _LETTER_SHARE * len("".join(text.split())):
        return False
    dated = listed_in("weekdays", "caption_months")
    words = [word.lower() for word in _WORD.findall(text)]
    return len(words) < _OTHER_WORDS or sum(word not in dated for word in words) >= _OTHER_WORDS


def headlined(text: str) -> bool:
    """Return whether a line has the capitals or the verb of a headline."""
    later = _LONG_WORD.findall(text)[1:]
    cased = sum(word[0].isupper() for word in later) >= _CASED * max(len(later), 1)
    verbs = listed_in("headline_verbs")
    return cased or any(word in verbs for word in _WORD.findall(text)[1:])

"""Judge a line without an end mark by its form: does it point elsewhere, is it the title of a
picture, a film or a chart?

Each form is a phrase that subheadings seldom have: a name and what it does before the camera, the
words that films and charts are called by, how sites announce another story. Headlines of other
stories are stray-headline's. Checked on the lines without an end mark of 40 MB of news, 2026-11.
The words of a clue say what the line is.
"""

from __future__ import annotations

from typing import NamedTuple

from copydesk.language.evidence import Clue
from copydesk.patterns import late_pattern
from copydesk_rules.page._word_lists import listed_in

CAPTION, FILM, CHART = "caption", "video title", "chart title"
LINK, LINKS, COUNTER, BYLINE = "link to another story", "row of links", "picture counter", "byline"
HEADLINE = "headline of another story"
# Confidence: by how many findings read were right.
_POINTER, _CAPITALS, _TITLE = 0.85, 0.6, 0.6

# How sites announce the story that a link leads to: "More: ...", "Related video: ...", "On
# harbournews.com: ...", "... Read more".
_ANNOUNCED = late_pattern(
    r"(?:\( ?)?(?i:more|read(?: more| also| next| this)?|see(?: also| more)?|related(?: \w{3,9})?"
    r"|watch(?: live| now| more| this)?|videos?|photos?|(?:photo )?gallery|slideshow"
    r"|in (?:pics|pictures|photos)|opinion|editorial|column|listen|live(?: updates)?|poll|stats"
    r"|special|also|explore|must[- ]?(?:read|see|watch)|fact check|explainer|interactive(?: map)?"
    r"|infographic|podcast|quiz|full (?:story|coverage|text)|special (?:report|coverage)|recap"
    r"|go deeper|what to know|don['’]t miss|exclusive|on [\w.-]+\.(?:com|org|net)) ?: ?\S"
    r"|JUST WATCHED\b"
    r"|(?i:related (?:coverage|content|articles?|stor(?:y|ies)|news|reading)) [A-Z‘“'\"]"
)
_READ_ON = (
    "Read more",
    "Read More",
    "Full story",
    "Full Story",
    "See more",
    "See More",
    "Watch now",
    "Watch Now",
)
# "Executions:Justice department resumes ...": a link's topic and its title, which lost the style
# that kept them apart.
_TOPIC = late_pattern(r"[A-Z][\w.'’ -]{1,30}:['‘“\"]?[A-Z]\w*['’]?\w* ")
_COUNTER = late_pattern(r"\d{1,3} ?(?:/|of) ?\d{1,3}$")
_HANDLE = late_pattern(r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){1,3},? @\w{3,20}$")
_CONTACT = late_pattern(r"(?:Write to|Contact|E-?mail|Reach) .{2,60} at \S+@\w")
_PART_WORDS = 6  # of one link in a row, at most
_PART = late_pattern(r"[^\W\d_]{2}")  # a link's title; cells of tables are empty, or numbers
_CODE = late_pattern(r"[{}\[\]<>=`'\"]|: ")  # templates, types and grammars have bars too
_LOUD = 3  # lines in capitals that an article may have: more are its headings
# Words of a link, and of one in capitals, at least: shorter ones are subheadings as often as not.
_LINK_WORDS, _CAPITALS_WORDS = 4, 7

# A name: capitalised words in a row, little words of names between them.
_NAME = r"(?:[A-Z][\w.'’-]*,? (?:(?:and|of|the|du|de|von|van|al) )?){2,7}"
_POSES = "|".join(listed_in("poses"))
_POSING = late_pattern(
    rf"(?:[A-Z][\w' ]{{2,30}}: )?{_NAME}"
    rf"(?:{_POSES}|looks? on|takes? part|shakes? hands)(?![\w-])"
    rf"|{_NAME}(?:[a-z]+ )?(?:is|are) (?:seen|shown|pictured)\b"
)
_FILMED = late_pattern(
    r"\b(?i:footage|video|cctv|bodycam|dashcam|body camera|time-?lapse|live-?stream|trailer"
    r"|caught on (?:camera|tape)|on camera)\b"
)
_CHARTED = late_pattern(
    r"\b(?i:estimated|projected|ranges?|rates?|map|timeline|chart|graph|diagram|infographic"
    r"|by the numbers|(?:number|share|percentage) of|per capita"
    r"|by (?:year|month|state|country|county|region|age|party)|since (?:19|20)\d\d"
    r"|(?:19|20)\d\d ?(?:-|–|to) ?(?:19|20)?\d\d)\b"
)
# With one of these a line is a sentence or a question, and names no chart.
_SENTENCE = late_pattern(
    r"\b(?i:is|are|was|were|be|been|has|have|had|will|would|can|could|may|might|must|should|do|does"
    r"|did|why|how|what|who|when|where|you|we|i|it|this|that|not|cannot|let|get|here)\b"
    r"|n['’]t\b|[?:]"
)
# Lines of another kind: numbered, quoted or bracketed, posts and addresses, and links to other
# stories, which boilerplate rules name.
_OTHER = late_pattern(
    r"^(?:\W|\d|(?i:more|read|see|also|related|opinion|update[ds]?|watch|follow|sign up|click"
    r"|subscribe|correction|by|listen)\b)|://|@|\.com\b|="
)


class Line(NamedTuple):
    """A short line without an end mark.

    `inside`: it lies between paragraphs; at either end of the text a topic with a title, or
    capitals, may be its own headline.
    """

    text: str
    words: int
    inside: bool
    loud: int = 0  # lines in capitals in its document

    @classmethod
    def of(cls, text: str, *, inside: bool = True, loud: int = 0) -> Line:
        """Return the view of a line."""
        return cls(text, len(text.split()), inside, loud)

    @property
    def links_in_row(self) -> bool:
        """It is titles of a few words with bars between them."""
        parts = self.text.split(" | ")
        if len(parts) < 2 or _CODE.search(self.text):
            return False
        return all(_PART.match(part) and len(part.split()) <= _PART_WORDS for part in parts)

    @property
    def announces(self) -> bool:
        """It says that another story follows."""
        if self.words < _LINK_WORDS:
            return False
        return _reads_on(self.text) or _ANNOUNCED.match(self.text) is not None

    @property
    def topic_and_title(self) -> bool:
        """It joins a topic and a title without a space."""
        return self.words >= _LINK_WORDS and _TOPIC.match(self.text) is not None

    @property
    def all_capitals(self) -> bool:
        """It is a headline in capitals; a document with more of them has its headings so."""
        headline = self.text[0].isalpha() or self.text[0] in "'‘\"“"
        capitals = self.text.isupper() and self.text[-1] not in ":,;"
        return self.words >= _CAPITALS_WORDS and headline and capitals and self.loud <= _LOUD


def _reads_on(text: str) -> bool:
    """Return whether a line ends in `Read more` or the like."""
    return text.rstrip("»›>. ").endswith(_READ_ON)


def may_point(text: str) -> bool:
    """Return whether a line has anything that pointers have: most lines of a page have not.

    The gate of POINTERS: a clue for other lines must widen it.
    """
    marked = ":" in text or "|" in text or "@" in text or text[0].isdigit()
    return marked or not text[1:2].islower() or text.startswith("Related ") or _reads_on(text)


POINTERS: tuple[Clue[Line], ...] = (
    Clue("counts pictures", _POINTER, lambda line: bool(_COUNTER.match(line.text)), COUNTER),
    Clue("name and account", _POINTER, lambda line: bool(_HANDLE.match(line.text)), BYLINE),
    Clue("address of an author", _POINTER, lambda line: bool(_CONTACT.match(line.text)), BYLINE),
    Clue("titles in a row", _POINTER, lambda line: line.inside and line.links_in_row, LINKS),
    Clue("announces a story", _POINTER, lambda line: line.announces, LINK),
    Clue("topic and title", _POINTER, lambda line: line.inside and line.topic_and_title, LINK),
    Clue(
        "headline in capitals", _CAPITALS, lambda line: line.inside and line.all_capitals, HEADLINE
    ),
)
# The gate is `titled_lines` of `_stray_lines`: right between two full paragraphs.
TITLES: tuple[Clue[Line], ...] = (
    Clue("line of another kind", 0, lambda line: bool(_OTHER.search(line.text))),
    Clue("name and pose", _TITLE, lambda line: bool(_POSING.match(line.text)), CAPTION),
    Clue("words of films", _TITLE, lambda line: bool(_FILMED.search(line.text)), FILM),
    Clue(
        "words of charts",
        _TITLE,
        lambda line: bool(_CHARTED.search(line.text)) and not _SENTENCE.search(line.text),
        CHART,
    ),
)

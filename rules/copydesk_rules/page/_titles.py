"""What an unmarked line between paragraphs is by its form.

A picture's description, a film's or a chart's title, a link to another story.

Each form is a phrase that sub-headings seldom have: a name and what it does before the camera, the
words that films and charts are called by. Headlines of other stories are stray-headline's. Checked
on the lines without an end mark of 40 MB of news, 2026-11.
"""

from __future__ import annotations

import re

# What people do in front of a camera, in the present tense of captions.
_POSES = (
    "speak speaks arrive arrives poses gestures looks walk walks waves stand stands sit sits listen listens attend attends address "
    "addresses hold holds watch watches smiles talks gather protest marches rally hug hugs embraces delivers departs boards greets "
    "applauds kneels kisses carry carries interviews chant cheer participates pose"
).split()
# A name: capitalised words in a row, little words of names between them.
_NAME = r"(?:[A-Z][\w.'’-]*,? (?:(?:and|of|the|du|de|von|van|al) )?){1,7}"
_POSING = re.compile(
    rf"(?:[A-Z][\w' ]{{2,30}}: )?{_NAME}"
    rf"(?:{'|'.join(_POSES)}|looks? on|takes? part|shakes? hands)(?![\w-])|{_NAME}(?:[a-z]+ )?(?:is|are) (?:seen|shown|pictured)\b"
)
_FILMED = re.compile(
    r"\b(?i:footage|video|cctv|bodycam|dashcam|body camera|time-?lapse|live-?stream|trailer|caught on (?:camera|tape)|on camera)\b"
)
_CHARTED = re.compile(
    r"\b(?i:estimated|projected|ranges?|rates?|map|timeline|chart|graph|diagram|infographic|by the numbers|(?:number|share|percentage) of"
    r"|per capita|by (?:year|month|state|country|county|region|age|party)|since (?:19|20)\d\d|(?:19|20)\d\d ?(?:-|–|to) ?(?:19|20)?\d\d)\b"
)
# With one of these a line is a sentence or a question, and names no chart.
_SENTENCE = re.compile(
    r"\b(?i:is|are|was|were|be|been|has|have|had|will|would|can|could|may|might|must|should|do|does|did|why|how|what|who|when|where|you|we"
    r"|i|it|this|that|not|cannot|let|get|here)\b|n['’]t\b|[?:]"
)
# Lines of another kind: numbered, quoted or bracketed, posts and addresses, and links to other
# stories, which boilerplate rules name.
_OTHER = re.compile(
    r"^(?:\W|\d|(?i:more|read|see|also|related|opinion|update[ds]?|watch|follow|sign up|click|subscribe|correction|by|listen)\b)|://|@|\.com\b|="
)


def title_of(line: str) -> str:
    """Return "caption", "video title" or "chart title" for a short line between paragraphs.

    "" where it shows no such form.
    """
    if _OTHER.search(line):
        return ""
    if _POSING.match(line):
        return "caption"
    if _FILMED.search(line):
        return "video title"
    if _CHARTED.search(line) and not _SENTENCE.search(line):
        return "chart title"
    return ""


# How sites announce the story that a link leads to: "More: ...", "Related video: ...", "On
# harbournews.com: ...", "... Read more".
_ANNOUNCED = re.compile(
    r"(?i:more|read(?: more| also| next| this)?|see(?: also| more)?|related(?: \w{3,9})?|watch(?: live| now| more| this)?|videos?|photos?"
    r"|(?:photo )?gallery|slideshow|in (?:pics|pictures|photos)|opinion|editorial|column|listen|live(?: updates)?|poll|stats|special|also"
    r"|explore|must[- ]?(?:read|see|watch)|fact check|explainer|interactive(?: map)?|infographic|podcast|quiz|full (?:story|coverage|text)"
    r"|special (?:report|coverage)|recap|don['’]t miss|exclusive|on [\w.-]+\.(?:com|org|net)) ?: ?\S"
    r"|JUST WATCHED\b"
)
_LED_ON = (
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
# that told them apart.
_TOPIC = re.compile(r"[A-Z][\w.'’ -]{1,30}:['‘“\"]?[A-Z]\w*['’]?\w* ")
_COUNTER = re.compile(r"\d{1,3} ?(?:/|of) ?\d{1,3}$")
_HANDLE = re.compile(r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){1,3},? @\w{3,20}$")
_CONTACT = re.compile(r"(?:Write to|Contact|E-?mail|Reach) .{2,60} at \S+@\w")
_PART_WORDS = 6
_SPOKEN, _SHOUTED = (
    4,
    7,
)  # words of a link, and of one in capitals: shorter ones are sub-headings as often as not


def pointer_of(line: str, *, inside: bool) -> str:
    """Return what a line without an end mark is.

    A link to another story or a row of links, a counter, a byline; "" for none of these.

    `inside`: it stands between paragraphs; at either end of the text a topic with a title, or
    capitals, may be its own headline.
    """
    if _COUNTER.match(line):
        return "picture counter"
    if _HANDLE.match(line) or _CONTACT.match(line):
        return "byline"
    words, parts = line.split(), line.split(" | ")
    if inside and len(parts) > 1 and max(len(part.split()) for part in parts) <= _PART_WORDS:
        return "row of links"
    if len(words) >= _SPOKEN and (
        _ANNOUNCED.match(line)
        or line.rstrip("»›>. ").endswith(_LED_ON)
        or (inside and _TOPIC.match(line))
    ):
        return "link to another story"
    if (
        inside
        and len(words) >= _SHOUTED
        and line.isupper()
        and line[-1] not in ":,;"
        and line[0].isalpha() | (line[0] in "'‘\"“")
    ):
        return "link to another story"
    return ""

"""What an unmarked line between paragraphs is by its form: a picture's description, a film's or a chart's title.

Each form is a phrase that sub-headings seldom have: a name and what it does before the camera, the words that films and charts are
called by. Headlines of other stories are stray-headline's. Checked on the lines without an end mark of 40 MB of news, 2026-11.
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
    rf"{_NAME}(?:{'|'.join(_POSES)}|looks? on|takes? part|shakes? hands)(?![\w-])|{_NAME}(?:[a-z]+ )?(?:is|are) (?:seen|shown|pictured)\b"
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
# Lines of another kind: numbered, quoted or bracketed, posts and addresses, and links to other stories, which boilerplate rules name.
_OTHER = re.compile(
    r"^(?:\W|\d|(?i:more|read|see|also|related|opinion|update[ds]?|watch|follow|sign up|click|subscribe|correction|by|listen)\b)|://|@|\.com\b|="
)


def title_of(line: str) -> str:
    """Return "caption", "video title" or "chart title" for a short line between paragraphs; "" where it shows no such form."""
    if _OTHER.search(line):
        return ""
    if _POSING.match(line):
        return "caption"
    if _FILMED.search(line):
        return "video title"
    if _CHARTED.search(line) and not _SENTENCE.search(line):
        return "chart title"
    return ""

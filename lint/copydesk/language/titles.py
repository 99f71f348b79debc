"""What an unmarked line between paragraphs is by its form: a picture's description, a film's, a chart's or another story's title.

Each form is a phrase that sub-headings seldom have: a name and what it does before the camera, a name and a headline's verb in the present
tense, the words that films and charts are called by. Checked on the lines without an end mark of 40 MB of news, 2026-11.
"""

from __future__ import annotations

import re

# What people do in front of a camera, in the present tense of captions.
_POSES = (
    "speak speaks arrive arrives poses gestures looks walk walks waves stand stands sit sits listen listens attend attends address "
    "addresses hold holds watch watches smiles talks gather protest marches rally hug hugs embraces delivers departs boards greets "
    "applauds kneels kisses carry carries interviews chant cheer participates pose"
).split()
# What follows a name in headlines and video titles.
_HEADLINE_VERBS = (
    "says warns vows slams signs announces claims tells urges calls threatens rejects blasts accuses denies admits reveals releases "
    "launches fires tests unveils backs wins loses faces seeks orders bans blocks approves quits resigns dies defends criticizes "
    "criticises condemns mocks praises apologizes apologises responds reacts confirms demands promises pledges proposes raises cuts "
    "joins visits meets welcomes hosts celebrates honors honours returns heads ends sues arrests explains discusses describes "
    "dismisses declares rips boots jokes testifies cites hints predicts insists"
).split()
# A name: capitalised words in a row, little words of names between them.
_NAME = r"(?:[A-Z][\w.'’-]*,? (?:(?:and|of|the|du|de|von|van|al) )?){1,7}"
_POSING = re.compile(
    rf"{_NAME}(?:{'|'.join(_POSES)}|looks? on|takes? part|shakes? hands)(?![\w-])|{_NAME}(?:[a-z]+ )?(?:is|are) (?:seen|shown|pictured)\b"
)
_HEADLINE = re.compile(rf"{_NAME}(?i:{'|'.join(_HEADLINE_VERBS)})(?![\w-])")
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
    """Return "caption", "video title", "chart title" or "headline" for a short line between paragraphs; "" where it shows no such form."""
    if _OTHER.search(line):
        return ""
    if _POSING.match(line):
        return "caption"
    if _FILMED.search(line):
        return "video title"
    if _CHARTED.search(line) and not _SENTENCE.search(line):
        return "chart title"
    return "headline" if _HEADLINE.match(line) else ""

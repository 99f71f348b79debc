"""Find the markers of a merge that was never resolved: `<<<<<<<`, `=======`, `>>>>>>>`.

Choose one of the two versions, and delete the other and the markers. Version control writes them
into a text that two people changed at the same place; both versions are in the text until
somebody chooses.

A marker is seven signs at the beginning of a line, followed by nothing or by a label. Where all
three follow each other, the finding spans from the first to the last; no fix can choose.

## Bad
    The old pier will be closed from Monday.
    <<<<<<< HEAD
    The ferry leaves from the northern quay.
    =======
    The ferry leaves from the southern quay.
    >>>>>>> timetable
    Tickets stay valid.
## Good
    He drew an arrow like this one <<<<<<< on the wall, and nobody wiped it off.
## Misses
A line of seven equals signs without the others, which underlines a heading in many texts.
"""

from __future__ import annotations

import re

from copydesk.columns.batch import Batch
from copydesk.patterns import late_pattern
from copydesk.rule import Hits, document_rule
from copydesk_rules.leftovers._forms import Candidate, Form, find_forms
from copydesk_rules.leftovers._hits import hits_at

_START = late_pattern(r"^(?:<{7}|\|{7})(?: [^\n]*)?$", re.MULTILINE)
_LABEL = late_pattern(
    r">{7} (?:[0-9a-f]{7,40}\b|[\w./-]+(?: \(|$)|theirs|stash|upstream|branch)", re.IGNORECASE
)


def _opening(candidate: Candidate) -> float:
    return 0.97 if candidate.match.start() == candidate.line_start else 0.0


def _closing(candidate: Candidate) -> float:
    """Seven quotation signs of a mail look alike, so its label or the other marker must tell."""
    if candidate.match.start() != candidate.line_start:
        return 0.0
    _, start, _ = candidate.mentions.document(candidate.match.start())
    before = candidate.batch.text[start : candidate.match.start()]
    return 0.97 if _START.search(before) or _LABEL.match(candidate.match[0]) else 0.0


_CONFLICT = r"<{7}(?: [^\n]*)?\n(?:(?!<{7})[^\n]*\n){0,200}?>{7}(?: [^\n]*|$)"
FORMS = (
    Form("conflict marker", "<", _CONFLICT, _opening, re.MULTILINE, "merge_talk"),
    Form("conflict marker", "<", r"<{7}(?= |$)[^\n]*", _opening, re.MULTILINE, "merge_talk"),
    Form("conflict marker", ">", r">{7}(?= |$)[^\n]*", _closing, re.MULTILINE, "merge_talk"),
)


@document_rule("LEF113", "{form}: {text}")
def conflict_marker(batch: Batch) -> Hits:
    """Mark each conflict, or a marker without its others."""
    return hits_at(batch, find_forms(batch, FORMS), removable=False)

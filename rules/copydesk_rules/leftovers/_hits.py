"""Make hits of the places that a detector found."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.fixes import FixColumns
from copydesk.rule import Hits
from copydesk_rules.leftovers._forms import Place

_SHOWN = 48  # characters of a leftover that a message quotes


def hits_at(batch: Batch, places: Sequence[Place], *, removable: bool = True) -> Hits:
    """Return hits of these places, which say what each is in `form` and quote it in `text`.

    With `removable`, an unsafe fix takes out the lines of those that fill them.
    """
    if not places:
        return Hits.none()
    start = np.array([place.start for place in places], np.int64)
    end = np.array([place.end for place in places], np.int64)
    return Hits.at(
        start,
        end,
        confidence=[place.confidence for place in places],
        fix=FixColumns.removing(start, end) if removable else None,
        form=[place.words for place in places],
        text=[quoted(batch, place.start, place.end) for place in places],
    )


def quoted(batch: Batch, start: int, end: int) -> str:
    """Return a text in quotation marks on one line, cut where it is long."""
    text = " ".join(batch.slice(start, end).split())
    return f"“{text[:_SHOWN].rstrip()} …”" if len(text) > _SHOWN else f"“{text}”"

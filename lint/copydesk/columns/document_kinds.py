"""Name the kinds of documents; `copydesk.language.kinds` tells which a document is."""

from __future__ import annotations

import enum
from collections.abc import Iterable


class DocumentKind(enum.IntEnum):
    """What a document is by its form.

    UNCLEAR where its form does not tell: a rule that lists the kinds it speaks in is silent there
    unless it lists `unclear`.
    """

    UNCLEAR = 0
    ARTICLE = 1
    PAGE = 2
    FICTION = 3
    DIALOGUE = 4
    VERSE = 5
    REFERENCE = 6
    NUMBERED = 7
    RECORD = 8
    LISTING = 9
    ESSAY = 10
    SCAN = 11
    SHORT = 12

    @property
    def label(self) -> str:
        """The name that configurations, rules and reports use."""
        return LABELS[self]

    @classmethod
    def of(cls, label: str) -> DocumentKind:
        """Return the kind of a name; raises KeyError for others."""
        return _BY_LABEL[label]


UNJUDGED = 255  # in a column of kinds: nobody has asked for it so far

LABELS = tuple(kind.name.lower() for kind in DocumentKind)
_BY_LABEL = {kind.label: kind for kind in DocumentKind}


def every_kind_but(*left_out: str) -> tuple[str, ...]:
    """Return the names of all kinds of documents, `unclear` too, without some; for `kinds`."""
    kinds = {DocumentKind.of(label) for label in left_out}
    return tuple(kind.label for kind in DocumentKind if kind not in kinds)


def kinds_named(labels: Iterable[str]) -> frozenset[DocumentKind] | None:
    """Return kinds by their names, None for no names; raises TypeError for a name of none."""
    try:
        return frozenset(map(DocumentKind.of, labels)) or None
    except KeyError as error:
        raise TypeError(f"{error} is no kind of document") from None

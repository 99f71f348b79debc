"""How sure it is that two equal or nearly equal texts are a copy, and not one that recurs by chance
or tells another fact.

Each curve maps bits to a confidence, by points between which it is linear. They were set on judged
findings of 26 kinds of text: what a strict editor called wrong has fewer than 100 bits where it is
equal, and fewer than 130 where words were exchanged.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from copydesk.candidates import Candidates
from copydesk.columns.document_kinds import DocumentKind
from copydesk.columns.dtypes import AnyArray, Bytes, Floats, Mask
from copydesk.similarity.overlap import same_numbers
from copydesk_rules.duplicates._differences import Difference, differences, figure_words

_BITS = (40, 60, 80, 95, 130, 200, 400)
_EQUAL_SENTENCE = (0.02, 0.1, 0.3, 0.52, 0.8, 0.93, 0.98)
_EQUAL_PARAGRAPH = (0.02, 0.1, 0.31, 0.53, 0.82, 0.94, 0.985)
_ONE_WORD_OFF = (0.02, 0.05, 0.25, 0.52, 0.8, 0.93, 0.975)
# A word of content for another where texts are not made of templates: nobody says it twice by chance.
_OTHER_WORD = (0.02, 0.15, 0.5, 0.74, 0.88, 0.94, 0.975)
# ... inside one document: of 400 novels, speeches and articles, two have such a pair of their own.
_OTHER_WORD_INSIDE = (0.05, 0.74, 0.84, 0.88, 0.92, 0.95, 0.975)
_NEAR_SENTENCE = (0.02, 0.05, 0.15, 0.3, 0.6, 0.8, 0.95)
_NEAR_PARAGRAPH = (0.02, 0.05, 0.12, 0.2, 0.42, 0.8, 0.95)
_TEMPLATE = (0.02, 0.05, 0.1, 0.15, 0.3, 0.5, 0.65)
_REWORDED = (0.02, 0.05, 0.1, 0.2, 0.45, 0.75, 0.85)

# Bits for each figure or name that differs, beyond which the rest is a copy all the same: a report
# is corrected in one figure, and formula text has one in every clause.
_PER_SLOT = 250.0
# What an exchange costs, in times its bits: a planted word is one for one, and a sentence of another
# subject has other words in several places.
_ONE, _SEVERAL = 1.0, 2.0
_BREAK = _FIGURE = 10.0
# Kinds of documents that are made of templates, and how much less sure one is a fault there.
_OF_TEMPLATES = (
    DocumentKind.REFERENCE,
    DocumentKind.NUMBERED,
    DocumentKind.RECORD,
    DocumentKind.LISTING,
)
# ... and of refrains, greetings and stage directions: kinds that repeat by nature.
REPEATING = (*(kind.label for kind in _OF_TEMPLATES), "dialogue", "verse")
_BY_NATURE = 0.6
_OTHER_FACT = 0.3  # times the confidence of a copy, where only names or dates differ


def of_equal_paragraphs(bits: Sequence[float] | Floats) -> Floats:
    """Return the confidence that equal paragraphs or passages of these bits are copies."""
    return _curve(np.asarray(bits, np.float64), _EQUAL_PARAGRAPH)


def of_sentences(found: Sequence[Difference], kind: Bytes, inside: Mask) -> Floats:
    """Return the confidence that sentences which differ so are copies, low for a template.

    `kind`: the DocumentKind that each copy is in, `inside`: whether its original is in the same
    document; of shape (sentences,).
    """
    left = _left(found)
    one_off = np.array([one.exchanges == 1 and not one.additions for one in found], np.bool_)
    worded = np.array([one.meanings > 0 for one in found], np.bool_)
    near = np.where(one_off, _curve(left, _ONE_WORD_OFF), _curve(left, _NEAR_SENTENCE))
    other_word = one_off & worded & ~np.isin(kind, _OF_TEMPLATES)
    near = np.where(other_word, _curve(left, _OTHER_WORD), near)
    misspelled = np.array([one.spellings > 0 for one in found], np.bool_)
    strange = one_off & (worded | misspelled) & ~np.isin(kind, _OF_TEMPLATES)
    near = np.where(strange & inside, _curve(left, _OTHER_WORD_INSIDE), near)
    return _judged(found, kind, _curve(left, _EQUAL_SENTENCE), near)


def of_paragraphs(found: Sequence[Difference], kind: Bytes) -> Floats:
    """Return the confidence that paragraphs which differ so are copies, low for a template.

    `kind`: the DocumentKind that each copy is in, shape (paragraphs,).
    """
    near = _curve(_left(found), _NEAR_PARAGRAPH)
    return _judged(found, kind, near, near)


def of_templates(found: Sequence[Difference], kind: Bytes) -> Floats:
    """Return the confidence that paragraphs are one template with other figures or names, and
    should not be.

    `kind`: the DocumentKind that each is in, shape (templates,).
    """
    by_nature = np.isin(kind, _OF_TEMPLATES)
    return np.where(by_nature, _BY_NATURE, 1.0) * _curve(_shared(found), _TEMPLATE)


def of_reworded(found: Sequence[Difference]) -> Floats:
    """Return the confidence that one sentence rewords the other: no figure or name differs, and
    words of content do.
    """
    worded = [not one.slots and bool(one.meanings + one.spellings) for one in found]
    return np.where(worded, 1.0, 0.3) * _curve(_shared(found), _REWORDED)


def templates(found: Sequence[Difference], kind: Bytes) -> Mask:
    """Return which texts say other things in the same words: a figure differs, or names and nothing
    else do, in little text, or a figure in a kind of text that is made of templates or may be.

    `kind`: the DocumentKind that each copy is in; both of shape (pairs,).
    """
    by_nature = np.isin(kind, (*_OF_TEMPLATES, DocumentKind.UNCLEAR)).tolist()
    return np.array(
        [_is_template(one, nature) for one, nature in zip(found, by_nature, strict=True)], np.bool_
    )


def _is_template(found: Difference, by_nature: bool) -> bool:
    only = found.slots == found.exchanges
    slotted = found.figures > 0 or (found.names > 0 and only)
    return slotted and ((by_nature and found.figures > 0) or found.shared < _PER_SLOT * found.slots)


def without_templates(pairs: Candidates, value: Floats) -> Floats:
    """Return the similarity of pairs, shape (pairs,), with 0 for those that are one template.

    Only pairs whose numbers or dates differ are aligned.
    """
    some = np.flatnonzero(value > 0)
    near = pairs.pairs(pairs.first[some], pairs.second[some])
    some = some[~same_numbers(near, 1.0, figure_words())]
    found = differences(pairs, pairs.first[some], pairs.second[some])
    value[some[templates(found, pairs.kinds_of(pairs.second[some]))]] = 0.0
    return value


def other_figures(found: Sequence[Difference]) -> list[str]:
    """Return what a message says of copies whose figures differ."""
    return [", other figures" if one.figures else "" for one in found]


def _shared(found: Sequence[Difference]) -> Floats:
    return np.array([one.shared for one in found], np.float64)


def _judged(found: Sequence[Difference], kind: Bytes, equal: Floats, near: Floats) -> Floats:
    same = np.array([not one.exchanges + one.additions for one in found], np.bool_)
    return np.where(templates(found, kind), _OTHER_FACT, 1.0) * np.where(same, equal, near)


def _left(found: Sequence[Difference]) -> Floats:
    """Return the bits that speak for a copy: those shared, less those exchanged, less _BREAK for
    each place beyond two where the common words break off, as scattered words are shared by chance,
    and _FIGURE for each figure beyond two, as rows of results are made of figures.
    """
    left = []
    for one in found:
        cost = _ONE if one.exchanges == 1 else _SEVERAL
        breaks = max(0, one.exchanges + one.additions - 2)
        figures = max(0, one.agreed - 2)
        left.append(one.shared - cost * one.changed - _BREAK * breaks - _FIGURE * figures)
    return np.array(left, np.float64)


def _curve(bits: AnyArray, confidence: tuple[float, ...]) -> Floats:
    return np.asarray(np.interp(bits, _BITS, confidence), np.float64)

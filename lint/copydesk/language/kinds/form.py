"""The form of documents as columns: one feature a column, one value a document.

Features are shares and rates, so that a long text and a short one of a kind look alike. They come
from tables that rules need as well; words are looked at in the first few hundred of a document.
"""

from __future__ import annotations

import re

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.blocks import BlockKind
from copydesk.columns.dtypes import Floats, Ints, Mask
from copydesk.columns.ragged import Runs
from copydesk.language.kinds.lists import word_rates
from copydesk.language.kinds.rows import FEW, Rows, rows_of

_SHORT_ROW, _LONG_ROW = 40, 250  # characters
_HEADING, _HEADLINE = 12, 20  # words
_PARAGRAPH = 60  # characters
_MOST_LENGTH = 1000  # a longer row counts as one of this length in the spread of lengths

_FRONT_MATTER = 2000  # characters of it that are read
_FIELD = re.compile(r"^(\w+)[ \t]*[:=]", re.MULTILINE)
_DATES = {"date", "pubdate", "published", "created"}
_POSTED = {"author", "authors", "tags", "categories", "category", "excerpt"}

Features = dict[str, Floats]


def features(batch: Batch) -> Features:
    """Return every feature by its name, each of shape (documents,); for `batch.derive`."""
    rows = batch.derive(rows_of)
    size = np.maximum(rows.runs.size.astype(np.float64), 1)
    visible = np.maximum(rows.runs.reduce(np.add, rows.length), 1).astype(np.float64)
    out = {
        "log_length": np.log10(visible),
        "log_rows": np.log10(size),
        "log_row_length": np.log10(visible / size),
        "declared": rows.declared.astype(np.float64),
        "page": np.array([text.is_page for text in batch.texts], np.float64),
    }
    out |= _row_features(rows, size, visible)
    out |= _first_rows(rows)
    out |= _ends(batch)
    out["post"] = _posts(rows)
    out |= word_rates(batch, rows)
    return out


def _totals(runs: Runs, columns: dict[str, Mask | Ints]) -> Features:
    """Return the sum of each column over each document: all columns in one pass."""
    table = np.zeros((len(columns), int(runs.size.sum()) + 1), np.int64)
    for row, column in enumerate(columns.values()):
        table[row, 1:] = column
    np.cumsum(table, axis=1, out=table)
    sums = (table[:, runs.end] - table[:, runs.start]).astype(np.float64)
    return dict(zip(columns, sums, strict=True))


def _row_features(rows: Rows, size: Floats, visible: Floats) -> Features:
    """Return the shares of rows, and of text in rows, that have some form, and how rows vary."""
    shares, weighed = _forms(rows), _weighed_forms(rows)
    capped = np.minimum(rows.length, _MOST_LENGTH)
    columns = shares | {name: np.where(mask, rows.length, 0) for name, mask in weighed.items()}
    columns |= {
        "front_matter": rows.kind == BlockKind.FRONT_MATTER,
        "": capped,
        "squared": capped**2,
    }
    out = _totals(rows.runs, columns)
    for name in shares:
        out[name] /= size
    # of the rows at the margin: the longer a manual, the fewer of all are headings
    out["hanging"] /= np.maximum(out.pop("margin"), 1 / size)
    for name in weighed:
        out[name] /= visible
    mean, squared = out.pop("") / size, out.pop("squared") / size
    out["row_spread"] = np.sqrt(np.maximum(squared - mean**2, 0)) / np.maximum(mean, 1)
    return out


def _forms(rows: Rows) -> dict[str, Mask | Ints]:
    """Return which rows have each form that is counted by rows."""
    plain = rows.kind < BlockKind.TABLE
    few = rows.words <= FEW
    label = rows.label & plain
    named = few & (rows.words > 0) & plain & (rows.first == ch.UPPER)
    # `2.3. Installing` is a heading of a manual, `2.3 The tenant pays.` a paragraph of a contract.
    heading = rows.decimal & ~rows.ended & (rows.words <= _HEADING)
    return {
        "ended": rows.ended,
        "short": rows.length < _SHORT_ROW,
        "few": few,
        "bare": few & ~rows.ended & (rows.words > 0) & plain,
        "dashed": _dashed(rows),
        "label": label,
        "recurring_label": rows.recurring(label, 3, rows.label_hash),
        "speaker": _speakers(rows, named),
        "numbered": rows.numbered & plain & ~heading,
        "sectioned": rows.sectioned & plain & ~heading,
        "numbered_heading": heading & plain,
        "timed": rows.timed,
        "bulleted": rows.bulleted,
        "quoted": rows.quoted,
        "question": rows.ends_with("?？؟"),
        "colon_end": rows.ends_with(":："),
        "comma_end": rows.ends_with(",;，،"),
        "code_end": rows.ends_with("{};)>\\]"),
        "heading": rows.kind == BlockKind.HEADING,
        "hanging": rows.hanging & ~rows.recurring(rows.hanging, 2, rows.hash),
        "margin": rows.at_margin,
        "ruled": (rows.words == 0) & plain,
        "barred": (rows.last_code == ord("|")) | (rows.first_code == ord("|")),
    }


def _weighed_forms(rows: Rows) -> dict[str, Mask]:
    """Return which rows have each form that is counted by the length of rows."""
    return {
        "ended_text": rows.ended,
        "long_text": rows.length >= _LONG_ROW,
        "code_text": rows.kind == BlockKind.CODE,
        "table_text": rows.kind == BlockKind.TABLE,
        "quoted_text": rows.quoted,
        "dashed_text": _dashed(rows),
    }


def _dashed(rows: Rows) -> Mask:
    return np.asarray(rows.dashed & ~rows.declared[rows.document_of], np.bool_)


def _speakers(rows: Rows, named: Mask) -> Mask:
    """Return which rows may be speakers' names: they recur, and what is said follows. A menu of
    names that a page has again and again goes on with the next one.
    """
    out = rows.recurring(named, 4, rows.hash)
    out[:-1] &= ~out[1:] | (np.diff(rows.document_of) > 0)
    return out


def _first_rows(rows: Rows) -> Features:
    """Return what the first rows of each document look like, as 0 or 1."""
    names = ("first_question", "first_sectioned", "dateline", "headline")
    if not len(rows):
        return dict.fromkeys(names, np.zeros(len(rows.batch)))
    first = np.minimum(rows.runs.start, len(rows) - 1)
    last = np.maximum(rows.runs.end - 1, 0)
    nearest = np.minimum(first + np.arange(4)[:, None], last)  # the first four rows of each
    paragraph = rows.ended & (rows.length >= _PARAGRAPH)
    headline = ~rows.ended[first] & (rows.words[first] <= _HEADLINE)
    headline &= paragraph[nearest].any(axis=0)  # a byline or a button may stand between
    found = (
        rows.ends_with("?？؟")[first] & (rows.runs.size > 1),
        (rows.sectioned | rows.numbered)[first],
        rows.dated(nearest.ravel()).reshape(4, -1).any(axis=0),
        headline,
    )
    return {name: np.asarray(mask, np.float64) for name, mask in zip(names, found, strict=True)}


def _posts(rows: Rows) -> Floats:
    """Return whether each document has the front matter of a post: a date, and authors or tags."""
    out = np.zeros(len(rows.batch))
    for row in np.flatnonzero(rows.kind == BlockKind.FRONT_MATTER).tolist():
        start = int(rows.start[row])
        end = min(int(rows.end[row]), start + _FRONT_MATTER)
        names = {name.lower() for name in _FIELD.findall(rows.batch.raw(start, end))}
        out[rows.document_of[row]] = bool(names & _DATES) and bool(names & _POSTED)
    return out


def _ends(batch: Batch) -> Features:
    """Return the shares of questions and exclamations among sentences."""
    sentences = batch.sentences
    edges = np.searchsorted(sentences.start, np.append(batch.document_start, batch.codes.size))
    runs = Runs.between(edges[:-1], edges[1:])
    last = batch.codes.take(sentences.end - 1)
    size = np.maximum(runs.size.astype(np.float64), 1)
    asked = np.isin(last, [ord(mark) for mark in "?？؟"])
    called = np.isin(last, [ord(mark) for mark in "!！"])
    counts = _totals(runs, {"asked": asked, "called": called})
    return {
        "asked": counts["asked"] / size,
        "called": counts["called"] / size,
    }

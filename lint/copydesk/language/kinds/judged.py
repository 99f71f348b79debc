"""Judge the kinds of the documents of a batch."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from copydesk.columns.batch import Batch
from copydesk.columns.document_kinds import LABELS, DocumentKind
from copydesk.columns.dtypes import Bytes, Floats, Mask
from copydesk.language.kinds.clues import clue_table
from copydesk.language.kinds.form import features


class Kinds(Struct, frozen=True):
    """The kind of each document, as a column, and what was seen of it.

    `kind`: a DocumentKind each, uint8 of shape (documents,). `stated`: where the configuration says
    it. `holds`: which clues hold, shape (clues, documents). `score`: shape (documents, kinds).
    """

    kind: Bytes
    stated: Mask
    holds: Mask
    score: Floats

    def among(self, kinds: frozenset[DocumentKind]) -> Mask:
        """Return which documents are of some kinds; shape (documents,)."""
        wanted = np.zeros(len(LABELS), np.bool_)
        wanted[sorted(kinds)] = True
        return wanted.take(self.kind)

    def evidence(self, document: int) -> list[tuple[str, str, float]]:
        """Return name, words and points of the clues that speak for a document's kind.

        The strongest come first; of an unclear document, those of the kind with most points.
        """
        kind = int(self.kind[document]) or int(self.score[document].argmax())
        table = clue_table()
        found = [
            (clue.name, clue.words, float(table.points[row, kind]))
            for row, clue in enumerate(table.clues)
            if self.holds[row, document] and table.points[row, kind] > 0
        ]
        return sorted(found, key=lambda clue: -clue[2])


def kinds_of(batch: Batch) -> Kinds:
    """Return the kinds of the documents; for `batch.derive`."""
    table = clue_table()
    holds = table.holds(batch.derive(features))
    score = holds.T.astype(np.float64) @ table.points
    ranked = np.sort(score, axis=1)
    clear = (ranked[:, -1] >= table.least) & (ranked[:, -1] - ranked[:, -2] >= table.lead)
    kind = np.where(clear, score.argmax(axis=1), DocumentKind.UNCLEAR).astype(np.uint8)
    stated = np.array([text.kind is not None for text in batch.texts], np.bool_)
    for document in np.flatnonzero(stated).tolist():
        kind[document] = batch.texts[document].kind or DocumentKind.UNCLEAR
    return Kinds(kind, stated, holds, score)

"""Learn the boilerplate of a corpus.

The lines that recurring-boilerplate would mark, with in how many documents each stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, cast

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.engine.export import batched
from copydesk.engine.plan import Plan, bind
from copydesk.reading.source import Source

RULE = "BOI201"


class Line(NamedTuple):
    """A line that recurs: in how many documents, its words,
    and its text where it was met first, white space folded.
    """

    documents: int
    words: int
    text: str


def recurring_lines(plan: Plan, sources: Sequence[Source]) -> tuple[list[Line], int]:
    """Return the recurring lines of some files, in the order of their text,
    and the number of documents; the plan has rule BOI201.
    """
    (bound,) = (b for b in bind(plan) if b.rule.code == RULE)
    assert bound.rule.sketch
    lines: dict[int, Line] = {}
    total = 0
    for documents in batched(sources, plan.reading):
        batch = Batch([document.column_text for document in documents])
        sketch = bound.rule.sketch(batch, **bound.sketch_thresholds)
        holder = np.searchsorted(batch.document_start, sketch.start, side="right") - 1
        order = np.lexsort((holder, sketch.content))
        new = np.append(True, (np.diff(sketch.content[order]) != 0) | (np.diff(holder[order]) > 0))[
            : order.size
        ]
        for unit in order[new].tolist():  # each line once for each document that has it
            key = int(sketch.content[unit])
            known = lines.get(key)
            if known:
                lines[key] = known._replace(documents=known.documents + 1)
            else:
                words = int(sketch.end_word[unit] - sketch.first_word[unit])
                lines[key] = Line(
                    1,
                    words,
                    " ".join(batch.slice(int(sketch.start[unit]), int(sketch.end[unit])).split()),
                )
        total += len(documents)
    asked = cast(dict[str, float], bound.thresholds)
    least = max(asked["documents"], asked["share"] * total)
    often = max(least, asked["sentence_documents"])
    kept = [
        line
        for line in lines.values()
        if line.documents >= (often if line.words >= asked["sentence_words"] else least)
    ]
    return sorted(kept, key=lambda line: (line.text.casefold(), line.text)), total

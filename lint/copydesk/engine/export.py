"""Export MinHash signatures in datasketch's format, a line of JSON for each unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from copydesk.columns.batch import Batch
from copydesk.engine.batching import batched
from copydesk.engine.plan import Plan
from copydesk.output.native import well_formed
from copydesk.reading.document import Document
from copydesk.reading.read import portions, read
from copydesk.reading.source import ReadOptions, Source, Unreadable
from copydesk.similarity.shingles import shingles
from copydesk.similarity.signatures import SEED
from copydesk.similarity.signatures import signatures as sign
from copydesk.similarity.sketches import SHINGLE


def signatures(
    plan: Plan, sources: Sequence[Source], *, unit: str, permutations: int
) -> Iterator[str]:
    """Yield a line of JSON for each unit of at least one word.

    It holds key, path, line, seed, scheme, the words in a shingle, and hash values.

    `hashvalues` is what `datasketch.MinHash(num_perm=permutations, seed=1, scheme="affine32")`
    holds after an update with the low 32 bits of the hash of every shingle of the unit's words.
    """
    for documents in batched(_documents(sources, plan.reading)):
        yield from _lines(documents, unit, permutations)


def _documents(sources: Sequence[Source], options: ReadOptions) -> Iterator[Document]:
    """Yield the documents of some files, in their order; what cannot be read is left out."""
    for source in sources:
        try:
            for portion in portions(source, options):
                yield from read(portion, options)[0]
        except Unreadable:
            continue


def _lines(documents: Sequence[Document], unit: str, permutations: int) -> Iterator[str]:
    batch = Batch([document.column_text for document in documents])
    whole = unit == "document"
    start, end = (
        (batch.document_start, batch.document_end)
        if whole
        else (batch.blocks.start, batch.blocks.end)
    )
    first, last = batch.words_between(start, end)
    worded = last > first
    owner = range(len(documents)) if whole else batch.blocks.document_of.tolist()
    values = sign(*shingles(batch.words.hash, first[worded], last[worded], SHINGLE), permutations)
    rows = worded.nonzero()[0].tolist()
    for row, signature in zip(rows, values.tolist(), strict=True):
        document = documents[owner[row]]
        base = int(batch.document_start[owner[row]])
        place = document.origin.place(int(start[row]) - base, int(end[row]) - base)
        path = well_formed(place.path)
        record = f"#{place.document.id}" if place.document and place.document.id is not None else ""
        about = {
            "key": f"{path}:{place.line}{record}" + ("" if whole else f":{place.column}"),
            "path": path,
            "line": place.line,
        }
        about |= {"seed": SEED, "scheme": "affine32", "shingle": SHINGLE, "hashvalues": signature}
        yield msgspec.json.encode(about).decode("utf-8") + "\n"

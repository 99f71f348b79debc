"""Judge the kinds of documents alone, without a rule: for `copydesk kind`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from copydesk.columns.batch import Batch
from copydesk.columns.document_kinds import DocumentKind
from copydesk.config.kinds import KindsOfFiles
from copydesk.engine.batching import batched
from copydesk.engine.plan import Plan
from copydesk.language.kinds import kinds_of
from copydesk.reading.document import Document
from copydesk.reading.formats import RECORDS
from copydesk.reading.read import portions, read
from copydesk.reading.source import Source, Unreadable


class Judged(NamedTuple):
    """A document's kind: `line` and `record` where its file holds several, `stated` where the
    configuration says it. `evidence`: name, words and points of each clue, the strongest first.
    """

    path: str
    line: int | None
    record: str | None
    kind: str
    stated: bool
    evidence: list[tuple[str, str, float]]


def judged_kinds(plan: Plan, sources: Sequence[Source]) -> Iterator[Judged]:
    """Yield the kinds of the documents of some files, in order; files that cannot be read have
    none.
    """
    kinds = KindsOfFiles(plan.kinds)
    for source in sources:
        stated = kinds.of(source.path)
        try:
            for portion in portions(source, plan.reading):
                documents = read(portion, plan.reading)[0]
                for some in batched(documents):
                    yield from _judged(source, some, stated)
        except Unreadable:
            continue


def _judged(
    source: Source, documents: Sequence[Document], stated: DocumentKind | None
) -> Iterator[Judged]:
    texts = [document.column_text for document in documents]
    if stated is not None:
        texts = [replace(text, kind=stated) for text in texts]
    batch = Batch(texts)
    kinds = batch.derive(kinds_of)
    many = source.format in RECORDS
    for row, document in enumerate(documents):
        place = document.origin.place(0, 0)
        record = place.document.id if many and place.document else None
        yield Judged(
            source.path,
            place.line if many else None,
            record,
            DocumentKind(int(kinds.kind[row])).label,
            stated is not None,
            [] if stated is not None else kinds.evidence(row),
        )
    batch.clear()

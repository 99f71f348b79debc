"""Gather documents into batches of a size that pays: the map, the export and `copydesk kind`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from copydesk.reading.document import Document

BATCH_CHARACTERS = (
    1 << 20
    # a run over news takes a fifth longer with 512 Ki, which make twice the calls, and a tenth longer
    # with 2048 Ki, which leave the cache (2026-12)
)


def batched(
    documents: Iterable[Document], whole: int = BATCH_CHARACTERS
) -> Iterator[list[Document]]:
    """Yield documents in their order, as many at a time as a batch holds.

    One of more than `whole` characters comes alone.
    """
    waiting: list[Document] = []
    size = 0
    for document in documents:
        long = len(document.text) > min(BATCH_CHARACTERS, whole)
        if waiting and long:
            yield waiting
            waiting, size = [], 0
        waiting.append(document)
        size += len(document.text)
        if long or size >= BATCH_CHARACTERS:
            yield waiting
            waiting, size = [], 0
    if waiting:
        yield waiting

"""Look words up in the frequency list of the language that their document is in."""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Floats, Hashes, Ints
from copydesk.language.lexicon import language_of_documents, zipf


def zipf_in_documents(
    batch: Batch, hashes: Hashes, document: Ints, *, or_english: bool = False
) -> Floats:
    """Return the Zipf frequency of each word in its document's language, 0 where none is clear.

    `hashes`, `document`: shape (words,). `or_english`: or in English, where it is commoner there.
    """
    common = zipf(hashes) if or_english else np.zeros(hashes.size)
    spoken = np.array(batch.derive(language_of_documents)).take(document)
    for language in sorted(set(spoken.tolist()) - {"", "en" if or_english else ""}):
        rows = np.flatnonzero(spoken == language)
        common[rows] = np.maximum(common[rows], zipf(hashes[rows], language))
    return common

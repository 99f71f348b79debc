"""How common words are, in which languages, and what language that makes a text.

Everything is looked up by the hashes of a word table, a column at a time, in frequency lists that
are shipped (built by `tools/build_lexicon.py`).
"""

from copydesk.language.lexicon.frequencies import (
    LANGUAGES,
    TERM,
    common_words,
    english_column,
    english_slots,
    english_zipf,
    known,
    packed,
    slots_of_words,
    zipf,
)
from copydesk.language.lexicon.joined import (
    FUNCTION_WORD,
    count_by_language,
    languages_of_function_words,
    languages_of_words,
    preload,
)
from copydesk.language.lexicon.numbers import WordNumbers
from copydesk.language.lexicon.spoken import (
    english_documents,
    in_other_language,
    language_of_blocks,
    language_of_documents,
)

__all__ = [
    "FUNCTION_WORD",
    "LANGUAGES",
    "TERM",
    "WordNumbers",
    "common_words",
    "count_by_language",
    "english_column",
    "english_documents",
    "english_slots",
    "english_zipf",
    "in_other_language",
    "known",
    "language_of_blocks",
    "language_of_documents",
    "languages_of_function_words",
    "languages_of_words",
    "packed",
    "preload",
    "slots_of_words",
    "zipf",
]

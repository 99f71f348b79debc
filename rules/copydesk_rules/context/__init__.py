"""What does not belong to its document: sentences of another story, references to nothing, names
that nobody introduced.

`_word_fit` and `_topic_fit` measure how sentences fit; `_sentences`, `_paragraphs` and `_misplaced`
make rows of features of them, one module a model; `_model` loads a model by its card.
"""

from pathlib import Path

TABLES = Path(__file__).parent / "tables"  # built by `tools/build_vectors.py`
WORDS = Path(__file__).parent / "words"

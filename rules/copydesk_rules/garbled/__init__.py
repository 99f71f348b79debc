"""Find text that went wrong: misread encodings, garbled words, sentences glued, cut or scrambled.

- GAR101: `_mojibake` picks lines with suspicious characters; `_mojibake_repair` proposes repairs of
  them, by ftfy and `_encodings`, and `_mojibake_evidence` judges each word of those;
  `_mojibake_bytes` finds all other encodings; `_mojibake_places` puts them together and
  `_mojibake_proof` says which repairs lost nothing.
- GAR102: `_seam_candidates` gates by columns; `_seam_view` is one candidate, with all that clues ask
  of it; `_seams` has the clues.
- GAR103: `_glued_candidates` gates by columns, `_glued_cuts` cuts words; `_glued_view` is one cut,
  `_glued_clues` weighs it, `_glued` judges those of a document; `_glued_marks` finds commas.
- GAR106: `_segments` picks segments with many odd words; `_suspects` picks words of those and looks
  closely (`_ngrams`, `_edits`); `_verdicts` judges words, by `_word_features`, then segments, by
  `_sentence_features`.
- GAR107: `_order_gate` picks segments, `_order_features` measures how words follow one another by
  the tables of `_word_order` and `_word_pairs`.
- GAR108: `_truncation` has the gate and the clues, `_truncation_view` one block, `_pieces` the tables.
- GAR109: `_quotation_marks` pairs the marks of a block, `_quotation` those of a document.
- GAR111: `_breaks` has the gate, the candidate and the clues.

Of the other rules the page imports the module with the detector. Models are scored by `_model`, which checks that features and cards agree.
"""

from pathlib import Path

MODELS = Path(__file__).parent / "models"
WORDS = Path(__file__).parent / "words"  # lists, one entry a line
TABLES = Path(__file__).parent / "tables"  # built by `tools/`

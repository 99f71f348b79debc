"""What a page puts around its article: boilerplate, captions, headlines of other stories.

- BOI101: `_wording` looks up the listed phrases (`_labels`, `_openings`, `_templates`), `_certain` has
  the clues of wording and `_site_lines` those of shape; `_page_documents` says which documents are scraped pages, and `_page_model` judges
  their blocks by form (`_page_shape`, `_page_surroundings`, `_page_runs`, `_page_stretch`).
  `_removable` says what a fix may take out.
- BOI201: `_furniture_lines` says which lines may be a site's where they recur.
- CAP102: `_stray_lines` says where a line lies, and has the clues of marks; `_caption_words` is their
  gate, `_credits` their forms. `_line_forms` has the clues of pointers and titles;
  `_interrupting_lines` knows lines by their place alone.
- CTX105: `_headline_lines` and `_headline_clues`.
"""

from pathlib import Path

MODELS = Path(__file__).parent / "models"

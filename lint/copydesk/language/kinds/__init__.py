"""Tell what kind of document each document of a batch is, by its form.

An article, a law and a chat need other rules, and what is a fault in one is the nature of another.
The kind is judged from clues (`kinds.toml`) on the features of a document alone (`form.py`), so a
file is judged alike alone and in company. Where the form does not tell, the kind is unclear.
"""

from copydesk.columns.document_kinds import LABELS, DocumentKind
from copydesk.language.kinds.judged import Kinds, kinds_of

__all__ = ["LABELS", "DocumentKind", "Kinds", "kinds_of"]

"""What does not belong to its document.

Sentences of another story, references to nothing, names never introduced.
"""

from pathlib import Path

MODELS = Path(__file__).parent / "models"
TABLES = Path(__file__).parent / "tables"  # built by `tools/`

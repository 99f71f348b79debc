"""Text that went wrong: encodings, words and sentences run together, repeated, broken,
cut off or out of order.
"""

from pathlib import Path

MODELS = Path(__file__).parent / "models"
WORDS = Path(__file__).parent / "words"  # lists, one entry a line
TABLES = Path(__file__).parent / "tables"  # built by `tools/`

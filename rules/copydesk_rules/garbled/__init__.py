"""Text that went wrong: encodings, words and sentences run together, repeated, broken,
cut off or out of order.
"""

from pathlib import Path

MODELS = Path(__file__).parent / "models"
TABLES = Path(__file__).parent / "tables"  # built by `tools/`

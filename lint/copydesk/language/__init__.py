"""What judges text: phrases, word lists, frequencies."""

from pathlib import Path

TABLES = Path(__file__).parent / "tables"  # shipped data, built by `tools/`

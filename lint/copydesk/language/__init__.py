"""What rule families share of language: word lists, names, terms, phrases, decision trees."""

from pathlib import Path

TABLES = Path(__file__).parent / "tables"  # shipped data, built by `tools/`

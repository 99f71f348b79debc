"""A deduplication and text-quality linter for folders of text."""

__version__ = "0.1.0"

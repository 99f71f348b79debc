"""Markups beside Markdown and HTML: which blocks each has, and what in them is no text."""

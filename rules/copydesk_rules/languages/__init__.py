"""Blocks in another language than their document."""

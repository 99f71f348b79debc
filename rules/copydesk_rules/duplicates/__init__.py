"""Copies: documents, paragraphs, sentences and passages that occur again, equal or nearly."""

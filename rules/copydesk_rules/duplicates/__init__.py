"""Documents, paragraphs, sentences and passages that occur again, equal or nearly equal."""

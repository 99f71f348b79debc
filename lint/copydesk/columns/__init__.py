"""Documents as columns: the text and tables of its blocks, sentences and words."""

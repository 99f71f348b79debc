"""Judge whether text is garbled: words, letters and marks that nobody wrote, seams of glued sentences, wrong decoding."""

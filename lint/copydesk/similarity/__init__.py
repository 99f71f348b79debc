"""Measure how alike texts are: shingles, signatures, verification, clusters and word diffs."""

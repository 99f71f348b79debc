"""What tells copies apart: shingles, signatures, verification, clusters and word diffs."""

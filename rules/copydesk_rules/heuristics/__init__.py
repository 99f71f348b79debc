"""What published corpora drop, and why: Gopher, C4, FineWeb and RefinedWeb."""

"""Change files: apply the fixes of findings, or write a corpus without its duplicates."""

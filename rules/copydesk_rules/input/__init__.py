"""What the engine itself reports: faults of reading, suppressions without effect, crashed rules."""

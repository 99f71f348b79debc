"""What an author has declared acceptable: directives in texts and records, the allow-list, the baseline."""

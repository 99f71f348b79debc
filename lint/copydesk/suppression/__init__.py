"""What an author has declared acceptable.

Directives in texts and records, the allow-list, the baseline.
"""

"""One file per format, pure: findings to text."""

"""What counts: configuration and selection."""

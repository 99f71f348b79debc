"""The configuration: settings, thresholds and the selection of rules."""

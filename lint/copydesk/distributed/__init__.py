"""The cluster runner: a lint run as stages over Arrow record batches, wired by Spark."""

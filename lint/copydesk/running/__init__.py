"""A lint run from paths or texts to a report: configuration, plan, sources, run, decisions."""

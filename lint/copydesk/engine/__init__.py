"""Plan, map, join and locate: from files to findings."""

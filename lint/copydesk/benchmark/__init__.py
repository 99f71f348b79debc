"""Find the items of a benchmark that training data contain."""

"""House style, a file a rule."""

"""What coding agents may ask: tools of the Model Context Protocol."""

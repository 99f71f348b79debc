"""From paths to documents: walk, decode, one file per format,
and the way back from an offset to a place in the file.
"""

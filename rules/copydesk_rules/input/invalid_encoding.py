"""Report the first word of a file with bytes that are not valid in its encoding.

Save the file as UTF-8. If that does not help, the file was cut in the middle of a character: get
its source again.

Text is read as UTF-8, or as UTF-16 or UTF-32 where a byte-order mark says so. Every invalid
sequence counts as one replacement character (U+FFFD), and the rest of the file is still checked;
GAR110 leaves these characters to this rule.

"""

from __future__ import annotations

from copydesk.rule import engine_rule


@engine_rule("IOE101", "not valid {encoding}: byte {bytes}")
def invalid_encoding() -> None:
    """Reported while reading."""

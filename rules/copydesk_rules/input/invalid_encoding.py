"""Report the first byte of a file that is not valid in its encoding.

Text is read as UTF-8, or as UTF-16 or UTF-32 where a byte-order mark says so. A file that is
neither was saved in another encoding, or cut in the middle of a character. Every invalid sequence
counts as one replacement character (U+FFFD) and the rest of the file is still checked; GAR110
leaves these characters to this rule. Save the file as UTF-8 to mend it.
"""

from __future__ import annotations

from copydesk.rule import engine_rule


@engine_rule("IOE101", "not valid {encoding}: byte {bytes}")
def invalid_encoding() -> None:
    """Reported while reading."""

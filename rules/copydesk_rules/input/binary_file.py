"""Report a file that was named on the command line and is not text.

A file with NUL bytes near its start is a picture, an archive or a database, or text in UTF-16
without its byte-order mark. Met while walking a folder it is only listed as skipped; named, it was
taken for text by somebody, so it is a finding.
"""

from __future__ import annotations

from copydesk.rule import engine_rule


@engine_rule("IOE102", "not text: holds NUL bytes")
def binary_file() -> None:
    """Reported while reading."""

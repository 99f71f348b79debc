"""Report a file named on the command line that is not text.

Remove the file from the command, or exclude it; convert it if it is text in an encoding without a
byte-order mark, or save it in a format that is read: .docx or .odt instead of RTF.

A file with NUL bytes near its start is a picture, an archive or a database, or text in UTF-16
without its byte-order mark. RTF, PostScript and the files of old office programs are known by their
first bytes. Found while walking a folder, such a file is only listed as skipped; it
is a finding where somebody named it, because they took it for text.

"""

from __future__ import annotations

from copydesk.rule import engine_rule


@engine_rule("IOE102", "binary file ({why})")
def binary_file() -> None:
    """Reported while reading."""

"""Report a record of a web archive that is damaged: cut off, of a wrong length, or not what its head says.

A crawl or a download that broke off leaves the last record short; a tool that rewrites archives may leave lengths that do not fit, or a
body that does not unpack. The record is not linted. Reading goes on at the next record, and where the archive is compressed as one whole
and broken in the middle, it ends there. Fetch the archive again, or take the record out.
"""

from __future__ import annotations

from copydesk.rule import engine_rule


@engine_rule("IOE203", "damaged record {uri}: {error}")
def damaged_page() -> None:
    """Reported while reading."""

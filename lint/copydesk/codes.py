"""Codes of what the engine itself reports, and no others.

Their pages and messages are those of the built-in rule pack, family `input`.
"""

from __future__ import annotations

from typing import Final

INVALID_ENCODING: Final = "IOE101"
BINARY_FILE: Final = "IOE102"
BROKEN_RECORD: Final = "IOE201"
MISSING_TEXT_FIELD: Final = "IOE202"
UNUSED_SUPPRESSION: Final = "SUP101"
INVALID_SUPPRESSION: Final = "SUP102"
CRASHED_RULE: Final = "INT001"

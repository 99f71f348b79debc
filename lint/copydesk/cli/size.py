"""Sizes on the command line: `300MB`, `2GiB`, `500000`."""

from __future__ import annotations

import re

import click

from copydesk.patterns import late_pattern

_UNITS = {"": 1, "K": 1000, "M": 1000**2, "G": 1000**3, "KI": 1024, "MI": 1024**2, "GI": 1024**3}
_SIZE = late_pattern(r"(\d+(?:\.\d+)?)\s*([KMG]I?|)B?", re.IGNORECASE)


def size(value: str) -> int:
    """Return the number of bytes of a size; raises click.BadParameter."""
    match = _SIZE.fullmatch(value.strip())
    if not match:
        raise click.BadParameter(f"{value!r} is not a size; write 300MB, 2GB or 500000")
    return int(float(match[1]) * _UNITS[match[2].upper()])

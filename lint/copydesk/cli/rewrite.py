"""Put a new text in the place of a file that a user keeps, in one step,
unless it has changed meanwhile.
"""

from __future__ import annotations

from pathlib import Path

import click

from copydesk.fixing.page import Unfixable, replace_file


def rewrite(file: Path, old: bytes, new: bytes) -> None:
    """Replace the content `old` of a file by `new`; owner and mode stay. Raises click's errors."""
    try:
        replace_file(file, new, lambda: file.read_bytes() == old)
    except (Unfixable, OSError) as error:
        raise click.ClickException(
            f"{file} cannot be written: {getattr(error, 'strerror', None) or error}"
        ) from None

"""Put a new text in the place of a file that a user keeps, in one step,
unless it has changed meanwhile.
"""

from __future__ import annotations

from pathlib import Path

import click

from copydesk.files import Changed, write_file


def rewrite(file: Path, old: bytes, new: bytes) -> None:
    """Replace the content `old` of a file by `new`; owner and mode stay. Raises click's errors."""
    try:
        write_file(file, new, named=True, unchanged=lambda: file.read_bytes() == old)
    except Changed:
        raise click.ClickException(f"{file} was changed meanwhile; run the command again") from None
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror or error}") from None

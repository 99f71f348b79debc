"""Replace a user's file in one step, unless it has changed meanwhile."""

from __future__ import annotations

from pathlib import Path

import click

from copydesk.files import Changed, write_file


def rewrite(file: Path, old: bytes, new: bytes) -> None:
    """Replace the content `old` of a file, keeping owner and mode; raises click's errors."""
    try:
        write_file(file, new, named=True, unchanged=lambda: file.read_bytes() == old)
    except Changed:
        raise click.ClickException(f"{file} has changed meanwhile; run the command again") from None
    except OSError as error:
        raise click.ClickException(f"cannot write {file}: {error.strerror or error}") from None

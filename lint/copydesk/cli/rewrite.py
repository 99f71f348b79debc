"""Replace a user's file in one step, unless it has changed meanwhile."""

from __future__ import annotations

from pathlib import Path

import click

from copydesk.fixing.page import Unfixable, replace_file


def rewrite(file: Path, old: bytes, new: bytes) -> None:
    """Replace the content `old` of a file, keeping owner and mode; raises click's errors."""
    try:
        replace_file(file, new, lambda: file.read_bytes() == old)
    except (Unfixable, OSError) as error:
        raise click.ClickException(
            f"cannot write {file}: {getattr(error, 'strerror', None) or error}"
        ) from None

"""Lint as a command does: a progress line on a terminal, complaints on standard error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from copydesk.cli.progress import progress
from copydesk.cli.streams import complain

if TYPE_CHECKING:
    from copydesk.reading.source import Source
    from copydesk.report import Report
    from copydesk.running.session import Session


def lint(session: Session, files: Sequence[Source], *, hidden: bool = False) -> Report:
    """Run a session's plan over files; `hidden`: without a progress line."""
    with progress(files, quiet=session.options.quiet or hidden) as shown:
        return session.lint(
            files,
            progress=shown.read if shown else None,
            phase=shown.phase if shown else None,
            warn=complain,
        )

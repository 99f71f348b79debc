"""Turn mistakes of the user into one sentence and exit code 2."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from copydesk.config.config import BadConfig
from copydesk.config.select import UnknownRule
from copydesk.engine.registry import BrokenRules
from copydesk.files import Unwritable
from copydesk.hints import nearest
from copydesk.output.conditions import BadCondition
from copydesk.output.render_input import BadHistory, MissingExtra
from copydesk.reading.git import NoRepository
from copydesk.reading.walk import MissingPath
from copydesk.running.sources import Unusable


@contextmanager
def reported() -> Iterator[None]:
    """Re-raise errors of configuration, selection and paths as click's, which end in one line."""
    try:
        yield
    except (
        BadConfig,
        UnknownRule,
        BrokenRules,
        NoRepository,
        MissingExtra,
        BadHistory,
        Unwritable,
    ) as error:
        raise click.ClickException(str(error)) from error
    except (Unusable, BadCondition) as error:
        raise click.UsageError(str(error)) from error
    except MissingPath as error:
        raise click.ClickException(_missing(Path(str(error)))) from error


def _missing(path: Path) -> str:
    folder = path.parent
    names = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
    near = nearest(path.name, names)
    meant = f"; did you mean {str(folder / near)!r}?" if near else ""
    return f"file not found: {str(path)!r}{meant}"

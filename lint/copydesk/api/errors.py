"""What the Python API raises."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class CopydeskError(Exception):
    """The base of all errors that the Python API raises; the message says what to do."""


class ConfigError(CopydeskError):
    """A configuration, a rule code or a rule pack cannot be used."""


class InputError(CopydeskError):
    """What was passed cannot be linted: no file, no text, a column or field that is not there."""


class MissingDependencyError(CopydeskError, ImportError):
    """A library is needed that is not installed; the message names the extra that brings it."""


@contextmanager
def translated() -> Iterator[None]:
    """Raise what the engine and the configuration raise as errors of this module."""
    from copydesk.config.config import BadConfig
    from copydesk.config.select import UnknownRule
    from copydesk.engine.registry import BrokenRules
    from copydesk.output.render_input import MissingExtra
    from copydesk.reading.git import NoRepository
    from copydesk.reading.walk import MissingPath
    from copydesk.running.sources import Unusable

    try:
        yield
    except (BadConfig, UnknownRule, BrokenRules) as error:
        raise ConfigError(str(error)) from error
    except MissingExtra as error:
        raise MissingDependencyError(str(error)) from error
    except MissingPath as error:
        raise InputError(f"file not found: {str(error)!r}") from error
    except (Unusable, NoRepository) as error:
        raise InputError(str(error)) from error


def arrow(what: str) -> Any:
    """Return pyarrow, which `what` needs; raises MissingDependencyError."""
    try:
        import pyarrow
    except ImportError:
        raise MissingDependencyError(
            f"{what} needs an extra: pip install 'copydesk[parquet]'"
        ) from None
    return pyarrow

"""Arguments and options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from copydesk.cli.selectors import selectors

_Command = Callable[..., Any]
_Decorator = Callable[[_Command], _Command]


def parameters(*decorators: _Decorator) -> _Decorator:
    """Give a command arguments and options; `--help` lists them in this order."""

    def wrap(function: _Command) -> _Command:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return wrap


PATHS = click.argument("paths", nargs=-1, type=click.Path())
SELECT = click.option(
    "--select",
    multiple=True,
    type=selectors,
    metavar="CODES",
    help="Rules to run: codes, prefixes, names, ALL or DEFAULT, separated by commas.",
)
JOBS = click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    help="Number of processes. [default: the number of cores]",
)
CONFIG = click.option(
    "--config",
    multiple=True,
    type=click.Path(),
    metavar="FILE|KEY=VALUE",
    help="Configuration file to use instead of the nearest one, or one setting: rules.DUP202.similarity=0.8.",
)
ISOLATED = click.option("--isolated", is_flag=True, help="Ignore configuration files.")
NO_CACHE = click.option(
    "--no-cache", is_flag=True, envvar="COPYDESK_NO_CACHE", help="Do not read or write the cache."
)
CACHE_DIR = click.option(
    "--cache-dir",
    metavar="FOLDER",
    envvar="COPYDESK_CACHE_DIR",
    help="Cache folder. [default: .copydesk_cache]",
)
RUNNER = click.option(
    "--runner",
    type=click.Choice(["local", "spark"]),
    default="local",
    help="Where to run: in this process, or on Apache Spark, to folders. [default: local]",
)
MASTER = click.option(
    "--master",
    metavar="URL",
    help="Master of --runner spark, such as yarn or spark://host:7077. [default: Spark's own, else local[*]]",
)
EXCLUDE = click.option(
    "--exclude",
    multiple=True,
    metavar="PATTERNS",
    help="Paths to skip while walking folders, as .gitignore patterns.",
)
RESPECT_GITIGNORE = click.option(
    "--respect-gitignore/--no-respect-gitignore",
    default=None,
    help="Skip what .gitignore files list. [default: yes]",
)
TEXT_FIELD = click.option(
    "--text-field",
    multiple=True,
    metavar="FIELDS",
    help="Record fields that hold the text, separated by commas; body.text is nested, messages[].content of every item. [default: text]",
)
ID_FIELD = click.option(
    "--id-field", metavar="FIELD", help="Record field that identifies the record. [default: id]"
)
ALLOW_LIST = click.option(
    "--allow-list",
    metavar="FILE",
    help="File of accepted texts, each with its reason.",
)
COLOR = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="When to use color. [default: auto]",
)

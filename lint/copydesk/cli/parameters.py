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
    help="Processes to use. [default: the number of cores]",
)
CONFIG = click.option(
    "--config",
    "config_path",
    type=click.Path(),
    help="A configuration file to use instead of the nearest one.",
)
ISOLATED = click.option("--isolated", is_flag=True, help="Use no configuration file.")
NO_CACHE = click.option(
    "--no-cache", is_flag=True, envvar="COPYDESK_NO_CACHE", help="Do not read or write the cache."
)
CACHE_DIR = click.option(
    "--cache-dir",
    metavar="FOLDER",
    envvar="COPYDESK_CACHE_DIR",
    help="Where the cache is. [default: .copydesk_cache]",
)
EXCLUDE = click.option(
    "--exclude",
    multiple=True,
    metavar="PATTERNS",
    help="Paths to leave out while walking, as in a .gitignore.",
)
RESPECT_GITIGNORE = click.option(
    "--respect-gitignore/--no-respect-gitignore",
    default=None,
    help="Leave out what .gitignore files name. [default: yes]",
)
TEXT_FIELD = click.option(
    "--text-field",
    metavar="FIELD",
    help="The field of a record that holds its text; body.text lies in body. [default: text]",
)
ID_FIELD = click.option(
    "--id-field", metavar="FIELD", help="The field of a record that names it. [default: id]"
)
ALLOW_LIST = click.option(
    "--allow-list",
    metavar="FILE",
    help="Texts that are meant to be as they are, each with its reason.",
)
COLOR = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="When to colour. [default: auto]",
)

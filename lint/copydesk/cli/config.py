"""`copydesk config`: show the effective configuration, and the schema of one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from copydesk.cli.group import CONTEXT
from copydesk.cli.parameters import CONFIG, ISOLATED, parameters
from copydesk.config.options import RunOptions
from copydesk.output.escape import literal

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import Table

    from copydesk.config.config import Config


@click.group(
    "config",
    context_settings=CONTEXT,
    short_help="Show the effective configuration, or its JSON Schema.",
)
def command() -> None:
    """Show the effective configuration of this folder, or the JSON Schema for editors."""


@command.command("show")
@parameters(CONFIG, ISOLATED)
def show(**given: Any) -> int:
    """Print every setting and each configured threshold as TOML, with the file it comes from."""
    from copydesk.cli.errors import reported
    from copydesk.config.select import PerFileIgnores
    from copydesk.engine.planning import plan_of
    from copydesk.engine.registry import load_rules
    from copydesk.running.sources import configuration

    options = RunOptions.parsed(**given)
    with reported():
        config = configuration(options)
        plan_of(config, options)
        PerFileIgnores(config, load_rules())
        click.echo(literal(_shown(config)), nl=False)
    return 0


@command.command("schema")
def schema() -> int:
    """Print the JSON Schema of copydesk.toml and [tool.copydesk], for the installed rules."""
    import msgspec

    from copydesk.cli.errors import reported
    from copydesk.config.schema import schema
    from copydesk.engine.registry import load_rules

    with reported():
        made = schema(load_rules())
    click.echo(msgspec.json.format(msgspec.json.encode(made)).decode("utf-8"))
    return 0


def _shown(config: Config) -> str:
    """Return the configuration as TOML, a comment after each value."""
    import msgspec
    import tomlkit

    document = tomlkit.document()
    settings = msgspec.to_builtins(config.settings)
    for key in sorted(
        settings, key=lambda key: isinstance(settings[key], dict)
    ):  # a value after a table would belong to it
        _add(document, (key,), settings[key], config)
    return tomlkit.dumps(document)


def _add(container: TOMLDocument | Table, key: tuple[str, ...], value: Any, config: Config) -> None:
    import tomlkit

    if not isinstance(value, dict):
        item = tomlkit.item(value)
        item.comment(
            Path(os.path.relpath(config.stated[key])).as_posix()
            if key in config.stated
            else "default"
        )
        container.add(key[-1], item)
    elif value:
        table = tomlkit.table(
            is_super_table=all(isinstance(entry, dict) for entry in value.values())
        )
        for name, entry in value.items():
            _add(table, (*key, name), entry, config)
        container.add(key[-1], table)

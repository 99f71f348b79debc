"""`copydesk init`: write a commented configuration that fits the files of a folder."""

from __future__ import annotations

import json
import os
import tomllib
from collections import Counter
from pathlib import Path

import click

from copydesk.cli.group import CONTEXT
from copydesk.files import create_text
from copydesk.output.escape import visible
from copydesk.reading.formats import EXTENSIONS

_NEXT = """\

Next:
  copydesk check              list findings{there}
  copydesk baseline create    accept current findings, so that only new ones count
"""
_HOOK = """
For every commit, in .pre-commit-config.yaml:
  repos:
    - repo: local
      hooks:
        - id: copydesk
          name: copydesk
          entry: copydesk check --force-exclude --against-tracked
          language: system
          types: [text]
          files: '\\.({extensions})$'
          require_serial: true
"""


@click.command("init", context_settings=CONTEXT, short_help="Write a commented configuration.")
@click.argument(
    "folder", type=click.Path(file_okay=False, exists=True, path_type=Path), default="."
)
@click.option(
    "--pyproject",
    is_flag=True,
    help="Add a [tool.copydesk] section to pyproject.toml instead of writing copydesk.toml.",
)
def command(folder: Path, pyproject: bool) -> int:
    """Write FOLDER's copydesk.toml: every setting with its default and purpose, and values that fit
    the files found. Default: this folder.

    An existing configuration is never changed.
    """
    from copydesk.cli.errors import reported
    from copydesk.cli.suggest import suggestions
    from copydesk.config.config import NAMES, read_table
    from copydesk.config.template import template
    from copydesk.reading.walk import Walker

    with reported():
        for name in NAMES:
            if (folder / name).is_file() and read_table(folder / name) is not None:
                raise click.ClickException(
                    f"{folder / name} already exists; `copydesk config show` prints it, change it by hand"
                )
        sources = Walker(folder.absolute()).find([str(folder)])
        git = any(
            (above / ".git").exists() for above in (folder.absolute(), *folder.absolute().parents)
        )
        suggested = suggestions(folder, sources, git=git)
        target = folder / ("pyproject.toml" if pyproject else "copydesk.toml")
        if pyproject and target.exists():
            _append(target, template(suggested, "tool.copydesk"))
        else:
            create_text(target, template(suggested, "tool.copydesk" if pyproject else ""))
    formats = Counter(source.format for source in sources)
    found = ", ".join(f"{count} {form}" for form, count in sorted(formats.items())) or "none"
    click.echo(f"Wrote {visible(str(target))}. Files to lint here: {visible(found)}.")
    for key, (value, reason) in suggested.items():
        entries = value if isinstance(value, dict) else {key: value}
        for name, entry in entries.items():
            shown = f"{json.dumps(name, ensure_ascii=False)} in {key}" if entries is value else key
            stated = json.dumps(entry, ensure_ascii=False)
            click.echo(f"{visible(shown)} = {visible(stated)}  # {visible(reason)}")
    there = (
        ""
        if os.path.realpath(folder) == os.path.realpath(Path.cwd())
        else f", in {visible(str(folder))}"
    )
    click.echo(_NEXT.format(there=there), nl=False)
    if git:
        click.echo(
            _HOOK.format(
                extensions="|".join(
                    extension.removeprefix(".") for extension in EXTENSIONS if extension != ".json"
                )
            ),
            nl=False,
        )
    return 0


def _append(file: Path, text: str) -> None:
    """Append a text to a pyproject.toml and change nothing else; raises click's errors."""
    from copydesk.cli.rewrite import rewrite

    old = file.read_bytes()
    try:
        tomllib.loads(old.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise click.ClickException(
            f"{file}: {error}; a section can only be added to a valid file"
        ) from None
    end = "" if old.endswith(b"\n") or not old else "\n"
    line = "\r\n" if b"\r\n" in old else "\n"
    added = f"{end}{chr(10) if old else ''}{text}".replace("\n", line)
    rewrite(file, old, old + added.encode("utf-8"))

"""`copydesk mcp`: tools for coding agents, over the Model Context Protocol."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import click

from copydesk.cli.group import CONTEXT


@click.command(
    "mcp",
    context_settings=CONTEXT,
    short_help="Serve tools to coding agents: the Model Context Protocol.",
)
@click.option(
    "--root",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    default=".",
    help="Folder that tools may read; nothing outside it is opened. [default: this folder]",
)
@click.option(
    "--write",
    "writable",
    is_flag=True,
    help="Also offer tools that change files below the folder: fix_path and dedupe_write.",
)
def command(root: Path, writable: bool) -> int:
    """Run a server of the Model Context Protocol on standard input and output, for an agent to
    start.

    It checks texts and paths, explains rules, plans deduplication and looks for contamination. It
    only reads, unless it is started with --write. The guide's page "For agents" shows how to set it
    up.
    """
    try:
        from copydesk.agents.server import made
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in ("mcp", "mcp_types"):
            raise
        raise click.ClickException(
            "`copydesk mcp` needs an extra: pip install 'copydesk[mcp]'"
        ) from None
    from copydesk.agents.tools import Workspace, WritableWorkspace

    gc.enable()  # it runs for days, not for one run
    top = Path(os.path.realpath(root))
    os.chdir(top)
    made(WritableWorkspace(top) if writable else Workspace(top)).run("stdio")
    return 0

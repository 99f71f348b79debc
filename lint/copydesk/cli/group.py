"""A command group that imports a command only when it is called.

`copydesk --version` loads click and nothing else.
"""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 120}
_PATH_LIKE = frozenset("./\\*")  # characters of a path that is meant to be linted
COMMANDS = {
    "baseline": "Accept current findings, so that only new ones count.",
    "check": "Lint files and folders.",
    "completion": "Print a completion script for a shell.",
    "config": "Show the effective configuration, or its JSON Schema.",
    "contamination": "Find the items of a benchmark in training data.",
    "dedupe": "List which copies to drop, and write a corpus without them.",
    "diff": "Compare two JSON reports: new and resolved findings.",
    "index": "Build, check and export the index of a corpus.",
    "init": "Write a commented configuration.",
    "kind": "Tell the kinds of documents.",
    "learn": "Learn the boilerplate of a corpus.",
    "mcp": "Serve tools to coding agents: the Model Context Protocol.",
    "report": "Render a JSON report as an HTML page.",
    "rule": "Show a rule's page.",
    "rules": "List the rules.",
    "server": "Show findings in an editor: a language server.",
    "tune": "Choose a rule's threshold by looking at findings.",
}


class ClosedPipe(BaseException):
    """The reader of the output has closed the pipe."""


class LazyGroup(click.Group):
    """Finds the command `x` as `copydesk.cli.x.command`."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; raises ClosedPipe for a closed pipe, which click makes exit code 1."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise ClosedPipe from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"copydesk.cli.{cmd_name}").command
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """Return the commands and options that begin with `incomplete`; imports no command."""
        from click.shell_completion import CompletionItem

        commands = [
            CompletionItem(name, help=about)
            for name, about in sorted(COMMANDS.items())
            if name.startswith(incomplete)
        ]
        return commands + click.Command.shell_complete(self, ctx, incomplete)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands; imports none."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Resolve a command; an unknown one is a usage error that names the nearest."""
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            from copydesk.hints import hint

            if os.path.lexists(args[0]) or not _PATH_LIKE.isdisjoint(args[0]):
                raise click.UsageError(
                    f"no command is called {args[0]!r}; to lint it, run `copydesk check {args[0]}`"
                )
            raise click.UsageError(
                f"no command is called {args[0]!r}{hint(args[0], sorted(COMMANDS))}"
            )
        return super().resolve_command(ctx, args)

"""`copydesk completion SHELL`: print a shell's script for completing commands and rules."""

from __future__ import annotations

import click

from copydesk.cli.group import CONTEXT

# click's name for it; where it is set, `copydesk` completes instead of running
_VARIABLE = "_COPYDESK_COMPLETE"


@click.command(
    "completion", context_settings=CONTEXT, short_help="Print a completion script for a shell."
)
@click.argument("shell", type=click.Choice(["bash", "fish", "powershell", "zsh"]))
def command(shell: str) -> int:
    """Print the script that lets SHELL complete commands, options, formats and rules.

    \b
    bash         eval "$(copydesk completion bash)"                                 in ~/.bashrc
    zsh          eval "$(copydesk completion zsh)"                                  in ~/.zshrc, after compinit
    fish         copydesk completion fish > ~/.config/fish/completions/copydesk.fish
    PowerShell   copydesk completion powershell | Out-String | Invoke-Expression    in $PROFILE
    """
    from click.shell_completion import get_completion_class

    from copydesk.cli import cli

    made = get_completion_class(shell)
    assert made is not None
    script = made(cli, {}, "copydesk", _VARIABLE).source()
    # click's script for fish cuts a value at its first comma (8.5), and `--select DUP,GAR` has one.
    click.echo(
        script.replace('string split "," $completion', 'string split --max 1 "," $completion')
    )
    return 0

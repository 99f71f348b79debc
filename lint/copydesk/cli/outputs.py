"""Parse `--output-format FORMAT[:FILE]`, which may be given several times."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from copydesk.output.formats import formats

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from copydesk.config.options import Output  # which `--help` need not import


FOLDERS = ("parquet",)  # formats that only a cluster writes


class OutputType(click.ParamType["Output"]):
    """Reads `FORMAT` or `FORMAT:FILE`."""

    name = "format"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Output:
        """Return the output; an unknown format is a usage error that lists the known ones."""
        from copydesk.config.options import Output

        if isinstance(value, Output):
            return value
        name, _, file = str(value).partition(":")
        if name not in (*formats(), *FOLDERS):
            from copydesk.hints import hint

            self.fail(
                f"{name!r} is not one of {', '.join(formats())}{hint(name, formats(), '')}",
                param,
                ctx,
            )
        return Output(name, file)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        """Return the formats that begin with `incomplete`; after a colon the shell offers files."""
        from click.shell_completion import CompletionItem

        if ":" in incomplete:
            return [CompletionItem(incomplete, type="file")]
        return [CompletionItem(name) for name in formats() if name.startswith(incomplete)]


output = OutputType()


def plan_outputs(outputs: Sequence[Output], file: str | None) -> list[Output]:
    """Return the outputs of a run: the one format without a file goes to `file` or standard output.

    Raises click's UsageError.
    """
    folders = [one.format for one in outputs if one.format in FOLDERS]
    if folders:
        raise click.UsageError(f"the format {folders[0]} is written by --runner spark only")
    from copydesk.config.options import Output

    chosen = list(outputs) or [Output("concise" if os.environ.get("PRE_COMMIT") else "full", "")]
    open_ended = [one for one in chosen if not one.file]
    if len(open_ended) > 1:
        names = " and ".join(one.format for one in open_ended)
        raise click.UsageError(
            f"{names} would both go to standard output; name a file, as in --output-format {open_ended[0].format}:FILE"
        )
    if file and not open_ended:
        raise click.UsageError("--output-file is unused: every --output-format names its own file")
    return [Output(one.format, one.file or file or "") for one in chosen]

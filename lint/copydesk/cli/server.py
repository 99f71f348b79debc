"""`copydesk server`: a language server on standard input and output."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn

import click
from msgspec.structs import replace

from copydesk.cli.group import CONTEXT
from copydesk.cli.parameters import CACHE_DIR, ISOLATED, NO_CACHE
from copydesk.cli.size import size
from copydesk.config.options import RunOptions

if TYPE_CHECKING:
    from copydesk.config.config import Config
    from copydesk.engine.plan import Plan
    from copydesk.reading.source import ReadOptions, Source
    from copydesk.report import Report


@click.command(
    "server", context_settings=CONTEXT, short_help="Show findings in an editor: a language server."
)
@click.option(
    "--stdio",
    is_flag=True,
    help="Use standard input and output (the default); accepted because editors pass it.",
)
@click.option(
    "--config",
    "config_path",
    type=click.Path(),
    help="Configuration file to use instead of the nearest one of each file.",
)
@ISOLATED
@NO_CACHE
@CACHE_DIR
@click.option(
    "--delay",
    type=click.IntRange(min=0),
    default=300,
    metavar="MS",
    help="Milliseconds after the last key before linting. [default: 300]",
)
@click.option(
    "--max-document-size",
    type=size,
    default="1MB",
    metavar="SIZE",
    help="Skip larger documents. [default: 1MB]",
)
def command(
    stdio: bool, config_path: str | None, delay: int, max_document_size: int, **given: Any
) -> NoReturn:
    """Run a language server, for an editor to start.

    The guide's page "In the editor" shows how to set it up.
    """
    try:
        from copydesk.server.features import made
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        raise click.ClickException(
            "`copydesk server` needs an extra: pip install 'copydesk[server]'"
        ) from None
    named = str(Path(config_path).absolute()) if config_path else None
    options = RunOptions(config_path=named, jobs=1, quiet=True, **given)
    gc.enable()  # it runs for days, not for one run
    server = made(
        lambda folder, workspace: _project(folder, workspace, options),
        delay=delay / 1000,
        limit=max_document_size,
    )
    try:
        server.start_io(stdout=_protocol())
    finally:
        server.stop()
    sys.stderr.flush()
    os._exit(
        0 if server.stopped else 1
    )  # a run that has begun is abandoned: editors kill a server that lingers


def _protocol() -> BinaryIO:
    """Return standard output for the protocol, and send other prints to standard error."""
    stream = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return stream


@dataclass(frozen=True, slots=True)
class _Project:
    """A project, as `check` would see it from its folder."""

    config: Config
    plan: Plan
    root: Path
    options: RunOptions

    @property
    def reading(self) -> ReadOptions:
        return self.plan.reading

    def takes(self, path: Path) -> bool:
        from copydesk.running.sources import walker_of

        with _misconfigured():  # what git ignores may be a draft, which people do edit
            return walker_of(self.config, replace(self.options, respect_gitignore=False)).takes(
                path
            )

    def lint(self, sources: Sequence[Source]) -> Report:
        return self._run(sources, None, None)

    def compare(self, source: Source) -> tuple[Report, list[Source]]:
        from copydesk.report import Report
        from copydesk.running.sources import cache_folder

        cache = cache_folder(self.config, self.options)
        others = [other for other in self._indexed(cache) if other.path != source.path]
        if not others:
            return Report(), []
        sources = [*others, source]
        return self._run(sources, frozenset((source.path,)), cache), sources

    def _indexed(self, cache: Path | None) -> list[Source]:
        """Return the files of the index; none without an index, or with a damaged one."""
        from copydesk.engine.cache_folder import plan_key
        from copydesk.engine.database import Damaged
        from copydesk.running.sources import indexed

        if cache is None or not (cache / plan_key(self.plan)).is_dir():
            return []
        try:
            return indexed(cache, self.plan)
        except (Damaged, OSError):
            return []

    def _run(
        self, sources: Sequence[Source], focus: frozenset[str] | None, cache: Path | None
    ) -> Report:
        from copydesk.cli.streams import complain
        from copydesk.engine.decide import decide
        from copydesk.running.session import Session
        from copydesk.running.sources import Sources

        found = Sources(list(sources), focus, cache, [])
        session = Session(
            [source.path for source in sources],
            self.options,
            self.config,
            self.plan,
            found,
            whole=False,
        )
        with _misconfigured():
            report = session.lint(sources, warn=complain)
            decide(report, self.plan.codes, session.decisions(session.baseline()))
        return report


def _project(folder: Path, workspace: Path, options: RunOptions) -> _Project:
    """Enter a folder and return its project: the configuration is searched from there upward."""
    from copydesk.engine.planning import plan_of
    from copydesk.running.sources import configuration

    os.chdir(folder)
    with _misconfigured():
        config = configuration(options)
        return _Project(
            config, plan_of(config, options), config.root if config.file else workspace, options
        )


@contextlib.contextmanager
def _misconfigured() -> Iterator[None]:
    """Re-raise mistakes of the user as Misconfigured, which the server shows."""
    from copydesk.cli.errors import reported
    from copydesk.server.project import Misconfigured

    try:
        with reported():
            yield
    except click.ClickException as error:
        raise Misconfigured(error.format_message()) from None

"""`copydesk index`: build, update, verify, describe, remove and export the index of a corpus."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from copydesk.cli.group import CONTEXT
from copydesk.cli.parameters import (
    CONFIG,
    ID_FIELD,
    ISOLATED,
    JOBS,
    MASTER,
    PATHS,
    RUNNER,
    TEXT_FIELD,
    parameters,
)
from copydesk.config.options import RunOptions
from copydesk.files import replacing
from copydesk.output.escape import visible

if TYPE_CHECKING:
    from copydesk.engine.plan import Plan
    from copydesk.running.sources import Sources


@click.group(
    "index", context_settings=CONTEXT, short_help="Build, check and export the index of a corpus."
)
def command() -> None:
    """Keep an index of a corpus, so that `check` reads only new and changed files.

    `check` fills and uses the index by itself; these commands build it ahead of time, verify it,
    and export its signatures. PATHS default to the files that git tracks, or to this folder without
    git. Rules and thresholds are those of the configuration.
    """


_shared = parameters(
    PATHS,
    CONFIG,
    ISOLATED,
    TEXT_FIELD,
    ID_FIELD,
    click.option(
        "--cache-dir",
        metavar="FOLDER",
        envvar="COPYDESK_CACHE_DIR",
        help="Index folder. [default: .copydesk_cache]",
    ),
)


@command.command("build")
@_shared
@JOBS
@RUNNER
@MASTER
@click.option(
    "--output-folder",
    metavar="DIR",
    help="New folder for the Parquet index of --runner spark, on any path that Spark writes.",
)
def build(paths: tuple[str, ...], output_folder: str | None, **given: Any) -> int:
    """Rebuild the index from every file of PATHS.

    With --runner spark, write one that `check --runner spark --against DIR` reads.
    """
    options = RunOptions.parsed(**given)
    if (options.runner == "spark") != bool(output_folder):
        raise click.UsageError("--runner spark and --output-folder DIR go together")
    if output_folder:
        from copydesk.cli.cluster_index import build_on_spark

        return build_on_spark(partial(_opened, paths, options), options.master, output_folder)
    return _fill(paths, options, rebuild=True)


@command.command("update")
@_shared
@JOBS
def update(paths: tuple[str, ...], **given: Any) -> int:
    """Read new and changed files of PATHS, and drop files that are gone."""
    return _fill(paths, RunOptions.parsed(**given), rebuild=False)


@command.command("info")
@_shared
def info(paths: tuple[str, ...], **given: Any) -> int:
    """Print the size and contents of the index."""
    from copydesk.cli.errors import reported

    with reported():
        plan, found = _opened(paths, RunOptions.parsed(**given))
        with _store(found, plan) as store:
            entries = store.members()
            click.echo(f"index      {visible(str(store.folder))}")
            click.echo(f"files      {len(entries)}")
            click.echo(f"documents  {sum(entry.documents for entry in entries.values())}")
            click.echo(f"paragraphs {sum(entry.paragraphs for entry in entries.values())}")
            click.echo(f"text       {sum(entry.bytes for entry in entries.values()) / 1e6:.1f} MB")
            click.echo(
                f"on disk    {sum(f.stat().st_size for f in store.folder.rglob('*') if f.is_file()) / 1e6:.1f} MB"
            )
            click.echo(
                f"shards     {len({entry.shard for entry in entries.values() if entry.shard})}"
            )
    return 0


@command.command("verify")
@_shared
def verify(paths: tuple[str, ...], **given: Any) -> int:
    """Compare the index with the files of PATHS, and check that it is intact.

    Exit code 1 if there are problems.
    """
    from copydesk.cli.errors import reported
    from copydesk.reading.content import digest

    with reported():
        plan, found = _opened(paths, RunOptions.parsed(**given))
        with _store(found, plan) as store:
            entries = store.members()
            problems = [(path, fault) for path, fault in store.problems().items()]
            for source in found.all:
                known = entries.pop(source.path, None)
                if known is None:
                    problems.append((source.path, "not in the index"))
                elif known.digest != (source.digest or digest(source, plan.reading)):
                    problems.append((source.path, "changed since"))
            problems += [(path, "gone") for path in entries if not Path(path).exists()]
    for path, fault in sorted(problems):
        click.echo(f"{visible(path)}: {visible(fault)}")
    click.echo(
        f"{len(problems)} problems in {len(found.all)} files"
        if problems
        else f"{len(found.all)} files, all as indexed",
        err=True,
    )
    return int(bool(problems))


@command.command("clean")
@_shared
def clean(paths: tuple[str, ...], **given: Any) -> int:
    """Remove the index, for all rules and thresholds."""
    from copydesk.cli.errors import reported
    from copydesk.engine.cache_folder import remove
    from copydesk.running.sources import TUNING, cache_folder, configuration

    options = RunOptions.parsed(**given)
    with reported():
        root = cache_folder(configuration(options), options)
        if root and root.is_dir():
            remove(root / TUNING)
            remove(root)  # never what copydesk did not make
            click.echo(f"removed {visible(str(root))}", err=True)
    return 0


@command.command("export")
@_shared
@click.option(
    "--to",
    "target",
    type=click.Choice(["datasketch"]),
    required=True,
    help="Library whose format to write.",
)
@click.option(
    "--unit",
    type=click.Choice(["document", "paragraph"]),
    default="document",
    help="Unit to sign. [default: document]",
)
@click.option(
    "--permutations",
    type=click.IntRange(1, 4096),
    default=128,
    help="Hash values in a signature. [default: 128]",
)
@click.option(
    "-o",
    "--output-file",
    type=click.Path(dir_okay=False),
    help="File to write. [default: standard output]",
)
def export(
    paths: tuple[str, ...],
    target: str,
    unit: str,
    permutations: int,
    output_file: str | None,
    **given: Any,
) -> int:
    """Write one line of JSON for each document or paragraph: its place, and a MinHash signature in
    the format of datasketch 2.
    """
    from copydesk.cli.errors import reported
    from copydesk.engine.export import signatures

    with reported():
        plan, found = _opened(paths, RunOptions.parsed(**given))
        lines = signatures(plan, found.all, unit=unit, permutations=permutations)
        if output_file:
            with replacing(Path(output_file), named=True) as stream:
                stream.writelines(line.encode("utf-8") for line in lines)
        else:
            sys.stdout.writelines(lines)
    return 0


def _opened(paths: tuple[str, ...], options: RunOptions) -> tuple[Plan, Sources]:
    """Return the plan of the configuration, and the files of PATHS."""
    from copydesk.engine.planning import plan_of
    from copydesk.reading.git import NoRepository
    from copydesk.running.sources import configuration, find_sources

    config = configuration(options)
    plan = plan_of(config, options)
    if paths:
        return plan, find_sources(paths, config, plan, options)
    try:
        return plan, find_sources((), config, plan, replace(options, tracked=True))
    except NoRepository:
        return plan, find_sources((".",), config, plan, options)


def _store(found: Sources, plan: Plan) -> Any:
    import contextlib

    from copydesk.engine.database import Damaged
    from copydesk.engine.store import Store

    assert found.cache
    try:
        return contextlib.closing(Store(found.cache, plan))
    except Damaged as error:
        raise click.ClickException(
            f"cannot use the index in {found.cache} ({error}); rebuild it with `copydesk index build`"
        ) from None


def _fill(paths: tuple[str, ...], options: RunOptions, *, rebuild: bool) -> int:
    import shutil

    from copydesk.cli.errors import reported
    from copydesk.cli.progress import progress
    from copydesk.engine.cache_folder import plan_key
    from copydesk.engine.plan import Resources, Scope
    from copydesk.engine.run import run

    with reported():
        plan, found = _opened(paths, options)
        assert found.cache
        if rebuild:
            shutil.rmtree(found.cache / plan_key(plan), ignore_errors=True)
        with progress(found.all, quiet=False) as shown:
            report = run(
                plan,
                found.all,
                Scope(focus=frozenset()),
                Resources(options.jobs or os.cpu_count() or 1, progress=shown),
                cache=found.cache,
            )
        with _store(found, plan) as store:
            gone = [path for path in store.entries() if not Path(path).exists()]
            store.clear(gone)
            store.enroll(source.path for source in found.all)
            store.compact()
            read = len(store.members())
    click.echo(
        f"{read} files indexed, {report.documents} documents, {report.paragraphs} paragraphs; {len(gone)} gone",
        err=True,
    )
    return 2 if report.crashed else 0

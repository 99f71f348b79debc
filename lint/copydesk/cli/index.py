"""`copydesk index`: build, update, check, describe, remove and export the index of a corpus."""

from __future__ import annotations

import dataclasses
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from copydesk.cli.group import CONTEXT
from copydesk.cli.parameters import CONFIG, ISOLATED, JOBS, PATHS, parameters
from copydesk.config.options import RunOptions
from copydesk.files import replacing

if TYPE_CHECKING:
    from copydesk.cli.sources import Sources
    from copydesk.engine.plan import Plan


@click.group(
    "index", context_settings=CONTEXT, short_help="Build, check and export the index of a corpus."
)
def command() -> None:
    """Keep an index of a corpus: what each file holds, so that `check` reads only what is new.

    `check` fills and uses it by itself; these commands are for doing so ahead, for checking it, and
    for sharing its signatures. PATHS default to the files that git tracks, without git to this
    folder. Rules and thresholds are those of the configuration.
    """


_shared = parameters(
    PATHS,
    CONFIG,
    ISOLATED,
    click.option(
        "--cache-dir",
        metavar="FOLDER",
        envvar="COPYDESK_CACHE_DIR",
        help="Where the index is. [default: .copydesk_cache]",
    ),
)


@command.command("build")
@_shared
@JOBS
def build(paths: tuple[str, ...], **given: Any) -> int:
    """Read every file of PATHS and make the index anew."""
    return _fill(paths, RunOptions.parsed(**given), anew=True)


@command.command("update")
@_shared
@JOBS
def update(paths: tuple[str, ...], **given: Any) -> int:
    """Read what is new or changed in PATHS, and forget what is gone."""
    return _fill(paths, RunOptions.parsed(**given), anew=False)


@command.command("info")
@_shared
def info(paths: tuple[str, ...], **given: Any) -> int:
    """Say what the index holds."""
    from copydesk.cli.errors import reported

    with reported():
        plan, found = _opened(paths, RunOptions.parsed(**given))
        with _store(found, plan) as store:
            entries = store.members()
            click.echo(f"index      {store.folder}")
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
    """Compare the index with the files of PATHS, and check that its columns are whole.

    Exit code 1 when something is amiss.
    """
    from copydesk.cli.errors import reported
    from copydesk.reading.content import digest

    with reported():
        plan, found = _opened(paths, RunOptions.parsed(**given))
        with _store(found, plan) as store:
            entries = store.members()
            amiss = [(path, fault) for path, fault in store.problems().items()]
            for source in found.all:
                known = entries.pop(source.path, None)
                if known is None:
                    amiss.append((source.path, "not in the index"))
                elif known.digest != (source.digest or digest(source, plan.reading)):
                    amiss.append((source.path, "changed since"))
            amiss += [(path, "gone") for path in entries if not Path(path).exists()]
    for path, fault in sorted(amiss):
        click.echo(f"{path}: {fault}")
    click.echo(
        f"{len(amiss)} of {len(found.all)} files amiss"
        if amiss
        else f"{len(found.all)} files, all as indexed",
        err=True,
    )
    return int(bool(amiss))


@command.command("clean")
@_shared
def clean(paths: tuple[str, ...], **given: Any) -> int:
    """Remove the index, for all rules and thresholds."""
    from copydesk.cli.errors import reported
    from copydesk.cli.sources import TUNING, cache_folder, configuration
    from copydesk.engine.cache_folder import remove

    options = RunOptions.parsed(**given)
    with reported():
        root = cache_folder(configuration(options), options)
        if root and root.is_dir():
            remove(root / TUNING)
            remove(root)  # never what copydesk did not make
            click.echo(f"removed {root}", err=True)
    return 0


@command.command("export")
@_shared
@click.option(
    "--to",
    "target",
    type=click.Choice(["datasketch"]),
    required=True,
    help="Whose signatures to write.",
)
@click.option(
    "--unit",
    type=click.Choice(["document", "paragraph"]),
    default="document",
    help="What to sign. [default: document]",
)
@click.option(
    "--permutations",
    type=click.IntRange(1, 4096),
    default=128,
    help="Values in a signature. [default: 128]",
)
@click.option(
    "-o",
    "--output-file",
    type=click.Path(dir_okay=False),
    help="Where to write. [default: standard output]",
)
def export(
    paths: tuple[str, ...],
    target: str,
    unit: str,
    permutations: int,
    output_file: str | None,
    **given: Any,
) -> int:
    """Write a line of JSON a document or paragraph.

    Its place, and a MinHash signature that datasketch 2 takes as its own.
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
    from copydesk.cli.sources import configuration, find_sources
    from copydesk.engine.planning import plan_of
    from copydesk.reading.git import NoRepository

    config = configuration(options)
    plan = plan_of(config, options)
    if paths:
        return plan, find_sources(paths, config, plan, options)
    try:
        return plan, find_sources((), config, plan, dataclasses.replace(options, tracked=True))
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
            f"the index in {found.cache} cannot be used ({error}); `copydesk index build` makes it anew"
        ) from None


def _fill(paths: tuple[str, ...], options: RunOptions, *, anew: bool) -> int:
    import shutil

    from copydesk.cli.errors import reported
    from copydesk.cli.progress import progress
    from copydesk.engine.cache_folder import plan_key
    from copydesk.engine.plan import Resources, Scope
    from copydesk.engine.run import run

    with reported():
        plan, found = _opened(paths, options)
        assert found.cache
        if anew:
            shutil.rmtree(found.cache / plan_key(plan), ignore_errors=True)
        with progress(found.all, quiet=False) as advance:
            report = run(
                plan,
                found.all,
                Scope(focus=frozenset()),
                Resources(options.jobs or os.cpu_count() or 1, progress=advance),
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

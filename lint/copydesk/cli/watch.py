"""`copydesk check --watch`: lint, and again whenever a file changes that counts."""

from __future__ import annotations

import contextlib
import gc
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn

import click

from copydesk.cli.errors import reported
from copydesk.cli.sources import configuration, file_named, walker_of
from copydesk.config.config import NAMES, BadConfig, Config
from copydesk.config.options import RunOptions
from copydesk.output.escape import visible
from copydesk.reading.walk import SKIPPED_FOLDERS, MissingPath, Walker

_TICK = 250  # milliseconds between looks at files that lie in no watched folder
# milliseconds without another change, before the files are looked at: a program saves in several
# steps
_QUIET = 100
_NAMED = 5  # files that are named of those that changed

States = dict[
    str, tuple[int, ...]
]  # when a file was changed, how long it is, and which one it is, by its path


def watch(lint: Callable[[], int], paths: Sequence[str], options: RunOptions) -> NoReturn:
    """Lint until a signal ends it.

    What is wrong at first is raised as ever; later it is said, and the next change is waited for.
    """
    _refuse(paths, options)
    paths = (*paths, *options.against)
    seen: States | None = None
    extended: set[str] = set()
    for stirred in _ticks(paths, lambda: _states(_settings(options, extended)[1], paths)):
        if not stirred:
            continue
        now = _states(*_files(paths, options, extended))
        if now == seen:
            continue
        click.clear()  # on a terminal only
        if seen is not None and not options.quiet:
            click.echo(_changes(seen, now), err=True)
        try:
            with reported():
                lint()
        except BrokenPipeError:
            raise
        except (click.ClickException, OSError) as error:
            if seen is None:
                raise
            said = (
                error.format_message()
                if isinstance(error, click.ClickException)
                else error.strerror or error
            )
            click.echo(f"copydesk: {said}", err=True)
        if not options.quiet:
            click.echo("Watching for changes; Ctrl-C ends it.", err=True)
        seen = now
        gc.collect()  # a single run does without
    raise AssertionError("only a signal ends it")


def _refuse(paths: Sequence[str], options: RunOptions) -> None:
    refused = (
        (options.fix, "--fix", "it would change files that are open in an editor"),
        (options.fix_only, "--fix-only", "it would change files that are open in an editor"),
        (options.history, "--history", "a row for every saved file shows no trend"),
        (options.tracked, "--tracked", "it watches PATHS, not what git tracks"),
        (
            options.against_tracked,
            "--against-tracked",
            "it watches PATHS and --against, not what git tracks",
        ),
    )
    if "-" in paths:
        raise click.UsageError("--watch cannot watch standard input")
    for given, option, reason in refused:
        if given:
            raise click.UsageError(f"--watch does not go with {option}: {reason}")


def _ticks(paths: Sequence[str], loose: Callable[[], States]) -> Iterator[bool]:
    """Yield several times a second, and True when files are to be looked at.

    At first, and after something has changed.

    Folders are watched by the system; files that may lie outside of them, `loose`, are asked for
    their state.
    """
    from copydesk.cli import Ended

    try:
        import watchfiles
    except ImportError:
        raise click.ClickException(
            "--watch needs an extra: pip install 'copydesk[watch]'"
        ) from None
    while True:
        folders = _folders(paths)
        states: States | None = None
        try:
            for changes in watchfiles.watch(
                *(folders or "."),
                recursive=bool(folders),
                watch_filter=lambda _, path: SKIPPED_FOLDERS.isdisjoint(
                    Path(os.path.relpath(path)).parts
                ),
                step=_QUIET,
                rust_timeout=_TICK,
                yield_on_timeout=True,
                ignore_permission_denied=True,
            ):
                before, states = states, loose()
                yield bool(changes) or states != before
                if _folders(paths) != folders:
                    break  # one went or was made anew, and no news come of that
        except FileNotFoundError:
            continue  # one went in this moment
        except (
            OSError,
            RuntimeError,
        ) as error:  # watchfiles' own errors are RuntimeErrors: no more watches are to be had
            raise click.ClickException(
                f"--watch: {error}; WATCHFILES_FORCE_POLLING=1 asks the files instead of the system"
            ) from None
        except KeyboardInterrupt:  # what the handler of a signal raised there is lost
            raise Ended from None


def _settings(options: RunOptions, extended: set[str]) -> tuple[Walker, list[str]]:
    """Return what walks as the configuration says, and all files that it is or may be in,
    or names; where it is broken, the defaults.

    `extended` takes in the files that it extends: while one of them is broken, nothing else tells
    that its mending counts.
    """
    found = [options.config_path] if options.config_path else []
    if not found and not options.isolated:
        here = Path.cwd()
        found = [str(folder / name) for folder in (here, *here.parents) for name in NAMES]
    try:
        config = configuration(options)
        walker = walker_of(config, options)
    except BadConfig:
        config = Config()
        walker = walker_of(config, options)
    extended.update(map(str, config.chain))
    named = [
        file_named("baseline", config, options),
        file_named("allow_list", config, options),
    ]
    named += [
        config.folder_of("boilerplate-phrases") / phrases
        for phrases in config.settings.boilerplate_phrases
    ]
    return walker, [*found, *extended, *map(str, filter(None, named))]


def _files(
    paths: Sequence[str], options: RunOptions, extended: set[str]
) -> tuple[list[str], list[str]]:
    """Return all files of which a change counts: of the configuration, and those to lint."""
    walker, settings = _settings(options, extended)
    try:
        walked = walker.find([path for path in paths if os.path.lexists(path)])
    except MissingPath:
        walked = []  # one went in this moment
    return settings, [str(source.file) for source in walked]


def _folders(paths: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Return which of the paths are folders now, and which ones they are."""
    found = {}
    for path in paths:
        with contextlib.suppress(OSError):
            status = Path(path).stat()
            if stat.S_ISDIR(status.st_mode):
                found[path] = (status.st_dev, status.st_ino)
    return found


def _states(*groups: Iterable[str]) -> States:
    found: States = {}
    for path in {os.path.relpath(path) for group in groups for path in group}:
        with contextlib.suppress(OSError):
            status = Path(path).stat()
            found[path] = (status.st_mtime_ns, status.st_size, status.st_ino)
    return found


def _changes(before: States, now: States) -> str:
    """Return one line that names what changed."""
    kinds = {
        "changed": [path for path in now if path in before and now[path] != before[path]],
        "new": now.keys() - before.keys(),
        "gone": before.keys() - now.keys(),
    }
    said = []
    for kind, found in kinds.items():
        names = [visible(path) for path in sorted(found)]
        more = [f"{len(names) - _NAMED} more"] if len(names) > _NAMED else []
        if names:
            said.append(f"{kind}: {', '.join(names[:_NAMED] + more)}")
    line = "; ".join(said)
    return line[:1].upper() + line[1:]

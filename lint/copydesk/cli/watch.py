"""`copydesk check --watch`: lint, and again whenever a file changes that matters."""

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
from copydesk.cli.streams import complain
from copydesk.config.config import NAMES, BadConfig, Config
from copydesk.config.options import RunOptions
from copydesk.output.escape import visible
from copydesk.reading.walk import SKIPPED_FOLDERS, MissingPath, Walker
from copydesk.running.sources import configuration, file_named, walker_of

_TICK = 250  # milliseconds between checks of files outside of watched folders
# milliseconds without another change before a run: a program saves in several steps
_QUIET = 100
_NAMED = 5  # changed files that are named

States = dict[str, tuple[int, ...]]  # time of change, size and inode, by path


def watch(lint: Callable[[], int], paths: Sequence[str], options: RunOptions) -> NoReturn:
    """Lint after each change until a signal ends the process.

    An error in the first run is raised; a later one is printed, and the next change awaited.
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
            text = (
                error.format_message()
                if isinstance(error, click.ClickException)
                else error.strerror or error
            )
            complain(str(text))
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
    """Yield several times a second: True at first and after a change, False otherwise.

    The system watches folders; the state of files that may lie outside of them comes from `loose`.
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
                    break  # one was removed or made again, of which the system sends no event
        except FileNotFoundError:
            continue  # one was removed just now
        except (
            OSError,
            RuntimeError,
        ) as error:  # watchfiles raises RuntimeError when the system has no watches left
            raise click.ClickException(
                f"--watch: {error}; WATCHFILES_FORCE_POLLING=1 polls the files instead"
            ) from None
        except KeyboardInterrupt:  # watchfiles replaces what the signal handler raised
            raise Ended from None


def _settings(options: RunOptions, extended: set[str]) -> tuple[Walker, list[str]]:
    """Return the configured walker, and every file that is, may be or belongs to a configuration.

    A broken configuration gives the default walker. `extended` collects the files that the
    configuration extends, so that repairing a broken one is noticed.
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
    """Return the files whose changes matter: of the configuration, and those to lint."""
    walker, settings = _settings(options, extended)
    try:
        walked = walker.find([path for path in paths if os.path.lexists(path)])
    except MissingPath:
        walked = []  # one was removed just now
    return settings, [str(source.file) for source in walked]


def _folders(paths: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Return the paths that are folders now, with device and inode."""
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
    parts = []
    for kind, found in kinds.items():
        names = [visible(path) for path in sorted(found)]
        more = [f"{len(names) - _NAMED} more"] if len(names) > _NAMED else []
        if names:
            parts.append(f"{kind}: {', '.join(names[:_NAMED] + more)}")
    line = "; ".join(parts)
    return line[:1].upper() + line[1:]

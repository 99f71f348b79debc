"""Find the files that a command lints, the ones that it reports on, and its cache."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

from copydesk.config.config import NAMES, BadConfig, Config, find_config, read_config, with_settings
from copydesk.config.options import RunOptions
from copydesk.engine.plan import Plan
from copydesk.files import Refused, inside, tree_of
from copydesk.finding import Skipped
from copydesk.output.summary import passed_over
from copydesk.reading.formats import EXTENSIONS, PACKINGS, format_of
from copydesk.reading.git import changed_files, tracked_files, unchanged_files
from copydesk.reading.globs import BadPattern
from copydesk.reading.source import Source
from copydesk.reading.stdin import standard_input
from copydesk.reading.walk import Walker

CACHE = ".copydesk_cache"
# below it, what `copydesk tune` keeps: an index has room for a few sets of thresholds only
TUNING = "tune"

PARQUET_INDEX = ("about", "parcels")  # the folders of an index of a run on Spark


class Unusable(Exception):
    """What was asked for cannot be linted; the message says why, and what to do."""


class Sources(Struct, frozen=True, dict=True):
    """All files of a run.

    `focus`: the paths that findings must be in, None for any. `cache`: its folder, None for none.
    """

    all: list[Source]
    focus: frozenset[str] | None
    cache: Path | None
    skipped: list[Skipped]
    excluded: list[Skipped] = field(default_factory=list)

    @functools.cached_property
    def asked(self) -> frozenset[str]:
        """The paths that findings may be in."""
        return frozenset(s.path for s in self.all) if self.focus is None else self.focus


def configuration(options: RunOptions) -> Config:
    """Return the configuration that the options select: none, a named one, or the nearest, with
    the settings of the command line.

    Raises BadConfig.
    """
    found = (
        Config()
        if options.isolated
        else read_config(Path(options.config_path))
        if options.config_path
        else find_config(Path.cwd())
    )
    return with_settings(found, options.config_settings)


def file_named(
    setting: Literal["baseline", "allow_list"], config: Config, options: RunOptions
) -> Path | None:
    """Return the file that an option names, or else the configuration, relative to its folder."""
    asked: str | None = getattr(options, setting)
    if asked:
        return Path(asked)
    named: str = getattr(config.settings, setting)
    return named_by(config, setting.replace("_", "-"), named) if named else None


def named_by(config: Config, key: str, name: str) -> Path:
    """Return a file that a setting names, from its own folder; raises BadConfig where it lies
    outside the repository, as one of a stranger might.
    """
    file = config.folder_of(key) / name
    try:
        inside(tree_of(config.folder_of(key)), file)
    except Refused as error:
        raise BadConfig(f"{config.file_of(key)}: {key}: {file} {error.strerror}") from None
    return Path(os.path.relpath(file))


def walker_of(config: Config, options: RunOptions) -> Walker:
    """Return the walker for a configuration and options; raises BadConfig."""
    respect = options.respect_gitignore
    asked, folder, stated = (
        options.exclude,
        config.folder_of("exclude"),
        config.settings.exclude,
    )
    try:
        return Walker(
            config.root,
            exclude=(*stated, *asked) if folder == config.root else asked,
            elsewhere={folder: stated} if folder != config.root else {},
            gitignore=config.settings.respect_gitignore if respect is None else respect,
            force_exclude=options.force_exclude,
            noting=NAMES[:2],
            outputs=options.written,
        )
    except BadPattern as error:
        raise BadConfig(
            f"exclude, in {config.file_of('exclude') or 'no file'} or as an option: {error}"
        ) from None


def _skipped(walker: Walker, config: Config) -> list[Skipped]:
    """Return what the walk skipped, and the configurations it met that have no effect.

    Users of ruff would expect them to have one.
    """
    used = set(map(os.path.realpath, config.chain))
    why = "not used: a run has one configuration, that of the folder it starts in; start it here, or pass --config"
    return walker.skipped + [
        Skipped(walker.name(path), "configuration", why)
        for path in walker.noted
        if os.path.realpath(path) not in used
    ]


def cache_folder(config: Config, options: RunOptions) -> Path | None:
    """Return the folder of the cache: of --cache-dir, or beside the configuration, or here."""
    if options.no_cache:
        return None
    return (
        Path(options.cache_dir) if options.cache_dir else Path(os.path.relpath(config.root)) / CACHE
    )


def find_sources(paths: Sequence[str], config: Config, plan: Plan, options: RunOptions) -> Sources:
    """Return the files of a run; raises MissingPath, NoRepository and Unusable."""
    walker = walker_of(config, options)
    cache = cache_folder(config, options)
    tracked = tracked_files(Path.cwd()) if options.tracked or options.against_tracked else {}
    if options.tracked:
        sources = walker.tracked(tracked)
        about = _changed(sources, options)
        return Sources(sources, about, cache, _skipped(walker, config), walker.excluded)
    sources = walker.find([path for path in paths if path != "-"])
    if "-" in paths:
        name = options.stdin_filename or "stdin.txt"
        excluded = options.force_exclude and not walker.takes(Path(name))
        if any(source.path == name for source in sources):
            raise Unusable(
                f"standard input and a file are both called {name!r}; pass another --stdin-filename"
            )
        content = sys.stdin.buffer.read()
        sources += [] if excluded else [standard_input(content, name)]
    if not (sources or options.force_exclude or options.show_files):
        raise Unusable(_nothing(paths, walker))
    about = _changed(sources, options)
    if not (options.against_tracked or options.against):
        return Sources(sources, about, cache, _skipped(walker, config), walker.excluded)
    others = walker.tracked(tracked)
    for path in options.against:
        if is_parquet_index(path):
            raise Unusable(f"the index {path!r} was written by Spark; add --runner spark")
        if (Path(path) / "CACHEDIR.TAG").exists():
            others += _indexed(Path(path), plan)
            cache = Path(path)
        else:
            others += walker.find([path])
    everything = {source.path: source for source in others} | {
        source.path: source for source in sources
    }
    if about is None:
        about = frozenset(source.path for source in sources)
    every = [everything[path] for path in sorted(everything)]
    return Sources(every, about, cache, _skipped(walker, config), walker.excluded)


def _nothing(paths: Sequence[str], walker: Walker) -> str:
    excluded = [path for path in paths if not walker.takes(Path(path))]
    asked = " ".join(paths)
    if excluded:
        return f"nothing to lint in {asked}: {' '.join(excluded)} is excluded; --show-files says by what"
    if passed := passed_over(walker.skipped):
        return f"nothing to lint in {asked}: {passed}"
    known, packed = " ".join(EXTENSIONS), " ".join(f".{packing}" for packing in PACKINGS)
    return f"nothing to lint in {asked}: no file ends in {known} (or one of these with {packed})"


def _changed(sources: Sequence[Source], options: RunOptions) -> frozenset[str] | None:
    """Return the paths that differ from the revisions that options name, None without any.

    A file that is as it was in the revision of --baseline-from-ref has no new finding of its own.
    """
    names = [(os.path.normpath(source.path), source.path) for source in sources]
    about: frozenset[str] | None = None
    if options.baseline_from_ref:
        same = unchanged_files(Path.cwd(), options.baseline_from_ref)
        about = frozenset(path for name, path in names if name not in same)
    if options.changed_since:
        changed = changed_files(Path.cwd(), options.changed_since)
        about = frozenset(
            p for name, p in names if name in changed and (about is None or p in about)
        )
    return about


def is_parquet_index(path: str) -> bool:
    """Return whether a folder is an index of a run on Spark."""
    return all((Path(path) / name).is_dir() for name in PARQUET_INDEX)


def indexed(root: Path, plan: Plan) -> list[Source]:
    """Return the files of an index without reading them; raises Damaged."""
    from copydesk.engine.store import Store

    store = Store(root, plan)
    entries = store.members()
    store.close()
    return [
        Source(path, Path(path), format_of(path)[0] or "text", format_of(path)[1], digest=e.digest)
        for path, e in entries.items()
    ]


def _indexed(root: Path, plan: Plan) -> list[Source]:
    """Return the files of the index that --against names; raises Unusable."""
    from copydesk.engine.database import Damaged

    home = Path(os.path.realpath(root)).parent
    if home != Path.cwd():
        raise Unusable(
            f"paths in the index {str(root)!r} are relative to its folder; run the command from {str(home)!r}"
        )
    try:
        sources = indexed(root, plan)
    except Damaged as error:
        raise Unusable(
            f"cannot use the index {str(root)!r} ({error}); rebuild it with `copydesk index build`"
        ) from None
    if not sources:
        raise Unusable(
            f"the index {str(root)!r} is empty for these rules and options; fill it with `copydesk index build` and the same ones"
        )
    return sources

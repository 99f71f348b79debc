"""One lint run: configuration, plan, sources, run, decisions; of the commands and the Python API."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from copydesk.config.options import RunOptions

if TYPE_CHECKING:
    from copydesk.config.config import Config
    from copydesk.config.levels import Levels
    from copydesk.engine.decide import Decisions
    from copydesk.engine.plan import Phase, Plan, Scope
    from copydesk.reading.source import Source
    from copydesk.report import Report
    from copydesk.running.sources import Sources
    from copydesk.suppression.allow_list import AllowList
    from copydesk.suppression.baseline import Baseline


class Session(Struct, frozen=True):
    """A run's paths and options, its configuration, plan and files.

    `whole`: every file of the configuration's folder is linted.
    """

    paths: Sequence[str]
    options: RunOptions
    config: Config
    plan: Plan
    sources: Sources
    whole: bool

    @classmethod
    def open(
        cls, paths: Sequence[str], options: RunOptions, only: Iterable[str] | None = None
    ) -> Session:
        """Find configuration and files; raises the errors that `reported` expects.

        `only`: codes to run whatever is selected.
        """
        from copydesk.engine.planning import plan_of
        from copydesk.running.sources import configuration, find_sources

        config = configuration(options)
        plan = plan_of(config, options, only)
        sources = find_sources(paths, config, plan, options)
        root = os.path.realpath(config.root)
        whole = sources.focus is None and (
            options.tracked or any(os.path.realpath(path) == root for path in paths if path != "-")
        )
        return cls(paths, options, config, plan, sources, whole)

    def lint(
        self,
        files: Sequence[Source],
        *,
        progress: Callable[[int], None] | None = None,
        phase: Phase | None = None,
        warn: Callable[[str], None] = lambda message: None,
    ) -> Report:
        """Run the plan over files: the session's own, or those after fixes.

        `progress` is called with the bytes read so far, `phase` with what is done then, `warn` with
        a line about a cache that
        cannot be used.
        """
        from copydesk.engine.plan import Resources
        from copydesk.engine.run import run

        options = self.options
        resources = Resources(
            options.jobs or os.cpu_count() or 1,
            options.verbose,
            progress,
            phase,
            options.max_memory or 0,
            options.counts_kinds,
        )
        report = run(
            self.plan,
            files,
            self.scope(files),
            resources,
            cache=self.sources.cache,
            warn=warn,
        )
        report.skipped = sorted(
            {*report.skipped, *self.sources.skipped}, key=lambda s: (s.path, s.reason)
        )
        return report

    def scope(self, files: Sequence[Source]) -> Scope:
        """Return which findings the options and the configuration ask for."""
        from copydesk.config.select import PerFileIgnores
        from copydesk.engine.plan import Scope
        from copydesk.engine.registry import load_rules

        least, ignores = self.options.min_confidence, PerFileIgnores(self.config, load_rules())
        return Scope(
            self.sources.focus,
            self.config.settings.min_confidence if least is None else least,
            self.levels().floors,
            ignores.by_path(source.path for source in files),
            # Only of a whole corpus it can be said that an entry is of no use.
            self._allow_list().ids if self.whole else frozenset(),
        )

    def _allow_list(self) -> AllowList:
        from copydesk.engine.registry import load_rules
        from copydesk.running.sources import file_named
        from copydesk.suppression.allow_list import AllowList

        file = file_named("allow_list", self.config, self.options)
        return AllowList.read(file, load_rules()) if file else AllowList()

    def levels(self) -> Levels:
        """Return the severities, floors and fixes that are configured."""
        from copydesk.config.levels import Levels
        from copydesk.engine.registry import load_rules

        return Levels.of(self.config, self.options, load_rules())

    def baseline(self) -> Baseline | None:
        """Return the baseline of the options or of the configuration, None without one.

        Raises BadConfig and NoRepository.
        """
        from copydesk.running.sources import file_named
        from copydesk.suppression.baseline import Baseline

        if self.options.no_baseline:
            return None
        if self.options.baseline_from_ref:
            return self._baseline_of(self.options.baseline_from_ref)
        file = file_named("baseline", self.config, self.options)
        return Baseline.read(file) if file else None

    def _baseline_of(self, revision: str) -> Baseline:
        """Return a baseline of all findings that these files have in a git revision."""
        import tempfile

        from copydesk.engine.decide import decide
        from copydesk.engine.plan import Resources
        from copydesk.engine.run import run
        from copydesk.reading.git import unpacked
        from copydesk.running.sources import walker_of
        from copydesk.suppression.baseline import Baseline

        with tempfile.TemporaryDirectory(prefix="copydesk-") as folder:
            files = unpacked(Path.cwd(), revision, Path(folder))
            wanted = walker_of(self.config, self.options).tracked(
                dict.fromkeys(filter(self._asked, files), "")
            )
            sources = [replace(source, file=files[source.path]) for source in wanted]
            jobs = self.options.jobs or os.cpu_count() or 1
            report = run(self.plan, sources, resources=Resources(jobs))
            decide(report, self.plan.codes, self.decisions(None))
            return Baseline.of(report.findings)

    def _asked(self, name: str) -> bool:
        """Return whether a file of another revision belongs to this run."""
        if self.options.tracked or self.options.against_tracked or self.options.against:
            return True
        tops = [os.path.normpath(path) for path in self.paths]
        return any(top == "." or name == top or name.startswith(top + os.sep) for top in tops)

    def may_have_lost(self, path: str) -> bool:
        """Return whether a known finding of a file is gone if this run did not report it.

        True for a file that was linted, or that no longer exists.
        """
        return self.linted(path) or not Path(path).exists()

    def linted(self, path: str) -> bool:
        """Return whether findings in a file were asked for."""
        return path in self.sources.asked

    def decisions(self, baseline: Baseline | None) -> Decisions:
        """Return the suppressions, allow-list and baseline that apply to the findings."""
        from copydesk.config.select import PerFileIgnores
        from copydesk.engine.decide import Decisions
        from copydesk.engine.registry import load_rules

        rules = load_rules()
        return Decisions(
            PerFileIgnores(self.config, rules),
            self._allow_list(),
            baseline,
            self.whole,
            self.may_have_lost,
            self.linted,
            self.levels(),
        )

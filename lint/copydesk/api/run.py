"""One run of the API: the configuration and the sources of what a caller passed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from msgspec.structs import replace

from copydesk.api.errors import InputError
from copydesk.api.inputs import Given, Texts
from copydesk.api.report import Finding, Places, Report, Skipped
from copydesk.config.options import RunOptions

if TYPE_CHECKING:
    from copydesk import finding as engine
    from copydesk import report as engine_report
    from copydesk.config.config import Config
    from copydesk.reading.source import Source
    from copydesk.running.session import Session

Configuration: TypeAlias = "str | os.PathLike[str] | Mapping[str, Any] | Literal[False] | None"
Progress: TypeAlias = "Callable[[int], None] | bool | None"
DATA, AGAINST = "<data>", "<against>"


@dataclass(frozen=True, slots=True)
class Run:
    """A session over what a caller passed. `tables`: the texts in memory, by path."""

    session: Session
    tables: Mapping[str, Texts]

    @classmethod
    def open(
        cls,
        data: Given,
        against: Given | None,
        config: Configuration,
        options: RunOptions,
        only: Iterable[str] | None = None,
    ) -> Run:
        """Find configuration and files; raises what `translated` knows.

        `only`: codes to run whatever is selected.
        """
        from copydesk.engine.planning import plan_of
        from copydesk.running.session import Session
        from copydesk.running.sources import Sources, find_sources

        stated = _configuration(config, options)
        plan = plan_of(stated, options, only)
        tables = {
            name: some.texts
            for name, some in ((DATA, data), (AGAINST, against))
            if some and some.texts
        }
        memory = [_named(texts, name) for name, texts in tables.items()]
        tables = {source.path: texts for source, texts in zip(memory, tables.values(), strict=True)}
        found, asked = Sources([], None, None, []), memory[:1] if data.texts else []
        others = against.paths if against else ()
        if data.paths:
            options = replace(options, against=tuple(others))
            found = find_sources(data.paths, stated, plan, options)
        elif others:
            found = find_sources(others, stated, plan, options)
        if against and data.paths:
            asked = found.all
        focus = found.focus or (frozenset(source.path for source in asked) if against else None)
        sources = Sources([*found.all, *memory], focus, None, found.skipped)
        return cls(Session(data.paths, options, stated, plan, sources, whole=False), tables)

    def lint(self, sources: Sequence[Source], progress: Progress = None) -> engine_report.Report:
        """Lint sources, and leave in the report what counts."""
        from copydesk.engine.decide import decide

        session = self.session
        with _progress(progress, sources) as advance:
            report = session.lint(sources, progress=advance)
        decide(report, session.plan.codes, session.decisions(session.baseline()))
        return report

    def report(self, found: engine_report.Report, sources: Sequence[Source]) -> Report:
        """Return a report in the caller's terms."""
        from copydesk.engine.folding import fold
        from copydesk.engine.registry import load_rules
        from copydesk.output.render_input import RenderInput
        from copydesk.output.units import Units

        rules, plan = load_rules(), self.session.plan
        fold(found, rules, self.session.sources.focus)
        memory = {source.path: source for source in sources if source.path in self.tables}
        places = Places(self.tables, memory)
        given = RenderInput(
            found,
            self.session.levels().rules({code: rules[code] for code in plan.codes}),
            self.session.config.file,
            int(bool(found.findings)) if not found.crashed else 2,
            units=Units(sources, plan.reading),
        )
        return Report(
            [_finding(one, places) for one in found.findings],
            found.documents,
            [Skipped(one.path, one.reason, one.detail) for one in found.skipped],
            found.crashed,
            given,
        )


def run_of(
    sources: list[Source],
    config: Configuration,
    options: RunOptions,
    only: Iterable[str] | None = None,
) -> Session:
    """Return a session over given sources; raises what `translated` knows.

    `only`: codes to run whatever is selected.
    """
    from copydesk.engine.planning import plan_of
    from copydesk.running.session import Session
    from copydesk.running.sources import Sources

    stated = _configuration(config, options)
    plan = plan_of(stated, options, only)
    return Session((), options, stated, plan, Sources(sources, None, None, []), whole=False)


def _named(texts: Texts, name: str) -> Source:
    source = texts.source(name)
    return source if not texts.single else replace(source, path=texts.single)


def _configuration(config: Configuration, options: RunOptions) -> Config:
    from copydesk.config.config import Config, stated_config
    from copydesk.running.sources import configuration

    if config is False:
        return Config()
    if isinstance(config, Mapping):
        return stated_config(config)
    return configuration(
        replace(options, config_path=os.fspath(config)) if config is not None else options
    )


def _progress(
    progress: Progress, sources: Sequence[Source]
) -> AbstractContextManager[Callable[[int], None] | None]:
    if callable(progress):
        return nullcontext(progress)
    if not progress:
        return nullcontext()
    try:
        from tqdm.auto import tqdm
    except ImportError:
        raise InputError("progress=True needs tqdm: pip install tqdm, or pass a function") from None
    return _Bar(tqdm, sum(map(_size, sources)))


def _size(source: Source) -> int:
    if source.content is not None:
        return len(source.content)
    return source.file.stat().st_size if source.file and source.file.exists() else 0


class _Bar:
    """A progress bar of tqdm, moved to the bytes read so far."""

    def __init__(self, tqdm: Callable[..., Any], size: int) -> None:
        self._bar = tqdm(total=size, unit="B", unit_scale=True, desc="Linting")

    def __enter__(self) -> Callable[[int], None]:
        return lambda done: self._bar.update(done - self._bar.n)

    def __exit__(self, *error: object) -> None:
        self._bar.close()


def _finding(found: engine.Finding, places: Places) -> Finding:
    return Finding(
        found.rule,
        found.name,
        found.severity,
        found.confidence,
        found.message,
        places.of(found.place),
        found.text,
        tuple(places.of(related.place) for related in found.related),
        found.cluster,
        found.fix is not None and found.fix.applies(unsafe=True),
        found.evidence,
    )

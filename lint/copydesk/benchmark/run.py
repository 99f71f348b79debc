"""Find the files of a search for contamination, and search them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from msgspec.structs import replace

from copydesk.benchmark.search import Contamination, search
from copydesk.config.options import RunOptions
from copydesk.engine.planning import plan_of
from copydesk.reading.source import Source
from copydesk.running.sources import Unusable, configuration, find_sources

Progress = Callable[[Sequence[Source]], AbstractContextManager[Callable[[int], None] | None]]


def contamination(
    training: Sequence[str],
    benchmark: Sequence[str],
    options: RunOptions,
    *,
    least: int,
    share: float,
    fields: tuple[str, ...] = (),
    progress: Progress,
) -> Contamination:
    """Return what the files of training data have of those of a benchmark, which are left out where
    they are among them.

    `fields`: of the items, if others. Raises what `reported` expects.
    """
    config = configuration(options)
    plan = plan_of(config, options, only=())
    options = replace(options, against=())
    items = find_sources(benchmark, config, plan, options)
    files = find_sources(training, config, plan, options)
    known = {source.path for source in items.all}
    sources = [source for source in files.all if source.path not in known]
    if not sources:
        raise Unusable("the training data are the benchmark itself; name other files")
    asked = [replace(source, fields=fields) if fields else source for source in items.all]
    with progress(sources) as advance:
        found = search(sources, asked, plan.reading, least=least, share=share, progress=advance)
    if not found.items or not found.documents:
        what, paths = ("training", training) if found.items else ("benchmark", benchmark)
        said = "; ".join(f"{one.path}: {one.detail}" for one in found.skipped[:3])
        raise Unusable(f"no {what} text in {' '.join(paths)}{said and f' ({said})'}")
    return found

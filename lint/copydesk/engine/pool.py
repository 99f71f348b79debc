"""Spread items over processes, and give the outcomes back in the order of the items."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from copydesk.engine.map import Item, Mapped, Mapper
from copydesk.engine.plan import Plan

if TYPE_CHECKING:
    from concurrent.futures import Future

_mapper: Mapper | None = None


def _start(plan: Plan, timed: bool) -> None:
    global _mapper
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it and ends its workers
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _mapper = Mapper(plan, timed=timed)


def _run(items: Sequence[Item]) -> Mapped:
    assert _mapper
    return _mapper(items)


def map_all(plan: Plan, tasks: Iterable[Sequence[Item]], jobs: int, *, timed: bool = False) -> Iterator[Mapped]:
    """Yield each task's outcome, in order; with one job no process is started."""
    if jobs <= 1:
        mapper = Mapper(plan, timed=timed)
        yield from (mapper(task) for task in tasks)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_start, initargs=(plan, timed)) as executor:
        waiting: deque[Future[Mapped]] = deque()
        try:
            for task in tasks:
                waiting.append(executor.submit(_run, task))
                if len(waiting) > 2 * jobs:  # enough to keep every worker busy, few enough to bound memory
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BaseException:
            for process in (executor._processes or {}).values():  # a worker in mid-task would hold up Ctrl-C
                process.terminate()
            executor.shutdown(wait=False, cancel_futures=True)
            raise

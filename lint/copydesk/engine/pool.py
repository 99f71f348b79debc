"""Spread work over processes, and give the outcomes back in order."""

from __future__ import annotations

import contextlib
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from copydesk.engine.map import Mapper
from copydesk.engine.mapped import Item, Mapped
from copydesk.engine.plan import Plan
from copydesk.language.lexicon import preload

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

T = TypeVar("T")

_SIGNALS = (signal.SIGINT, signal.SIGTERM)

_mapper: Mapper | None = None
_task: Callable[[int], Any] | None = None


def _start(plan: Plan, timed: bool, kinds: bool) -> None:
    global _mapper
    _heed_the_parent()
    _mapper = Mapper(plan, timed=timed, kinds=kinds)


def _heed_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it and ends its workers
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if can_fork():
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)


def _run(items: Sequence[Item]) -> Mapped:
    assert _mapper
    return _mapper(items)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold back the signals that end a run.

    What their handlers raise in the middle of a fork is lost, and the run would go on.
    """
    if not can_fork():
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def _workers(
    jobs: int, method: str, start: Callable[..., None], *arguments: Any
) -> Iterator[ProcessPoolExecutor]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    executor = ProcessPoolExecutor(
        jobs, mp_context=multiprocessing.get_context(method), initializer=start, initargs=arguments
    )
    try:
        with _undisturbed():
            executor.submit(os.getpid)  # starts all processes
        yield executor
    except BaseException:
        for process in (
            executor._processes or {}
        ).values():  # a worker in mid-task would hold up Ctrl-C
            process.terminate()
        executor.shutdown(wait=False, cancel_futures=True)
        raise
    executor.shutdown()


def can_fork() -> bool:
    """Tell whether processes can be forked here: not on Windows."""
    return hasattr(os, "fork")


def map_all(
    plan: Plan,
    tasks: Iterable[Sequence[Item]],
    jobs: int,
    *,
    timed: bool = False,
    kinds: bool = False,
    room: int = 0,
    is_long: Callable[[Sequence[Item]], bool] = lambda task: False,
) -> Iterator[Mapped]:
    """Yield each task's outcome, in order; of a very long document several, all but the last partial.

    With one job no process is started, and `room` characters of documents with hits are held. Tasks
    that are long are mapped here too: a worker would send all their columns at once.
    """
    if jobs <= 1:
        mapper = Mapper(plan, timed=timed, kinds=kinds, room=room)
        for task in tasks:
            yield from mapper.parts(task)
        return
    if can_fork():
        preload()  # workers then share the memory of the word lists
    with _workers(jobs, "fork" if can_fork() else "spawn", _start, plan, timed, kinds) as executor:
        waiting: deque[Future[Mapped]] = deque()
        for task in tasks:
            if is_long(task):
                while waiting:
                    yield waiting.popleft().result()
                yield from Mapper(plan, timed=timed, kinds=kinds).parts(task)
                continue
            waiting.append(executor.submit(_run, task))
            if (
                len(waiting) > 2 * jobs
            ):  # enough to keep every worker busy, few enough to bound memory
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def spread(
    function: Callable[[int], T],
    count: int,
    jobs: int,
    done: Callable[[int, int], None] = lambda number, count: None,
) -> list[T]:
    """Return the function's answers to 0, 1 … `count` - 1.

    `done` is called at first and after each with how many are known, and `count`.

    With several jobs, from forked processes: they see all that the function refers to, and only
    answers are sent. What fails there (an answer that cannot be sent, a process short of memory) is
    asked again here.
    """
    done(0, count)
    if min(jobs, count) <= 1 or not can_fork():
        return [_counted(function(number), number, count, done) for number in range(count)]
    global _task
    _task = function
    try:
        with _workers(min(jobs, count), "fork", _heed_the_parent) as executor:
            futures = [executor.submit(_ask, number) for number in range(count)]
            return [
                _counted(
                    future.result() if future.exception() is None else function(number),
                    number,
                    count,
                    done,
                )
                for number, future in enumerate(futures)
            ]
    finally:
        _task = None


def _counted(answer: T, number: int, count: int, done: Callable[[int, int], None]) -> T:
    done(number + 1, count)
    return answer


def _ask(number: int) -> Any:
    assert _task
    return _task(number)

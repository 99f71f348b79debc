"""Check data frames on Spark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec import structs

from copydesk.api.errors import InputError, MissingDependencyError, translated
from copydesk.api.run import AGAINST, DATA, Configuration, run_of
from copydesk.config.options import RunOptions
from copydesk.distributed.index import BadIndex, read_index, write_index
from copydesk.distributed.session import NoSpark, job_of, need_checkpoints, need_spark, parts_of
from copydesk.hints import hint
from copydesk.reading.source import Source

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from copydesk.spark.frames import Table


_SOURCE = Source(DATA, None, "jsonl", named=True)


def check(
    data: DataFrame,
    *,
    text: str = "text",
    id: str = "id",
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    extend_select: Iterable[str] = (),
    min_confidence: float | None = None,
    config: Configuration = None,
    against: DataFrame | str | None = None,
    partitions: int | None = None,
) -> DataFrame:
    """Lint the rows of a data frame, and return the findings as one, in the order of places.

    `text`, `id`: columns of the text and of what names a row (rows are numbered where there is no
    such column). The findings are those of `copydesk.check` on the same rows, with the columns of
    its `to_arrow`. `against`: a data frame with the same columns to compare with, or the folder of
    an `index`; only findings in `data` are returned. `partitions` of shuffles: as Spark is
    configured. The other options as for `copydesk.check`.

    Raises ConfigError, InputError, MissingDependencyError.
    """
    from copydesk.distributed.flat import FINDINGS, flat
    from copydesk.distributed.frames import kept, mapped
    from copydesk.distributed.spark import lint
    from copydesk.spark.frames import Table

    named, spark = _column(data, text, id), data.sparkSession
    options = _options(select, ignore, extend_select, min_confidence)
    with translated(), _indexes():
        session = run_of([_SOURCE], config, options)
        if against is not None:
            asked = structs.replace(session.sources, focus=frozenset([DATA]))
            session = structs.replace(session, sources=asked)
        parts = partitions or parts_of(spark)
        job = job_of(session, parts, in_rows=True)
        items = Table.of(data, text, named).items
        old = None
        if isinstance(against, str):
            old = read_index(spark, against, job.plan)
        elif against is not None:
            items = items.union(Table.of(against, text, _column(against, text, id), AGAINST).items)
        found = lint(spark, items, job, old)
        return kept(mapped(found.ordered(parts), flat, FINDINGS, in_rows=True))


def index(
    data: DataFrame,
    folder: str,
    *,
    text: str = "text",
    id: str = "id",
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    extend_select: Iterable[str] = (),
    config: Configuration = None,
) -> None:
    """Write an index of the rows of a data frame to a new folder, for `check(…, against=folder)`.

    It holds the texts, and what rules compare, so that a check reads neither the data frame nor
    judges its rows again. It is good for the same rules and thresholds, and the same version of
    copydesk. Options and errors as for `check`.
    """
    from copydesk.distributed.spark import read_parcels
    from copydesk.spark.frames import Table

    named = _column(data, text, id)
    with translated(), _indexes():
        session = run_of([_SOURCE], config, _options(select, ignore, extend_select))
        items = Table.of(data, text, named, AGAINST).items
        write_index(read_parcels(items, session.plan), folder, session.plan)


def dedupe(
    data: DataFrame,
    *,
    text: str = "text",
    id: str = "id",
    ignore: Iterable[str] = (),
    config: Configuration = None,
    partitions: int | None = None,
) -> DataFrame:
    """Return which rows of a data frame to keep, as `copydesk.dedupe` decides for documents.

    A row for each row, with the columns of `Deduplication.to_arrow` and the number of the `row`:
    of copies and near-copies the longest is kept, of equally long ones the first. `ignore`: rules
    whose copies do not count. Raises as `check` does.
    """
    from copydesk.distributed.deduplicating import decisions
    from copydesk.distributed.frames import kept
    from copydesk.distributed.spark import lint
    from copydesk.engine.roles import corpus_rules_for
    from copydesk.spark.frames import Table

    named = _column(data, text, id)
    spark, options = data.sparkSession, RunOptions.parsed(ignore=_codes(ignore), no_cache=True)
    with translated():
        rules = [c for c in corpus_rules_for("copy", "document") if c not in set(options.ignore)]
        session = run_of([_SOURCE], config, options, rules)
        parts = partitions or parts_of(spark)
        job = replace(job_of(session, parts, in_rows=True), fold=False)
        table = Table.of(data, text, named)
        found = lint(spark, table.items, job)
        decided, numbers = decisions(
            spark, found.rows, found.parcels, table.rows, job.plan, job.scope.ignored, parts
        )
        return kept(_told(table, decided, numbers))


def _options(
    select: Iterable[str],
    ignore: Iterable[str],
    extend_select: Iterable[str],
    min_confidence: float | None = None,
) -> RunOptions:
    return RunOptions.parsed(
        select=_codes(select),
        ignore=_codes(ignore),
        extend_select=_codes(extend_select),
        min_confidence=min_confidence,
        no_cache=True,
    )


@contextmanager
def _indexes() -> Iterator[None]:
    try:
        yield
    except BadIndex as error:
        raise InputError(str(error)) from error


def _told(table: Table, decided: DataFrame, numbers: DataFrame) -> DataFrame:
    """Return a row for each row of a table, with what was decided of it."""
    ids = table.ids
    likes = ids.withColumnsRenamed({"row": "like_row", "id": "like"})
    clusters = numbers.withColumnsRenamed({"name": "group", "number": "cluster"})
    rows = ids.join(decided, "row", "left").join(likes, "like_row", "left")
    rows = rows.join(clusters, "group", "left").fillna(True, ["keep"]).fillna("", ["reason"])
    return rows.select("row", "id", "keep", "reason", "cluster", "like", "similarity")


def _column(data: DataFrame, text: str, id: str) -> str | None:
    """Return the column of ids, None without one; raises InputError and MissingDependencyError."""
    try:
        need_spark()
    except NoSpark as error:
        raise MissingDependencyError(str(error)) from None
    try:
        need_checkpoints(data.sparkSession)
    except NoSpark as error:
        raise InputError(str(error)) from None
    kinds = dict(data.dtypes)
    if text not in kinds:
        raise InputError(f"the data frame has no column {text!r}{hint(text, list(kinds))}")
    if kinds[text] != "string":
        raise InputError(f"the column {text!r} holds {kinds[text]}, not strings")
    return id if id in kinds else None


def _codes(codes: Iterable[str]) -> tuple[str, ...]:
    return (codes,) if isinstance(codes, str) else tuple(codes)

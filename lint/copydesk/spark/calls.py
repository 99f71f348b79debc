"""Check data frames on Spark."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from copydesk.api.errors import InputError, MissingDependencyError, translated
from copydesk.api.run import DATA, Configuration, run_of
from copydesk.config.options import RunOptions
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
    partitions: int | None = None,
) -> DataFrame:
    """Lint the rows of a data frame, and return the findings as one, in the order of places.

    `text`, `id`: columns of the text and of what names a row (rows are numbered where there is no
    such column). The findings are those of `copydesk.check` on the same rows, with the columns of
    its `to_arrow`. `partitions` of shuffles: as Spark is configured. The other options as for
    `copydesk.check`.

    Raises ConfigError, InputError, MissingDependencyError.
    """
    from copydesk.distributed.flat import FINDINGS, flat
    from copydesk.distributed.frames import kept, mapped
    from copydesk.distributed.spark import lint
    from copydesk.spark.frames import Table

    named = _column(data, text, id)
    options = RunOptions.parsed(
        select=_codes(select),
        ignore=_codes(ignore),
        extend_select=_codes(extend_select),
        min_confidence=min_confidence,
        no_cache=True,
    )
    with translated():
        session = run_of([_SOURCE], config, options)
        parts = partitions or parts_of(data.sparkSession)
        job = job_of(session, parts, in_rows=True)
        found = lint(data.sparkSession, Table.of(data, text, named).items, job)
        return kept(mapped(found.ordered(parts), flat, FINDINGS, in_rows=True))


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
    from dataclasses import replace

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

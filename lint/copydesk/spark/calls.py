"""Check data frames on Spark."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from copydesk.api.errors import InputError, MissingDependencyError, translated
from copydesk.api.run import Configuration, run_of
from copydesk.config.options import RunOptions
from copydesk.distributed.session import NoSpark, job_of, need_spark, parts_of
from copydesk.hints import hint
from copydesk.reading.source import Source

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


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
    from copydesk.distributed.frames import mapped
    from copydesk.distributed.spark import lint
    from copydesk.spark.frames import DATA, parcels_of

    try:
        need_spark()
    except NoSpark as error:
        raise MissingDependencyError(str(error)) from None
    named = _column(data, text, id)
    spark = data.sparkSession
    parts = partitions or parts_of(spark)
    options = RunOptions.parsed(
        select=_codes(select),
        ignore=_codes(ignore),
        extend_select=_codes(extend_select),
        min_confidence=min_confidence,
        no_cache=True,
    )
    with translated():
        session = run_of([Source(DATA, None, "jsonl", named=True)], config, options)
        job = job_of(session, parts, in_rows=True)
        found = lint(spark, parcels_of(data, text, named), job)
        return mapped(found.ordered(parts), flat, FINDINGS, in_rows=True)


def _column(data: DataFrame, text: str, id: str) -> str | None:
    """Return the column of ids, None without one; raises InputError."""
    kinds = dict(data.dtypes)
    if text not in kinds:
        raise InputError(f"the data frame has no column {text!r}{hint(text, list(kinds))}")
    if kinds[text] != "string":
        raise InputError(f"the column {text!r} holds {kinds[text]}, not strings")
    return id if id in kinds else None


def _codes(codes: Iterable[str]) -> tuple[str, ...]:
    return (codes,) if isinstance(codes, str) else tuple(codes)

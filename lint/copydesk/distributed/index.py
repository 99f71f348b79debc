"""The index of a corpus in a folder of Parquet files, on any path that Spark writes: what later runs
compare new texts with, without reading the old ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from copydesk import __version__
from copydesk.distributed.frames import mapped
from copydesk.distributed.parcels import PARCELS, Facts
from copydesk.distributed.storing import STORED, restored, to_store
from copydesk.engine.cache_folder import lasting_key
from copydesk.engine.packing import unpacked
from copydesk.engine.plan import Plan, sketches_of
from copydesk.running.sources import PARQUET_INDEX

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_ABOUT, _PARCELS = PARQUET_INDEX
FORMAT = 1  # of the rows


class BadIndex(Exception):
    """An index cannot be used, or not be written; the message says why, and what to do."""


class About(msgspec.Struct):
    """What an index holds; `key` stands for rules, thresholds, options of reading and code."""

    tool: str
    version: str
    format: int
    key: str
    documents: int
    paragraphs: int
    bytes: int
    crashed: bool = False


def write_index(parcels: DataFrame, folder: str, plan: Plan) -> About:
    """Write mapped parcels to a new folder; raises BadIndex where it is not new.

    What the folder is said to hold is written last, so that a part of an index is none.
    """
    spark = parcels.sparkSession
    try:
        mapped(parcels, to_store, STORED).write.parquet(f"{folder}/{_PARCELS}")
    except Exception as error:
        if "PATH_ALREADY_EXISTS" not in str(error):
            raise
        raise BadIndex(f"{folder} holds an index already; name another folder") from None
    column = spark.read.parquet(f"{folder}/{_PARCELS}").select("facts").toArrow().column("facts")
    facts = [unpacked(one, Facts) for one in column.to_pylist()]
    about = About(
        "copydesk",
        __version__,
        FORMAT,
        lasting_key(plan),
        sum(sum(one.kinds) for one in facts),
        sum(one.paragraphs for one in facts),
        sum(one.bytes for one in facts),
        any(one.crashed for one in facts),
    )
    line = msgspec.json.encode(about).decode()
    spark.createDataFrame([(line,)], "value string").coalesce(1).write.text(f"{folder}/{_ABOUT}")
    return about


def read_index(
    spark: SparkSession, folder: str, plan: Plan, replaced: frozenset[str] = frozenset()
) -> DataFrame:
    """Return the parcels of an index but for files that are `replaced`; raises BadIndex."""
    about = _about(spark, folder)
    if about.format > FORMAT or about.key != lasting_key(plan):
        raise BadIndex(
            f"the index {folder} was built by copydesk {about.version} with other code, rules or"
            " options of reading; build it again with these"
        )
    rows = spark.read.parquet(f"{folder}/{_PARCELS}")
    return mapped(rows, restored, PARCELS, sketches=sketches_of(plan), replaced=replaced)


def _about(spark: SparkSession, folder: str) -> About:
    try:
        (row,) = spark.read.text(f"{folder}/{_ABOUT}").collect()
        return msgspec.json.decode(row["value"], type=About)
    except (ValueError, msgspec.MsgspecError):
        raise BadIndex(f"{folder} is not an index of copydesk, or one of a later version") from None
    except Exception as error:
        if "PATH_NOT_FOUND" not in str(error):
            raise
        raise BadIndex(
            f"{folder} is no index, or its building was broken off; `copydesk index build --runner"
            " spark` makes one in a new folder"
        ) from None

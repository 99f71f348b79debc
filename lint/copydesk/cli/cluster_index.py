"""`copydesk index build --runner spark`: an index in a folder of Parquet files."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from copydesk.cli.errors import reported
from copydesk.cli.streams import complain
from copydesk.distributed.index import BadIndex, write_index
from copydesk.distributed.listing import listed
from copydesk.distributed.session import NoSpark, parts_of, started
from copydesk.distributed.spark import read_parcels

if TYPE_CHECKING:
    from copydesk.engine.plan import Plan
    from copydesk.running.sources import Sources


def build_on_spark(
    opened: Callable[[], tuple[Plan, Sources]], master: str | None, folder: str
) -> int:
    """Write the index of what `opened` finds; return the exit code."""
    with reported():
        plan, found = opened()
    try:
        spark = started(master)
        items = listed(spark, found.all, plan.reading, parts_of(spark))
        about = write_index(read_parcels(items, plan), folder, plan)
    except (NoSpark, BadIndex) as error:
        complain(str(error))
        return 2
    click.echo(
        f"{len(found.all)} files indexed,"
        f" {about.documents} documents, {about.paragraphs} paragraphs",
        err=True,
    )
    return 2 if about.crashed else 0

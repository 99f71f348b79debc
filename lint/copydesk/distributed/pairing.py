"""Wire the stages from parcels to links: pairs, matches, clusters, judges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

from copydesk.distributed.clusters import MOST_EDGES, labels
from copydesk.distributed.fetching import FETCHED, fetch
from copydesk.distributed.frames import asked, beside, kept, mapped, sorted_by
from copydesk.distributed.judging import (
    CRASH,
    MATCHED,
    SIDES,
    Judges,
    judged,
    judged_around,
    matched,
)
from copydesk.distributed.linking import ROWS, rows_of
from copydesk.distributed.parcels import Numbering
from copydesk.distributed.units import (
    COUNT,
    KEYS,
    ORDINAL_BITS,
    PAIR,
    PAIRS,
    SORTED,
    UNITS,
    collapsed,
    paired,
    units_of,
)
from copydesk.engine.plan import Plan

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


@dataclass(frozen=True, slots=True)
class Corpus:
    """What is mapped: parcels, their numbers, and of each sketch the number of documents."""

    spark: SparkSession
    plan: Plan
    parcels: DataFrame
    numbering: Numbering
    sketches: Sequence[str]
    documents: Sequence[int]
    parts: int
    most_edges: int = MOST_EDGES

    @property
    def blobs(self) -> DataFrame:
        """The parcels without what the driver knows of them."""
        return self.parcels.select("parcel", "blob")

    def judge(self, frame: DataFrame, stage: Any, schema: str, **given: Any) -> DataFrame:
        """Return what a stage of judges makes of a frame."""
        known = {"plan": self.plan, "sketches": self.sketches, "documents": self.documents}
        return mapped(frame, stage, schema, **known, **given)


def linked(corpus: Corpus) -> tuple[DataFrame, list[tuple[int, str]]]:
    """Return the links of all corpus rules, and which rule raised what."""
    judges = Judges.of(corpus.plan, corpus.sketches, corpus.documents)
    by_rule = judges.by_rule()
    around = {
        n: (sketch, b.rule.shared_by) for n, (sketch, b) in by_rule.items() if b.rule.shared_by
    }
    plain = sorted({sketch for n, (sketch, _) in by_rule.items() if n not in around})
    units = mapped(
        corpus.blobs, units_of, UNITS, sketches=corpus.sketches, numbering=corpus.numbering
    )
    once = kept(
        mapped(sorted_by(units, corpus.parts, ("sketch", "content"), ("unit",)), collapsed, SORTED)
    )
    counts = kept(
        once.where(f"kind = {COUNT}").selectExpr(
            "sketch", "content", "unit AS copies", "other AS spread"
        )
    )
    crashes: list[tuple[int, str]] = []
    found = [_around(corpus, once, counts, *about, rule) for rule, about in around.items()]
    if plain:
        edges = kept(_matches(corpus, once, counts, plain))
        crashes += [
            tuple(row)
            for row in edges.where("error IS NOT NULL").select("rule", "error").distinct().collect()
        ]
        found.append(_clustered(corpus, edges, [rule for rule, _ in crashes]))
    links = kept(reduce(lambda one, other: one.union(other), found))
    raised = links.where(f"kind = {CRASH}")
    crashes += [(row.sub, row.content) for row in rows_of(raised.toArrow())]
    out = {rule for rule, _ in crashes}
    return links.where(f"kind != {CRASH}").where(_not_in("sub", sorted(out))), crashes


def _not_in(column: str, values: Sequence[int]) -> str:
    return f"{column} NOT IN ({', '.join(map(str, [-1, *values]))})"


def _matches(
    corpus: Corpus, once: DataFrame, counts: DataFrame, sketches: Sequence[int]
) -> DataFrame:
    """Return the pairs that match by each rule, with what is known of both units."""
    only = f"sketch IN ({', '.join(map(str, sketches))})"
    keys = once.where(f"kind = {KEYS}").where(only)
    keys = keys.selectExpr("sketch", "explode(keys) AS key", "unit")
    shared = mapped(sorted_by(keys, corpus.parts, ("sketch", "key"), ("unit",)), paired, PAIRS)
    copies = once.where(f"kind = {PAIR}").where(only)
    equal = copies.selectExpr("sketch", "unit AS first", "other AS second")
    pairs = kept(shared.union(equal).distinct())
    wanted = pairs.selectExpr("sketch", "first AS unit").union(
        pairs.selectExpr("sketch", "second AS unit")
    )
    units = kept(_fetched(corpus, wanted.selectExpr("*", "false AS whole"), counts))
    joined = pairs
    for side in ("first", "second"):
        named = [name if name == "sketch" else f"{side}_{name}" for name in units.columns]
        one = units.toDF(*named).withColumnRenamed(f"{side}_unit", side)
        joined = joined.join(one, ["sketch", side])
    return corpus.judge(joined.select("sketch", "first", "second", *SIDES), matched, MATCHED)


def _fetched(corpus: Corpus, wanted: DataFrame, counts: DataFrame) -> DataFrame:
    """Return units with their words, and in how many units and documents their content is."""
    units = beside(
        corpus.blobs,
        asked(wanted, corpus.numbering),
        ("parcel", "parcel"),
        fetch,
        FETCHED,
        sketches=corpus.sketches,
        numbering=corpus.numbering,
    )
    return units.join(counts, ["sketch", "content"], "left").fillna(1, ["copies", "spread"])


def _clustered(corpus: Corpus, edges: DataFrame, crashed: Sequence[int]) -> DataFrame:
    """Return the links that whole clusters give."""
    good = edges.where("error IS NULL").where(_not_in("rule", crashed)).drop("error")
    named = labels(corpus.spark, good, corpus.most_edges)
    joined = good.join(named.withColumnRenamed("unit", "first"), ["rule", "first"])
    rows = sorted_by(joined, corpus.parts, ("rule", "cluster"))
    return corpus.judge(rows, judged, ROWS, numbering=corpus.numbering)


def _around(
    corpus: Corpus, once: DataFrame, counts: DataFrame, sketch: int, copies: int, rule: int
) -> DataFrame:
    """Return the links of a rule that sees both documents whole."""
    shared = counts.where(f"sketch = {sketch} AND copies = {copies}").select("content")
    equal = once.where(f"kind = {PAIR} AND sketch = {sketch}")
    equal = equal.join(shared, "content").selectExpr(
        f"shiftright(unit, {ORDINAL_BITS}) AS one", f"shiftright(other, {ORDINAL_BITS}) AS other"
    )
    pairs = kept(equal.where("one != other").distinct())
    wanted = pairs.selectExpr("one AS unit").union(pairs.selectExpr("other AS unit"))
    wanted = wanted.selectExpr(f"{sketch} AS sketch", "unit", "true AS whole")
    units = kept(
        _fetched(corpus, wanted, counts).selectExpr(
            "*", f"shiftright(unit, {ORDINAL_BITS}) AS document"
        )
    )
    sides = [
        pairs.join(units.withColumnRenamed("document", side), side).select(
            "one", "other", *units.drop("document").columns
        )
        for side in ("one", "other")
    ]
    rows = sides[0].union(sides[1]).selectExpr("*", f"{rule} AS rule")
    rows = sorted_by(rows, corpus.parts, ("rule", "one", "other"), ("unit",))
    return corpus.judge(rows, judged_around, ROWS, numbering=corpus.numbering)

"""What a run on Spark does."""

from __future__ import annotations

from dataclasses import dataclass

from copydesk.engine.decide import Decisions
from copydesk.engine.plan import Plan, Scope
from copydesk.suppression.baseline import Baseline


@dataclass(frozen=True, slots=True)
class Job:
    """A run's plan, which findings it asks for, what they are held against.

    `lost`: paths of the baseline's entries whose missing findings are gone. `in_rows`: the texts
    are rows of a data frame. `parts`: partitions of a shuffle. `kinds`: documents of each are counted.
    """

    plan: Plan
    scope: Scope
    decisions: Decisions
    parts: int
    baseline: Baseline | None = None
    lost: frozenset[str] = frozenset()
    in_rows: bool = False
    fold: bool = True
    kinds: bool = False

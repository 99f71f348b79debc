"""Tell which texts to keep."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from copydesk.api.errors import InputError, arrow, translated
from copydesk.api.inputs import Fields, Input, given
from copydesk.api.run import Configuration, Run
from copydesk.config.options import RunOptions

if TYPE_CHECKING:
    import pyarrow as pa

    from copydesk.fixing.dedupe import Group


@dataclass(frozen=True, slots=True)
class Deduplication:
    """Which texts to keep; all of one length, in the order of rows.

    `ids`: as the caller passed them. `mask`: True for those to keep, to filter a table with.
    `reason`: why one of a cluster is kept or dropped, "" outside of clusters. `cluster`: its
    number, None outside. `like`: for a dropped text the id of the kept one that it is like, and
    `similarity` how much (0..1).
    """

    ids: Sequence[Any]
    mask: list[bool]
    reason: list[str]
    cluster: list[int | None]
    like: list[Any]
    similarity: list[float | None]

    def __len__(self) -> int:
        return len(self.mask)

    @property
    def dropped(self) -> list[Any]:
        """The ids of the texts to drop."""
        return [name for name, kept in zip(self.ids, self.mask, strict=True) if not kept]

    def to_arrow(self) -> pa.Table:
        """Return the columns as a pyarrow table; raises MissingDependencyError."""
        pa = arrow("to_arrow")
        return pa.table(
            {
                "id": [str(name) for name in self.ids],
                "keep": self.mask,
                "reason": self.reason,
                "cluster": pa.array(self.cluster, pa.int64()),
                "like": pa.array([None if n is None else str(n) for n in self.like], pa.string()),
                "similarity": pa.array(self.similarity, pa.float64()),
            }
        )


def dedupe(
    data: Input,
    *,
    text: Fields = None,
    id: str = "id",
    config: Configuration = None,
    ignore: Iterable[str] = (),
    jobs: int = 1,
) -> Deduplication:
    """Return which of some texts to keep, as `copydesk dedupe` decides for documents.

    Of copies and near-copies the longest is kept; of equally long ones the first. `data`: texts, a
    mapping, records or a table, as for `check`; for files there is the command. `ignore`: rules
    whose copies do not count, such as `DUP102` for near-copies. Raises as `check` does.
    """
    from copydesk.engine.roles import corpus_rules_for
    from copydesk.engine.run import run as run_plan
    from copydesk.fixing.dedupe import decide_documents

    options = RunOptions.parsed(ignore=tuple(ignore), no_cache=True, jobs=jobs or None)
    with translated():
        passed = given(data, form="texts", text=text, id=id)
        if passed.texts is None:
            raise InputError("dedupe takes texts or a table; for files: copydesk dedupe PATHS")
        texts = passed.texts
        rules = [c for c in corpus_rules_for("copy", "document") if c not in set(options.ignore)]
        run = Run.open(passed, None, config, options, rules)
        session = run.session
        report = run.lint(session.sources.all)
        decision = decide_documents(
            report,
            {source.path: source for source in session.sources.all},
            session.plan.reading,
            lambda sources: run_plan(session.plan, sources),
            session.decisions(None).ignores.ignored,
        )
    size = len(texts)
    empty: list[Any] = [None] * size
    made = Deduplication(texts.ids, [True] * size, [""] * size, empty, [*empty], [*empty])
    for number, group in enumerate(decision.groups, 1):
        _note(made, number, group)
    return made


def _note(made: Deduplication, number: int, group: Group) -> None:
    """Enter what was decided for a cluster."""
    for keep in group.keep:
        row = keep.place.line - 1
        made.cluster[row], made.reason[row] = number, keep.reason
    for drop in group.drop:
        row = drop.place.line - 1
        made.mask[row], made.cluster[row], made.reason[row] = False, number, "a copy"
        made.like[row] = made.ids[drop.like.line - 1]
        made.similarity[row] = drop.similarity

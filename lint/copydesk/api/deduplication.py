"""Tell which texts to keep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from copydesk.api.errors import InputError, arrow, translated
from copydesk.api.inputs import Fields, Input, Texts, fields, given
from copydesk.api.run import DATA, Configuration, Run
from copydesk.config.options import RunOptions

if TYPE_CHECKING:
    import pyarrow as pa

    from copydesk.fixing.dedupe import Decision, Group, Level
    from copydesk.reading.source import ReadOptions, Source


@dataclass(frozen=True, slots=True)
class Deduplication:
    """Which texts to keep; all of one length, in the order of rows.

    `ids`: as the caller passed them. `mask`: True for those to keep, to filter a table with.
    `reason`: why one of a cluster is kept or dropped, "" outside of clusters. `cluster`: its
    number, None outside. `like`: for a dropped text the id of the kept one that it is like, and
    `similarity` how much (0..1); for a copy of a text of `against`, `like` is the id that it has
    there. `texts`: of the level of paragraphs or sentences, the rows without those to drop.
    """

    ids: Sequence[Any]
    mask: list[bool]
    reason: list[str]
    cluster: list[int | None]
    like: list[Any]
    similarity: list[float | None]
    texts: Sequence[Any] = ()

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
    against: Input | None = None,
    level: Level = "document",
    jobs: int = 1,
) -> Deduplication:
    """Return which of some texts to keep, as `copydesk dedupe` decides.

    Of copies and near-copies the longest is kept; of equally long ones the first. `data`: texts, a
    mapping, records or a table, as for `check`; for files there is the command. `ignore`: rules
    whose copies do not count, such as `DUP102` for near-copies. `against`: texts, or paths, whose
    copies are dropped too, such as a test set. `level`: "document", or "paragraph" or "sentence" to
    get the texts without repeated ones, all rows of which are kept. Raises as `check` does.
    """
    from copydesk.engine.roles import corpus_rules_for
    from copydesk.engine.run import run as run_plan
    from copydesk.fixing.dedupe import Terms, decide_documents, decide_parts

    options = RunOptions.parsed(
        ignore=tuple(ignore), no_cache=True, jobs=jobs or None, text_field=fields(text)
    )
    with translated():
        passed = given(data, form="texts", text=text, id=id)
        if passed.texts is None:
            raise InputError("dedupe takes texts or a table; for files: copydesk dedupe PATHS")
        texts = passed.texts
        other = None if against is None else given(against, text=text, id=id)
        rules = [c for c in corpus_rules_for("copy", level) if c not in set(options.ignore)]
        run = Run.open(passed, other, config, options, rules)
        session = run.session
        found = run.lint(session.sources.all)
        sources = {source.path: source for source in session.sources.all}
        mine = texts.single or DATA
        terms = Terms(session.decisions(None).ignores.ignored, sources.keys() - {mine})
        reading = session.plan.reading
        if level != "document":
            decision = decide_parts(found, level, terms)
            made = _all_kept(texts)
            return replace(made, texts=_cut(texts, mine, decision, sources, reading))
        decision = decide_documents(
            found, sources, reading, lambda some: run_plan(session.plan, some), terms
        )
    made = _all_kept(texts)
    for number, group in enumerate(decision.groups, 1):
        _note(made, number, group, run.tables)
    return made


def _all_kept(texts: Texts) -> Deduplication:
    size = len(texts)
    empty: list[Any] = [None] * size
    return Deduplication(texts.ids, [True] * size, [""] * size, empty, [*empty], [*empty])


def _cut(
    texts: Texts,
    name: str,
    decision: Decision,
    sources: Mapping[str, Source],
    reading: ReadOptions,
) -> Sequence[Any]:
    """Return the rows without the paragraphs or sentences that are dropped."""
    from copydesk.fixing.cutting import cuts_of, edited

    content = sources[name].content or b""
    cuts = cuts_of(decision, sources, reading).get(name)
    return texts.changed(edited(content, cuts.edits) if cuts else content)


def _note(made: Deduplication, number: int, group: Group, tables: Mapping[str, Texts]) -> None:
    """Enter what was decided for a cluster."""
    for keep in group.keep:
        if keep.place.path in tables and tables[keep.place.path].ids is made.ids:
            row = keep.place.line - 1
            made.cluster[row], made.reason[row] = number, keep.reason
    for drop in group.drop:
        row, like = drop.place.line - 1, drop.like
        made.mask[row], made.cluster[row], made.reason[row] = False, number, "a copy"
        table = tables.get(like.path)
        named = like.document.id if like.document and like.document.id else like.path
        made.like[row] = table.ids[like.line - 1] if table else named
        made.similarity[row] = drop.similarity

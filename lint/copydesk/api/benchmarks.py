"""Tell which items of a benchmark training data have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from copydesk.api.errors import InputError, arrow, translated
from copydesk.api.inputs import Fields, Input, fields, given
from copydesk.api.run import Configuration, Run
from copydesk.config.options import RunOptions

if TYPE_CHECKING:
    import pyarrow as pa

    from copydesk.finding import Place


@dataclass(frozen=True, slots=True)
class Contamination:
    """What training data have of a benchmark; all of one length, in the order of its items.

    `ids`: of the items, as the caller passed them. `mask`: True for clean ones, to filter with.
    `words`: of each item; `run`: of its longest run of words that training data have too, `share`
    its share of the item. `documents`: how many training documents have one that is long enough.
    `source`: the id of the one with the longest, or its path and line, None without one.
    """

    ids: Sequence[Any]
    mask: list[bool]
    words: list[int]
    run: list[int]
    share: list[float]
    documents: list[int]
    source: list[Any]

    def __len__(self) -> int:
        return len(self.mask)

    @property
    def contaminated(self) -> list[Any]:
        """The ids of the contaminated items."""
        return [name for name, clean in zip(self.ids, self.mask, strict=True) if not clean]

    def to_arrow(self) -> pa.Table:
        """Return the columns as a pyarrow table; raises MissingDependencyError."""
        pa = arrow("to_arrow")
        return pa.table(
            {
                "id": [str(name) for name in self.ids],
                "clean": self.mask,
                "words": self.words,
                "run": self.run,
                "share": self.share,
                "documents": self.documents,
                "source": pa.array(
                    [None if n is None else str(n) for n in self.source], pa.string()
                ),
            }
        )


def contamination(
    data: Input,
    *,
    against: Input,
    words: int = 13,
    min_share: float = 0.0,
    text: Fields = None,
    against_text: Fields = None,
    id: str = "id",
    config: Configuration = None,
) -> Contamination:
    """Return which items of a benchmark training data have, as `copydesk contamination` does.

    `data`: the training data, texts, records, a table, or paths, which are read in portions.
    `against`: the items of the benchmark, of the same kinds. An item is contaminated by `words`
    words in a row, or all of its words if it has fewer (8 at least), that are `min_share` of its
    words or more. `text`, `against_text`: fields of records, `id` as for `check`. Raises as `check`
    does.
    """
    from copydesk.benchmark.search import search

    if not 5 <= words <= 200:
        raise InputError(f"words must be from 5 to 200, not {words}")
    options = RunOptions.parsed(no_cache=True, text_field=fields(text))
    with translated():
        run = Run.open(given(data, text=text, id=id), None, config, options, ())
        passed = given(against, text=against_text or text, id=id)
        bench = Run.open(passed, None, config, options, ())
        reading = run.session.plan.reading
        names = fields(against_text)
        items = [
            replace(source, fields=names) if names and not source.fields else source
            for source in bench.session.sources.all
        ]
        found = search(run.session.sources.all, items, reading, least=words, share=min_share)
    if not found.items:
        raise InputError("the benchmark has no text; against_text names its fields")
    return Contamination(
        [_name(item.place, bench) for item in found.items],
        [not found.is_contaminated(item) for item in found.items],
        [item.words for item in found.items],
        [item.run for item in found.items],
        [item.share for item in found.items],
        [item.documents for item in found.items],
        [_name(item.copies[0].place, run) if item.copies else None for item in found.items],
    )


def _name(place: Place, run: Run) -> Any:
    """Return the id that a text has with the caller; of a file, the record's, or path and line."""
    if place.path in run.tables:
        return run.tables[place.path].ids[max(place.line - 1, 0) if place.document else 0]
    record = place.document.id if place.document else None
    return record if record is not None else f"{place.path}:{place.line}"

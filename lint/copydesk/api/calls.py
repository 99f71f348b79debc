"""Check and fix what a caller passes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from copydesk.api.errors import InputError, translated
from copydesk.api.inputs import Fields, Form, Input, Texts, fields, given
from copydesk.api.report import Report
from copydesk.api.run import DATA, Configuration, Progress, Run
from copydesk.config.options import RunOptions

if TYPE_CHECKING:
    from copydesk.fixing.rounds import Settled


def check(
    data: Input,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    extend_select: Iterable[str] = (),
    min_confidence: float | None = None,
    config: Configuration = None,
    against: Input | None = None,
    text: Fields = None,
    id: str = "id",
    form: Form = "auto",
    filename: str = "",
    jobs: int = 1,
    progress: Progress = None,
) -> Report:
    """Lint paths, texts or a table, and return what was found.

    `data`: a path or paths; a text or texts; a mapping of ids to texts; records, or a table of
    pandas, polars, pyarrow, DuckDB, ... with the columns `text` and `id` (rows are numbered where
    there is no such column). `text` may be several fields, `["prompt", "completion"]`, or the way
    to one, `"messages[].content"`, in files too; a record is one document. A string is a path if
    such a file exists; `form` ("paths", "texts") leaves no doubt. `filename`: the name that one
    text is read under, such as `post.md`.
    `select`, `ignore`, `extend_select`: codes, prefixes or names of rules; `min_confidence` in
    0..1. `config`: a file, a table of the same keys, or False for none; by default the nearest
    `copydesk.toml` or `pyproject.toml`. `against`: texts or paths to compare with, of the same
    kinds as `data`; only findings in `data` are reported. `jobs`: processes, 0 for one a core.
    `progress`: called with the bytes read so far, or True for a bar of tqdm.

    Raises ConfigError, InputError, MissingDependencyError. A rule that fails is a finding
    (`INT001`) and sets `Report.crashed`.
    """
    options = _options(select, ignore, extend_select, min_confidence, jobs, text)
    with translated():
        passed = given(data, form=form, text=text, id=id, filename=filename)
        other = None if against is None else given(against, form=form, text=text, id=id)
        run = Run.open(passed, other, config, options)
        sources = run.session.sources.all
        return run.report(run.lint(sources, progress), sources)


def fix(
    data: Input,
    *,
    unsafe: bool = False,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    min_confidence: float | None = None,
    config: Configuration = None,
    text: Fields = None,
    id: str = "id",
    filename: str = "",
    jobs: int = 1,
) -> Any:
    """Return texts with what can be put right put right: safe fixes, or also unsafe ones.

    `data` as for `check`, but no paths (`copydesk check --fix` changes files). The answer has its
    shape: a string for a string, a dict for a mapping, else a list in the order of rows; of records
    with several fields of text, a list of records. Raises as `check` does.
    """
    from copydesk.fixing.rounds import settle

    options = _options(select, ignore, (), min_confidence, jobs)
    with translated():
        passed = given(data, form="texts", text=text, id=id, filename=filename)
        if passed.texts is None:
            raise InputError("fix changes texts, not files; for files: copydesk check --fix")
        run = Run.open(passed, None, config, options)
        session = run.session
        settled = settle(run.lint, session.sources.all, session.plan.reading, unsafe=unsafe)
    texts = _fixed(settled, passed.texts)
    if isinstance(data, str):
        return texts[0]
    return dict(zip(data, texts, strict=True)) if isinstance(data, Mapping) else texts


def _options(
    select: Iterable[str],
    ignore: Iterable[str],
    extend_select: Iterable[str],
    min_confidence: float | None,
    jobs: int,
    text: Fields = None,
) -> RunOptions:
    return RunOptions.parsed(
        select=_codes(select),
        ignore=_codes(ignore),
        extend_select=_codes(extend_select),
        exclude=(),
        text_field=fields(text),
        min_confidence=min_confidence,
        jobs=jobs or None,
        no_cache=True,
    )


def _codes(codes: Iterable[str]) -> tuple[str, ...]:
    return (codes,) if isinstance(codes, str) else tuple(codes)


def _fixed(settled: Settled, texts: Texts) -> Sequence[Any]:
    """Return the texts, or the records, as they are after the fixes, in the order of rows."""
    page = settled.pages.get(texts.single or DATA)
    return list(texts.records or texts.texts) if page is None else texts.changed(page.content)

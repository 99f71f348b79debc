"""`copydesk check --runner spark`: the same findings, from a cluster to folders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from copydesk.cli.streams import complain, say_skipped
from copydesk.config.options import Output, RunOptions

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from copydesk.distributed.spark import Outcome
    from copydesk.output.conditions import Condition
    from copydesk.running.session import Session

_FORMATS = ("json-lines", "parquet")
# Options of a run that a cluster does not have, and what to do instead.
_REFUSED = {
    "fix": (
        "--fix",
        "tasks may run twice, so they change nothing; run `copydesk check --fix` on the files with findings, or use copydesk.spark.dedupe",
    ),
    "fix_only": ("--fix-only", "see --fix"),
    "diff": ("--diff", "run `copydesk check --diff` on the files with findings"),
    "watch": ("--watch", "it runs once"),
    "statistics": ("--statistics", "the counts are in DIR/summary"),
    "limit": ("--limit", "all findings go to DIR/findings"),
    "baseline_from_ref": (
        "--baseline-from-ref",
        "write the baseline with `copydesk baseline create` at that revision, and pass --baseline",
    ),
    "max_memory": ("--max-memory", "Spark's own settings say how much memory a task has"),
    "output_file": ("--output-file", "name a folder: --output-format json-lines:DIR"),
}


def check_on_spark(paths: Sequence[str], options: RunOptions) -> int:
    """Lint paths on Spark; return the exit code. Raises click's UsageError for what it cannot do."""
    from copydesk.cli.show_files import show_files
    from copydesk.distributed.index import BadIndex, read_index
    from copydesk.distributed.listing import listed
    from copydesk.distributed.session import NoSpark, job_of, need_checkpoints, parts_of, started
    from copydesk.distributed.spark import lint
    from copydesk.engine.registry import load_rules
    from copydesk.output.conditions import Condition
    from copydesk.output.history import history_of

    outputs = _outputs(paths, options)
    if options.history:
        history_of(Path(options.history))
    session, index = _session(paths, options)
    conditions = [Condition.parse(text, load_rules()) for text in options.fail_if]
    if options.show_files:
        show_files(session.sources)
        return 0
    sources, plan = session.sources, session.plan
    try:
        spark = started(options.master)
        need_checkpoints(spark)
        old = read_index(spark, index, plan, sources.asked) if index else None
    except (NoSpark, BadIndex) as error:
        complain(str(error))
        return 2
    job = job_of(session, parts_of(spark))
    items = listed(spark, sources.all, plan.reading, job.parts, job.scope.checked)
    found = lint(spark, items, job, old)
    skipped = {*found.report.skipped, *sources.skipped}
    found.report.skipped = sorted(skipped, key=lambda one: (one.path, one.reason))
    return _told(session, found, outputs, conditions, job.parts)


def _session(paths: Sequence[str], options: RunOptions) -> tuple[Session, str]:
    """Return the session, and the Parquet index to compare with, if any."""
    from copydesk.running.session import Session
    from copydesk.running.sources import is_parquet_index

    indexes = [path for path in options.against if "://" in path or is_parquet_index(path)]
    if not indexes:
        return Session.open(paths, options), ""
    if len(options.against) > 1 or options.against_tracked or options.changed_since:
        raise click.UsageError(
            f"the index {indexes[0]} is all that a run is held against; leave out the other"
            " --against, --against-tracked, --changed-since, or build one index of all"
        )
    session = Session.open(paths, replace(options, against=()))
    asked = replace(session.sources, focus=session.sources.asked)
    return replace(session, sources=asked, whole=False), indexes[0]


def _outputs(paths: Sequence[str], options: RunOptions) -> list[Output]:
    """Return the folders to write; raises click's UsageError."""
    for name, (option, advice) in _REFUSED.items():
        if getattr(options, name):
            raise click.UsageError(f"{option} does not go with --runner spark: {advice}")
    if "-" in paths:
        raise click.UsageError("standard input does not go with --runner spark; name files")
    for one in options.outputs:
        if one.format not in _FORMATS:
            raise click.UsageError(
                f"--runner spark writes {' and '.join(_FORMATS)}, not {one.format}"
            )
    if not options.outputs or not all(one.file for one in options.outputs):
        raise click.UsageError(
            "--runner spark writes to folders; add --output-format json-lines:DIR or parquet:DIR"
        )
    return list(options.outputs)


def _told(
    session: Session,
    found: Outcome,
    outputs: Sequence[Output],
    conditions: Sequence[Condition],
    parts: int,
) -> int:
    """Write what was found, and say how many findings there are; return the exit code."""
    from copydesk.distributed.flat import FINDINGS, flat
    from copydesk.distributed.frames import kept, mapped
    from copydesk.distributed.writing import MEMBERS, members, write_lines, write_summary

    rows = kept(found.ordered(parts))
    flat_rows = mapped(rows, flat, FINDINGS, in_rows=False)
    counts = {
        (row["rule"], row["severity"]): row["count"]
        for row in flat_rows.groupBy("rule", "severity").count().collect()
    }
    code = _exit_code(session, found, conditions)
    summary = _summary(session, found, counts, code)
    for one in outputs:
        try:
            if one.format == "json-lines":
                write_lines(rows, one.file, kinds=session.options.kinds)
            else:
                flat_rows.write.parquet(f"{one.file}/findings")
                mapped(rows, members, MEMBERS).write.parquet(f"{one.file}/clusters")
            write_summary(rows, one.file, summary)
        except Exception as error:
            if "PATH_ALREADY_EXISTS" not in str(error):
                raise
            complain(f"{one.file} holds a report already; name another folder")
            return 2
    if session.options.history:
        _remember(session.options.history, found, rows)
    if not session.options.quiet:
        _say(found, counts)
    return code


def _exit_code(session: Session, found: Outcome, conditions: Sequence[Condition]) -> int:
    from copydesk.cli.exit_code import code_of, with_unread
    from copydesk.distributed.counting import met, severities
    from copydesk.engine.registry import load_rules

    report, rules = found.report, load_rules()
    some = [] if report.crashed else conditions
    reasons = [met(one, found.unfolded, report, rules) for one in some]
    fail_on = session.config.settings.fail_on
    told = severities(found.unfolded)
    code = code_of(told, session.options, fail_on, reasons, crashed=report.crashed)
    return with_unread(code, report, session.sources.asked)


def _remember(file: str, found: Outcome, rows: DataFrame) -> None:
    """Append the run to a history."""
    from copydesk import __version__
    from copydesk.distributed.counting import counts
    from copydesk.engine.registry import load_rules
    from copydesk.output.history import Run, history_of

    report = found.report
    totals = (report.documents, report.paragraphs, report.bytes)
    run = Run.counted(counts(rows, load_rules()), totals, __version__)
    history_of(Path(file)).append(Path(file), run)


def _summary(
    session: Session, found: Outcome, counts: dict[tuple[str, str], int], code: int
) -> dict[str, Any]:
    """Return the object of the last line of the format `json-lines`, without its clusters."""
    from copydesk.engine.registry import load_rules
    from copydesk.finding import SEVERITIES
    from copydesk.output.native import report
    from copydesk.output.render_input import RenderInput

    rules = load_rules()
    ran = session.levels().rules({one: rules[one] for one in session.plan.codes})
    given = RenderInput(found.report, ran, session.config.file, code, kinds=session.options.kinds)
    out = {
        key: value for key, value in report(given).items() if key not in ("findings", "clusters")
    }
    codes = sorted({code for code, _ in counts})
    out["summary"] |= {
        "findings": {"total": sum(counts.values())},
        "by_rule": {one: sum(n for (c, _), n in counts.items() if c == one) for one in codes},
        "by_severity": {
            one: sum(n for (_, s), n in counts.items() if s == one) for one in reversed(SEVERITIES)
        },
    }
    return out


def _say(found: Outcome, counts: dict[tuple[str, str], int]) -> None:
    say_skipped(found.report.skipped)
    total, documents = sum(counts.values()), found.report.documents
    click.echo(f"{total:,} findings in {documents:,} documents", err=True)

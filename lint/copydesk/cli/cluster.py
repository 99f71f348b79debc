"""`copydesk check --runner spark`: the same findings, from a cluster to folders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from copydesk.cli.streams import complain, say_skipped
from copydesk.config.options import Output, RunOptions

if TYPE_CHECKING:
    from copydesk.distributed.spark import Outcome
    from copydesk.running.session import Session

_FORMATS = ("json-lines", "parquet")
# Options of a run that a cluster does not have: what changes files, what is for people who watch,
# and what needs the text of another state.
_REFUSED = {
    "fix": "--fix",
    "fix_only": "--fix-only",
    "diff": "--diff",
    "watch": "--watch",
    "history": "--history",
    "statistics": "--statistics",
    "limit": "--limit",
    "fail_if": "--fail-if",
    "against": "--against",
    "against_tracked": "--against-tracked",
    "changed_since": "--changed-since",
    "baseline_from_ref": "--baseline-from-ref",
    "max_memory": "--max-memory",
    "output_file": "--output-file",
}


def check_on_spark(paths: Sequence[str], options: RunOptions) -> int:
    """Lint paths on Spark; return the exit code. Raises click's UsageError for what it cannot do."""
    from copydesk.cli.show_files import show_files
    from copydesk.distributed.listing import listed
    from copydesk.distributed.session import NoSpark, job_of, need_checkpoints, parts_of, started
    from copydesk.distributed.spark import lint
    from copydesk.running.session import Session

    outputs = _outputs(paths, options)
    session = Session.open(paths, options)
    if options.show_files:
        show_files(session.sources)
        return 0
    try:
        spark = started(options.master)
        need_checkpoints(spark)
    except NoSpark as error:
        complain(str(error))
        return 2
    parts = parts_of(spark)
    sources, reading = session.sources.all, session.plan.reading
    found = lint(spark, listed(spark, sources, reading, parts), job_of(session, parts))
    skipped = {*found.report.skipped, *session.sources.skipped}
    found.report.skipped = sorted(skipped, key=lambda one: (one.path, one.reason))
    return _told(session, found, outputs, parts)


def _outputs(paths: Sequence[str], options: RunOptions) -> list[Output]:
    """Return the folders to write; raises click's UsageError."""
    for name, option in _REFUSED.items():
        if getattr(options, name):
            raise click.UsageError(f"{option} does not go with --runner spark; run it locally")
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


def _told(session: Session, found: Outcome, outputs: Sequence[Output], parts: int) -> int:
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
    code = _exit_code(session, found, counts)
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
    if not session.options.quiet:
        _say(found, counts)
    return code


def _exit_code(session: Session, found: Outcome, counts: dict[tuple[str, str], int]) -> int:
    from copydesk.cli.exit_code import code_of, with_unread

    severities = Counter[str]()
    for (_, severity), count in counts.items():
        severities[severity] += count
    fail_on = session.config.settings.fail_on
    code = code_of(severities, session.options, fail_on, crashed=found.report.crashed)
    return with_unread(code, found.report, session.sources.asked)


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

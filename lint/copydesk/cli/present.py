"""Print a report: findings to standard output or a file, all else to standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from copydesk.deciding.config import Config
from copydesk.engine.plan import Plan
from copydesk.output import concise, full, native, statistics
from copydesk.output.escape import visible
from copydesk.output.summary import summary
from copydesk.report import Report
from copydesk.rule import Rule


def present(report: Report, rules: Mapping[str, Rule], plan: Plan, config: Config, code: int, options: Mapping[str, Any]) -> None:
    """Print findings in the wanted format, then a summary."""
    wanted = options["output_format"] or ("concise" if os.environ.get("PRE_COMMIT") else "full")
    color = not options["output_file"] and use_color(options["color"])
    if wanted in ("json", "json-lines"):
        document = native.report(report, {c: rules[c] for c in plan.codes}, config.file, code)
        text = native.as_json(document) if wanted == "json" else native.as_lines(document)
    elif options["statistics"]:
        text = statistics.render(report.findings)
    else:
        text = (concise if wanted == "concise" else full).render(report.findings, color=color)
    if options["output_file"]:
        Path(options["output_file"]).write_text(text, encoding="utf-8", newline="\n")
    else:
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.flush()
    if options["quiet"]:
        return
    for skipped in report.skipped:
        if options["verbose"] or skipped.reason != "symlink":
            click.echo(f"skipped {visible(skipped.path)}: {skipped.reason} ({visible(skipped.detail)})", err=True)
    if wanted not in ("json", "json-lines"):
        click.echo(summary(report), err=True)
    if options["verbose"]:
        for stage, seconds in sorted(report.seconds.items(), key=lambda item: -item[1]):
            click.echo(f"  {stage:<8} {seconds:8.3f} s", err=True)


def use_color(wanted: str) -> bool:
    """Decide on colour: --color, then NO_COLOR, then FORCE_COLOR, then whether standard output is a terminal."""
    if wanted != "auto":
        return wanted == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()

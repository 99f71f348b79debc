"""`copydesk check --fix`, `--fix-only` and `--diff`: change files, or print what would change."""

from __future__ import annotations

import sys
from collections import Counter

import click

from copydesk.cli.present import use_color
from copydesk.config.options import RunOptions
from copydesk.fixing.rounds import Lint, Settled, save, settle
from copydesk.fixing.unified import unified
from copydesk.output.escape import visible
from copydesk.output.style import Painter, Style
from copydesk.reading.source import ReadOptions
from copydesk.running.sources import Sources

_STYLES: dict[str, Style] = {"-": "removed", "+": "added", "@": "code"}


def fix(lint: Lint, sources: Sources, reading: ReadOptions, options: RunOptions) -> Settled:
    """Fix the files that PATHS name, or print with --diff what would change.

    A summary, and what was not fixed, go to standard error.
    """
    settled = settle(lint, sources.all, reading, unsafe=options.unsafe_fixes, focus=sources.focus)
    if options.diff:
        _print_diff(settled, options)
    else:
        save(settled, lint, reading)
        for source in sources.all:
            if source.file is None:  # standard input: passed through, fixed or not
                sys.stdout.buffer.write(
                    settled.pages[source.path].content
                    if source.path in settled.pages
                    else source.content or b""
                )
        sys.stdout.flush()
    if not options.quiet:
        for refused in settled.refused:
            click.echo(
                f"not fixed {visible(refused.path)}: {refused.reason} ({visible(refused.detail)})",
                err=True,
            )
        _summarize(settled, options)
    return settled


def _print_diff(settled: Settled, options: RunOptions) -> None:
    paint = Painter(color=use_color(options.color, sys.stdout))
    terminal = sys.stdout.isatty()
    for path, page in sorted(settled.pages.items()):
        text = unified(visible(path), page.original, page.edits)
        rows = text.split("\n")[:-1]
        # `patch` needs every character as it is; a terminal must not get control characters.
        shown = [_painted(visible(row) if terminal else row, paint) + "\n" for row in rows]
        sys.stdout.buffer.write("".join(shown).encode())
    sys.stdout.flush()


def _painted(row: str, paint: Painter) -> str:
    return paint(row, _STYLES[row[:1]]) if row[:1] in _STYLES else row


def _nothing(settled: Settled, options: RunOptions) -> str:
    """Return why nothing was fixed: there is nothing to fix, or what more would take."""
    fixes = [finding.fix for finding in settled.report.findings if finding.fix]
    unsafe = sum(fix.applicability == "unsafe" for fix in fixes)
    done = "No finding has a fix" if options.diff else "Nothing was fixed"
    if unsafe and not options.unsafe_fixes:
        return f"{done} that is safe; --unsafe-fixes has {unsafe} more."
    return f"{done}." if settled.report.findings else "No findings."


def _summarize(settled: Settled, options: RunOptions) -> None:
    done, listed = "Would fix" if options.diff else "Fixed", options.show_fixes
    counts = {path: page.fixed for path, page in sorted(settled.pages.items())}
    total = sum(map(Counter[tuple[str, str]].total, counts.values()))
    if total:
        click.echo(
            f"{done} {total} finding{'s' * (total != 1)} in {len(counts)} file{'s' * (len(counts) != 1)}.",
            err=True,
        )
    elif settled.report.documents:
        click.echo(_nothing(settled, options), err=True)
    for path, fixed in counts.items() if listed else ():
        click.echo(f"  {visible(path)}:", err=True)
        for (code, name), count in sorted(fixed.items()):
            click.echo(f"  {count:>5} × {code} ({name})", err=True)

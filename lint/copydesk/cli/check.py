"""`copydesk check`: lint files and folders."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from copydesk.cli.group import CONTEXT

if TYPE_CHECKING:
    from copydesk.deciding.config import Config
    from copydesk.engine.plan import Plan
    from copydesk.reading.source import ReadOptions, Source
    from copydesk.report import Report

FORMATS = ("concise", "full", "json", "json-lines")
SEVERITIES = ("info", "warning", "error")  # as in copydesk.finding, which `--help` need not import


@click.command("check", context_settings=CONTEXT, short_help="Lint files and folders.")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--select", multiple=True, metavar="CODES", help="Rules to run: codes, prefixes, names or ALL, separated by commas.")
@click.option("--ignore", multiple=True, metavar="CODES", help="Rules to leave out.")
@click.option("--extend-select", multiple=True, metavar="CODES", help="Rules to run besides those selected.")
@click.option("--output-format", type=click.Choice(FORMATS), envvar="COPYDESK_OUTPUT_FORMAT", help="How to print findings. [default: full]")
@click.option("-o", "--output-file", type=click.Path(dir_okay=False), help="Write findings to a file instead of standard output.")
@click.option("--statistics", is_flag=True, help="Print how many findings each rule has, instead of the findings.")
@click.option("--fail-on", type=click.Choice(SEVERITIES), help="The least severity that makes the exit code 1. [default: warning]")
@click.option("-e", "--exit-zero", is_flag=True, help="Exit with 0 even when there are findings.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Processes to use. [default: the number of cores]")
@click.option("--config", "config_path", type=click.Path(), help="A configuration file to use instead of the nearest one.")
@click.option("--isolated", is_flag=True, help="Use no configuration file.")
@click.option("--no-cache", is_flag=True, help="Do not read or write a cache. (There is none yet.)")
@click.option("--exclude", multiple=True, metavar="PATTERNS", help="Paths to leave out while walking, as in a .gitignore.")
@click.option("--force-exclude", is_flag=True, help="Leave out excluded paths even when they are named.")
@click.option("--respect-gitignore/--no-respect-gitignore", default=None, help="Leave out what .gitignore files name. [default: yes]")
@click.option("--text-field", metavar="FIELD", help="The field of a JSONL record that holds its text. [default: text]")
@click.option("--id-field", metavar="FIELD", help="The field of a JSONL record that names it. [default: id]")
@click.option("--max-file-size", type=click.IntRange(min=0), metavar="BYTES", help="Skip larger files; 0: none. [default: 100000000]")
@click.option("--stdin-filename", metavar="NAME", help="The name to give to standard input (-).")
@click.option("--tracked", is_flag=True, help="Lint every file that git tracks, instead of walking folders.")
@click.option("--against-tracked", is_flag=True, help="Compare PATHS with every file that git tracks; report what touches PATHS.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="When to colour. [default: auto]")
@click.option("-q", "--quiet", is_flag=True, help="Print findings only: no summary, no list of skipped files.")
@click.option("-v", "--verbose", is_flag=True, help="Say what was read, and how long each rule took.")
def command(paths: tuple[str, ...], **options: Any) -> int:
    """Lint PATHS: files and folders of .txt, .md, .jsonl, each also as .gz or .zst; - reads standard input. Default: this folder."""
    from copydesk.cli.errors import reported

    with reported():
        return _check(paths or (".",), options)


def _check(paths: Sequence[str], options: dict[str, Any]) -> int:
    from copydesk.deciding.config import Config, find_config, read_config
    from copydesk.deciding.select import PerFileIgnores
    from copydesk.engine.registry import load_rules
    from copydesk.engine.run import run

    rules = load_rules()
    if options["isolated"]:
        config = Config()
    elif options["config_path"]:
        config = read_config(Path(options["config_path"]))
    else:
        config = find_config(Path.cwd())
    settings = config.settings
    plan = _plan(config, options)
    reported_on, sources, skipped = _sources(paths, config, plan.reading, options)
    from copydesk.cli.progress import progress

    with progress(sources, quiet=options["quiet"] or bool(options["output_file"])) as advance:
        report = run(plan, sources, jobs=options["jobs"] or os.cpu_count() or 1, timed=options["verbose"], progress=advance)
    report.skipped = sorted({*report.skipped, *skipped}, key=lambda s: (s.path, s.reason))
    report.findings = PerFileIgnores(settings.per_file_ignores, rules).keep(report.findings)
    if reported_on is not None:
        report.findings = [finding for finding in report.findings if not reported_on.isdisjoint(finding.paths)]
    shown = {finding.cluster for finding in report.findings}
    report.clusters = [cluster for cluster in report.clusters if cluster.id in shown]
    code = _exit_code(report, options["fail_on"] or settings.fail_on, exit_zero=options["exit_zero"])
    from copydesk.cli.present import present

    present(report, rules, plan, config, code, options)
    return code


def _plan(config: Config, options: dict[str, Any]) -> Plan:
    from copydesk.deciding.config import thresholds
    from copydesk.deciding.select import select_codes
    from copydesk.engine.plan import Plan
    from copydesk.engine.registry import load_rules
    from copydesk.reading.source import ReadOptions

    rules, settings = load_rules(), config.settings
    codes = select_codes(
        rules,
        _listed(options["select"]) or settings.select,
        (*settings.ignore, *_listed(options["ignore"])) if not options["select"] else _listed(options["ignore"]),
        (*settings.extend_select, *_listed(options["extend_select"])),
    )
    if not codes:
        raise click.UsageError("no rule is selected; `copydesk rules` lists them")
    reading = ReadOptions(
        options["text_field"] or settings.text_field,
        options["id_field"] or settings.id_field,
        settings.max_file_size if options["max_file_size"] is None else options["max_file_size"],
    )
    return Plan(tuple(sorted(codes | {"INT001"})), thresholds(config, rules), reading)


def _listed(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())


def _sources(
    paths: Sequence[str], config: Config, reading: ReadOptions, options: dict[str, Any]
) -> tuple[set[str] | None, list[Source], list[Any]]:
    """Return the paths that findings must touch (None: any), the sources to read, and what was skipped while walking."""
    from copydesk.reading.formats import EXTENSIONS, PACKINGS
    from copydesk.reading.git import tracked_files
    from copydesk.reading.stdin import standard_input
    from copydesk.reading.walk import Walker

    respect = options["respect_gitignore"]
    walker = Walker(
        config.root,
        exclude=(*config.settings.exclude, *_listed(options["exclude"])),
        gitignore=config.settings.respect_gitignore if respect is None else respect,
        force_exclude=options["force_exclude"],
    )
    if options["tracked"]:
        paths = tracked_files(Path.cwd())
    sources = walker.find([path for path in paths if path != "-"])
    if "-" in paths:
        sources.append(standard_input(sys.stdin.buffer.read(), options["stdin_filename"] or "stdin.txt"))
    if not sources and not (options["force_exclude"] or options["tracked"]):
        known = " ".join(EXTENSIONS)
        raise click.UsageError(
            f"nothing to lint in {' '.join(paths)}: no file ends in {known} (or one of these with {' '.join('.' + p for p in PACKINGS)})"
        )
    if not options["against_tracked"]:
        return None, sources, walker.skipped
    wanted = {source.path for source in sources}
    everything = {source.path: source for source in walker.find(tracked_files(Path.cwd()))} | {s.path: s for s in sources}
    return wanted, [everything[path] for path in sorted(everything)], walker.skipped


def _exit_code(report: Report, gate: str, *, exit_zero: bool) -> int:
    if report.crashed:
        return 2
    if exit_zero:
        return 0
    return int(any(SEVERITIES.index(finding.severity) >= SEVERITIES.index(gate) for finding in report.findings))

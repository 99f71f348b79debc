"""`copydesk check`: lint files and folders."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from copydesk.cli.group import CONTEXT
from copydesk.cli.size import size

if TYPE_CHECKING:
    from copydesk.deciding.config import Config
    from copydesk.engine.plan import Plan
    from copydesk.report import Report
    from copydesk.rule import Threshold

FORMATS = ("concise", "full", "json", "json-lines")
PHRASE_RULE = "BOI101"  # the rule that looks for the lines of `boilerplate-phrases`
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
@click.option("--no-cache", is_flag=True, envvar="COPYDESK_NO_CACHE", help="Do not read or write the cache.")
@click.option("--cache-dir", metavar="FOLDER", envvar="COPYDESK_CACHE_DIR", help="Where the cache is. [default: .copydesk_cache]")
@click.option("--max-memory", type=size, metavar="SIZE", help="Memory to stay near, as 300MB; what does not fit goes to disk.")
@click.option("--exclude", multiple=True, metavar="PATTERNS", help="Paths to leave out while walking, as in a .gitignore.")
@click.option("--force-exclude", is_flag=True, help="Leave out excluded paths even when they are named.")
@click.option("--respect-gitignore/--no-respect-gitignore", default=None, help="Leave out what .gitignore files name. [default: yes]")
@click.option("--text-field", metavar="FIELD", help="The field of a JSONL record that holds its text. [default: text]")
@click.option("--id-field", metavar="FIELD", help="The field of a JSONL record that names it. [default: id]")
@click.option("--max-file-size", type=click.IntRange(min=0), metavar="BYTES", help="Skip larger files; 0: none. [default: 100000000]")
@click.option("--stdin-filename", metavar="NAME", help="The name to give to standard input (-).")
@click.option("--tracked", is_flag=True, help="Lint every file that git tracks, instead of walking folders.")
@click.option(
    "--against", multiple=True, metavar="PATH", help="Compare PATHS with these files, folders or index; report what touches PATHS."
)
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
    from copydesk.cli.sources import find_sources
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
    plan = plan_of(config, options)
    sources = find_sources(paths, config, plan, options)
    from copydesk.cli.progress import progress

    with progress(sources.all, quiet=options["quiet"] or bool(options["output_file"])) as advance:
        report = run(
            plan,
            sources.all,
            jobs=options["jobs"] or os.cpu_count() or 1,
            timed=options["verbose"],
            progress=advance,
            focus=sources.focus,
            cache=sources.cache,
            max_memory=options["max_memory"] or 0,
            warn=lambda message: click.echo(f"copydesk: {message}", err=True),
        )
    report.skipped = sorted({*report.skipped, *sources.skipped}, key=lambda s: (s.path, s.reason))
    ignores = PerFileIgnores(settings.per_file_ignores, rules)
    report.findings, report.nested = ignores.keep(report.findings), ignores.keep(report.nested)
    shown = {finding.cluster for finding in report.findings}
    report.clusters = [cluster for cluster in report.clusters if cluster.id in shown]
    code = _exit_code(report, options["fail_on"] or settings.fail_on, exit_zero=options["exit_zero"])
    from copydesk.cli.present import present

    present(report, rules, plan, config, code, options)
    return code


def plan_of(config: Config, options: Mapping[str, Any]) -> Plan:
    """Return the plan that the configuration and the options of `check` ask for."""
    from copydesk.cli.sources import listed
    from copydesk.deciding.config import thresholds
    from copydesk.deciding.phrases import read_phrases
    from copydesk.deciding.select import select_codes
    from copydesk.engine.plan import Plan
    from copydesk.engine.registry import load_rules
    from copydesk.reading.source import ReadOptions

    rules, settings = load_rules(), config.settings
    codes = select_codes(
        rules,
        listed(options["select"]) or settings.select,
        (*settings.ignore, *listed(options["ignore"])) if not options["select"] else listed(options["ignore"]),
        (*settings.extend_select, *listed(options["extend_select"])),
    )
    if not codes:
        raise click.UsageError("no rule is selected; `copydesk rules` lists them")
    reading = ReadOptions(
        options["text_field"] or settings.text_field,
        options["id_field"] or settings.id_field,
        settings.max_file_size if options["max_file_size"] is None else options["max_file_size"],
    )
    changed: dict[str, dict[str, Threshold]] = thresholds(config, rules)
    phrases = read_phrases(config)
    if phrases:  # thresholds of the rule that they are for, so that the cache and every worker know them
        own = changed.setdefault(PHRASE_RULE, {})
        own["phrases"] = tuple(sorted({*phrases, *own.get("phrases", ())}))  # type: ignore[misc]
    return Plan(tuple(sorted(codes | {"INT001"})), changed, reading)


def _exit_code(report: Report, gate: str, *, exit_zero: bool) -> int:
    if report.crashed:
        return 2
    if exit_zero:
        return 0
    return int(any(SEVERITIES.index(finding.severity) >= SEVERITIES.index(gate) for finding in report.findings))


def defaults() -> dict[str, Any]:
    """Return the options of `check` as they are when none is given."""
    return command.make_context("check", [], resilient_parsing=True).params

"""What `copydesk check` does: lint, fix, decide, print, and tell by the exit code."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from copydesk.cli.exit_code import exit_code, with_fixes, with_unread
from copydesk.cli.linting import lint as run_lint
from copydesk.cli.outputs import plan_outputs
from copydesk.cli.present import present
from copydesk.config.options import RunOptions
from copydesk.engine.decide import decide
from copydesk.engine.folding import fold
from copydesk.engine.registry import load_rules
from copydesk.output.render_input import RenderInput
from copydesk.output.units import Units
from copydesk.reading.source import Source
from copydesk.report import Report
from copydesk.running.session import Session

if TYPE_CHECKING:  # what few runs need is imported where they do
    from copydesk.output.conditions import Condition
    from copydesk.output.history import History


def check(paths: Sequence[str], options: RunOptions) -> int:
    """Run `copydesk check`; return the exit code."""
    planned = plan_outputs(options.outputs, options.output_file)
    history = _history(options.history) if options.history else None
    session = Session.open(paths, options)
    conditions = _conditions(options.fail_if) if options.fail_if else ()
    if options.show_files:
        from copydesk.cli.show_files import show_files

        show_files(session.sources)
        return 0
    baseline, files, fixed = session.baseline(), session.sources.all, None
    hidden = all(output.file for output in planned)

    def lint(sources: Sequence[Source]) -> Report:
        report = run_lint(session, sources, hidden=hidden)
        decide(report, session.plan.codes, session.decisions(baseline))
        return report

    if options.fixes:
        from copydesk.cli.fix import fix

        fixed = fix(lint, session.sources, session.plan.reading, options)
        report, files = fixed.report, fixed.sources
    else:
        report = lint(files)
    fail_on = session.config.settings.fail_on
    code = exit_code(report, options, fail_on, load_rules(), conditions)
    if fixed:
        code = with_fixes(code, options, changed=bool(fixed.pages))
    code = with_unread(code, report, session.sources.asked)
    if not (fixed and (options.diff or options.fix_only)):
        given = _rendered(report, session, files, code)
        present(given, planned, options, aside=bool(fixed) and "-" in paths)
        if history:
            _remember(history, given, options)
    return code


def _rendered(report: Report, session: Session, files: Sequence[Source], code: int) -> RenderInput:
    rules, options = load_rules(), session.options  # with those of the configuration
    fold(report, rules, session.sources.focus)
    return RenderInput(
        report,
        session.levels().rules({code: rules[code] for code in session.plan.codes}),
        session.config.file,
        code,
        units=Units(files, session.plan.reading),
        unsafe_fixes=options.unsafe_fixes,
        kinds=options.kinds,
        whole=options.verbose,
    )


def _conditions(texts: Sequence[str]) -> Sequence[Condition]:
    from copydesk.output.conditions import Condition

    return [Condition.parse(text, load_rules()) for text in texts]


def _history(file: str) -> History:
    from copydesk.output.history import history_of

    return history_of(Path(file))


def _remember(history: History, given: RenderInput, options: RunOptions) -> None:
    from copydesk.output.history import Run
    from copydesk.output.saved import saved

    history.append(Path(options.history or ""), Run.of(saved(given), load_rules()))

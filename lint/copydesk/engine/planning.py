"""Make the plan of a run: what the configuration says, and the options over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from copydesk.codes import CRASHED_RULE
from copydesk.config.config import BadConfig, Config
from copydesk.config.fields import fields_stated, stated_fields
from copydesk.config.house import stated_phrases
from copydesk.config.kinds import stated_kinds
from copydesk.config.levels import Levels
from copydesk.config.options import RunOptions
from copydesk.config.phrases import read_phrases
from copydesk.config.select import select_codes
from copydesk.config.thresholds import thresholds
from copydesk.curves import BadCurves, curve_of
from copydesk.engine.plan import Plan
from copydesk.engine.registry import BrokenRules, load_rules, use_house_rules
from copydesk.reading.source import ReadOptions
from copydesk.rule import Rule, Threshold


def plan_of(config: Config, options: RunOptions, only: Iterable[str] | None = None) -> Plan:
    """Return the plan of a run; raises BadConfig, UnknownRule and BrokenRules.

    `only`: codes to run whatever is selected, for a command that needs these rules.
    """
    house = stated_phrases(config)
    use_house_rules(house)
    rules, settings = load_rules(), config.settings
    codes = set(only) if only is not None else _selected(config, options, rules)
    _check_curves(rules)
    size = options.max_file_size
    reading = ReadOptions(
        options.text_field or fields_stated(settings.text_field),
        options.id_field or settings.id_field,
        settings.lint_field,
        settings.max_file_size if size is None else size,
        () if options.text_field else stated_fields(config),
    )
    return Plan(
        tuple(sorted(codes | {CRASHED_RULE})),
        _with_phrases(thresholds(config, rules), read_phrases(config), rules),
        reading,
        stated_kinds(config),
        house=house,
    )


def configured_rules(config: Config, options: RunOptions) -> dict[str, Rule]:
    """Return every rule with the severity that is configured, house rules too; raises as `plan_of`."""
    plan_of(config, options)
    rules = load_rules()
    return Levels.of(config, options, rules).rules(rules)


def _check_curves(rules: Mapping[str, Rule]) -> None:
    try:
        for rule in rules.values():
            curve_of(rule)
    except BadCurves as error:
        raise BrokenRules(str(error)) from None


def _selected(config: Config, options: RunOptions, rules: Mapping[str, Rule]) -> set[str]:
    settings = config.settings
    codes = select_codes(
        rules,
        options.select or settings.select,
        options.ignore if options.select else (*settings.ignore, *options.ignore),
        (*settings.extend_select, *options.extend_select),
    )
    if not codes:
        raise BadConfig("no rule is selected; `copydesk rules` lists them")
    return codes


def _with_phrases(
    changed: dict[str, dict[str, Threshold]], phrases: Sequence[str], rules: Mapping[str, Rule]
) -> dict[str, dict[str, Threshold]]:
    """Add the lines of phrase files to the thresholds that take them.

    So they are part of the plan, which the cache compares and every worker gets.
    """
    for rule in rules.values() if phrases else ():
        if rule.phrase_files:
            own = changed.setdefault(rule.code, {})
            stated = own.get(rule.phrase_files, rule.thresholds[rule.phrase_files])
            assert isinstance(stated, tuple)
            own[rule.phrase_files] = tuple(sorted({*phrases, *stated}))
    return changed

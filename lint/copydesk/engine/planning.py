"""Make the plan of a run: what the configuration says, and the options over it."""

from __future__ import annotations

from copydesk.config.config import BadConfig, Config
from copydesk.config.options import RunOptions
from copydesk.config.phrases import read_phrases
from copydesk.config.select import select_codes
from copydesk.config.thresholds import thresholds
from copydesk.engine.plan import Plan
from copydesk.engine.registry import load_rules
from copydesk.reading.source import ReadOptions

PHRASE_RULE = "BOI101"  # the rule that looks for the lines of `boilerplate-phrases`


def plan_of(config: Config, options: RunOptions) -> Plan:
    """Return the plan of a run; raises BadConfig, UnknownRule and BrokenRules."""
    rules, settings = load_rules(), config.settings
    ignored = options.ignore if options.select else (*settings.ignore, *options.ignore)
    codes = select_codes(
        rules,
        options.select or settings.select,
        ignored,
        (*settings.extend_select, *options.extend_select),
    )
    if not codes:
        raise BadConfig("no rule is selected; `copydesk rules` lists them")
    size = options.max_file_size
    reading = ReadOptions(
        options.text_field or settings.text_field,
        options.id_field or settings.id_field,
        settings.lint_field,
        settings.max_file_size if size is None else size,
    )
    changed = thresholds(config, rules)
    phrases = read_phrases(config)
    if phrases:
        # thresholds of the rule that they are for, so that the cache and every worker know them
        own = changed.setdefault(PHRASE_RULE, {})
        own["phrases"] = tuple(sorted({*phrases, *own.get("phrases", ())}))  # type: ignore[misc]
    return Plan(tuple(sorted(codes | {"INT001"})), changed, reading)

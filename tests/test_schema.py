"""The configuration's JSON Schema: it and the reader agree on what is right and what is wrong."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
import tomlkit
from hypothesis import event, given, settings
from hypothesis import strategies as st

from copydesk.config.config import BadConfig, Config, read_config
from copydesk.config.kinds import stated_kinds
from copydesk.config.schema import schema
from copydesk.config.select import PerFileIgnores, UnknownRule, select_codes
from copydesk.config.settings import Settings, described
from copydesk.config.thresholds import explanation, spelled, thresholds
from copydesk.engine.registry import load_rules
from copydesk.output.rule_page import page
from copydesk.rule import Rule
from test_cli import copydesk

ROOT = Path(__file__).parent.parent
RULES = load_rules()
SCHEMA = json.loads(msgspec.json.encode(schema(RULES)))
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)
WORDS = [
    "DUP",
    "DUP202",
    "D",
    "near-duplicate-paragraph",
    "ALL",
    "DEFAULT",
    "Dup",
    "DUP9",
    "dup",
    "",
    "error",
    "warning",
    "fatal",
    "a/*.txt",
]
VALUES = st.recursive(
    st.one_of(
        st.sampled_from(WORDS), st.booleans(), st.integers(-2, 9), st.sampled_from([0.5, 1.5, -0.5])
    ),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=2)
    ),
    max_leaves=3,
)
LISTS = st.lists(st.sampled_from(WORDS), max_size=2)
TABLES = [name for rule in RULES.values() for name in (rule.code, rule.name)] + ["DUP2O2"]


def table_of(code: str) -> st.SearchStrategy[dict[str, Any]]:
    """Tables of some of a rule's thresholds, each at its default or anything else."""
    options = {
        spelled(name): st.just(msgspec.to_builtins(value)) | VALUES
        for name, value in RULES[code].thresholds.items()
    }
    return st.fixed_dictionaries({}, optional={**options, "similar": st.just(1)})


def rules_of(code: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {}, optional={code: table_of(code), RULES[code].name: table_of(code)}
    )


SETTINGS: dict[str, st.SearchStrategy[Any]] = {
    key: st.just(msgspec.to_builtins(default)) | VALUES for key, default, _ in described()
}
del SETTINGS["extend"]  # which the reader follows
SETTINGS |= {
    "select": LISTS | VALUES,
    "per-file-ignores": st.dictionaries(st.sampled_from(["a/*.txt", "b"]), LISTS),
    "kinds": st.dictionaries(
        st.sampled_from(["a/*.txt", "b"]), st.sampled_from(["verse", "unclear", "vers", 1])
    ),
    "rules": st.one_of(
        *map(rules_of, ("DUP202", "HEU107", "HEU106", "BOI101")),
        st.dictionaries(st.sampled_from(TABLES), st.just({}), max_size=2),
    ),
    "fail-on": st.sampled_from(WORDS),
    "selct": st.just([]),
}
CONFIGS = st.sets(st.sampled_from(sorted(SETTINGS)), max_size=3).flatmap(
    lambda keys: st.fixed_dictionaries({key: SETTINGS[key] for key in keys})
)


def accepts(file: Path) -> bool:
    try:
        config = read_config(file)
        thresholds(config, RULES)
        select_codes(
            RULES, config.settings.select, config.settings.ignore, config.settings.extend_select
        )
        PerFileIgnores(config, RULES)
        stated_kinds(config)
    except (BadConfig, UnknownRule):
        return False
    return True


@settings(max_examples=300)
@given(CONFIGS)
def test_schema_and_reader_agree(
    tmp_path_factory: pytest.TempPathFactory, config: dict[str, Any]
) -> None:
    # A number like 1.0 is left out: JSON counts it among the integers, TOML does not.
    file = tmp_path_factory.getbasetemp() / "agree.toml"
    text = tomlkit.dumps(config)
    file.write_text(text, encoding="utf-8")
    accepted = accepts(file)
    event(f"accepted: {accepted}, a rule: {bool(config.get('rules'))}")
    assert VALIDATOR.is_valid(tomllib.loads(text)) == accepted, text


def test_the_schema_is_a_schema_and_says_of_everything_what_it_is_for() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    keys = [field.encode_name for field in msgspec.structs.fields(Settings)]
    assert list(SCHEMA["properties"]) == [key for key, _, _ in described()] == keys
    for key in keys:
        assert SCHEMA["properties"][key].get("description") or key == "rules"
    for rule in RULES.values():
        for name, default in rule.thresholds.items():
            described_as = SCHEMA["definitions"][rule.code]["properties"][spelled(name)]
            assert described_as["description"] == explanation(rule, name) != ""
            assert described_as["default"] == (
                list(default) if isinstance(default, tuple) else default
            )


def test_every_default_and_this_projects_own_configuration_are_valid() -> None:
    VALIDATOR.validate(json.loads(msgspec.json.encode(Settings())))
    for rule in RULES.values():
        if rule.thresholds:
            table = {
                spelled(name): json.loads(json.dumps(default))
                for name, default in rule.thresholds.items()
            }
            VALIDATOR.validate({"rules": {rule.code: table, rule.name: table}})
    own = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["copydesk"]
    assert own
    VALIDATOR.validate(own)


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES.values() if rule.thresholds], ids=lambda rule: rule.code
)
def test_what_a_rules_page_shows_is_a_valid_configuration_of_its_defaults(rule: Rule) -> None:
    (shown,) = re.findall(r"^```toml\n(.*?)^```$", page(rule), re.MULTILINE | re.DOTALL)
    table = tomllib.loads(shown)
    VALIDATOR.validate(table)
    assert thresholds(Config(msgspec.convert(table, Settings)), RULES) == {
        rule.code: rule.thresholds
    }


@pytest.mark.client
@pytest.mark.skipif(not shutil.which("taplo"), reason="taplo is not installed")
def test_taplo_checks_a_configuration_with_it(tmp_path: Path) -> None:
    printed = copydesk("config", "schema", cwd=tmp_path).stdout
    assert json.loads(printed) == SCHEMA
    (tmp_path / "schema.json").write_text(printed, encoding="utf-8")
    config = tmp_path / "copydesk.toml"

    def taplo(text: str) -> subprocess.CompletedProcess[str]:
        config.write_text(
            f"#:schema {(tmp_path / 'schema.json').as_uri()}\n{text}", encoding="utf-8"
        )
        return subprocess.run(
            ["taplo", "check", str(config)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
        )

    assert taplo('select = ["DUP", "GAR106"]\n[rules.DUP202]\nsimilarity = 0.7\n').returncode == 0
    for wrong in (
        'select = ["DUX"]',
        "selct = []",
        "[rules.DUP202]\nsimilarity = 'x'",
        "[rules.DUP202]\nsimilar = 0.5",
        "min-confidence = 3",
    ):
        assert taplo(wrong).returncode == 1, wrong

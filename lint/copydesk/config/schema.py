"""The JSON Schema of the configuration, from the reader's own types and the installed rules.

Draft 7 with `definitions`, which editors (Taplo, Even Better TOML) and SchemaStore read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from copydesk.columns.document_kinds import LABELS
from copydesk.config.select import SETS
from copydesk.config.settings import Settings
from copydesk.config.thresholds import tables
from copydesk.language.house_phrase import Phrase
from copydesk.rule import Rule

_SELECTING = ("select", "ignore", "extend-select")


def schema(rules: Mapping[str, Rule]) -> dict[str, Any]:
    """Return the schema of `copydesk.toml` and `[tool.copydesk]` for some rules."""
    _, definitions = msgspec.json.schema_components(
        [Settings, tables(rules), Phrase], ref_template="#/definitions/{name}"
    )
    top = definitions.pop("Settings")
    definitions["Rules"]["description"] = top["properties"]["rules"]["description"]
    top["properties"]["rules"] = {
        "$ref": "#/definitions/Rules"
    }  # draft 7 ignores whatever is beside a reference
    definitions["Selector"] = {
        "title": "Selector",
        "description": "A code, a prefix of codes, a name or a set.",
        "enum": _selectors(rules),
    }
    reference = {"$ref": "#/definitions/Selector"}
    for key in _SELECTING:
        top["properties"][key]["items"] = reference
    top["properties"]["per-file-ignores"]["additionalProperties"]["items"] = reference
    top["properties"]["phrases"]["items"] = {"$ref": "#/definitions/Phrase"}
    definitions["Kind"] = {
        "title": "Kind",
        "description": "What a document is by its form; `unclear` where that does not tell.",
        "enum": list(LABELS),
    }
    top["properties"]["kinds"]["additionalProperties"] = {"$ref": "#/definitions/Kind"}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **top,
        "title": "copydesk",
        "description": "The configuration of copydesk: copydesk.toml, or [tool.copydesk] in pyproject.toml.",
        "definitions": definitions,
    }


def _selectors(rules: Mapping[str, Rule]) -> list[str]:
    prefixes = {code[:length] for code in rules for length in range(1, len(code) + 1)}
    return [*SETS, *sorted(prefixes), *sorted(rule.name for rule in rules.values())]

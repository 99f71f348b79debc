"""Write `docs/schema/`: a readable page for each JSON Schema that copydesk has,
of its report and of its configuration.

python tools/build_schema_pages.py            # write
python tools/build_schema_pages.py --check    # exit 1 when a page is not current
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from copydesk.config.levels import LEVELS
from copydesk.config.schema import schema
from copydesk.engine.registry import load_rules
from generated_pages import main

ROOT = Path(__file__).parent.parent
OUT = ROOT / "docs/schema"
_LIMITS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "minItems": "at least {} of them",
    "minLength": "not empty",
    "pattern": "`{}`",
}
_MANY = 12  # more values are called by their title

Schema = dict[str, Any]


def pages() -> dict[str, str]:
    """Return every page by file name."""
    report = json.loads(
        (ROOT / "lint/copydesk/output/report.schema.json").read_text(encoding="utf-8")
    )
    rules = load_rules()
    configuration = schema(rules)
    tables = configuration["definitions"]["Rules"]["properties"]
    # The schema has each rule by its name as well.
    configuration["definitions"]["Rules"]["properties"] = {
        code: tables[code] for code in rules if code in tables
    }
    for code in rules:  # what every table may hold is told once, in LevelTable
        for level in LEVELS:
            configuration["definitions"].get(code, {"properties": {}})["properties"].pop(
                level, None
            )
    return {
        "configuration.md": page(
            "The configuration",
            configuration,
            "`copydesk config schema` prints the schema, for editors.",
        ),
        "report.md": page(
            "The JSON report",
            report,
            "The schema is `copydesk/output/report.schema.json` in the package.",
        ),
    }


def page(title: str, top: Schema, source: str) -> str:
    """Return the page of a schema: a table of its fields,
    then one for each definition that has fields.
    """
    definitions = top.get("$defs") or top.get("definitions", {})
    parts = [
        f"# {title}, field by field",
        top.get("description", ""),
        source,
        "## Fields",
        _table(top, definitions),
    ]
    for name, part in definitions.items():
        if "properties" in part:
            parts += [f"## {name}", part.get("description", "")]
            parts += [
                f"The fields of {_kind(other, definitions)}, and:"
                for other in part.get("allOf", ())
            ]
            parts.append(_table(part, definitions))
    return "\n\n".join(filter(None, parts)) + "\n"


def _table(value: Schema, definitions: Schema) -> str:
    rows = [f"| `{field}` | {kind} | {holds} |" for field, kind, holds in _rows(value, definitions)]
    return "\n".join(["| field | type | holds |", "|---|---|---|", *rows])


def _rows(value: Schema, definitions: Schema, prefix: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield name, type and description of every field below a schema.

    What another definition holds is left to its own table.
    """
    for name, field in value.get("properties", {}).items():
        optional = (
            ", may be missing" if value.get("required") and name not in value["required"] else ""
        )
        yield (
            f"{prefix}{name}",
            _kind(field, definitions) + optional,
            field.get("description", "").replace("|", "\\|"),
        )
        yield from _rows(field, definitions, f"{prefix}{name}.")
    if isinstance(value.get("items"), dict):
        yield from _rows(value["items"], definitions, f"{prefix.rstrip('.')}[].")
    if isinstance(value.get("additionalProperties"), dict):
        yield from _rows(value["additionalProperties"], definitions, f"{prefix}*.")


def _kind(value: Schema, definitions: Schema) -> str:
    """Say in words what a value is."""
    limits = [text.format(value[key]) for key, text in _LIMITS.items() if key in value]
    if "default" in value:
        limits.append(f"by default `{json.dumps(value['default'], ensure_ascii=False)}`")
    return ", ".join([_type(value, definitions), *limits]).replace("|", "\\|")


def _type(value: Schema, definitions: Schema) -> str:
    if name := value.get("$ref", "").rpartition("/")[2]:
        target = definitions[name]
        return (
            f"[{name}](#{name.lower()})" if "properties" in target else _kind(target, definitions)
        )
    for several, word in (("allOf", " and "), ("anyOf", " or ")):
        if several in value:
            return word.join(_kind(part, definitions) for part in value[several])
    if len(value.get("enum", ())) > _MANY and "title" in value:
        return str(value["title"]).lower()
    if "const" in value or "enum" in value:
        return " or ".join(
            f"`{json.dumps(word)}`" for word in value.get("enum", [value.get("const")])
        )
    if "items" in value:
        return f"list of {_kind(value['items'], definitions)}"
    if isinstance(value.get("additionalProperties"), dict):
        return f"map to {_kind(value['additionalProperties'], definitions)}"
    types = value.get("type", "object")
    return " or ".join(types) if isinstance(types, list) else str(types)


if __name__ == "__main__":
    sys.exit(main(OUT, pages(), __doc__))

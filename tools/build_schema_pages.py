"""Write `docs/schema/`: a readable page for every JSON Schema that copydesk ships.

python tools/build_schema_pages.py            # write
python tools/build_schema_pages.py --check    # exit 1 when a page is not current
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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

Schema = dict[str, Any]


def pages() -> dict[str, str]:
    """Return every page by file name."""
    files = sorted((ROOT / "lint/copydesk").rglob("*.schema.json"))
    return {f"{file.name.removesuffix('.schema.json')}.md": page(file) for file in files}


def page(file: Path) -> str:
    """Return the page of a schema: a table of its fields, then one for each definition that has fields."""
    schema = json.loads(file.read_text(encoding="utf-8"))
    definitions = schema.get("$defs", {})
    place = file.relative_to(ROOT / "lint").as_posix()
    parts = [f"# {schema['title']}", schema.get("description", ""), f"Generated from `{place}`, which is in the package.", "## Fields"]
    parts.append(_table(schema, definitions))
    for name, part in definitions.items():
        if "properties" in part:
            parts += [f"## {name}", part.get("description", "")]
            parts += [f"The fields of {_kind(other, definitions)}, and:" for other in part.get("allOf", ())]
            parts.append(_table(part, definitions))
    return "\n\n".join(filter(None, parts)) + "\n"


def _table(schema: Schema, definitions: Schema) -> str:
    rows = [f"| `{field}` | {kind} | {holds} |" for field, kind, holds in _rows(schema, definitions)]
    return "\n".join(["| field | type | holds |", "|---|---|---|", *rows])


def _rows(schema: Schema, definitions: Schema, prefix: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield name, type and description of every field below a schema; what another definition holds is left to its own table."""
    for name, field in schema.get("properties", {}).items():
        optional = "" if name in schema.get("required", ()) else ", may be missing"
        yield f"{prefix}{name}", _kind(field, definitions) + optional, field.get("description", "").replace("|", "\\|")
        yield from _rows(field, definitions, f"{prefix}{name}.")
    if isinstance(schema.get("items"), dict):
        yield from _rows(schema["items"], definitions, f"{prefix.rstrip('.')}[].")
    if isinstance(schema.get("additionalProperties"), dict):
        yield from _rows(schema["additionalProperties"], definitions, f"{prefix}*.")


def _kind(schema: Schema, definitions: Schema) -> str:
    """Say in words what a value is."""
    limits = [text.format(schema[key]) for key, text in _LIMITS.items() if key in schema]
    return ", ".join([_type(schema, definitions), *limits]).replace("|", "\\|")


def _type(schema: Schema, definitions: Schema) -> str:
    if name := schema.get("$ref", "").rpartition("/")[2]:
        target = definitions[name]
        return f"[{name}](#{name.lower()})" if "properties" in target else _kind(target, definitions)
    for several, word in (("allOf", " and "), ("anyOf", " or ")):
        if several in schema:
            return word.join(_kind(part, definitions) for part in schema[several])
    if "const" in schema or "enum" in schema:
        return " or ".join(f"`{json.dumps(value)}`" for value in schema.get("enum", [schema.get("const")]))
    if "items" in schema:
        return f"list of {_kind(schema['items'], definitions)}"
    if isinstance(schema.get("additionalProperties"), dict):
        return f"map to {_kind(schema['additionalProperties'], definitions)}"
    types = schema.get("type", "object")
    return " or ".join(types) if isinstance(types, list) else str(types)


if __name__ == "__main__":
    sys.exit(main(OUT, pages(), __doc__))

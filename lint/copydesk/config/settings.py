"""The settings of a configuration: each key with its type, its default and its purpose.

The reader, the JSON Schema, the file that `copydesk init` writes and the table in the guide are all
made from this class.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, get_type_hints

import msgspec
from msgspec import Meta

from copydesk.rule import Severity

Fields = Annotated[str, Meta(min_length=1)] | Annotated[tuple[str, ...], Meta(min_length=1)]


class Settings(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """The keys of a configuration file; paths and patterns are relative to the file."""

    extend: Annotated[
        str, Meta(description="A configuration file whose values apply unless this one sets them.")
    ] = ""
    select: Annotated[
        tuple[str, ...],
        Meta(
            description="Rules to run: codes, prefixes of codes, names, ALL, or DEFAULT (no preview, no opt-in rules)."
        ),
    ] = ("DEFAULT",)
    ignore: Annotated[
        tuple[str, ...],
        Meta(
            description="Rules to skip; the longest selector that matches a rule wins, and a tie skips."
        ),
    ] = ()
    extend_select: Annotated[
        tuple[str, ...], Meta(description="Rules to run in addition to those selected.")
    ] = ()
    per_file_ignores: Annotated[
        dict[str, tuple[str, ...]],
        Meta(
            description="Rules to ignore in some files: patterns as in a .gitignore, each with rules."
        ),
    ] = {}
    kinds: Annotated[
        dict[str, str],
        Meta(
            description="Kinds of the documents in some files: patterns as in a .gitignore, each with a kind."
        ),
    ] = {}
    exclude: Annotated[
        tuple[str, ...],
        Meta(description="Files and folders to skip while walking: patterns as in a .gitignore."),
    ] = ()
    respect_gitignore: Annotated[bool, Meta(description="Skip what .gitignore files list.")] = True
    text_field: Annotated[
        Fields,
        Meta(
            description="The field or fields of a record that hold its text; body.text is nested, messages[].content of every item."
        ),
    ] = "text"
    text_fields: Annotated[
        dict[str, Fields],
        Meta(
            description="The text fields of the records in some files: patterns as in a .gitignore, each with a field or fields."
        ),
    ] = {}
    id_field: Annotated[
        str, Meta(description="The field or column that identifies the record.")
    ] = "id"
    lint_field: Annotated[
        str, Meta(description="The field of a JSONL record that lists its suppressions.")
    ] = "_lint"
    allow_list: Annotated[
        str,
        Meta(description="A file of accepted texts, each with its reason."),
    ] = ""
    baseline: Annotated[
        str,
        Meta(
            description="A file of known findings, so that only new ones count: `copydesk baseline create`."
        ),
    ] = ""
    max_file_size: Annotated[
        int,
        Meta(
            description="Bytes; larger files, and records, are skipped and listed. 0 means no limit.",
            ge=0,
        ),
    ] = 100_000_000
    fail_on: Annotated[Severity, Meta(description="The lowest severity that sets exit code 1.")] = (
        "warning"
    )
    min_confidence: Annotated[
        float, Meta(description="Findings below this confidence are hidden.", ge=0, le=1)
    ] = 0.5
    fixable: Annotated[
        tuple[str, ...], Meta(description="Rules whose fixes are offered; of all if there is none.")
    ] = ()
    unfixable: Annotated[
        tuple[str, ...], Meta(description="Rules whose fixes are never applied, nor offered.")
    ] = ()
    boilerplate_phrases: Annotated[
        tuple[str, ...],
        Meta(
            description="Files of lines that are boilerplate in any document: `copydesk learn boilerplate`."
        ),
    ] = ()
    rules: Annotated[
        dict[str, dict[str, Any]],
        Meta(
            description="A table for each rule, by its code or name: severity, confidence, and its thresholds."
        ),
    ] = {}


def described() -> Iterator[tuple[str, Any, str]]:
    """Yield each setting: its key, its default, its description."""
    hints = get_type_hints(Settings, include_extras=True)
    for field in msgspec.structs.fields(Settings):
        yield (
            field.encode_name,
            getattr(Settings(), field.name),
            hints[field.name].__metadata__[0].description,
        )

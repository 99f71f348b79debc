"""What a configuration may say: each key with its type,
its default and one line on what it is for, said here and nowhere else.

The reader, the JSON Schema, the file that `copydesk init` writes and the table in the guide are all
made of this class.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, get_type_hints

import msgspec
from msgspec import Meta

from copydesk.rule import Severity


class Settings(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """What a configuration file may say.

    Paths and patterns are relative to the file that states them.
    """

    extend: Annotated[
        str, Meta(description="A configuration file to take from whatever this one does not state.")
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
            description="Rules to leave out; the longest selector that names a rule wins, and a tie ignores."
        ),
    ] = ()
    extend_select: Annotated[
        tuple[str, ...], Meta(description="Rules to run besides those selected.")
    ] = ()
    per_file_ignores: Annotated[
        dict[str, tuple[str, ...]],
        Meta(
            description="Rules that do not count in some files: patterns as in a .gitignore, each with rules."
        ),
    ] = {}
    exclude: Annotated[
        tuple[str, ...],
        Meta(
            description="Files and folders to leave out while walking: patterns as in a .gitignore."
        ),
    ] = ()
    respect_gitignore: Annotated[
        bool, Meta(description="Leave out what .gitignore files name.")
    ] = True
    text_field: Annotated[
        str,
        Meta(
            description="The field of a JSONL record, or the column of a table, that holds the text; body.text lies in body."
        ),
    ] = "text"
    id_field: Annotated[str, Meta(description="The field or column that names the record.")] = "id"
    lint_field: Annotated[
        str, Meta(description="The field of a JSONL record that says what is suppressed in it.")
    ] = "_lint"
    allow_list: Annotated[
        str,
        Meta(description="A file of texts that are meant to be as they are, each with its reason."),
    ] = ""
    baseline: Annotated[
        str,
        Meta(
            description="A file of known findings, so that only new ones count: `copydesk baseline create`."
        ),
    ] = ""
    max_file_size: Annotated[
        int, Meta(description="Bytes; larger files are skipped and listed. 0: no limit.")
    ] = 100_000_000
    fail_on: Annotated[
        Severity, Meta(description="The least severity that makes the exit code 1.")
    ] = "warning"
    min_confidence: Annotated[
        float, Meta(description="Findings of less confidence are left out.", ge=0, le=1)
    ] = 0.0
    boilerplate_phrases: Annotated[
        tuple[str, ...],
        Meta(
            description="Files of lines that are furniture wherever they stand: `copydesk learn boilerplate`."
        ),
    ] = ()
    rules: Annotated[
        dict[str, dict[str, Any]],
        Meta(description="Thresholds, a table for each rule by its code or name."),
    ] = {}


def described() -> Iterator[tuple[str, Any, str]]:
    """Yield each setting: its key, its default, what it is for."""
    hints = get_type_hints(Settings, include_extras=True)
    for field in msgspec.structs.fields(Settings):
        yield (
            field.encode_name,
            getattr(Settings(), field.name),
            hints[field.name].__metadata__[0].description,
        )

"""What the configuration says about the fields that hold the text of records."""

from __future__ import annotations

from collections.abc import Sequence

from copydesk.config.config import BadConfig, Config
from copydesk.reading.globs import BadPattern, Patterns
from copydesk.reading.source import FieldsOfFiles


def fields_stated(value: str | Sequence[str]) -> tuple[str, ...]:
    """Return a field or fields as a tuple."""
    return (value,) if isinstance(value, str) else tuple(value)


def stated_fields(config: Config) -> tuple[FieldsOfFiles, ...]:
    """Return the entries of `[text-fields]`, in order; raises BadConfig."""
    out = []
    for pattern, fields in config.settings.text_fields.items():
        key = "text-fields", pattern
        try:
            Patterns([pattern], strict=True)
        except BadPattern as error:
            raise BadConfig(f"{config.file_of(*key)}: [text-fields] {error}") from None
        out.append(FieldsOfFiles(str(config.folder_of(*key)), pattern, fields_stated(fields)))
    return tuple(out)

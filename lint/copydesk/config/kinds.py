"""What the configuration says about the kinds of documents in some files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from copydesk.columns.document_kinds import LABELS, DocumentKind
from copydesk.config.config import BadConfig, Config
from copydesk.hints import hint
from copydesk.reading.globs import BadPattern, Patterns
from copydesk.reading.walk import seen_from


class StatedKind(NamedTuple):
    """An entry of `[kinds]`: a pattern, the folder that it is relative to, the name of a kind."""

    folder: str
    pattern: str
    kind: str


def stated_kinds(config: Config) -> tuple[StatedKind, ...]:
    """Return the entries of `[kinds]`, in order; raises BadConfig."""
    out = []
    for pattern, label in config.settings.kinds.items():
        key = "kinds", pattern
        where = f"{config.file_of(*key)}: [kinds]"
        try:
            Patterns([pattern], strict=True)
        except BadPattern as error:
            raise BadConfig(f"{where} {error}") from None
        if label not in LABELS:
            raise BadConfig(
                f"{where} {pattern!r}: {label!r} is no kind of document{hint(label, LABELS)}"
            )
        out.append(StatedKind(str(config.folder_of(*key)), pattern, label))
    return tuple(out)


class KindsOfFiles:
    """Tells what kind the documents of a file are by its path; the last pattern that matches wins."""

    def __init__(self, stated: Sequence[StatedKind]) -> None:
        self._table = [
            (Path(one.folder), Patterns([one.pattern], strict=True), DocumentKind.of(one.kind))
            for one in reversed(stated)
        ]

    def of(self, path: str) -> DocumentKind | None:
        """Return the kind that is stated for a file, None for none."""
        if not self._table:
            return None
        whole = Path(path).absolute()
        for folder, patterns, kind in self._table:
            if patterns.match(seen_from(folder, whole)):
                return kind
        return None

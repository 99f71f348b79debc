"""Past runs in a file: one row for each run, with its findings by rule and by folder.

One module for each kind of file, with `append` and `read`.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from msgspec import Struct

from copydesk.output.figures import Counts, figures
from copydesk.output.native import well_formed
from copydesk.output.render_input import BadHistory
from copydesk.output.saved import Saved
from copydesk.rule import Rule

_KINDS = {".db": "sqlite", ".sqlite": "sqlite", ".sqlite3": "sqlite", ".parquet": "parquet"}
DATE = "%Y-%m-%dT%H:%M:%SZ"  # in UTC


class Run(Struct, frozen=True):
    """One run: the columns of its row, and its findings by rule and by folder."""

    row: dict[str, Any]
    by_rule: dict[str, int]
    by_folder: dict[str, int]

    @classmethod
    def of(cls, report: Saved, rules: Mapping[str, Rule]) -> Run:
        """Return the run of a report, dated now, or by SOURCE_DATE_EPOCH."""
        read = report.summary
        totals = (read.documents, read.paragraphs, read.bytes)
        return cls.counted(figures(report, rules), totals, report.tool.version)

    @classmethod
    def counted(cls, counts: Counts, totals: tuple[int, int, int], version: str) -> Run:
        """Return the run of what was counted, dated so; `totals`: documents, paragraphs, bytes."""
        severity = counts.by_severity
        row = {
            "at": _now(),
            "version": version,
            "documents": totals[0],
            "paragraphs": totals[1],
            "bytes": totals[2],
            "findings": counts.total,
            "errors": severity["error"],
            "warnings": severity["warning"],
            "infos": severity["info"],
            "copied_documents": counts.copied_documents,
            "copied_paragraphs": counts.copied_paragraphs,
        }
        return cls(
            row,
            counts.by_rule,
            {well_formed(name): count for name, count in counts.by_folder.items()},
        )

    @property
    def plain(self) -> dict[str, Any]:
        """The run as a JSON object."""
        return {**self.row, "by_rule": self.by_rule, "by_folder": self.by_folder}


class History(Protocol):
    """A module that stores runs in files of one kind."""

    def append(self, path: Path, run: Run) -> None:
        """Append a run, to a new file if there is none; raises BadHistory."""

    def read(self, path: Path, last: int = 200) -> Sequence[Run]:
        """Return the last runs of an existing file, the oldest first; raises BadHistory."""


def history_of(path: Path) -> History:
    """Return the module for a file of this name.

    Raises BadHistory, and MissingExtra if its library is not installed.
    """
    kind = _KINDS.get(path.suffix.lower())
    if not kind:
        raise BadHistory(
            f"a history is a SQLite file (.db, .sqlite, .sqlite3) or a Parquet file (.parquet), not {str(path)!r}"
        )
    history: History = importlib.import_module(f"{__name__}.{kind}")
    return history


def read_runs(path: Path) -> Sequence[Run]:
    """Return the last runs of a history, the oldest first; raises BadHistory and MissingExtra."""
    history = history_of(path)
    if not path.is_file():
        raise BadHistory(f"file not found: the history {str(path)!r}")
    return history.read(path)


def _now() -> str:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return moment.strftime(DATE)

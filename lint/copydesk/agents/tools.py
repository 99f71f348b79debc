"""The tools, as plain functions of a workspace: their docstrings are what an agent reads."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from copydesk.agents.answers import MOST, answer, of_report, shortened
from copydesk.api import CopydeskError, InputError, check
from copydesk.api.errors import translated
from copydesk.config.options import RunOptions
from copydesk.files import Refused, inside
from copydesk.fixing.dedupe import LEVELS, Level
from copydesk.hints import hint

_LONGEST = 1_000_000  # characters of a text that is passed


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folder that tools may read; nothing outside it is opened, through links neither.

    The process must run in it.
    """

    root: Path

    def path(self, name: str) -> str:
        """Return a path below the root, relative to it; raises InputError."""
        if "\0" in name or name in ("", "-"):
            raise InputError(f"not a path: {name!r}")
        try:
            real = inside(self.root, self.root / name)
        except Refused:
            raise InputError(
                f"{name!r} lies outside {str(self.root)!r}, the folder of this server"
            ) from None
        return os.path.relpath(real, self.root)

    def paths(self, names: Sequence[str]) -> list[str]:
        """Return paths below the root; raises InputError."""
        if not names:
            raise InputError("name at least one path")
        return [self.path(name) for name in names]

    def check_text(
        self,
        text: str,
        filename: str = "text.txt",
        select: list[str] | None = None,
        limit: int = MOST,
    ) -> str:
        """Lint a text. `filename` says how to read it: post.md, page.html, records.jsonl. `select`:
        codes of rules to run, such as DUP or GAR104. Returns JSON: counts by rule, and findings
        with line, column, message and confidence.
        """
        if len(text) > _LONGEST:
            raise InputError(
                f"the text has {len(text):,} characters; {_LONGEST:,} are read, write it to a file"
            )
        name = Path(filename).name or "text.txt"
        return answer(
            of_report(check(text, form="texts", filename=name, select=select or ()), limit)
        )

    def check_path(
        self,
        path: str,
        select: list[str] | None = None,
        text_field: list[str] | None = None,
        limit: int = MOST,
    ) -> str:
        """Lint a file or a folder, by the configuration of its project. `text_field`: fields of
        records that hold the text, such as prompt, or messages[].content. Returns JSON as
        check_text does, with paths.
        """
        found = check(self.path(path), form="paths", select=select or (), text=text_field)
        return answer(of_report(found, limit))

    def explain_rule(self, rule: str = "") -> str:
        """Explain a rule, by code or name: what it finds, what to do about it, examples,
        thresholds. Without a rule, list all.
        """
        from copydesk.engine.registry import load_rules
        from copydesk.output.rule_page import page

        rules = load_rules()
        if not rule:
            return "\n".join(
                f"{code} {r.name}: {r.documentation.splitlines()[0]}" for code, r in rules.items()
            )
        names = {r.name: code for code, r in rules.items()}
        code = names.get(rule, rule.upper())
        if code not in rules:
            raise InputError(f"no rule is called {rule!r}{hint(rule, [*rules, *names])}")
        return page(rules[code])

    def dedupe_plan(
        self,
        paths: list[str],
        against: list[str] | None = None,
        level: str = "document",
        text_field: list[str] | None = None,
        limit: int = MOST,
    ) -> str:
        """List the copies among the documents of some files: which to keep, and which to drop.
        `against`: files whose texts are to be dropped too, such as a test set. `level`: document,
        paragraph or sentence. Changes nothing. Returns JSON.
        """
        from copydesk.fixing.listing import as_json

        _, decision, _ = self._decided(paths, against, level, text_field)

        plan = json.loads(as_json(decision))
        return answer({**plan, "clusters": shortened(plan["clusters"], limit)})

    def contamination(
        self,
        training: list[str],
        benchmark: list[str],
        words: int = 13,
        text_field: list[str] | None = None,
        benchmark_field: list[str] | None = None,
        limit: int = MOST,
    ) -> str:
        """Find the items of a benchmark that training data contain: for each the longest run of
        words that is the same, its share, and the places. `words`: in a row that make an item
        contaminated. Returns JSON.
        """
        from copydesk.benchmark.listing import as_json
        from copydesk.benchmark.run import contamination

        if not 5 <= words <= 200:
            raise InputError(f"words must be from 5 to 200, not {words}")
        with translated():
            found = contamination(
                self.paths(training),
                self.paths(benchmark),
                _options(text_field),
                least=words,
                share=0.0,
                fields=tuple(benchmark_field or ()),
                progress=lambda sources: nullcontext(),
            )
        report = json.loads(as_json(found))
        some = [item for item in report.pop("items") if item["contaminated"]]
        return answer({**report, "contaminated": shortened(some, limit)})

    def _decided(
        self,
        paths: Sequence[str],
        against: Sequence[str] | None,
        level: str,
        text_field: Sequence[str] | None,
    ) -> tuple[Any, Any, dict[str, str]]:
        from copydesk.engine.roles import corpus_rules_for
        from copydesk.reading.content import digest
        from copydesk.running.deduplication import decided
        from copydesk.running.session import Session

        known = next((one for one in LEVELS if one == level), None)
        if known is None:
            raise InputError(f"level must be one of {', '.join(LEVELS)}, not {level!r}")
        options = replace(
            _options(text_field), against=tuple(self.paths(against) if against else ())
        )
        with translated():
            session = Session.open(self.paths(paths), options, corpus_rules_for("copy", known))
            files, reading = session.sources.all, session.plan.reading
            digests = {source.path: digest(source, reading) for source in files}
            return session, decided(session, session.lint(files), known), digests


@dataclass(frozen=True, slots=True)
class WritableWorkspace(Workspace):
    """A workspace in which tools may also write."""

    def fix_path(self, path: str, unsafe: bool = False) -> str:
        """Apply safe fixes to a file or a folder, in place; `unsafe`: also those that may remove
        intended text. Returns JSON: the number of fixes by file, and what was not fixed.
        """
        from copydesk.fixing.rounds import save, settle
        from copydesk.running.session import Session

        with translated():
            session = Session.open([self.path(path)], _options(None))
            reading = session.plan.reading
            settled = settle(session.lint, session.sources.all, reading, unsafe=unsafe)
            save(settled, session.lint, reading)
        fixed = {name: page.fixed.total() for name, page in sorted(settled.pages.items())}
        left = [{"path": one.path, "detail": one.detail} for one in settled.refused]
        rows = [{"path": name, "fixes": count} for name, count in fixed.items() if count]
        return answer({"fixed": shortened(rows, MOST), "not_fixed": shortened(left, MOST)})

    def dedupe_write(
        self,
        paths: list[str],
        folder: str,
        against: list[str] | None = None,
        level: str = "document",
        text_field: list[str] | None = None,
    ) -> str:
        """Copy files to a new folder without the copies that dedupe_plan lists. Returns JSON: how
        much was dropped.
        """
        from copydesk.files import Unwritable
        from copydesk.fixing.cleaned import check_target
        from copydesk.fixing.listing import summary
        from copydesk.running.deduplication import write

        target = self.root / self.path(folder)
        try:
            check_target(target)
            session, decision, known = self._decided(paths, against, level, text_field)
            written = write(session, target, decision, known)
        except Unwritable as error:
            raise InputError(str(error)) from None
        left = [{"path": one.path, "detail": one.detail} for one in written.skipped]
        said = {"folder": folder, "done": summary(decision), "left": written.left}
        return answer({**said, "not_copied": shortened(left, MOST)})


def _options(text_field: Sequence[str] | None) -> RunOptions:
    return RunOptions.parsed(text_field=tuple(text_field or ()), no_cache=True, jobs=1, quiet=True)


READING = ("check_text", "check_path", "explain_rule", "dedupe_plan", "contamination")
WRITING = ("fix_path", "dedupe_write")
__all__ = ["READING", "WRITING", "CopydeskError", "Level", "Workspace", "WritableWorkspace"]

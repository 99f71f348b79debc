"""Fix and lint in memory until nothing is left to fix, and write each file once at most."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from copydesk.finding import Finding, Skipped
from copydesk.fixing.page import Page, Unfixable
from copydesk.reading.content import digest
from copydesk.reading.formats import WITHOUT_LINES
from copydesk.reading.source import ReadOptions, Source
from copydesk.report import Report

ROUNDS = 10  # a fix may enable another one; more rounds mean that fixes undo each other

Lint = Callable[[Sequence[Source]], Report]


class Settled(Struct):
    """The outcome of fixing.

    `report`: of what remains. `sources`: as they are now. `refused`: files left alone, and why.
    """

    report: Report
    sources: list[Source]
    pages: dict[str, Page] = field(default_factory=dict)
    refused: list[Skipped] = field(default_factory=list)

    def refuse(self, paths: Iterable[str], reason: str, detail: str) -> None:
        """Note that some files are left alone."""
        self.refused += [Skipped(path, reason, detail) for path in sorted(paths)]


def settle(
    lint: Lint,
    sources: Sequence[Source],
    options: ReadOptions,
    *,
    unsafe: bool,
    focus: frozenset[str] | None = None,
) -> Settled:
    """Apply fixes until none is left, in the files of `focus` (None: in all); nothing is written.

    Of overlapping fixes the first is applied; the next round considers the others again.
    """
    known = {
        source.path: digest(source, options)
        for source in sources
        if focus is None or source.path in focus
    }
    sources = [replace(source, digest=known.get(source.path, source.digest)) for source in sources]
    settled = Settled(lint(sources), list(sources))
    by_path = {source.path: source for source in sources}
    marked = {finding.place.path for finding in settled.report.findings} & known.keys()
    settled.refuse(
        (path for path in marked if by_path[path].format in WITHOUT_LINES),
        "not-text",
        "fixes are written to text files only; change it where it was made",
    )
    for _ in range(ROUNDS):
        wanted = fixable(settled.report, unsafe=unsafe)
        mine = {path: findings for path, findings in wanted.items() if path in known}
        if not _applied(settled, mine, by_path, known, options):
            return settled
        settled.sources = [
            settled.pages[s.path].changed if s.path in settled.pages else s for s in sources
        ]
        settled.report = lint(settled.sources)
    settled.refuse(
        settled.pages.keys() & fixable(settled.report, unsafe=unsafe).keys(),
        "unsettled",
        f"still has fixes after {ROUNDS} rounds; run the command again",
    )
    return settled


def _applied(
    settled: Settled,
    wanted: Mapping[str, Sequence[Finding]],
    by_path: Mapping[str, Source],
    known: Mapping[str, str],
    options: ReadOptions,
) -> bool:
    """Apply the fixes of one round; tell whether there were any."""
    refused = {one.path for one in settled.refused if one.reason != "not-text"}
    some = False
    for path, findings in wanted.items():
        if path in refused:
            continue
        try:
            page = settled.pages.get(path) or Page.open(by_path[path], known[path], options)
        except Unfixable as error:
            settled.refused.append(Skipped(path, error.reason, str(error)))
            continue
        page.apply(apart(findings))
        settled.pages[path] = page
        some = True
    return some


def fixable(report: Report, *, unsafe: bool) -> dict[str, list[Finding]]:
    """Return the findings that `--fix` would fix, by path."""
    some = [
        finding for finding in report.findings if finding.fix and finding.fix.applies(unsafe=unsafe)
    ]
    return {
        path: list(group)
        for path, group in itertools.groupby(some, key=lambda finding: finding.place.path)
    }


def apart(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings of one file whose fixes do not overlap an earlier one, in order."""
    chosen: list[Finding] = []
    reached = began = -1
    for finding, (start, end) in sorted(
        ((f, _span(f)) for f in findings), key=lambda pair: pair[1]
    ):
        if start >= reached and start != began:
            chosen.append(finding)
            began, reached = start, end
    return chosen


def _span(finding: Finding) -> tuple[int, int]:
    assert finding.fix
    return finding.fix.edits[0].offset, max(edit.end_offset for edit in finding.fix.edits)


def save(settled: Settled, lint: Lint, options: ReadOptions) -> None:
    """Write the changed files; one that cannot be written is refused and linted again."""
    failed: dict[str, Source] = {}
    for path, page in settled.pages.items():
        if page.source.file is None:
            continue
        try:
            page.save(options)
        except Unfixable as error:
            settled.refused.append(Skipped(path, error.reason, str(error)))
            failed[path] = page.source
    if failed:
        settled.pages = {path: page for path, page in settled.pages.items() if path not in failed}
        settled.sources = [failed.get(source.path, source) for source in settled.sources]
        settled.report = lint(settled.sources)

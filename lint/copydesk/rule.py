"""What a rule is: a pure function from columns to hits, with its page,
its name and its thresholds read from itself.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from copydesk.columns.document_kinds import DocumentKind, every_kind_but, kinds_named
from copydesk.fixes import Applicability
from copydesk.ranges import Amount, Count, Range, Score, Share, Size, Zipf, ranges_of
from copydesk.results import Hits, Links, Sketch

__all__ = [
    "Amount",
    "Count",
    "Hits",
    "Links",
    "Range",
    "Role",
    "Rule",
    "Score",
    "Severity",
    "Share",
    "Size",
    "Sketch",
    "Threshold",
    "Unit",
    "Within",
    "Zipf",
    "corpus_rule",
    "document_rule",
    "engine_rule",
    "every_kind_but",
]

Severity = Literal["error", "warning", "info"]
Threshold = bool | int | float | str | tuple[str, ...]
# What a rule finds, for commands that ask for a kind of rule and not for codes: text that is
# elsewhere too, or what a page puts around its article.
Role = Literal["copy", "boilerplate"]
Unit = Literal["document", "paragraph", "sentence", "passage"]
Within = Literal["prose", "paragraphs", "any"]


SketchFunction = Callable[..., Sketch]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its code, its name, what it says and how it is run.

    `yields_to`: codes, or beginnings of codes, whose findings suppress those of this rule that lie
    inside them. `role` and `unit`: what it finds, and of what size, for commands that ask for a
    kind of rule. `within`: the blocks in which its hits count. `told_once`: a cluster of it is one
    finding, however few its places; `told_once_in`: kinds of documents that repeat by nature, in which
    a cluster is one, and all that a document repeats. `phrase_files`: the threshold that takes the lines of the
    configuration's phrase files. `kinds`: the kinds of documents in which it speaks, None for all.
    `shared_by`: a corpus rule that looks around in whole documents, where so many units have one
    content; 0 for one that compares pairs. `fix`: the safest fixes that it proposes. `page`: the text
    of its page, where that is not the docstring of its module.
    """

    code: str
    name: str
    message: str
    severity: Severity
    scope: Literal["document", "corpus", "engine"]
    function: Callable[..., Any]
    sketch: SketchFunction | None
    thresholds: Mapping[str, Threshold]
    yields_to: tuple[str, ...]
    preview: bool
    keep_nested: bool = False
    told_once: bool = False
    told_once_in: frozenset[DocumentKind] = frozenset()
    opt_in: bool = False
    within: Within = "any"
    role: Role | None = None
    unit: Unit | None = None
    phrase_files: str | None = None
    kinds: frozenset[DocumentKind] | None = None
    fix: Applicability | None = None
    page: str = ""
    shared_by: int = 0

    @property
    def documentation(self) -> str:
        """The rule's page: its own where it is a record, else the docstring of its module."""
        return inspect.cleandoc(self.page or sys.modules[self.function.__module__].__doc__ or "")

    @property
    def summary(self) -> str:
        """The first line of the documentation."""
        return self.documentation.split("\n", 1)[0].rstrip(".")

    @property
    def ranges(self) -> Mapping[str, Range]:
        """The ranges of thresholds that have one."""
        return ranges_of(self.sketch, self.function)

    @property
    def tier(self) -> str:
        """`preview` or `opt-in` for a rule that does not run where nothing is selected.

        Empty for one that does.
        """
        return "preview" if self.preview else "opt-in" if self.opt_in else ""

    @property
    def family(self) -> str:
        """The letters of the code."""
        return self.code.rstrip("0123456789")


def _thresholds(*functions: Callable[..., Any] | None) -> dict[str, Threshold]:
    return {
        name: default
        for function in functions
        if function
        for name, default in (function.__kwdefaults__ or {}).items()
    }


def _make(function: Callable[..., Any], sketch: SketchFunction | None, **fields: Any) -> Rule:
    thresholds = _thresholds(sketch, function)
    phrases = fields.get("phrase_files")
    if phrases is not None and not isinstance(thresholds.get(phrases), tuple):
        raise TypeError(f"phrase_files={phrases!r} is no threshold that holds phrases")
    if taken := thresholds.keys() & {"severity", "confidence"}:
        raise TypeError(f"{', '.join(sorted(taken))}: every rule has this key; call it otherwise")
    return Rule(
        name=function.__name__.replace("_", "-"),
        function=function,
        sketch=sketch,
        thresholds=thresholds,
        **fields,
    )


def document_rule(
    code: str,
    message: str,
    *,
    severity: Severity = "warning",
    within: Within = "prose",
    yields_to: tuple[str, ...] = (),
    role: Role | None = None,
    unit: Unit | None = None,
    phrase_files: str | None = None,
    kinds: Iterable[str] = (),
    fix: Applicability | None = None,
    preview: bool = False,
    opt_in: bool = False,
) -> Callable[[Callable[..., Hits]], Rule]:
    """Make a rule of a function `(Batch, *, thresholds) -> Hits`.

    `message` may name details in braces, `{other}` for the other place, and for copies `{changed}`
    for what differs there. A hit counts where it begins: with `within="prose"` not in code, tables
    and front matter, with "paragraphs" not in headings either, with "any" everywhere. A finding
    that lies inside one of a code in `yields_to` is not shown: the wider one says it already. A
    beginning of codes, such as "BOI", stands for all of them.
    `role` and `unit` say what the rule finds, so that commands that ask for boilerplate or copies
    ask it too. `phrase_files` names a threshold (a tuple of strings) to which the lines of the
    configuration's phrase files are added. `kinds` names the kinds of documents in which the rule
    speaks; where it names any, the rule is silent in all others, and in unclear documents unless it
    names `unclear`. `fix`: the safest fixes that it proposes. `preview` rules run only when selected by their code or
    name, `opt_in` rules when anything but the default set selects them: a prefix, or `ALL`.
    """

    def wrap(function: Callable[..., Hits]) -> Rule:
        return _make(
            function,
            None,
            code=code,
            message=message,
            severity=severity,
            scope="document",
            within=within,
            yields_to=yields_to,
            role=role,
            unit=unit,
            phrase_files=phrase_files,
            kinds=kinds_named(kinds),
            fix=fix,
            preview=preview,
            opt_in=opt_in,
        )

    return wrap


def corpus_rule(
    code: str,
    message: str,
    *,
    sketch: Callable[..., Sketch],
    severity: Severity = "warning",
    yields_to: tuple[str, ...] = (),
    role: Role | None = None,
    unit: Unit | None = None,
    kinds: Iterable[str] = (),
    fix: Applicability | None = None,
    preview: bool = False,
    keep_nested: bool = False,
    told_once: bool = False,
    shared_by: int = 0,
    told_once_in: Iterable[str] = (),
) -> Callable[[Callable[..., Links]], Rule]:
    """Make a rule of two halves: `sketch(Batch, *, thresholds) -> Sketch` and the decorated
    `judge(Candidates, *, thresholds) -> Links`.

    `yields_to` and `kinds` as for `document_rule`; a link counts by the kind of the document that
    its copy is in. `role="copy"`: what it links are copies of the size that
    `unit` says, and `dedupe` may drop them; `role="boilerplate"`: its units are lines that belong
    to the site, and `learn` lists them. `keep_nested`: a finding inside a wider one is kept for
    reports that list everything, with the wider one's id. `told_once`: what it finds recurs by
    nature, so that each cluster is one finding, not only those of more than ten places;
    `told_once_in`: it does in these kinds of documents, and there each document has one finding.

    On a cluster a judge sees a part of the units at a time: two units, or all that pairs it linked
    lead to. It must link a pair alike alone and in company, and a unit by the pairs that lead to
    it. One that looks at other units of both documents says `shared_by`: it is given the pairs of
    two documents whose content so many units have, with all units of the two.
    """

    def wrap(function: Callable[..., Links]) -> Rule:
        return _make(
            function,
            sketch,
            code=code,
            message=message,
            severity=severity,
            scope="corpus",
            yields_to=yields_to,
            role=role,
            unit=unit,
            kinds=kinds_named(kinds),
            fix=fix,
            preview=preview,
            keep_nested=keep_nested,
            told_once=told_once,
            shared_by=shared_by,
            told_once_in=kinds_named(told_once_in) or frozenset(),
        )

    return wrap


def engine_rule(
    code: str,
    message: str,
    *,
    severity: Severity = "error",
    fix: Applicability | None = None,
) -> Callable[[Callable[..., None]], Rule]:
    """Make a rule of what the engine itself reports (reading faults, crashed rules).

    A page, a name and a message, no detector.
    """

    def wrap(function: Callable[..., None]) -> Rule:
        return _make(
            function,
            None,
            code=code,
            message=message,
            severity=severity,
            scope="engine",
            yields_to=(),
            fix=fix,
            preview=False,
        )

    return wrap

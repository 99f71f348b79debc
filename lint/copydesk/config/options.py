"""What somebody asks of one run, over whatever the configuration says."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, Self

from msgspec import Struct

if TYPE_CHECKING:
    from copydesk.rule import Severity  # which imports numpy, and `--help` need not

_LISTS = (
    "select",
    "ignore",
    "extend_select",
    "fixable",
    "unfixable",
    "exclude",
    "text_field",
)


class Output(Struct, frozen=True):
    """A format and the file it goes to; "" is standard output."""

    format: str
    file: str


class RunOptions(Struct, frozen=True, kw_only=True):
    """The options of one run, named as on the command line of `copydesk check`.

    None, "" and an empty tuple leave the matter to the configuration. A command that knows fewer
    options runs with the defaults of the others.
    """

    # rules
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    min_confidence: float | None = None
    fixable: tuple[str, ...] = ()
    unfixable: tuple[str, ...] = ()

    # configuration
    config_path: str | None = None
    config_settings: tuple[str, ...] = ()
    isolated: bool = False

    # files
    exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    respect_gitignore: bool | None = None
    text_field: tuple[str, ...] = ()
    id_field: str | None = None
    max_file_size: int | None = None
    show_files: bool = False
    stdin_filename: str | None = None
    tracked: bool = False
    against: tuple[str, ...] = ()
    against_tracked: bool = False
    changed_since: str | None = None

    # findings that are accepted
    baseline: str | None = None
    baseline_from_ref: str | None = None
    no_baseline: bool = False
    allow_list: str | None = None

    # resources; `jobs`: None for one process a core, `max_memory`: bytes, None for no limit
    jobs: int | None = None
    no_cache: bool = False
    cache_dir: str | None = None
    max_memory: int | None = None

    # where it runs; `master`: of Spark
    runner: Literal["local", "spark"] = "local"
    master: str | None = None

    # fixes
    fix: bool = False
    unsafe_fixes: bool = False
    fix_only: bool = False
    diff: bool = False
    show_fixes: bool = False

    # output and exit code
    outputs: tuple[Output, ...] = ()
    output_file: str | None = None
    history: str | None = None
    statistics: bool = False
    kinds: bool = False
    color: str = "auto"
    quiet: bool = False
    verbose: bool = False
    sort: Literal["place", "confidence"] = "place"
    limit: int | None = None
    fail_on: Severity | None = None
    fail_if: tuple[str, ...] = ()
    max_findings: int | None = None
    exit_zero: bool = False
    exit_non_zero_on_fix: bool = False
    watch: bool = False

    @classmethod
    def parsed(cls, **parameters: Any) -> Self:
        """Return the options that a command line gives, lists with commas taken apart.

        `parameters` are those of a command; one that is no option of a run is a TypeError.
        """
        lists = {name: listed(parameters[name]) for name in _LISTS if name in parameters}
        given = tuple(parameters.pop("config", ()))
        settings = tuple(one for one in given if "=" in one and not os.path.lexists(one))
        files = [one for one in given if one not in settings]
        named = {"config_path": files[-1] if files else None} if given else {}
        return cls(**{**parameters, **lists, **named}, config_settings=settings)

    @property
    def fixes(self) -> bool:
        """Whether fixes are applied, in the files or in a diff."""
        return self.fix or self.fix_only or self.diff

    @property
    def counts_kinds(self) -> bool:
        """Whether what is printed tells how many documents there are of each kind."""
        pages = any(output.format == "html" for output in self.outputs)
        return self.kinds or self.verbose or pages or bool(self.history)

    @property
    def written(self) -> tuple[str | None, ...]:
        """The files that the run itself writes, which it must not lint."""
        return (*(output.file for output in self.outputs), self.output_file, self.history)


def listed(values: Sequence[str]) -> tuple[str, ...]:
    """Return the parts of values that users may separate by commas."""
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())

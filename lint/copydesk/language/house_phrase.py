"""An entry of `[[phrases]]`, as a configuration states it."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import msgspec
from msgspec import Meta

from copydesk.patterns import late_pattern
from copydesk.rule import Severity, Within

FAMILY = "STY"
DEFAULT_CODE = "STY000"
Code = Annotated[str, Meta(pattern="^STY[0-9]{3}$", description="Its rule: STY000 to STY999.")]
GAP = late_pattern(r"\s+\{(\d{1,2}),(\d{1,2})\}\s+")  # so many words stand there


class Phrase(
    msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True, omit_defaults=True
):
    """An entry of `[[phrases]]`: what is looked for, and what is said of it."""

    text: Annotated[
        str | tuple[str, ...],
        Meta(description="Words in any case and white space; {1,3} between two: so many words."),
    ] = ()
    pattern: Annotated[
        str, Meta(description="A regular expression instead of words.", max_length=1_000)
    ] = ""
    message: Annotated[
        str, Meta(description="What the finding says; {text} and {replacement} are filled in.")
    ] = ""
    replacement: Annotated[
        str | None,
        Meta(description="What --fix puts there; for a pattern, \\1 is its first group."),
    ] = None
    code: Code = DEFAULT_CODE
    severity: Annotated[Severity, Meta(description="How serious it is.")] = "warning"
    within: Annotated[
        Within, Meta(description="Where it counts: prose (no code or tables), paragraphs, any.")
    ] = "prose"
    kinds: Annotated[
        tuple[str, ...], Meta(description="Kinds of documents in which it counts; none: all.")
    ] = ()
    files: Annotated[
        tuple[str, ...], Meta(description="Patterns as in a .gitignore of the files it is for.")
    ] = ()
    exceptions: Annotated[
        tuple[str, ...], Meta(description="Longer phrases inside which it is right.")
    ] = ()
    case: Annotated[bool, Meta(description="Whether letter case must agree.")] = False

    @property
    def texts(self) -> tuple[str, ...]:
        """The phrases, also where there is one."""
        return (self.text,) if isinstance(self.text, str) else self.text

    @property
    def declared(self) -> tuple[object, ...]:
        """What all phrases of one code must have in common."""
        return self.severity, self.within, self.kinds, self.files


class HousePhrase(NamedTuple):
    """An entry, and the folder of its configuration."""

    phrase: Phrase
    folder: str

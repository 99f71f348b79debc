"""List the installed rule packs and their rules without importing one.

Shell completion has to answer at once, and `registry` imports the rules, and numpy with them, which
takes three tenths of a second.
"""

from __future__ import annotations

import functools
import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from copydesk.patterns import late_pattern

GROUP = "copydesk.rules"
_SUMMARY = late_pattern(r'\s*r?"""(.+)')
_RULE = late_pattern(
    r'^@(?:document|corpus|engine)_rule\(\s*"(\w+)".*?^def (\w+)\(', re.DOTALL | re.MULTILINE
)
# Rules that are data begin with code and name; those that share a module go on with their summary.
_RECORD = late_pattern(
    r'\b(?:Heuristic|phrase_rule)\(\s*"([A-Z]+[0-9]+)",\s*"([a-z0-9-]+)",(?:\s*"((?:Find|Report) .+)")?'
)


class Pack(NamedTuple):
    """An entry of our group: its name, the package it names,
    and the distribution that declares it, with its version.
    """

    name: str
    package: str
    release: str

    def __str__(self) -> str:
        return f"rule pack {self.name!r} ({self.package} of {self.release})"


class Listed(NamedTuple):
    """A rule as its file declares it."""

    code: str
    name: str
    summary: str


def listed_rules() -> list[Listed]:
    """Return the rules of all packs in the order of codes, as far as their source tells."""
    return sorted(
        rule for pack in packs() for file in _files(pack.package) for rule in _declared_rules(file)
    )


@functools.cache
def packs() -> tuple[Pack, ...]:
    """Return every rule pack, in the order of names,
    from the entry points of installed distributions; of one there twice, the first.

    What `importlib.metadata.entry_points` gives, which takes 30 ms of a start to import and ask
    (2026-11), and this 2.
    """
    seen: dict[str, list[Pack]] = {}
    for folder in sys.path:
        for file in sorted(Path(folder or ".").glob("*-info/entry_points.txt")):
            release = file.parent.name.rsplit(".", 1)[0]
            distribution = release.split("-")[0]
            if distribution not in seen:
                seen[distribution] = [
                    Pack(*entry, release) for entry in _declared(file.read_text(encoding="utf-8"))
                ]
    return tuple(sorted({pack for found in seen.values() for pack in found}))


def _declared(entry_points: str) -> Iterator[tuple[str, str]]:
    """Yield the entries of our group in an `entry_points.txt`."""
    group = ""
    for line in map(str.strip, entry_points.splitlines()):
        if line.startswith("["):
            group = line.strip("[] ")
        elif group == GROUP and "=" in line and not line.startswith("#"):
            name, package = line.split("=", 1)
            yield name.strip(), package.strip()


def _files(package: str) -> Iterator[Path]:
    try:
        found = importlib.util.find_spec(package)
    except ImportError:
        return
    for folder in found.submodule_search_locations or () if found else ():
        yield from (
            file
            for file in Path(folder).rglob("*.py")
            if not any(part.startswith("_") for part in file.relative_to(folder).parts)
        )


def _declared_rules(file: Path) -> Iterator[Listed]:
    source = file.read_text(encoding="utf-8", errors="replace")
    page = _SUMMARY.match(source)
    summary = page[1].rstrip('."') if page else ""
    for rule in _RULE.finditer(source):
        yield Listed(rule[1], rule[2].replace("_", "-"), summary)
    for code, name, own in _RECORD.findall(source):
        yield Listed(code, name, own.rstrip(".") or summary)

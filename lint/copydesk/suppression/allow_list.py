"""The allow-list: accepted texts, for files that cannot hold a comment.

An entry applies wherever its text moves to:

    [[allow]]
    text = "Subscribe to our newsletter"     # exact but for case and white space; or:
    # fingerprint = "…"                      # the id in the JSON report
    rules = ["DUP201"]                       # default: all
    reason = "the essay is about newsletters"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from copydesk.config.config import BadConfig
from copydesk.config.select import UnknownRule, codes_of
from copydesk.files import read_file
from copydesk.finding import Directive, Finding, Place, Suppression, fingerprint
from copydesk.hints import hint
from copydesk.patterns import late_pattern
from copydesk.rule import Rule

_HEADER = late_pattern(r"^[ \t]*\[\[[ \t]*allow[ \t]*\]\]", re.MULTILINE)


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: str
    text: str = ""
    fingerprint: str = ""
    rules: tuple[str, ...] = ("ALL",)


class AllowList:
    """The entries of an allow-list, by the fingerprints that they accept."""

    def __init__(self) -> None:
        self._entries: dict[str, int] = {}  # a fingerprint to the number of its entry
        self._reasons: list[str] = []
        self._used: set[int] = set()
        self._places: list[tuple[Place, str]] = []
        self._clusters: dict[str, int] = {}  # known to be accepted, whatever is asked

    @classmethod
    def read(cls, path: Path, rules: Mapping[str, Rule]) -> AllowList:
        """Read a file; raises BadConfig, which names the file and the entry."""
        try:
            raw = read_file(path).decode("utf-8").replace("\r\n", "\n")
            table = tomllib.loads(raw)
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise BadConfig(
                f"allow-list {path}: {getattr(error, 'strerror', None) or error}"
            ) from None
        for key in table:
            if key != "allow":
                raise BadConfig(
                    f"allow-list {path}: unknown key {key!r}; entries belong under [[allow]]"
                )
        allowed = cls()
        lines = [raw.count("\n", 0, match.start()) + 1 for match in _HEADER.finditer(raw)]
        for number, value in enumerate(table.get("allow", [])):
            line = lines[number] if number < len(lines) else 1
            where = f"allow-list {path}, line {line}"
            allowed._add(_entry(value, where), rules, where)
            allowed._places.append(
                (Place(path.as_posix(), line, 1, line, len("[[allow]]") + 1, 0, 0), _shown(value))
            )
        return allowed

    def _add(self, entry: _Entry, rules: Mapping[str, Rule], where: str) -> None:
        try:
            codes = {code for selector in entry.rules for code in codes_of(selector, rules)}
        except UnknownRule as error:
            raise BadConfig(f"{where}: {error}") from None
        number = len(self._reasons)
        self._reasons.append(entry.reason)
        if entry.fingerprint:
            self._entries[entry.fingerprint] = number
        else:
            self._entries |= {fingerprint(code, entry.text): number for code in codes}

    def reasons(self, findings: Sequence[Finding]) -> dict[int, Suppression]:
        """Return the suppressions of findings by `id` of the object.

        An entry suppresses the findings that it accepts, and the others of their clusters.
        """
        matched = (
            {id(f): self._entries[f.id] for f in findings if f.id in self._entries}
            if self._entries
            else {}
        )
        self._used |= set(matched.values())
        clusters = {f.cluster: matched[id(f)] for f in findings if f.cluster and id(f) in matched}
        clusters |= self._clusters
        matched |= {id(f): clusters[f.cluster] for f in findings if f.cluster in clusters}
        return {
            key: Suppression("allow-list", self._reasons[number]) for key, number in matched.items()
        }

    def entry_of(self, name: str) -> int | None:
        """Return the number of the entry that accepts findings of an id, None where none does."""
        return self._entries.get(name)

    def with_clusters(self, clusters: Mapping[str, int]) -> AllowList:
        """Return the list for a part of the findings: with the clusters that entries accept by
        findings elsewhere. It calls no entry unused.
        """
        part = AllowList()
        part._entries, part._reasons, part._clusters = self._entries, self._reasons, dict(clusters)
        return part

    def __len__(self) -> int:
        return len(self._reasons)

    def use(self, entries: Iterable[int]) -> None:
        """Take entries for used."""
        self._used |= set(entries)

    def unused(self) -> list[Directive]:
        """Return the entries that suppressed nothing and met nothing."""
        return [
            Directive("allow-list", (), 0, 0, place, text, self._reasons[number], "")
            for number, (place, text) in enumerate(self._places)
            if number not in self._used
        ]

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the findings that the entries accept."""
        return frozenset(self._entries)

    def meet(self, ids: Iterable[str]) -> None:
        """Note that what entries accept is there, though it is not shown: they are of use."""
        self._used |= {self._entries[one] for one in ids if one in self._entries}


def _entry(value: Any, where: str) -> _Entry:
    names = [field.name for field in msgspec.structs.fields(_Entry)]
    for key in value if isinstance(value, dict) else ():
        if key not in names:
            raise BadConfig(f"{where}: unknown key {key!r}{hint(key, names)}")
    try:
        entry = msgspec.convert(value, _Entry)
    except msgspec.ValidationError as error:
        raise BadConfig(f"{where}: {error}") from None
    if bool(entry.text) == bool(entry.fingerprint):
        raise BadConfig(f"{where}: an entry needs either text or fingerprint")
    return entry


def _shown(value: Mapping[str, Any]) -> str:
    return str(value.get("text") or value.get("fingerprint"))[:80]

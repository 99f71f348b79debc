"""The phrases of a configuration: each entry checked, with an error that says which is wrong."""

from __future__ import annotations

import reprlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_type_hints

import msgspec

from copydesk.columns.document_kinds import LABELS
from copydesk.config.config import BadConfig, Config
from copydesk.config.expected import expected
from copydesk.hints import hint
from copydesk.language.house_phrase import GAP, HousePhrase, Phrase
from copydesk.reading.globs import BadPattern, Patterns

_LONGEST = 500  # characters of a phrase
_MOST = 50_000  # phrases
_WIDEST = 20  # words between two parts of a phrase


def stated_phrases(config: Config) -> tuple[HousePhrase, ...]:
    """Return the entries of `[[phrases]]`, those of an extended file first; raises BadConfig."""
    out, counted = list[HousePhrase](), dict[Path, int]()
    declared: dict[str, tuple[Phrase, str]] = {}
    for file, table in config.phrases:
        counted[file] = counted.get(file, 0) + 1
        where = f"{file}: [[phrases]] number {counted[file]}"
        phrase = _phrase(table, where)
        first, there = declared.setdefault(phrase.code, (phrase, where))
        if first.declared != phrase.declared:
            raise BadConfig(
                f"{where}: {phrase.code} has another severity, within, kinds or files than in {there}; give it another code"
            )
        out.append(HousePhrase(phrase, str(file.parent.absolute())))
    if sum(len(one.phrase.texts) for one in out) > _MOST:
        raise BadConfig(f"{config.file}: more than {_MOST} phrases; use several configurations")
    return tuple(out)


def _phrase(table: Mapping[str, Any], where: str) -> Phrase:
    hints = get_type_hints(Phrase, include_extras=True)
    known = {field.encode_name: hints[field.name] for field in msgspec.structs.fields(Phrase)}
    for key, value in table.items():
        if key not in known:
            raise BadConfig(f"{where}: unknown key {key!r}{hint(key, known)}")
        try:
            msgspec.convert(value, known[key])
        except msgspec.ValidationError:
            must = _MUST.get(key) or expected(known[key])
            raise BadConfig(f"{where}: {key} must be {must}, not {reprlib.repr(value)}") from None
    phrase: Phrase = msgspec.convert(table, Phrase)
    problem = next(_problems(phrase), "")
    if problem:
        raise BadConfig(f"{where}: {problem}")
    return phrase


_MUST = {
    "text": "a string or a list of strings",
    "pattern": "a string of at most 1000 characters",
    "replacement": "a string",
    "code": "STY and three digits, as in 'STY001'",
}


def _problems(phrase: Phrase) -> Iterator[str]:
    if bool(phrase.texts) == bool(phrase.pattern):
        yield "needs either text or pattern"
    for text in (*phrase.texts, *phrase.exceptions):
        parts = GAP.split(text)
        if len(text) > _LONGEST:
            yield f"{reprlib.repr(text)} is longer than {_LONGEST} characters"
        if any(not any(map(str.isalnum, part)) for part in parts[::3]):
            yield f"{text!r} contains no word, or none beside {{1,3}}"
        for low, high in zip(parts[1::3], parts[2::3], strict=True):
            if not int(low) <= int(high) <= _WIDEST:
                yield f"{text!r}: {{{low},{high}}} must be a range of at most {_WIDEST} words"
    if phrase.pattern:
        import regex

        try:
            regex.compile(phrase.pattern)
            regex.sub(f"(?:{phrase.pattern})?", phrase.replacement or "", "")  # names real groups
        except (regex.error, ValueError, IndexError, OverflowError, RecursionError) as error:
            yield f"pattern, or its replacement, is no regular expression: {error}"
    if phrase.exceptions and phrase.pattern:
        yield "exceptions are for text; write them into the pattern"
    for label in phrase.kinds:
        if label not in LABELS:
            yield f"{label!r} is no kind of document{hint(label, LABELS)}"
    try:
        Patterns(phrase.files, strict=True)
    except BadPattern as error:
        yield f"files: {error}"


def only_for(phrases: Sequence[HousePhrase]) -> list[tuple[str, Path, Patterns]]:
    """Return the codes that are for some files: code, folder, the patterns of these files."""
    first = {one.phrase.code: one for one in reversed(phrases) if one.phrase.files}
    return [
        (code, Path(one.folder), Patterns(one.phrase.files, strict=True))
        for code, one in first.items()
    ]

"""Fuzz readers, rules and fixers: `python tools/fuzz.py SECONDS [--texts N] [--seed N]`.

Mutates real text, of corpus/ and docs/, and holds what is made of it to three laws: nothing raises;
an offset of a finding leads to its text; a fix changes nothing outside its edits, and fixing twice
is fixing once. Texts are linted many at a time, as a run does, and one by one where a law breaks.
The smallest text that breaks it is written to fuzz-failure.EXT, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from copydesk.engine.plan import Plan
from copydesk.engine.registry import load_rules
from copydesk.engine.run import run
from copydesk.fixing.rounds import settle
from copydesk.reading.formats import format_of
from copydesk.reading.source import ReadOptions, Source
from copydesk.report import Report

ROOT = Path(__file__).parent.parent
SIZE = 50  # texts that are linted together
LONGEST = 1_200  # characters of a text before it is mutated
ENDINGS = ("txt", "txt", "md", "md", "html", "jsonl", "csv")
ODD = [
    *"\0\t\n\r\x0b\x0c\x1b\x85\xa0\xad\u0301\u200b\u200d\u2028\u202e\ufeff\ufffd\U0001f600\U000e0001",
    *(
        "\r\n",
        "\n\n",
        "\n\n\n\n",
        "…",
        "“",
        "”",
        "„",
        "«",
        "â€™",
        "Ã©",
        "&amp;nbsp;",
        "İ",
        "ß",
        "ﬁ",
    ),
    *(
        "日本語。",
        "हिन्दी",
        "العربية",
        "Ё",
        "x" * 300,
        "The the ",
        "1.",
        "- ",
        "12:30 ",
        "- - -",
        ". . .",
    ),
]
MARKUP = [
    *(
        "# ",
        "> ",
        "- ",
        "1. ",
        "```\n",
        "~~~",
        "    ",
        "| a | b |\n|---|---|\n",
        "[a](b)",
        "![",
        "]]>",
    ),
    *(
        "<p>",
        "</p>",
        "<!-- ",
        " -->",
        "<script>",
        "<br />",
        "<div hidden>",
        "<a href='",
        "&lt;",
        "---\n",
    ),
    *('{"text": "', '"}\n', "\\u00e9", "\\ud800", '"', '""', ",", ";", "text\n"),
    *(
        "<!-- copydesk: disable[DUP101] -->",
        "<!-- copydesk: file-ignore[GAR104] -->",
        "<|im_start|>",
        "{{x}}",
    ),
]


class Broken(Exception):
    """A text breaks a law."""


def main() -> int:
    """Fuzz for some seconds or texts, and print what was tried."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("seconds", type=float)
    parser.add_argument("--texts", type=int, default=sys.maxsize, help="end after so many texts")
    parser.add_argument("--seed", type=int, default=None, help="the seed to begin with")
    given = parser.parse_args()
    seed = int.from_bytes(os.urandom(4)) if given.seed is None else given.seed
    parts = real_parts()
    counts = Counter[str]()
    end = time.monotonic() + given.seconds
    while time.monotonic() < end and counts["texts"] < given.texts:
        draw = random.Random(seed)  # noqa: S311 - a draw that can be repeated
        files = dict(mutated(draw, parts, number) for number in range(SIZE))
        try:
            held(files, counts)
        except Exception:
            fault = traceback.format_exc()
            name, content = smallest(files)
            failure = Path(f"fuzz-failure.{name.rpartition('.')[2]}")
            failure.write_bytes(content)
            print(f"{fault}\nseed {seed}: {failure}, {len(content)} bytes", file=sys.stderr)
            return 1
        seed += 1
    shown = ", ".join(f"{counts[name]} {name}" for name in ("texts", "findings", "fixes", "edits"))
    print(f"fuzz: {shown}; no law broken; last seed {seed - 1}")
    return 0


def real_parts() -> list[str]:
    """Return the texts of corpus/ and docs/, cut into pieces of at most LONGEST characters."""
    found = []
    for folder in ("corpus", "docs"):
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in (".txt", ".md", ".html", ".jsonl", ".csv"):
                text = file.read_text(encoding="utf-8", errors="replace")[: 20 * LONGEST]
                found += [text[at : at + LONGEST] for at in range(0, len(text), LONGEST)]
    return found


def mutated(draw: random.Random, parts: Sequence[str], number: int) -> tuple[str, bytes]:
    """Return a name and the bytes of a text after a few random changes."""
    text = draw.choice(parts)
    text = text[draw.randrange(len(text)) :] if draw.random() < 0.5 else text
    text = text[: draw.choice((0, 1, 2, 20, 200, 600, LONGEST))]
    for _ in range(draw.randrange(6)):
        text = draw.choice(CHANGES)(draw, text, parts)[: 2 * LONGEST]
    ending = draw.choice(ENDINGS)
    if ending == "jsonl" and draw.random() < 0.8:
        rows = text.split("\n\n")
        text = "".join(
            json.dumps({"text": row}, ensure_ascii=draw.random() < 0.5) + "\n" for row in rows
        )
    raw = text.encode(
        draw.choice(("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16")), "surrogatepass"
    )
    if draw.random() < 0.1 and raw:
        broken = bytearray(raw)
        for _ in range(draw.randrange(1, 5)):
            broken[draw.randrange(len(broken))] = draw.randrange(256)
        raw = bytes(broken)
    return f"f{number}.{ending}", raw


def _splice(draw: random.Random, text: str, parts: Sequence[str]) -> str:
    other, at = draw.choice(parts), draw.randrange(len(text) + 1)
    start = draw.randrange(len(other))
    return text[:at] + other[start : start + draw.choice((10, 100, 1000))] + text[at:]


def _repeat(draw: random.Random, text: str, parts: Sequence[str]) -> str:
    at = draw.randrange(len(text) + 1)
    size = draw.choice((1, 5, 50, 500))
    return text[:at] + text[at : at + size] * draw.choice((2, 3, 20)) + text[at + size :]


def _delete(draw: random.Random, text: str, parts: Sequence[str]) -> str:
    at = draw.randrange(len(text) + 1)
    return text[:at] + text[at + draw.choice((1, 3, 40, 400)) :]


def _insert(draw: random.Random, text: str, parts: Sequence[str]) -> str:
    for _ in range(draw.choice((1, 1, 3, 30))):
        at = draw.randrange(len(text) + 1)
        text = text[:at] + draw.choice(draw.choice((ODD, MARKUP))) + text[at:]
    return text


def _shuffle(draw: random.Random, text: str, parts: Sequence[str]) -> str:
    by = draw.choice((" ", "\n", "\n\n", ". "))
    pieces = text.split(by)
    draw.shuffle(pieces)
    return by.join(pieces)


def _replace(draw: random.Random, text: str, parts: Sequence[str]) -> str:
    pairs = (
        (" ", ""),
        (" ", "\n"),
        ("\n", "\r\n"),
        ("\n", " "),
        ("e", "é"),
        (".", ""),
        ("a", "a "),
    )
    old, new = draw.choice(pairs)
    return text.replace(old, new, draw.choice((-1, 3)))


def _case(draw: random.Random, text: str, parts: Sequence[str]) -> str:
    return draw.choice((str.upper, str.lower, str.title, str.swapcase))(text)


CHANGES: tuple[Callable[[random.Random, str, Sequence[str]], str], ...] = (
    _splice,
    _repeat,
    _delete,
    _insert,
    _insert,
    _shuffle,
    _replace,
    _case,
)


def held(files: dict[str, bytes], counts: Counter[str]) -> None:
    """Lint and fix some files together; raises Broken, or what copydesk raises."""
    sources = [
        Source(name, None, format_of(name)[0] or "text", content=content)
        for name, content in files.items()
    ]
    report = linted(sources)
    for finding in report.findings:
        place = finding.place
        if place.path.endswith((".txt", ".md")) and " … " not in finding.text:
            text = _decoded(files[place.path])
            at = slice(place.offset, place.end_offset)
            if text is not None and text.removeprefix("\ufeff")[at] != finding.text:
                raise Broken(f"{finding.rule} at {place.path}:{place.line} is not where it says")
    counts.update(texts=len(files), findings=len(report.findings))
    _fixed(sources, counts, unsafe=counts["texts"] // len(files) % 2 == 1)


def linted(sources: Sequence[Source]) -> Report:
    """Return the report of all rules; raises Broken where one of them raised."""
    report = run(Plan(tuple(load_rules())), list(sources))
    if report.crashed:
        raise Broken("; ".join(f.message for f in report.findings if f.rule == "INT001"))
    return report


def _fixed(sources: Sequence[Source], counts: Counter[str], *, unsafe: bool) -> None:
    outcome = settle(linted, list(sources), ReadOptions(), unsafe=unsafe)
    for path, page in outcome.pages.items():
        at, rest = 0, _text(page.content)
        for edit in page.edits:
            kept = page.original[at : edit.offset]
            if not rest.startswith(kept + edit.text):
                raise Broken(f"a fix of {path} changes more than its span at {edit.offset}")
            rest, at = rest[len(kept) + len(edit.text) :], edit.end_offset
        if rest != page.original[at:]:
            raise Broken(f"a fix of {path} changes what follows its last span")
        counts["edits"] += len(page.edits)
        counts["fixes"] += page.fixed.total()
    if not outcome.pages:
        return
    again = settle(linted, outcome.sources, ReadOptions(), unsafe=unsafe)
    changed = again.pages.keys() - {one.path for one in outcome.refused}  # it says so of these
    if changed:
        raise Broken(f"fixing again changes {', '.join(sorted(changed))}")


def _text(content: bytes) -> str:
    text = _decoded(content)
    if text is None:
        raise Broken("a fixed file cannot be read as it was")
    return text


def _decoded(content: bytes) -> str | None:
    """Return a file with its mark, if it is valid in UTF-8 or the encoding that its mark names."""
    marks = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
    if content[:4] == b"\xff\xfe\0\0":
        return None  # the mark of UTF-32, and of UTF-16 before a NUL
    try:
        return content.decode(marks.get(content[:2], "utf-8"))
    except UnicodeDecodeError:
        return None


def smallest(files: dict[str, bytes]) -> tuple[str, bytes]:
    """Return one file that breaks a law, as small as halving and cutting makes it; where it takes
    several, the last one of the fewest.
    """
    left = dict(files)
    for name in list(files):
        fewer = {other: content for other, content in left.items() if other != name}
        if fewer and _breaks(fewer):
            left = fewer
    name, content = list(left.items())[-1]
    size, end = len(content) // 2, time.monotonic() + 60
    while size and time.monotonic() < end:
        for at in range(0, len(content), size):
            shorter = content[:at] + content[at + size :]
            if _breaks({**left, name: shorter}):
                content = shorter
                break
        else:
            size //= 2
    return name, content


def _breaks(files: dict[str, bytes]) -> bool:
    try:
        held(files, Counter())
    except Exception:
        return True
    return False


if __name__ == "__main__":
    sys.exit(main())

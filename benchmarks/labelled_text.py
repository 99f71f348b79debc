"""Read labelled text: what to lint, and which lines, sentences or spans of it somebody has judged.

A folder holds any of these; what is missing is left out:

    boilerplate/txt/*.txt    labels.jsonl: file, site, lang, lines [[number, "boilerplate" | "content" | "skip", kind], ...]
    boilerplate/capdup/*.txt labels_capdup.jsonl: file, repeated_captions [[line, line of the first], ...]; so in labels.jsonl
    garbled/                 labels.jsonl: id, text, label "garbled" | "clean", cls, severity, real, lang, source
    intruder/txt/*.txt       labels.jsonl: file, kind "sentence" | "paragraph" | "headline" | "none", level, line, start, end, paragraphs
    intruder/real_widgets/   labels_real_widgets.jsonl: file, stray [[paragraph, line, text], ...]
    intruder/real_hill/      labels_real_hill.jsonl: file, lines [...]
    intruder/real_pages/     labels_real_pages.jsonl: file, stray [[line, text], ...], labels "body" | ... of its paragraphs
    neardup/NAME/txt/*.txt   labels.jsonl: level "par" | "doc", a, b, j, n: the Jaccard of word n-grams of a pair
    seeds/*.txt              gold.jsonl: file, line, families, level; traps.jsonl: file, line

Lines count from 1, offsets are code points, `file` is relative to its set's folder.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from copydesk.reading.source import Source

Row = Mapping[str, Any]


class Unit(NamedTuple):
    """A line, or columns of it (from 1, end exclusive), that was judged.

    `figures` are the rates it counts in, `row` is its label.
    """

    path: str
    line: int
    defective: bool
    figures: tuple[str, ...]
    row: Row
    columns: tuple[int, int] | None = None
    families: tuple[str, ...] = ()  # of the rules that count for it; none: those of its set


class Part(NamedTuple):
    """What is linted together: its texts, the families of rules that count, and its units.

    `clean`: files in which all is clean, with their paragraphs; `rest_clean`: what no unit names is
    clean too.
    """

    name: str
    sources: list[Source]
    families: tuple[str, ...]
    units: list[Unit]
    rest_clean: bool = False
    clean: Mapping[str, int] = {}


def rows(path: Path) -> list[dict[str, Any]]:
    """Return the records of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def texts(folder: Path) -> list[Source]:
    """Return the text files of a folder, named as they are."""
    return [Source(path.name, path, "text") for path in sorted(folder.glob("*.txt"))]


def name_of(row: Row) -> str:
    """Return the name of a label's file."""
    return PurePosixPath(row["file"]).name


def paragraphs(text: str) -> list[tuple[int, list[str]]]:
    """Return the paragraphs of a text, parted by blank lines.

    The number of the first line, and the lines.
    """
    found: list[tuple[int, list[str]]] = []
    blank = True
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            if blank:
                found.append((number, []))
            found[-1][1].append(line)
        blank = not line.strip()
    return found


def boilerplate(folder: Path) -> Part:
    """Read whole pages whose lines are content or boilerplate."""
    named = {"boilerplate": "boilerplate_recall", "content": "content_false_alarms"}
    units = [
        Unit(name_of(page), number, label == "boilerplate", (named[label],), page)
        for page in rows(folder / "labels.jsonl")
        for number, label, _ in page["lines"]
        if label in named
    ]
    return Part("boilerplate", texts(folder / "txt"), ("BOI", "CAP", "CTX"), units)


def garbled(folder: Path) -> Part:
    """Read single sentences, garbled and clean, each a record of its own."""
    labels = rows(folder / "labels.jsonl")
    lines = [
        json.dumps({"id": row["id"], "text": row["text"]}, ensure_ascii=False) for row in labels
    ]
    source = Source(
        "sentences.jsonl", None, "jsonl", content="".join(line + "\n" for line in lines).encode()
    )
    units = [
        Unit(source.path, n, row["label"] == "garbled", _garbled_figures(row), row)
        for n, row in enumerate(labels, 1)
    ]
    return Part("garbled", [source], ("GAR",), units)


def _garbled_figures(row: Row) -> tuple[str, ...]:
    tongue = "english" if row["lang"] == "en" else "other_languages"
    if row["label"] == "clean":
        return tuple(
            f"false_alarms {name}" for name in ("clean", f"clean_{tongue}", f"clean:{row['cls']}")
        )
    kind = "real" if row["real"] else "synthetic"
    return tuple(
        f"recall {n}"
        for n in (
            "garbled",
            kind,
            f"{kind}_{row['severity']}",
            f"garbled:{row['cls']}",
            f"garbled_{tongue}",
        )
    )


def intruder(folder: Path) -> Part:
    """Read articles with one foreign sentence, paragraph or headline, and untouched ones."""
    units, clean = [], {}
    for row in rows(folder / "labels.jsonl"):
        name = name_of(row)
        if row["kind"] == "none":
            clean[name] = row["paragraphs"]
            continue
        columns = None
        if (
            row["kind"] == "sentence"
        ):  # a finding has to touch the sentence itself, not only its paragraph
            text = (folder / "txt" / name).read_text(encoding="utf-8")
            first = row["start"] - text.rfind("\n", 0, row["start"])
            columns = (first, first + row["end"] - row["start"])
        units.append(
            Unit(name, row["line"], True, (f"recall {row['kind']} {row['level']}",), row, columns)
        )
    return Part(
        "intruder",
        texts(folder / "txt"),
        ("CTX", "CAP", "BOI"),
        units,
        rest_clean=True,
        clean=clean,
    )


def widgets(folder: Path) -> Part:
    """Read articles with real widgets between their paragraphs; nothing else in them is judged."""
    labels = rows(folder / "labels_real_widgets.jsonl")
    units = [
        Unit(name_of(row), stray[1], True, ("recall real widgets",), row)
        for row in labels
        for stray in row["stray"]
    ]
    return Part("real widgets", texts(folder / "real_widgets"), ("CTX", "CAP", "BOI", "GAR"), units)


def hover_cards(folder: Path) -> Part:
    """Read articles with hover cards glued into sentences; nothing else in them is judged."""
    labels = rows(folder / "labels_real_hill.jsonl")
    units = [
        Unit(name_of(row), line, True, ("recall real hover cards",), row)
        for row in labels
        for line in row["lines"]
    ]
    return Part("hover cards", texts(folder / "real_hill"), ("CTX", "CAP", "BOI", "GAR"), units)


def pages(folder: Path) -> Part:
    """Read the article regions of real pages: strays and body paragraphs."""
    units = []
    for row in rows(folder / "labels_real_pages.jsonl"):
        name = name_of(row)
        units += [
            Unit(name, line, True, ("recall real page strays",), row)
            for line in sorted({stray[0] for stray in row["stray"]})
        ]
        blocks = paragraphs((folder / "real_pages" / name).read_text(encoding="utf-8"))
        for (line, _), label in zip(blocks, row["labels"], strict=False):
            if label == "body":
                units.append(Unit(name, line, False, ("false_alarms real page body",), row))
    return Part("real pages", texts(folder / "real_pages"), ("CTX", "CAP", "BOI"), units)


def seeds(folder: Path) -> Part:
    """Read articles whose defects and traps were named by hand.

    Any family of its label counts for a defect, every rule for a trap.
    """
    units = [
        Unit(
            row["file"],
            row["line"],
            True,
            (f"{row['level']}_found",),
            row,
            families=tuple(row["families"]),
        )
        for row in rows(folder / "gold.jsonl")
    ]
    units += [
        Unit(row["file"], row["line"], False, ("traps_sprung",), row)
        for row in rows(folder / "traps.jsonl")
    ]
    return Part("seeds", texts(folder), (), units)


_PARTS: Mapping[str, Mapping[str, Callable[[Path], Part]]] = {
    "seeds": {"gold.jsonl": seeds},
    "boilerplate": {"labels.jsonl": boilerplate},
    "garbled": {"labels.jsonl": garbled},
    "intruder": {
        "labels.jsonl": intruder,
        "labels_real_widgets.jsonl": widgets,
        "labels_real_hill.jsonl": hover_cards,
        "labels_real_pages.jsonl": pages,
    },
}  # by set: its labels, and what reads the part they are of


def parts(folder: Path, name: str) -> list[Part]:
    """Return the parts of one set, those whose labels are there."""
    return [
        read(folder / name)
        for labels, read in _PARTS[name].items()
        if (folder / name / labels).exists()
    ]

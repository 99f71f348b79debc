"""Plant sentences and paragraphs in news: what the forests of `tools/train_context.py` learn from.

A stranger is a unit of another genre, or of other news. All documents are those that
`tools/train_genre.py` left aside.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from pathlib import Path

import train_genre
from copydesk.columns.batch import Batch, Text

WORDS = {"sentence": (8, 41), "paragraph": (25, 85)}
_TEST = 6  # one document of news in as many is kept for the confidence curve
_HOSTS = 1100  # articles that take plants
_STRANGERS = 1500  # of a genre
_CLEAN = 60  # documents of each other genre that are read untouched
_ESSAYS = ("md_18f", "speeches_us", "imdb")  # genres that take plants too: articles of other kinds
_LETTERS = 0.85  # of a stranger are letters and spaces


@dataclass
class Sample:
    """One article: its text, the span of the foreign unit (-1 where there is none), what it is, how
    hard it is to see, the genres of host and stranger, and whether it is kept for testing.
    """

    text: str
    start: int = -1
    end: int = -1
    kind: str = "none"
    level: str = "none"
    host: str = "news"
    stranger: str = ""
    test: bool = False


def labelled(folder: Path) -> tuple[list[Sample], set[str]]:
    """Return the labelled articles, and the ids of all articles that went into them."""
    rows = [json.loads(line) for line in (folder / "labels.jsonl").open(encoding="utf-8")]
    samples = [
        Sample(
            (folder / row["file"]).read_text(encoding="utf-8"),
            row.get("start", -1),
            row.get("end", -1),
            row["kind"],
            row["level"],
        )
        for row in rows
    ]
    return samples, {row["host"] for row in rows} | {row.get("donor", "") for row in rows}


def units(texts: list[str], dice: random.Random) -> dict[str, list[str]]:
    """Return sentences and paragraphs of some documents, a few of each."""
    found: dict[str, list[str]] = {"sentence": [], "paragraph": []}
    for text in texts:
        batch = Batch([Text(text[:15_000])])
        spans = {
            "sentence": (batch.sentences.start, batch.sentences.end, batch.sentence_words),
            "paragraph": (batch.blocks.start, batch.blocks.end, batch.block_words),
        }
        for kind, (start, end, (first, stop)) in spans.items():
            least, most = WORDS[kind]
            mine = [
                batch.text[a:b].replace("\n", " ")
                for a, b, n in zip(
                    start.tolist(), end.tolist(), (stop - first).tolist(), strict=True
                )
                if least <= n <= most
            ]
            mine = [unit for unit in mine if _prose(unit)]
            dice.shuffle(mine)
            found[kind] += mine[: 6 if kind == "sentence" else 2]
        if len(found["sentence"]) > 2 * _STRANGERS:
            break
    return found


def _prose(unit: str) -> bool:
    letters = sum(character.isalpha() or character == " " for character in unit)
    whole = unit[:1].isupper() and unit.rstrip("\"”’')")[-1:] in ".!?"
    return whole and letters > _LETTERS * len(unit) and not set("<{\x01") & set(unit)


def splice(text: str, unit: str, kind: str, dice: random.Random) -> Sample | None:
    """Put a unit into a document behind one of its sentences or blocks; None if it is short."""
    batch = Batch([Text(text)])
    if kind == "paragraph":
        ends, gap = batch.blocks.end, "\n\n"
    else:
        ends, gap = batch.sentences.end, " "
    if ends.size < (6 if kind == "paragraph" else 8):
        return None
    at = int(ends[dice.randint(1 + (kind == "paragraph"), ends.size - 2)])
    start = at + len(gap)
    return Sample(text[:at] + gap + unit + text[at:], start, start + len(unit), kind, "easy")


def body(text: str) -> str:
    """Return title and prose of an article, without what its page puts around them."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    prose = [
        line for line in lines[1:] if len(line.split()) >= 8 and line.rstrip("\"”’')")[-1:] in ".!?"
    ]
    return "\n\n".join(lines[:1] + prose)


def synthesise(genres: dict[str, train_genre.Genre]) -> list[Sample]:
    """Return articles untouched and with strangers, and documents of other genres untouched."""
    dice = random.Random(7)  # noqa: S311 not for secrets
    pools = {name: units([text for _, text in genre], dice) for name, genre in genres.items()}
    foreign = [name for name in sorted(genres) if not train_genre.is_news(name)]
    samples, hosts, essays = [], [], []
    for name in sorted(genres):
        for number, text in (
            genres[name]
            if train_genre.is_news(name)
            else genres[name][: 4 * _CLEAN if name in _ESSAYS else _CLEAN]
        ):
            shown = body(text) if dice.random() < 0.4 else text[:15_000]
            sample = Sample(shown, host=name, test=number % _TEST == 0)
            samples.append(sample)
            if 900 < len(shown) < 14_000:
                if train_genre.is_news(name):
                    hosts.append(sample)
                elif name in _ESSAYS:
                    essays.append(sample)
    dice.shuffle(hosts)
    for host in hosts[:_HOSTS] + essays:
        for kind in ("sentence", "sentence", "paragraph"):
            for name in (dice.choice(foreign), "news40"):
                if name == host.host:
                    continue
                pool = pools[name][kind]
                planted = splice(host.text, dice.choice(pool), kind, dice) if pool else None
                if planted:
                    planted.host, planted.stranger, planted.test = host.host, name, host.test
                    samples.append(planted)
    return samples

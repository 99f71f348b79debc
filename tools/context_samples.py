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
_TEST = 4  # one document of news in as many is kept for the confidence curve
_HOSTS = 2600  # articles that take plants
_STRANGERS = 500  # of a source
_CLEAN = 60  # documents of each other source that are read untouched
# Sources that take plants too: texts of other kinds that the rules read.
_ESSAYS = (
    "academic/sky_cultures",
    "fiction/novels_en",
    "informal/imdb",
    "politics/essays_anarchism",
    "politics/md_18f",
    "politics/speeches_us",
)
_UNSEEN = "unseen/"  # sources of strangers that are only tested
_MIXED = "news/news_bln"  # pages of several stories: neither hosts nor untouched articles
_NEWS = "news/news40"  # of which strangers of other news are
_OPENS = 0.2  # how often a sentence is put at the head of a block
_SHORTEST, _LONGEST = 900, 12_000  # characters of a document
_BARE = 0.4  # how often a document is only its title and prose
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


def splice(host: Sample, batch: Batch, unit: str, kind: str, dice: random.Random) -> Sample | None:
    """Put a unit into a document behind one of its sentences or blocks; None if it is short.

    `batch`: of the document alone. One sentence in five opens a block.
    """
    if kind == "paragraph":
        ends, gap, first = batch.blocks.end, "\n\n", 2
    else:
        ends, gap, first = batch.sentences.end, " ", 1
    if ends.size < 7 + first:
        return None
    row = dice.randint(first, ends.size - 2)
    at, text = int(ends[row]), host.text
    if kind == "sentence" and dice.random() < _OPENS:
        start = int(batch.blocks.start[batch.sentences.block_of[row]])
        text = text[:start] + unit + " " + text[start:]
    else:
        start = at + len(gap)
        text = text[:at] + gap + unit + text[at:]
    return Sample(text, start, start + len(unit), kind, "easy", host=host.host, test=host.test)


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
    samples, hosts, essays = [], [], []
    for name in sorted(genres):
        if name.startswith((_UNSEEN, _MIXED)):
            continue
        most = 4 * _CLEAN if name in _ESSAYS else _CLEAN
        for number, text in genres[name][: None if train_genre.is_news(name) else most]:
            shown = body(text) if dice.random() < _BARE else text
            shown = shown[:_LONGEST]
            sample = Sample(shown, host=name, test=number % _TEST == 0)
            samples.append(sample)
            if len(shown) > _SHORTEST:
                if train_genre.is_news(name):
                    hosts.append(sample)
                elif name in _ESSAYS:
                    essays.append(sample)
    dice.shuffle(hosts)
    for host in hosts[:_HOSTS] + 2 * essays:
        samples += planted(host, pools, dice)
    return samples


def planted(
    host: Sample, pools: dict[str, dict[str, list[str]]], dice: random.Random
) -> list[Sample]:
    """Return copies of a document, each with a stranger of another genre or of other news."""
    foreign = [name for name in sorted(pools) if not train_genre.is_news(name)]
    learned = [name for name in foreign if not name.startswith(_UNSEEN)]
    unseen = [name for name in foreign if name.startswith(_UNSEEN)]
    batch = Batch([Text(host.text)])
    wanted = [
        ("sentence", dice.choice(learned)),
        ("sentence", dice.choice(learned)),
        ("sentence", _NEWS),
        ("sentence", _NEWS),
        ("paragraph", dice.choice(learned)),
        ("paragraph", _NEWS),
    ]
    if host.test and unseen:
        wanted.append(("sentence", dice.choice(unseen)))
    found = []
    for kind, name in wanted:
        pool = pools[name][kind]
        if not pool or (name == host.host and name != _NEWS):
            continue
        sample = splice(host, batch, dice.choice(pool), kind, dice)
        if sample:
            sample.stranger = name
            found.append(sample)
    return found

"""Kinds of documents, told by form."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from copydesk.columns.batch import Batch, Text
from copydesk.columns.document_kinds import LABELS, DocumentKind
from copydesk.language.kinds import kinds_of
from copydesk.language.kinds.clues import clue_table
from copydesk.language.kinds.form import features
from copydesk.reading.markdown import layout

SAMPLES = sorted((Path(__file__).parent / "kinds").glob("*.txt"))  # KIND-LANGUAGE.txt
ARTICLE = """Harbour bridge to close for repairs

The old harbour bridge will close to all traffic from Monday, the city council said.

"We have put this off for nine years," Mayor Ellen Hart told reporters on Friday. "The steel will not wait."

Repairs costing 14 million are expected to last until March, according to the council's engineers.

Ferry operator Northline said it would add 12 crossings a day from Pier 4 in Westport."""

CHAT = "\n".join(
    f"{who}: {line}"
    for who, line in [
        ("mira", "are you there?"),
        ("tom", "yes, just got in"),
        ("mira", "did the parcel come"),
        ("tom", "not yet"),
        ("mira", "odd, they said noon"),
        ("tom", "i'll ring them"),
        ("mira", "thanks!"),
        ("tom", "no answer so far"),
        ("mira", "try again later"),
    ]
)

LAW = """§ 1 Zweck

(1) Dieses Gesetz regelt die Nutzung der städtischen Gärten.

(2) Die Nutzung ist gemäß Absatz 1 unentgeltlich, soweit nichts anderes bestimmt ist.

§ 2 Zuständigkeit

(1) Zuständig ist das Gartenamt.

(2) Das Nähere bestimmt eine Verordnung."""

QUESTION = """Wie tief ist der See?

Der See ist an seiner tiefsten Stelle 41 Meter tief. Im Sommer sinkt der Wasserspiegel um etwa einen Meter."""

MANUAL = """# Install the reader

Run `reader install` in the folder that holds `reader.toml`.

```sh
reader install --quiet
reader check
```

## Options

Set `quiet` to `true` and call `Reader.open()` with the `path` of a file.
"""

STORY = (
    """— Avez-vous vu mon frère ? demanda-t-elle.

— Non, répondit le vieil homme. Il est parti avant l'aube, et lui seul sait où.

Elle le regarda longuement. Il baissa les yeux, puis il se leva sans un mot et gagna la porte.

— Attendez ! cria-t-elle. Ne partez pas sans elle !

Il ne se retourna pas. Elle entendit ses pas sur le gravier, puis plus rien que le vent.

"""
    * 12
)

TABLE = """| town | people |
| --- | --- |
| Aford | 1200 |
| Bexley | 3400 |
| Corham | 560 |
"""

KINDS = [
    (ARTICLE, DocumentKind.ARTICLE),
    (CHAT, DocumentKind.DIALOGUE),
    (LAW, DocumentKind.NUMBERED),
    (QUESTION, DocumentKind.RECORD),
    (STORY, DocumentKind.FICTION),
    ("just landed, what a view", DocumentKind.SHORT),
]


def kind(*texts: Text) -> list[DocumentKind]:
    return [DocumentKind(int(one)) for one in Batch(texts).derive(kinds_of).kind]


@pytest.mark.parametrize(("text", "expected"), KINDS)
def test_form_tells_the_kind(text: str, expected: DocumentKind) -> None:
    assert kind(Text(text)) == [expected]


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_form_tells_the_kind_in_many_languages(file: Path) -> None:
    text = file.read_text("utf-8").rstrip("\n")
    assert kind(Text(text)) == [DocumentKind.of(file.stem.partition("-")[0])]


def test_a_menu_of_names_again_and_again_is_no_play() -> None:
    names = ["Arvika", "Borlunda", "Cederby", "Dalvik", "Eskholm", "Falvik"]
    speech = (
        "The ferry does not leave before the storm is over, and nobody knows when that will be."
    )
    play = "\n\n".join(f"{name}\n{speech}" for name in names * 5)
    page = "\n".join(["\n".join(names), speech, speech] * 5)
    assert kind(Text(play)) == [DocumentKind.DIALOGUE]
    assert kind(Text(page)) != [DocumentKind.DIALOGUE]


def test_markdown_with_code_is_reference() -> None:
    assert kind(Text(MANUAL, layout(MANUAL))) == [DocumentKind.REFERENCE]


def test_a_table_is_a_listing() -> None:
    assert kind(Text(TABLE, layout(TABLE))) == [DocumentKind.LISTING]


def test_no_text_is_no_kind() -> None:
    assert kind(Text(""))[0] in (DocumentKind.UNCLEAR, DocumentKind.SHORT)


def test_a_document_is_judged_alike_alone_and_in_company() -> None:
    texts = [Text(text) for text, _ in KINDS]
    assert kind(*texts) == [one for text in texts for one in kind(text)]
    together = Batch(texts).derive(features)
    for row, text in enumerate(texts):
        alone = Batch([text]).derive(features)
        for name, column in together.items():
            assert column[row] == alone[name][0], name


def test_a_stated_kind_wins() -> None:
    assert kind(Text(ARTICLE, kind=DocumentKind.FICTION)) == [DocumentKind.FICTION]
    assert kind(Text(ARTICLE, kind=DocumentKind.UNCLEAR)) == [DocumentKind.UNCLEAR]


def test_evidence_names_clues_that_speak_for_the_kind() -> None:
    kinds = Batch([Text(ARTICLE)]).derive(kinds_of)
    names = [name for name, _, _ in kinds.evidence(0)]
    assert {"reported speech", "headline"} <= set(names)


def test_clues_use_features_that_exist() -> None:
    known = set(Batch([Text("a")]).derive(features))
    for clue in clue_table().clues:
        assert {*clue.at_least, *clue.below} <= known, clue.name
        assert clue.words, clue.name
        assert clue.points, clue.name
    names = [clue.name for clue in clue_table().clues]
    assert len(set(names)) == len(names)


def test_every_kind_has_a_clue() -> None:
    points = clue_table().points
    assert set(np.flatnonzero((points > 0).any(axis=0)).tolist()) == set(range(1, len(LABELS)))

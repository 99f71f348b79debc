"""What is a credit, what describes a picture, what a title is of,
and what may stand around a caption's second copy.
"""

from __future__ import annotations

import numpy as np
import pytest

from copydesk.columns.batch import Batch, Text
from copydesk.language.evidence import strongest
from copydesk_rules.page._caption_words import core, signed
from copydesk_rules.page._credits import added, credited, placed, signs_off
from copydesk_rules.page._line_forms import POINTERS, TITLES, Line, may_point


def title_of(text: str) -> str:
    return "".join(strongest(TITLES, Line.of(text)).words[:1])


def pointer_of(text: str, *, inside: bool) -> str:
    kind = "".join(strongest(POINTERS, Line.of(text, inside=inside)).words[:1])
    assert may_point(text) or not kind
    return kind


@pytest.mark.parametrize(
    "line",
    [
        "Photo: Ida Holm",
        "FILE PHOTO: The quay in winter. REUTERS/Ida Holm",
        "The quay in winter. (AP Photo/Ida Holm)",
        "The quay in winter. (Photo: Ida Holm, The Sandholm Post)",
        "The quay in winter (Picture: Ida Holm)",
        "The quay in winter. Ida Holm/AFP/Getty Images",
        "The quay in winter Credit: Ida Holm",
        "The quay in winter. Photograph: Ida Holm/EPA",
        "Image copyright Reuters Image caption The quay in winter",
        "Enlarge this image toggle caption Ida Holm/SPR Ida Holm/SPR",
        "Media playback is unsupported on your device",
        "© Ida Holm The quay in winter",
        "a man standing in front of a boat: Nils Aas on the quay in winter.",
        "The quay in winter AP",
        "Slide 3 of 12",
        "Courtesy of Ida Holm",
    ],
)
def test_a_credit(line: str) -> None:
    assert credited(line)


@pytest.mark.parametrize(
    "line",
    [
        "The minister told Reuters that the quay would be closed.",
        "SANDHOLM (AP) - The quay was closed on Monday.",
        "She posted a photo of the quay, and was thanked for it.",
        "The bank gave them credit until the winter was over.",
        "He takes credit for the quay",
        '"It will take a long time," he told AFP.',
        "The quay (see the map) was closed.",
        "A source close to the council: nobody knew.",
    ],
)
def test_no_credit(line: str) -> None:
    assert not credited(line)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Nils Aas (left) and the mayor on the quay", True),
        ("Nils Aas, centre, greets the mayor", True),
        ("The quay in a file photo", True),
        ("The choir sings, Friday, June 5, 2020, in Sandholm.", True),
        ("You go there, right, and ask them", False),
        ("The court ruled on Friday, June 5, 2020, that the quay was safe", False),
        ("The boat turned left (and sank)", False),
        ("Sandholm's Nils Aas (9) celebrates a goal during the cup final in Orme.", True),
        ("Sandholm celebrates its saint in June, and during the week no ferry runs.", False),
    ],
)
def test_a_description_of_a_picture(line: str, expected: bool) -> None:
    assert placed(line) is expected


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Mayor Kari Nes speaks to fishermen on the quay", "caption"),
        ("Drone footage of the burning ferry", "video title"),
        ("Sandholm's estimated ferry traffic", "chart title"),
        ("Deaths at sea by year", "chart title"),
        ("Sandholm Rejects the Bridge for the Third Time", ""),
        ("A long night in the fog", ""),
        ("Why is the map of the reef so old", ""),
        ("3. Footage from the quay", ""),
        ("See the video at example.com", ""),
        ("What the rate will be next year", ""),
    ],
)
def test_what_a_line_is_a_title_of(line: str, kind: str) -> None:
    assert title_of(line) == kind


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Read more: How the reef got its name", "link to another story"),
        ("On harbournews.com: Tides of the week", "link to another story"),
        ("The reef that nobody charted Read more", "link to another story"),
        ("Shipping:Harbour master resigns over buoys", "link to another story"),
        ("COUNCIL ASKS FOR A SECOND FERRY BEFORE SUMMER", "headline of another story"),
        ("3 of 12", "picture counter"),
        ("Ida Holm, @idaholm", "byline"),
        ("Related: Ferries", ""),
        ("Shipping: the harbour master and his buoys", ""),
        ("A LONG NIGHT IN FOG", ""),
        ("3 of 12 boats", ""),
        ("More than they could read", ""),
    ],
)
def test_what_a_line_points_to(line: str, kind: str) -> None:
    assert pointer_of(line, inside=True) == kind


@pytest.mark.parametrize(
    "line",
    ["Shipping:Harbour master resigns over buoys", "COUNCIL ASKS FOR A SECOND FERRY BEFORE SUMMER"],
)
def test_a_headline_above_its_own_text_points_nowhere(line: str) -> None:
    assert pointer_of(line, inside=False) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", True),
        (" (Reuters)", True),
        (" | Getty Images", True),
        ("... more", True),
        ("FILE PHOTO:", True),
        (".jpg", True),
        (" while their sons look for work in the city", False),
        (", the minister said", False),
    ],
)
def test_what_may_stand_around_a_copy(text: str, expected: bool) -> None:
    assert added(text) is expected


def test_a_core_keeps_three_words() -> None:
    batch = Batch(
        [Text("Photo: Ida Holm, AP"), Text("Image caption The quay in winter Getty Images")]
    )
    first, end = core(batch, *batch.block_words)
    texts = [
        batch.slice(int(batch.words.start[a]), int(batch.words.end[b - 1]))
        for a, b in zip(first, end, strict=True)
    ]
    assert texts == ["Ida Holm, AP", "The quay in winter"]


def test_only_blocks_with_a_sign_are_read() -> None:
    batch = Batch(
        [
            Text(
                "The quay in winter (AP)\nThe quay in winter\nThe quay in winter, Nils Aas (left) and all who came by boat"
            )
        ]
    )
    edge, inner = signed(batch, np.arange(3))
    assert edge.tolist() == [True, False, False]
    assert inner.tolist() == [False, False, True]


def test_a_sign_off_names_people() -> None:
    assert signs_off("Additional reporting by Ida Holm in Oslo")
    assert signs_off("(Reporting by Ida Holm; Editing by Nils Aas)")
    assert not signs_off("Additional reporting on the quay was hard.")


@pytest.mark.parametrize(
    "unit",
    [
        "Photo: ",
        "(AP ",
        "A.",
        "A'",
        "( ",
        ", left",
        "file photo ",
        "Credit: ",
        "Tuesday, March 3, 2020 ",
        "Nils (9) ",
        "More ",
        "Aas celebrates ",
    ],
)
def test_long_lines_cost_linear_time(unit: str) -> None:
    line = unit * (100_000 // len(unit))
    for judge in (credited, placed, signs_off, title_of, added):
        judge(line)
    pointer_of(line, inside=True)

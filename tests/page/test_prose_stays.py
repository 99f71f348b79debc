"""Prose stays whatever stands around it, and so do lists and headlines when a fix is applied."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.columns.batch import Batch, Text
from copydesk_rules.page.site_widget import site_widget

PARAGRAPHS = {
    "en": (
        (
            "The ferry had been late three times that week, and the harbour master, who had "
            "worked on the quay for thirty years, said that nobody could remember a spring with "
            "so much wind."
        ),
        (
            "In the afternoon the rain stopped, the children came down to the beach with their "
            "buckets, and for an hour or two it seemed as if the summer might come after all."
        ),
        (
            "She had written to the council twice and had never been given an answer, so on "
            "Monday she took the early bus to town, sat down in front of the office and waited."
        ),
    ),
    "de": (
        (
            "Die Fähre war in dieser Woche dreimal zu spät gekommen, und der Hafenmeister, der "
            "seit dreißig Jahren am Kai arbeitet, sagte, dass sich niemand an einen Frühling mit "
            "so viel Wind erinnern könne."
        ),
        (
            "Am Nachmittag hörte der Regen auf, die Kinder kamen mit ihren Eimern an den Strand, "
            "und für eine Stunde oder zwei sah es so aus, als ob der Sommer doch noch käme."
        ),
        (
            "Sie hatte dem Amt zweimal geschrieben und nie eine Antwort bekommen, also nahm sie "
            "am Montag den frühen Bus in die Stadt, setzte sich vor das Büro und wartete."
        ),
    ),
    "ru": (
        (
            "Паром на этой неделе опоздал три раза, и начальник порта, который проработал на "
            "причале тридцать лет, сказал, что никто не может вспомнить весны, в которую ветер "
            "дул бы так долго."
        ),
        (
            "Днём дождь прекратился, дети пришли на пляж со своими вёдрами, и час или два "
            "казалось, что лето, на которое все уже перестали надеяться, всё-таки может "
            "наступить."
        ),
        (
            "Она дважды писала в совет и ни разу не получила ответа, поэтому в понедельник она "
            "села на ранний автобус, доехала до города, села перед дверью и стала ждать."
        ),
    ),
    "fi": (
        (
            "Lautta oli myöhästynyt sillä viikolla kolme kertaa, ja satamamestari, joka oli "
            "työskennellyt laiturilla kolmekymmentä vuotta, sanoi, ettei kukaan muistanut "
            "kevättä, jona tuuli olisi puhaltanut niin pitkään kuin nyt."
        ),
        (
            "Iltapäivällä sade lakkasi, lapset tulivat rannalle ämpäreineen, ja tunnin tai kaksi "
            "näytti siltä, että kesä, josta kaikki olivat jo luopuneet, saattaisi sittenkin tulla"
            " tänä vuonna."
        ),
        (
            "Hän oli kirjoittanut kaupungille kahdesti eikä ollut koskaan saanut vastausta, joten"
            " maanantaina hän nousi aikaiseen bussiin, istuutui toimiston eteen ja odotti, kunnes"
            " joku tuli."
        ),
    ),
}
FURNITURE = (
    "Share",
    "Tweet",
    "Advertisement",
    "Anzeige",
    "Реклама",
    "Mainos",
    "Print",
    "Follow us on Twitter",
    "Home",
    "Contact us",
    "(Artist: N. Field)",
)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(sorted(PARAGRAPHS)),
    st.lists(st.sampled_from(FURNITURE), min_size=1, max_size=5),
    st.integers(1, 3),
)
def test_no_furniture_draws_a_paragraph_in(language: str, lines: list[str], times: int) -> None:
    paragraphs = [
        f"{'' if not again else 'x' * again + ' '}{paragraph}"
        for again in range(times)
        for paragraph in PARAGRAPHS[language]
    ]
    around = "\n\n".join(lines)
    text = "\n\n".join(f"{around}\n\n{paragraph}" for paragraph in paragraphs)
    hits = site_widget.function(Batch([Text(f"{text}\n\n{around}")]))
    marked = [text[start:end] for start, end in zip(hits.start, hits.end, strict=True)]
    assert not [found for found in marked if any(each in found for each in paragraphs)]


@pytest.mark.parametrize("line", ["Northern Quay 14 3", "Harbour Wall", "Fish Market"])
def test_no_fix_takes_out_a_list_or_a_headline(line: str) -> None:
    menu = ["Home", "News", "Sport", "Weather", "Contact us", "Subscribe", "Terms of use"]
    story = [*PARAGRAPHS["en"][:2], *(f"{line} {number}" for number in range(30)), "Share this"]
    batch = Batch([Text("\n\n".join([*menu, "Wind stops the evening ferry", *story, *menu]))])
    hits = site_widget.function(batch)
    removed = [
        batch.text[start:end] for start, end in zip(hits.fix.start, hits.fix.end, strict=True)
    ]
    assert removed
    assert not [text for text in removed if line in text or "evening ferry" in text]

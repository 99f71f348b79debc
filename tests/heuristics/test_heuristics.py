"""The opt-in rules of published filters.

Their figures by plain Python, and what must change none of them.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.columns.batch import Batch, Text
from copydesk.config.select import select_codes
from copydesk.config.settings import Settings
from copydesk.engine.registry import load_rules
from copydesk_rules.heuristics._lines import all_lines, lengths, lines_of
from copydesk_rules.heuristics._tokens import most_frequent, repeated, tokens_of
from linting import lint

GUIDE = Path(__file__).parent.parent.parent / "docs/guide/heuristics.md"
CODES = tuple(code for code in load_rules() if code.startswith("HEU"))
LINES = [
    "The council will vote on the new tram line in March, and work could begin a year later.",
    "The council will vote on the new tram line in April, and work could begin a year later.",
    "- tickets",
    "• opening hours",
    "Read on in the evening edition...",
    "SHARE THIS PAGE",
    "3 likes",
    "1284",
    "Home",
    "#tram #city #vote",
    "We use cookies.",
    "Please enable Javascript to read this page.",
    "Under the picture it says lorem ipsum dolor.",
    "Write {name} there.",
    "Das Gemeindeblatt meldet, dass die Straßenbahn nicht vor dem Herbst kommt und dass niemand weiß, wer sie bezahlt.",
    "Yes.",
    "",
    "   ",
]
DOCUMENTS = st.lists(st.sampled_from(LINES), max_size=12).map("\n".join)
WORDS = st.lists(
    st.sampled_from(["tram", "line", "vote", "a", "the", ",", "..."]), min_size=1, max_size=60
).map(" ".join)


def test_every_rule_of_the_family_is_opt_in() -> None:
    assert len(CODES) > 20
    assert {load_rules()[code].tier for code in CODES} == {"opt-in"}
    assert not select_codes(load_rules(), Settings().select, ()) & set(CODES)
    assert set(CODES) < select_codes(load_rules(), Settings().select, (), ("HEU",))


@given(st.lists(DOCUMENTS, min_size=1, max_size=4))
def test_a_document_is_judged_as_if_it_stood_alone(texts: list[str]) -> None:
    batch = Batch([Text(text) for text in texts])
    for code in CODES:
        rule = load_rules()[code]
        hits = rule.function(batch)
        document = np.searchsorted(batch.document_start, hits.start, side="right") - 1
        for number, text in enumerate(texts):
            alone, rows = rule.function(Batch([Text(text)])), np.flatnonzero(document == number)
            shift = batch.document_start[number]
            assert (hits.start[rows] - shift).tolist() == alone.start.tolist(), code
            assert (hits.end[rows] - shift).tolist() == alone.end.tolist(), code
            assert [
                o - shift if o >= 0 else -1 for o in hits.other_start[rows].tolist()
            ] == alone.other_start.tolist(), code
            assert {
                name: [values[row] for row in rows] for name, values in hits.details.items()
            } == dict(alone.details) or not rows.size


@given(DOCUMENTS)
def test_line_ends_change_no_figure(text: str) -> None:
    def told(end: str) -> list[tuple[str, int, str]]:
        return [
            (f.rule, f.place.line, f.message)
            for f in lint({"a.txt": text.replace("\n", end)}, codes=CODES).findings
        ]

    assert told("\n") == told("\r\n") == told("\r")


@given(st.text(max_size=300))
def test_any_text_is_judged(text: str) -> None:
    outcome = lint({"a.txt": text.encode("utf-8", "replace")}, codes=CODES)
    assert not outcome.crashed, [f.message for f in outcome.findings if f.rule == "INT001"]


@given(DOCUMENTS)
def test_lines_are_those_of_plain_python(text: str) -> None:
    batch = Batch([Text(text)])
    table = batch.derive(lines_of)
    wanted = [
        (number, line.strip()) for number, line in enumerate(text.split("\n"), 1) if line.strip()
    ]
    found = zip(table.number.tolist(), table.start.tolist(), table.end.tolist(), strict=True)
    assert [(number, text[start:end]) for number, start, end in found] == wanted
    assert table.words.tolist() == [len(line.split()) for _, line in wanted]
    assert int(batch.derive(all_lines)[0]) == max(len(text.splitlines()), 1)
    assert int(batch.derive(lengths)[0]) == max(len(text), 1)


def tokens(text: str) -> list[str]:
    table = Batch([Text(text)]).derive(tokens_of)
    return [
        text[start:end] for start, end in zip(table.start.tolist(), table.end.tolist(), strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("They don't, she said.", "They don 't , she said ."),
        ("Wait... what?!", "Wait ... what ? !"),
        (
            "In the U.S. at 10:30 a.m. for 3.5 or 1,200.",
            "In the U.S. at 10:30 a.m. for 3.5 or 1,200 .",
        ),
        (
            "J. Lind, the well-known 50-year plan, Covid-19.",
            "J. Lind , the well - known 50 - year plan , Covid-19 .",
        ),
        ("He left.Nobody saw.", "He left . Nobody saw ."),
        ("“So,” he said--twice.", "“ So , ” he said -- twice ."),
        ("東京へ行く", "東 京 へ 行 く"),
        ("", ""),
    ],
)
def test_tokens(text: str, wanted: str) -> None:
    assert tokens(text) == wanted.split()


@pytest.mark.parametrize("size", [2, 3, 4])
@given(text=WORDS)
def test_the_most_frequent_run_is_that_of_plain_python(size: int, text: str) -> None:
    words = tokens(text)
    grams = [" ".join(words[i : i + size]) for i in range(len(words) - size + 1)]
    gram, times = Counter(grams).most_common(1)[0] if grams else ("", 0)
    share, count, first, second = (column[0] for column in most_frequent(Batch([Text(text)]), size))
    if times < 2:
        assert (share, count) == (0, 0)
        return
    assert count == times
    assert share == pytest.approx(len(gram) * times / len(text))
    assert first == grams.index(gram)
    assert second == grams.index(gram, int(first) + 1)


@pytest.mark.parametrize("size", [5, 7])
@given(text=WORDS)
def test_repeated_runs_are_those_of_plain_python(size: int, text: str) -> None:
    words, seen, hits = tokens(text), set[tuple[str, ...]](), []
    for i in range(len(words) - size + 1):
        gram = tuple(words[i : i + size])
        hits += [i] if gram in seen else []
        seen.add(gram)
    taken, free = 0, 0
    for i in hits:
        if i >= free:
            taken += sum(len(word) for word in words[i : i + size])
            free = i + size
    share, first, origin = (column[0] for column in repeated(Batch([Text(text)]), size, -1.0))
    assert share == pytest.approx(taken / len(text))
    if hits:
        assert first == hits[0]
        assert words[origin : origin + size] == words[first : first + size]


def figures(text: str, code: str) -> list[str]:
    return [f.message.split(": ", 1)[1] for f in lint({"a.txt": text}, codes=(code,)).findings]


@pytest.mark.parametrize(
    ("code", "at_limit", "beyond", "told"),
    [
        ("HEU101", "word " * 50, "word " * 49, "word count 49, 50 to 100,000 are kept"),
        (
            "HEU102",
            "the " * 4 + "tramlines " * 8,
            "of " * 9 + "the",
            "mean word length 2.1, 3 to 10 are kept",
        ),
        (
            "HEU103",
            "# " + "word " * 9,
            "# " + "word " * 8,
            "hash signs for 11.1 % of words, at most 10 % are kept",
        ),
        (
            "HEU103",
            "word " * 9 + "...",
            "word " * 8 + "…",
            "ellipses for 11.1 % of words, at most 10 % are kept",
        ),
        (
            "HEU104",
            "- a\n" * 9 + "b",
            "- a\n" * 10,
            "100 % of lines begin with a bullet, at most 90 % are kept",
        ),
        (
            "HEU105",
            "a...\n" * 3 + "b\n" * 7,
            "a…\n" * 4 + "b\n" * 6,
            "40 % of lines end in an ellipsis, at most 30 % are kept",
        ),
        ("HEU106", "a a a a 1", "a a a 1", "75 % of words hold a letter, at least 80 % are wanted"),
        ("HEU107", "The tram and", "A tram of ours", "1 of 8 stop words, at least 2 are wanted"),
        (
            "HEU201",
            "aa\nbb\ncc\naa\ndddddddddd",
            "aa\nbb\naa",
            "33.3 % of lines are in copies of earlier lines, at most 30 % are kept",
        ),
        (
            "HEU202",
            "aa\n\nbb\naa",
            "aa\n\naa",
            "50 % of paragraphs are in copies of earlier paragraphs, at most 30 % are kept",
        ),
        (
            "HEU306",
            "One day. Two days. Three days. Four days. Five days.",
            "One more day.",
            "too few sentences in the lines that it keeps, 1 of at least 5",
        ),
        (
            "HEU401",
            "aa\n" * 7 + "bb.",
            "aa\n" * 8 + "bb.",
            "11.1 % of lines end in a mark, at least 12 % are wanted",
        ),
        (
            "HEU404",
            "a b c\n" * 3 + "d",
            "the\nof\nand",
            "0.667 line ends a word, at most 0.3 are kept",
        ),
        (
            "HEU505",
            "word " * 19 + "and so\nHome",
            "word " * 18 + "\nHome",
            "5.3 % of words are in lines it takes out, at most 5 % are kept",
        ),
    ],
)
def test_limits(code: str, at_limit: str, beyond: str, told: str) -> None:
    assert figures(at_limit, code) == []
    assert figures(beyond, code) == [told]


def test_evidence_lists_the_lines() -> None:
    (finding,) = lint(
        {"a.txt": "Cut off...\n\nKept.\nCut off too…\nAnd this…"}, codes=("HEU105",)
    ).findings
    assert finding.evidence == {
        "observed": 60.0,
        "limit": 30.0,
        "lines": [1, 4, 5],
        "score": 1.0,
    }
    assert (
        finding.place.line,
        finding.related[0].place.line,
        finding.related[0].place.end_line,
    ) == (1, 4, 5)


@pytest.mark.parametrize("code", ["HEU107", "HEU301", "HEU306", "HEU401", "HEU402", "HEU404"])
def test_rules_of_english_are_silent_elsewhere(code: str) -> None:
    german = "Das Gemeindeblatt meldet\nNiemand weiß, wer\ndie Bahn bezahlt\nund wann sie kommt\nund wohin sie fährt\n\n\n\n\n\n\n\n\n"
    assert figures(german, code) == []

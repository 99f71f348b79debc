"""Fixes: what rules offer, and what they leave alone."""

from __future__ import annotations

import dataclasses
import functools

import pytest

from copydesk.columns.batch import Batch
from copydesk.engine import calibration
from copydesk.engine import plan as plan_module
from copydesk.engine.registry import load_rules
from copydesk.fixes import FixColumns
from copydesk.fixing.draft import Draft
from copydesk.reading.lines import whole_lines
from copydesk.reading.places import line_starts
from copydesk.rule import Hits
from copydesk_rules.garbled._mojibake_proof import is_lossless
from fixes import CAPTION, FERRY, HARBOUR, MISREAD, REPAIRED, WIDGET, fixed
from linting import lint

OTHER = "Two bakers opened a shop in the old school, and it sells bread until noon."
BAKER = f"{OTHER} Their aunt lends them money, an oven of brick and, on market days, her patience."
PIPES = (
    "Workers lay new pipes under the square until June, and buses go round by the station. "
    "The mayor asks all drivers to leave their cars at home."
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A\n\nX\n\nB\n", "A\n\nB\n"),
        ("A\nX\nB\n", "A\nB\n"),
        ("A\n\nX\nB\n", "A\n\nB\n"),
        ("A\nX\n\nB\n", "A\n\nB\n"),
        ("A\n\n\nX\n\nB\n", "A\n\n\nB\n"),
        ("X\n\nB\n", "B\n"),
        ("\n\nX\nB\n", "\n\nB\n"),
        ("A\n\nX\n", "A\n"),
        ("A\n\nX", "A"),
        ("A\r\n\r\nX", "A"),
        ("A\r\rX\r\rB\r", "A\r\rB\r"),
        ("A\r\n \t\r\n  X \r\n\r\nB", "A\r\n \t\r\nB"),
    ],
)
def test_a_block_is_taken_out_with_the_narrower_gap_and_the_text_ends_as_it_did(
    before: str, after: str
) -> None:
    at = before.index("X")
    span = whole_lines(before, line_starts(before), at, at + 1, parted=False)
    assert span
    assert before[: span[0]] + before[span[1] :] == after


@pytest.mark.parametrize("text", ["X\n", "\n X \n\n", "A X\n\nB\n", "A\n\nX B\n"])
def test_a_block_stays_where_it_is_alone_or_shares_its_lines(text: str) -> None:
    at = text.index("X")
    assert whole_lines(text, line_starts(text), at, at + 1, parted=False) is None


def test_in_markdown_only_a_block_between_blank_lines_is_taken_out() -> None:
    article = f"# Harbour closed\n\n{HARBOUR}\n\n{{}}\n\n{FERRY}\n"
    for alone in (WIDGET, f"> {WIDGET}"):
        assert fixed("a.md", article.format(alone)) == f"# Harbour closed\n\n{HARBOUR}\n\n{FERRY}\n"
    for marked in (f"{WIDGET}\n---", f"* one\n* {WIDGET}\n* two", f"> {OTHER}\n> {WIDGET}"):
        assert fixed("a.md", article.format(marked)) == article.format(marked)


@pytest.mark.parametrize(
    ("code", "text", "applicability", "after"),
    [
        ("GAR101", f"{MISREAD}\n", "safe", f"{REPAIRED}\n"),
        ("GAR101", "The mayor didnÃ¢â‚¬â„¢t answer.\n", "safe", "The mayor didn’t answer.\n"),
        (
            "GAR101",
            "Ñåãîäíÿ â ãîðîäå áûëî õîëîäíî è âåòðåíî\n",
            "safe",
            "Сегодня в городе было холодно и ветрено\n",
        ),
        (
            "GAR101",
            "We don?t know the mayor?s plans.\n",
            "unsafe",
            "We don’t know the mayor’s plans.\n",
        ),
        (
            "GAR101",
            'The vote â€" a close one â€" came late.\n',
            "unsafe",
            "The vote – a close one – came late.\n",
        ),
        ("CAP101", f"{CAPTION}\n\n{CAPTION}\n\n{HARBOUR}\n", "safe", f"{CAPTION}\n\n{HARBOUR}\n"),
        ("CAP101", f"{CAPTION}\n\n{HARBOUR}\n\n{CAPTION}\n", "unsafe", f"{CAPTION}\n\n{HARBOUR}\n"),
        ("BOI101", f"{HARBOUR}\n\n{WIDGET}\n\n{FERRY}\n", "unsafe", f"{HARBOUR}\n\n{FERRY}\n"),
        ("DUP201", f"{HARBOUR}\n\n{FERRY}\n\n{HARBOUR}\n", "unsafe", f"{HARBOUR}\n\n{FERRY}\n"),
        (
            "GAR104",
            "He walked to the the door, she said.\n",
            "unsafe",
            "He walked to the door, she said.\n",
        ),
        (
            "GAR102",
            "The road is closed.Drivers have to wait until Monday.\n",
            "unsafe",
            "The road is closed. Drivers have to wait until Monday.\n",
        ),
        (
            "GAR102",
            'The mayor agreed, he said."We will see what the council says.\n',
            "safe",
            'The mayor agreed, he said. "We will see what the council says.\n',
        ),
        (
            "GAR102",
            "You can change it in the settingsPlease read the rules before.\n",
            "unsafe",
            "You can change it in the settings Please read the rules before.\n",
        ),
        (
            "GAR103",
            f"The mayor said thatthe work would cost more. {HARBOUR}\n",
            "unsafe",
            f"The mayor said that the work would cost more. {HARBOUR}\n",
        ),
        (
            "GAR103",
            f"The mayor thanked the clerk,who was late. {HARBOUR}\n",
            "safe",
            f"The mayor thanked the clerk, who was late. {HARBOUR}\n",
        ),
        (
            "GAR110",
            f"The \ue83a shop opens at nine. {HARBOUR}\n",
            "display",
            f"The  shop opens at nine. {HARBOUR}\n",
        ),
        (
            "GAR110",
            f"The deci\u00adsions of the coun\u00adcil stand. {HARBOUR}\n",
            "safe",
            f"The decisions of the council stand. {HARBOUR}\n",
        ),
        (
            "GAR110",
            f"It ended on Mon\u200bday at the quay. {HARBOUR}\n",
            "unsafe",
            f"It ended on Monday at the quay. {HARBOUR}\n",
        ),
        (
            "GAR110",
            f"The shop&amp;nbsp;opens at nine &mdash; or ten. {HARBOUR}\n",
            "safe",
            f"The shop\u00a0opens at nine — or ten. {HARBOUR}\n",
        ),
        (
            "GAR110",
            f"The <b>shop</b> opens at nine.<br/>It sells &lt;fish&gt;. {HARBOUR}\n",
            "unsafe",
            f"The shop opens at nine. It sells <fish>. {HARBOUR}\n",
        ),
        (
            "GAR105",
            "We went to spend money with to spend money with to spend money with to spend money with the bank.\n",
            "display",
            "We went to spend money with the bank.\n",
        ),
        (
            "GAR103",
            f"We heard it fromThe mayor. {HARBOUR}\n",
            "unsafe",
            f"We heard it from The mayor. {HARBOUR}\n",
        ),
        (
            "GAR111",
            f"The reso- lution has until Friday to pass. {HARBOUR}\n",
            "safe",
            f"The resolution has until Friday to pass. {HARBOUR}\n",
        ),
        (
            "DUP203",
            f"{HARBOUR}\n\nNobody came. {HARBOUR} Nobody left.\n",
            "unsafe",
            f"{HARBOUR}\n\nNobody came. Nobody left.\n",
        ),
        (
            "DUP204",
            f"{BAKER} {HARBOUR} {FERRY}\n\n{HARBOUR} {FERRY} {PIPES}\n",
            "unsafe",
            f"{BAKER} {HARBOUR} {FERRY}\n\n{PIPES}\n",
        ),
    ],
)
def test_a_finding_carries_its_fix(code: str, text: str, applicability: str, after: str) -> None:
    (finding,) = lint({"a.txt": text}, codes=(code,)).findings
    assert finding.fix
    draft = Draft(text)
    draft.edit(finding.fix.edits)
    assert (finding.fix.applicability, draft.text) == (applicability, after)
    assert fixed("a.txt", text, unsafe=False) == (after if applicability == "safe" else text)
    assert fixed("a.txt", text) == (text if applicability == "display" else after)


def test_a_line_that_recurs_is_taken_out_of_all_documents() -> None:
    line = "Subscribe to our weekly harbour letter"
    texts = [f"{one}\n\n{line}\n\n{FERRY}\n" for one in (HARBOUR, OTHER, BAKER, PIPES)]
    report = lint({f"{n}.txt": text for n, text in enumerate(texts)}, codes=("BOI201",))
    for finding in report.nested:
        assert finding.fix
        assert finding.fix.applicability == "unsafe"
    assert len(report.findings) + len(report.nested) == len(texts)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"Nobody came. {HARBOUR}", f"They say: {HARBOUR[:-1]}, and left."),  # not whole
        (f"Nobody came. {HARBOUR}", HARBOUR.replace("fell", "dropped")),  # not equal
    ],
)
def test_a_repeated_sentence_goes_only_whole_and_equal(first: str, second: str) -> None:
    findings = lint({"a.txt": f"{first}\n\n{OTHER} {second}\n"}, codes=("DUP203",)).findings
    assert findings
    assert not any(finding.fix and finding.fix.applies(unsafe=True) for finding in findings)


def test_an_appeal_is_taken_out_as_an_unsafe_fix() -> None:
    plea = "Your support helps us to send reporters where the story is, and we are grateful for every contribution."
    (finding,) = lint({"a.txt": f"{HARBOUR}\n\n{plea}\n\n{FERRY}\n"}, codes=("BOI102",)).findings
    assert finding.fix
    assert finding.fix.applicability == "unsafe"
    assert fixed("a.txt", f"{HARBOUR}\n\n{plea}\n\n{FERRY}\n") == f"{HARBOUR}\n\n{FERRY}\n"


@pytest.mark.parametrize(
    "files",
    [
        {"a.txt": f"{HARBOUR}\n", "b.txt": f"{HARBOUR}\n\n{FERRY}\n"},  # a copy in another file
        {"a.txt": f"{CAPTION[:-10]}\n\n{CAPTION}\n\n{HARBOUR}\n"},  # the copy has a credit more
    ],
)
def test_what_is_said_nowhere_else_in_its_document_is_not_taken_out(files: dict[str, str]) -> None:
    findings = lint(files, codes=("DUP201", "CAP101")).findings
    assert findings
    assert not any(finding.fix and finding.fix.applies(unsafe=True) for finding in findings)


def test_the_second_copy_in_a_file_goes_even_if_the_first_of_all_is_elsewhere() -> None:
    findings = lint(
        {"a.txt": HARBOUR, "b.txt": f"{HARBOUR}\n\n{FERRY}\n\n{HARBOUR}\n"}, codes=("DUP201",)
    ).findings
    assert [bool(finding.fix) for finding in findings] == [False, True]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_run_of_equal_captions_goes_at_once(gap: str) -> None:
    text = f"{HARBOUR}\n\n{gap.join([CAPTION] * 20)}\n\n{FERRY}\n"
    findings = lint({"a.txt": text}, codes=("CAP101",)).findings
    draft = Draft(text)
    for finding in reversed(findings):
        assert finding.fix
        assert finding.fix.applicability == "safe"
        draft.edit(finding.fix.edits)
    assert draft.text == f"{HARBOUR}\n\n{CAPTION}\n\n{FERRY}\n"
    assert not lint({"a.txt": draft.text}, codes=("CAP101",)).findings


def test_a_caption_that_differs_in_its_link_is_not_taken_out() -> None:
    other = "[Divers bring](https://a.example) the ship's bell ashore at Sandholm harbour (Reuters)"
    report = lint({"a.md": f"{CAPTION}\n\n{other}\n\n{HARBOUR}\n"}, codes=("CAP101",))
    assert [finding.fix and finding.fix.applicability for finding in report.findings] == ["display"]


@pytest.mark.parametrize(
    ("found", "repair", "lossless"),
    [
        ("Ã©", "é", True),
        ("Ã¢â‚¬â„¢", "’", True),
        ("Ã©", "è", False),
        ("â€", "”", False),
        ("don?t", "don’t", False),
        ("\x92", "’", True),
    ],
)
def test_a_repair_is_lossless_when_misread_again_it_is_what_stands_there(
    found: str, repair: str, lossless: bool
) -> None:
    assert is_lossless(found, repair) is lossless


def test_a_finding_more_likely_wrong_than_right_has_no_fix(monkeypatch: pytest.MonkeyPatch) -> None:
    def offered(batch: Batch, *, sure: float) -> Hits:
        return Hits.at([0], [3], confidence=sure, fix=FixColumns.of("safe", [0], [3], ["Its"]))

    for sure, fix in ((0.49, False), (0.5, True)):
        rule = dataclasses.replace(
            load_rules()["GAR101"],
            function=functools.partial(offered, sure=sure),
            thresholds={},
            message="odd",
        )
        monkeypatch.setattr(plan_module, "load_rules", lambda rule=rule: {"GAR101": rule})
        monkeypatch.setattr(calibration, "curve_of", lambda rule: None)
        monkeypatch.setattr(plan_module, "_takes", lambda function, values: {})
        (finding,) = lint({"a.txt": f"The {HARBOUR}"}, codes=("GAR101",)).findings
        assert bool(finding.fix) is fix

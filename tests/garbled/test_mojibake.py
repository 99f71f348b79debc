"""Wrongly decoded text: found and repaired in many languages and encodings, and nothing else."""

from __future__ import annotations

import pytest

from copydesk.columns.batch import Batch, Text
from copydesk_rules.garbled._mojibake import misread_utf8
from copydesk_rules.garbled._mojibake_bytes import misread_bytes
from copydesk_rules.garbled._mojibake_proof import is_lossless
from linting import lint

SENTENCES = {
    "de": "Für die Öffnung der Brücke wären nächste Woche zwölf Männer nötig.",
    "fr": "Le maître a dû être opéré du cœur, c’est ça : il a coûté cher.",
    "es": "La canción española sonó más “fría” que el año pasado.",
    "pt": "O coração português também às vezes põe “açúcar” no pão.",
    "sv": "Många människor åker tåg till fjällen för att gå på skidor.",
    "fi": "Yöllä satoi lunta ja tiet jäätyivät pahasti.",
    "pl": "Proszę zapłacić za świeże jabłka i gęś.",
    "cs": "Český řidič jel přes město Plzeň a říčku.",
    "hu": "Az őszi időjárás miatt a fűtést már elkezdték.",
    "tr": "Öğretmen çocuğa güzel bir şey söyledi.",
    "lv": "Šī gada vasarā cilvēki brauca uz jūru un ēda ogas.",
    "el": "Ο άνθρωπος περπάτησε μέχρι τη θάλασσα.",
    "ru": "Сегодня в порту закрыли причал, и паром не вышел.",
    "uk": "Сьогодні діти йдуть до школи, щоб вивчати мову.",
}
ENCODINGS = (
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1257",
    "mac_roman",
    "cp437",
    "cp850",
    "cp866",
)


def _misread(text: str, encoding: str) -> str:
    """Return a text whose UTF-8 was read in an encoding; bytes without a character as controls."""
    table = {byte: bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in range(256)}
    return "".join(table[byte] for byte in text.encode())


def _repaired(text: str) -> str:
    repaired, at = "", 0
    batch = Batch([Text(text)])
    for misread in misread_utf8(batch):
        repaired += text[at : misread.start] + misread.repair
        at = misread.end
    return repaired + text[at:]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("language", SENTENCES)
def test_a_misread_sentence_is_repaired_whole(language: str, encoding: str) -> None:
    sentence = SENTENCES[language]
    assert _repaired(_misread(sentence, encoding)) == sentence


@pytest.mark.parametrize(
    ("text", "repair"),
    [
        ("Die neue Brücke über die StraÃŸe ist fertig.", "Die neue Brücke über die Straße ist fertig."),
        ("L’été, l’Ã©cole est fermée.", "L’été, l’école est fermée."),
        ("They met at the caf├⌐ on Monday – again.", "They met at the café on Monday – again."),
        ("He saw the r├®sum├® and “smiled”.", "He saw the résumé and “smiled”."),
        ("the individual\x92s view", "the individual’s view"),
        ("didnÃ¢â‚¬â„¢t", "didn’t"),
        ('the heater â"¢ and', "the heater ™ and"),
        ("See you there ðŸš² at noon", "See you there 🚲 at noon"),
        ("it said â€œyesâ€� twice", "it said “yes” twice"),
    ],
)  # fmt: skip
def test_a_misread_word_in_a_line_that_is_right_is_repaired(text: str, repair: str) -> None:
    assert _repaired(text) == repair


@pytest.mark.parametrize(
    "text",
    [
        "Az ellensé\u00ad\u00adgeskedést mindenki látta a faluban.",
        "the classi\x80cation of trees",
        "┌────┬────┐\n│ é  │ ü  │\n├────┼────┤\n└────┴────┘",
        "A SITUAÇÃO É DIFÍCIL, DISSE JOÃO. “NÃO…” VOCÊ® E SÓ… IRMÃ”",
        "« L’été, c’est la liberté… » Le théâtre était fermé : « À bientôt ! »",
        "√2 ≈ 1.41 and √± 3 are no words",
        "Кыргызстан/ЛатАм/Лаос и ещё «три» страны – «да»…",
        "Tiếng Việt có nhiều dấu: “Đường phố Hà Nội”, ông ấy nói.",
        "MÄ£ÄM HÄPPY in letters that are drawn",
    ],
)
def test_correct_text_is_not_touched(text: str) -> None:
    assert _repaired(text) == text


def test_a_question_mark_is_an_apostrophe_only_behind_a_known_word() -> None:
    batch = Batch([Text("Both Zurqet?s speakers and the mayor?s wife came home that day.")])
    assert [misread.repair for misread in misread_bytes(batch)] == ["mayor’s"]


def test_a_lost_letter_of_another_language_is_found() -> None:
    text = "They met in M?nchen and in a ch?teau, and who?else came, nobody could say in the end."
    repairs = [misread.repair for misread in misread_bytes(Batch([Text(text)]))]
    assert repairs == ["München", "château"]


def test_a_lost_letter_may_be_a_sharp_s() -> None:
    text = "Sie gingen die lange Stra?e hinunter und kamen an ein Haus, das sie noch nie gesehen hatten."
    assert [misread.repair for misread in misread_bytes(Batch([Text(text)]))] == ["Straße"]


def test_a_repair_that_lost_a_byte_is_not_lossless() -> None:
    assert is_lossless("cafÃ©", "café")
    assert is_lossless("r├®sum├®", "résumé")
    assert not is_lossless("yesâ€�", "yes”")


@pytest.mark.parametrize(
    ("word", "trust"), [("cafÃ©", "safe"), ('do itÃ\x82"', "unsafe"), ("cafÃ©Ã\x82", "unsafe")]
)
def test_a_repair_that_is_misread_still_is_not_safe(word: str, trust: str) -> None:
    text = f"They said that the {word} of the old harbour would open in June."
    (finding,) = lint({"a.txt": text}, codes=("GAR101",)).findings
    assert finding.fix
    assert finding.fix.applicability == trust

"""A language is a folder: each is whole, and a new one is used without a change of code."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import copydesk.language
from copydesk import word_lists
from copydesk.columns import sentences
from copydesk.columns.batch import Batch, Text
from copydesk.columns.hashing import hash_vocabulary
from copydesk.language import FOLDER, profiles
from copydesk.language.lexicon import LANGUAGES, frequencies, joined, packed
from copydesk.language.profiles import profile

CODES = sorted(path.parent.name for path in FOLDER.glob("*/language.toml"))
LISTS = sorted(FOLDER.glob("*/*.txt"))
DOCUMENTED = set(re.findall(r"`(\w+)\.txt`", str(copydesk.language.__doc__)))


@pytest.fixture
def made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Copy the folders of all languages, without frequency lists, and add one called `xx`."""
    folder = tmp_path / "language"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("*.npy", "*.py", "__pycache__"))
    own = folder / "xx"
    own.mkdir()
    own.joinpath("language.toml").write_text('name = "Made-up"\nscript = "Latin"\nwords = 20_000\n')
    monkeypatch.setattr(word_lists, "LANGUAGES", folder)
    monkeypatch.setattr(profiles, "FOLDER", folder)
    monkeypatch.setattr(frequencies, "FOLDER", folder)
    caches = (
        sentences._listed,
        profile,
        frequencies.frequency_list,
        frequencies.frequency_lookup,
    )
    for cache in caches:
        cache.cache_clear()
    yield own
    for cache in caches:
        cache.cache_clear()


@pytest.mark.parametrize("language", CODES)
def test_a_language_describes_itself(language: str) -> None:
    found = profile(language)
    assert found.name
    assert found.script in ("Latin", "Greek", "Cyrillic")
    assert all(language in profile(other).neighbours for other in found.neighbours)
    assert (found.words > 0) == (language in LANGUAGES)
    assert language in LANGUAGES or word_lists.of_language(language, "function_words")


@pytest.mark.parametrize("file", LISTS, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_list_gives_its_reason_and_is_documented(file: Path) -> None:
    if file.parent.name != "tables":
        assert file.stem in DOCUMENTED
    assert file.read_text("utf-8").startswith("# ")
    found = word_lists.entries(file)
    assert found
    assert all(entry == entry.lower() for entry in found)
    if file.stem == "letters":
        assert all(len(letter) == 1 and not letter.isascii() for letter in found)
    else:
        hash_vocabulary(found)  # each is one word


def test_no_entry_is_listed_twice(tmp_path: Path) -> None:
    file = tmp_path / "twice.txt"
    file.write_text("# reason\none  # a remark\ntwo\none\n")
    with pytest.raises(ValueError, match=r"twice\.txt: listed twice: one"):
        word_lists.entries(file)


def test_lists_of_one_name_are_used_together() -> None:
    assert "en" in word_lists.languages_with("months")
    assert word_lists.of_language("fr", "months")[0] == "janvier"
    assert word_lists.of_language("cy", "months") == ()
    together = word_lists.of_all_languages("months", "weekdays")
    assert {"janvier", "january", "montag"} <= set(together)
    assert len(set(together)) == len(together)


def test_a_new_folder_is_a_new_language(made_up: Path) -> None:
    text = "He read qvz. Zeta and more. Then he slept."
    assert len(Batch([Text(text)]).sentences) == 3
    made_up.joinpath("abbreviations.txt").write_text("# a name follows\nqvz\n")
    word_lists._folders_by_file.cache_clear()
    sentences._listed.cache_clear()
    assert word_lists.languages_with("abbreviations")[-1] == "xx"
    assert len(Batch([Text(text)]).sentences) == 2
    assert profile("xx").name == "Made-up"


def test_a_new_frequency_list_joins_the_others(made_up: Path) -> None:
    words = tuple(f"qa{number}x" for number in range(20_000))
    hashes = np.sort(hash_vocabulary(words))
    np.save(made_up / "words.npy", packed(hashes, np.full(hashes.size, 42)))
    halves, bits = joined.union_of_lists(("xx",))
    assert halves.tolist() == (hashes >> np.uint64(32)).tolist()
    assert set(bits.tolist()) == {1}
    assert frequencies.zipf(hashes[:2], "xx").tolist() == [4.2, 4.2]


def test_romanian_is_known_with_commas_and_with_cedillas_below_its_letters() -> None:
    commas = ("și", "țară", "știa", "oraș", "ȘI")
    cedillas = ("şi", "ţară", "ştia", "oraş", "ŞI")
    assert hash_vocabulary(commas).tolist() == hash_vocabulary(cedillas).tolist()
    assert frequencies.known(hash_vocabulary(cedillas[:4]), "ro").all()
    assert frequencies.known(hash_vocabulary(("şehir", "güneş")), "tr").all()

"""The table of first words of prompts and notices: right with it, without it, and with one of other lists."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from copydesk_rules.page import _templates


@pytest.mark.parametrize("name", ["prompts", "notices"])
def test_a_table_of_other_lists_is_passed_over(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = _templates._first_pairs(name).hashes
    monkeypatch.setattr(_templates, "_TABLES", tmp_path)
    for table in (None, np.zeros(3, np.uint64)):
        if table is not None:
            np.save(tmp_path / f"{name}.npy", table)
        _templates._first_pairs.cache_clear()
        np.testing.assert_array_equal(_templates._first_pairs(name).hashes, expected)
    _templates._first_pairs.cache_clear()


def test_a_template_is_found_by_each_first_word_that_it_may_have() -> None:
    found = _templates._by_first_word("prompts")
    for template in ("share", "follow"):
        assert found[template]
        for one in found[template]:
            begun = _templates._beginnings(one, _templates._has_two)
            assert template in {_templates._key(each) for each in begun}

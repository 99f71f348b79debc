"""What is printed is safe for a terminal, and most of it is taken as it is."""

from __future__ import annotations

import sys

from copydesk.output.escape import escaped, visible


def test_a_printable_text_is_taken_as_it_is_and_no_unsafe_character_is_printable() -> None:
    unsafe = [c for c in map(chr, range(sys.maxunicode + 1)) if escaped(f"\x1b{c}")[4:] != c]
    assert "\u202e" in unsafe
    assert not [c for c in unsafe if c.isprintable()]


def test_commands_to_a_runner_of_builds_are_escaped_wherever_they_stand() -> None:
    assert visible("::error::no") == "\\x3a:error::no"
    assert visible("so ##vso[task]") == "so #\\x23vso[task]"
    assert visible("a::b, 1: 2") == "a::b, 1: 2"

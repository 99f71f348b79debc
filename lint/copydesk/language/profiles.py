"""What is known of a language: its name, its script and its neighbours."""

from __future__ import annotations

import functools
import tomllib

from msgspec import Struct

from copydesk.language import FOLDER

_STOP_WORDS = 0.48  # of English; most languages have more


class Profile(Struct, frozen=True):
    """A language as `language.toml` in its folder describes it.

    `neighbours`: the codes of languages that share so many function words with it that one block
    does not tell them apart. `words`: the length of its frequency list, 0 where it has none.
    `stop_words`: what its commonest words make up of running text; inflections leave them less.
    """

    name: str
    script: str
    neighbours: frozenset[str]
    words: int
    stop_words: float


@functools.cache
def profile(language: str) -> Profile:
    """Return the profile of a language by its code; raises FileNotFoundError for others."""
    found = tomllib.loads((FOLDER / language / "language.toml").read_text("utf-8"))
    return Profile(
        found["name"],
        found["script"],
        frozenset(found.get("neighbours", ())),
        found.get("words", 0),
        found.get("stop_words", _STOP_WORDS),
    )

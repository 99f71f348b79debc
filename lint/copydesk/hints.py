"""The word that somebody meant, for the hints of error messages."""

from __future__ import annotations

from collections.abc import Iterable

_CONTAINED = 3  # letters from which a word inside another one is near to it


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word with the fewest typing mistakes between it and another one.

    Letter case does not count. None where more than one letter in four would be mistaken, and
    neither word contains the other.
    """
    from rapidfuzz.distance import OSA

    asked = word.casefold()
    ranked = sorted(
        (OSA.distance(asked, name.casefold()), number, name) for number, name in enumerate(known)
    )
    for distance, _, name in ranked:
        if name != word and distance <= (max(len(word), len(name)) + 1) // 4:
            return name
    return next((name for _, _, name in ranked if _contained(asked, name.casefold())), None)


def _contained(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return _CONTAINED <= len(shorter) < len(longer) and shorter in longer


def hint(word: str, known: Iterable[str], otherwise: str | None = None) -> str:
    """Return the end of a message about an unknown word.

    It names the nearest valid word; where none is near, it says `otherwise` or lists all of them.
    """
    names = list(known)
    near = nearest(word, names)
    if near:
        return f"; did you mean {near!r}?"
    rest = f"valid: {', '.join(names)}" if otherwise is None and names else otherwise
    return f"; {rest}" if rest else ""

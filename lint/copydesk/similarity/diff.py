"""List the words that differ between two texts."""

from __future__ import annotations

from typing import Literal, NamedTuple

from copydesk.patterns import late_pattern

_WORD = late_pattern(r"(\s?)\s*(\w+(?:['’]\w+)*|[^\w\s])")
_MAX_WORDS = 600  # of each side; a longer text is compared up to there
_ENOUGH = 12 * _MAX_WORDS  # characters that hold more words, nearly always

_Word = tuple[str, str]  # the space before it, if any, and the word


class Piece(NamedTuple):
    """A run of words that both texts have, or that only one has."""

    kind: Literal["same", "removed", "added"]
    text: str


def word_diff(old: str, new: str) -> list[Piece]:
    """Return the runs of words that turn `old` into `new`.

    Case and the shape of quotation marks are kept as they are.
    """
    if old == new:
        return [Piece("same", old)]
    from rapidfuzz.distance import Levenshtein

    before, after = _words(old), _words(new)
    pieces: list[Piece] = []
    removed: list[_Word] = []
    added: list[_Word] = []
    for step in Levenshtein.opcodes([word for _, word in before], [word for _, word in after]):
        old_words, new_words = (
            before[step.src_start : step.src_end],
            after[step.dest_start : step.dest_end],
        )
        if step.tag != "equal":  # edits with no equal word between them are one change
            removed, added = removed + old_words, added + new_words
            continue
        pieces += _changed(removed, added)
        removed, added = [], []
        pieces.append(Piece("same", _joined(old_words)))
    return pieces + _changed(removed, added)


def _words(text: str) -> list[_Word]:
    words = _WORD.findall(text, 0, _ENOUGH)
    if len(words) <= _MAX_WORDS < len(text):
        words = _WORD.findall(text)
    return words[:_MAX_WORDS]


def _changed(removed: list[_Word], added: list[_Word]) -> list[Piece]:
    return [
        *([Piece("removed", _joined(removed))] if removed else []),
        *([Piece("added", _joined(added))] if added else []),
    ]


def changes(pieces: list[Piece], limit: int = 4) -> str:
    """Return a short list of the words that differ: `USA → US, +again`.

    At most `limit` changes, none for punctuation alone.
    """
    pieces = [
        piece for piece in pieces if piece.kind == "same" or any(map(str.isalnum, piece.text))
    ]
    listed: list[str] = []
    row = 0
    while row < len(pieces):
        piece = pieces[row]
        if piece.kind == "removed" and row + 1 < len(pieces) and pieces[row + 1].kind == "added":
            listed.append(f"{_short(piece.text)} → {_short(pieces[row + 1].text)}")
            row += 1
        elif piece.kind != "same":
            listed.append(("-" if piece.kind == "removed" else "+") + _short(piece.text))
        row += 1
    more = f" and {len(listed) - limit} more" if len(listed) > limit else ""
    return ", ".join(listed[:limit]) + more


def added(pieces: list[Piece], limit: int = 400) -> str:
    """Return the words that only the new text has, an ellipsis between their runs.

    At most about `limit` characters.
    """
    runs = [
        piece.text
        for piece in pieces
        if piece.kind == "added" and any(map(str.isalnum, piece.text))
    ]
    joined = " … ".join(runs)
    return joined if len(joined) <= limit else joined[: limit - 1] + "…"


def marked(pieces: list[Piece], around: int = 6) -> str:
    """Return the diff in one line, `[-removed-]` and `{+added+}`, with `around` words beside each
    change.
    """
    out = []
    for row, piece in enumerate(pieces):
        if piece.kind == "removed":
            out.append(f"[-{piece.text}-]")
        elif piece.kind == "added":
            out.append(f"{{+{piece.text}+}}")
        else:
            words = piece.text.split()
            head = [] if row == 0 else words[:around]
            tail = [] if row == len(pieces) - 1 else words[-around:]
            out.append(
                piece.text if len(words) <= len(head) + len(tail) else " ".join([*head, "…", *tail])
            )
    return " ".join(out)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _joined(words: list[_Word]) -> str:
    return "".join(f" {word}" if gap else word for gap, word in words).lstrip()

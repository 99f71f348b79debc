"""Elements of HTML: which have no text, which lie inside a line, which a page does not show."""

from __future__ import annotations

import re

NO_TEXT = frozenset(
    "title script style template noscript svg math iframe object select textarea canvas".split()
)
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark meter nobr q rp rt ruby s samp small span strike "
    "strong sub sup time tt u var wbr".split()
)
# Elements whose end tag may be left out: what the start of each closes.
SIBLINGS = {
    "li": ("li",),
    "dt": ("dt", "dd"),
    "dd": ("dt", "dd"),
    "td": ("td", "th"),
    "th": ("td", "th"),
}
DEEPEST = 500  # open elements remembered: crafted nesting must not cost more
_VALUE = re.compile(r"=\s*+(?:\"[^\"]*+\"|'[^']*+')")
_HIDDEN_ATTRIBUTE = re.compile(r"\shidden(?=[\s=/>])", re.IGNORECASE)
_STYLE = re.compile(r"\sstyle\s*+=\s*+(?:\"[^\"]*+|'[^']*+|[^\s>]++)", re.IGNORECASE)
_NOT_SHOWN = re.compile(r"\bdisplay\s*+:\s*+none|\bvisibility\s*+:\s*+hidden", re.IGNORECASE)
_SHOWN = frozenset(("html", "body"))  # hidden only until a script runs
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


class Unseen:
    """Knows whether what is read lies in an element that its page does not show.

    Such an element has the attribute `hidden`, or a style that hides it. Outside one nothing is
    remembered; inside, its open elements, so that its end is found as a browser finds it.
    """

    def __init__(self) -> None:
        self._open: list[str] = []

    def __bool__(self) -> bool:
        return bool(self._open)

    def opens(self, tag: str, mark: str) -> bool:
        """Take the start of an element; tell whether it is hidden, or in one that is."""
        top = self._open[-1] if self._open else ""
        if top and (top in SIBLINGS.get(tag, ()) or (top == "p" and tag not in INLINE)):
            self._open.pop()  # whose end tag was left out
        if not self._open and (tag in _SHOWN or not _is_hidden(mark)):
            return False
        if tag not in _VOID and tag not in NO_TEXT and len(self._open) < DEEPEST:
            self._open.append(tag)
        return True

    def closes(self, tag: str) -> bool:
        """Take the end of an element; tell whether it lies in one that is hidden, or ends it."""
        if not self._open:
            return False
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        return True


def _is_hidden(mark: str) -> bool:
    """Tell whether the start of an element says that it is not shown."""
    if "hidden" not in mark and "none" not in mark:
        return False
    style = _STYLE.search(mark)
    if style and _NOT_SHOWN.search(style.group()):
        return True
    return _HIDDEN_ATTRIBUTE.search(_VALUE.sub("=", mark)) is not None

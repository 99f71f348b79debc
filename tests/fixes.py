"""Fix texts given in a test: shared by every test of fixing."""

from __future__ import annotations

from collections.abc import Sequence

from copydesk.engine.plan import Plan
from copydesk.engine.registry import load_rules
from copydesk.engine.run import run
from copydesk.fixing.rounds import Settled, settle
from copydesk.reading.formats import format_of
from copydesk.reading.source import ReadOptions, Source
from copydesk.report import Report
from linting import lint

HARBOUR = "The harbour of Kelling was closed on Monday after a crane fell into the main channel."


FERRY = "Islanders had asked for the ferry since the winter storms, when ice shut the bay."


MISREAD = "The cafÃ© on the quay doesnâ€™t open before noon, its owner said."


REPAIRED = "The café on the quay doesn’t open before noon, its owner said."


WIDGET = "Share Tweet Email Print"


CAPTION = "Divers bring the ship's bell ashore at Sandholm harbour (Reuters)"


CODES = tuple(code for code, rule in load_rules().items() if not rule.tier)


def settled(name: str, content: bytes, *, unsafe: bool = True) -> Settled:
    def check(sources: Sequence[Source]) -> Report:
        return run(Plan(CODES), sources)

    return settle(
        check,
        [Source(name, None, format_of(name)[0] or "text", content=content)],
        ReadOptions(),
        unsafe=unsafe,
    )


def fixed(name: str, content: bytes | str, *, unsafe: bool = True) -> str:
    raw = content if isinstance(content, bytes) else content.encode()
    (source,) = settled(name, raw, unsafe=unsafe).sources
    assert source.content is not None
    return source.content.decode()


def tidied(text: str, name: str = "a.md") -> str:
    """Return a text after the safe fixes of all findings, those of suppressions too."""

    def check(sources: Sequence[Source]) -> Report:
        return lint({source.path: source.content or b"" for source in sources})

    form = format_of(name)[0] or "text"
    settled = settle(
        check, [Source(name, None, form, content=text.encode())], ReadOptions(), unsafe=False
    )
    content = settled.sources[0].content
    assert content is not None
    return content.decode()

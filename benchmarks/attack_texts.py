"""Texts made to be slow to read or to judge; `growth.py` lints them.

Each is one piece again and again, or a text that grows with a number. `ENDING:NAME` says as what it
is read.
"""

from __future__ import annotations

import csv
import gzip
import html
import io
import itertools
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

WORDS = (
    "harbour market council ferry bridge school winter village library station farmer teacher"
    " captain doctor engineer museum factory garden valley mountain river theatre bakery church"
    " office company airport forest island soldier painter writer singer driver lawyer judge"
).split()
NAMES = "Holm Kelling Sandholm Orme Ostby Varga Lindqvist Moreau Petrov Tanaka".split()
SENTENCE = (
    "The council of Orme will vote on the new tram line in March, and work could begin later."
)

# One piece, again and again, as plain text.
PIECES = {
    "spaces": " ",
    "tabs": "\t",
    "newlines": "\n",
    "returns": "\r",
    "CRLF": "\r\n",
    "form feeds": "\f",
    "no-break spaces": "\xa0",
    "zero-width spaces": "\u200b",
    "one letter": "a",
    "one capital": "A",
    "digits": "7",
    "dots": ".",
    "spaced dots": ". ",
    "commas": ",",
    "spaced commas": ", ",
    "dashes": "-",
    "spaced dashes": " - ",
    "long dashes": "\u2014",
    "question marks": "?",
    "exclamation marks": "!",
    "straight quotes": '"',
    "spaced quotes": '" ',
    "apostrophes": "'",
    "opening quotes": "\u201c",
    "closing quotes": "\u201d",
    "German quotes": "\u201ewort\u201c ",
    "guillemets": "\u00abmot\u00bb ",
    "quotes never closed": "\u201cHe said ",
    "quotes never opened": "he said\u201d ",
    "brackets": "[",
    "parentheses": "(",
    "closed parentheses": "(a) ",
    "braces": "{{",
    "placeholders": "{{name}} ",
    "angles": "<",
    "stars": "*a",
    "underscores": "_",
    "pipes": "|",
    "slashes": "/",
    "backslashes": "\\",
    "at signs": "@",
    "hashes": "#",
    "addresses": "https://a.example/b?c=d ",
    "mail addresses": "a.b@c.example ",
    "ampersands": "&",
    "entities": "&amp;nbsp; ",
    "combining marks": "\u0301",
    "soft hyphens": "a\xad",
    "emoji": "\U0001f600",
    "joined emoji": "\U0001f469\u200d",
    "flags": "\U0001f1e9\U0001f1ea",
    "bidirectional marks": "\u202e\u2066",
    "replacement characters": "\ufffd",
    "NULs": "a\0",
    "private characters": "\ue000",
    "ideographs": "\u65e5\u672c\u8a9e\u306e",
    "ideographs with full stops": "\u65e5\u672c\u8a9e\u3002",
    "Devanagari": "\u0939\u093f\u0928\u094d\u0926\u0940 ",
    "Arabic": "\u0627\u0644\u0639\u0631\u0628\u064a\u0629 ",
    "Thai": "\u0e20\u0e32\u0e29\u0e32",
    "mixed scripts": "aбα",
    "mojibake of quotes": "â€™",
    "mojibake of letters": "Ã©t ",
    "mojibake twice": "Ã¢â‚¬â„¢ ",
    "spaced letters": "w o r d ",
    "glued capitals": "aB",
    "glued words": "theharbourof",
    "dotted letters": "a.",
    "abbreviations": "e.g. Dr. J. R. ",
    "broken words": "har- bour ",
    "words broken at lines": "har-\nbour ",
    "one word": "the ",
    "one word a line": "Share\n",
    "one word a paragraph": "Share\n\n",
    "one sentence": SENTENCE + " ",
    "one sentence a line": SENTENCE + "\n",
    "one sentence a paragraph": SENTENCE + "\n\n",
    "short sentences": "He said so. ",
    "surnames": "Smith said. ",
    "captions": "Image: a man walks on the quay (Reuters)\n\n",
    "credits": "Photo: Ida Holm\n",
    "teasers": "Read more: Harbour closed after storm\n\n",
    "headlines": "Harbour Closed After Storm\n\n",
    "headings in capitals": "HARBOUR CLOSED\n\n",
    "times": "12:30 ",
    "list items": "- item\n",
    "numbered items": "1. item\n",
    "table rows": "a | b | c\n",
    "dot leaders": "Harbour ........ 12\n",
    "page numbers": "12\n\n",
    "chat tokens": "<|im_start|>user\n",
    "truncated": "The council will vote on\u2026\n\n",
    "suppression comments": "<!-- copydesk: ignore[DUP201] -->\n",
}
# One piece, again and again, as a file of another format.
MARKED = {
    "md:quotations": ">",
    "md:nested items": "  - a\n",
    "md:brackets": "[a](",
    "md:images": "![a](b)",
    "md:backticks": "`",
    "md:fences": "```\na\n",
    "md:emphasis": "*a **b ",
    "md:headings": "# a\n",
    "md:references": "[a]: b\n",
    "md:tables": "| a | b |\n|---|---|\n",
    "md:comments": "<!--",
    "md:suppressions": "<!-- copydesk: disable[DUP201] -->\n\n",
    "md:entities": "&#x41;",
    "html:tags never closed": "<a ",
    "html:attributes never closed": '<a b="',
    "html:elements never closed": "<div>",
    "html:closed only": "</p>",
    "html:paragraphs": f"<p>{SENTENCE}</p>",
    "html:inline elements": "<b>a</b>",
    "html:scripts": "<script>",
    "html:hidden": "<p hidden>a",
    "html:comments": "<!--a-->",
    "html:comments never closed": "<!--",
    "html:tables": "<tr><td>a",
    "html:items": "<li>a",
    "html:entities": "&#",
    "html:charsets": "<meta charset=a>",
    "jsonl:records": '{"text": "The the harbour."}\n',
    "jsonl:broken records": '{"text": \n',
    "jsonl:nesting": "[",
    "jsonl:surrogates": '{"text": "\\ud800"}\n',
    "csv:rows": "text\n",
    "csv:quotes": '"',
    "csv:fields": "a,",
    "tsv:fields": "a\t",
}


def endless(pieces: Iterator[str], size: int) -> str:
    """Return the first `size` characters of a text."""
    out, length = [], 0
    while length < size:
        out.append(next(pieces))
        length += len(out[-1])
    return "".join(out)[:size]


def _chance() -> random.Random:
    return random.Random(59)  # noqa: S311 - reproducible text, no secret


def other_words(size: int) -> str:
    """Words that occur once each."""
    return endless((f"w{_letters(number)} " for number in itertools.count()), size)


def other_sentences(size: int) -> str:
    """Sentences of common words, no two alike, in one paragraph."""
    chance = _chance()
    return endless((_sentence(chance) for _ in itertools.count()), size)


def one_word_differs(size: int) -> str:
    """Paragraphs that differ in a word."""
    return endless(
        (SENTENCE.replace("tram", _letters(number)) + "\n\n" for number in itertools.count()), size
    )


def shared_beginnings(size: int) -> str:
    """Sentences that begin alike: many share the same keys."""
    chance = _chance()
    start = "The harbour of Kelling was closed on Monday after"
    return endless((f"{start} {_sentence(chance)}\n" for _ in itertools.count()), size)


def numbers_only(size: int) -> str:
    """A table of numbers."""
    chance = _chance()
    return endless((f"{chance.randrange(10**6)} " for _ in itertools.count()), size)


def names_only(size: int) -> str:
    """Names introduced, and named again much later."""
    chance = _chance()
    return endless(
        (f"{chance.choice(NAMES)}{_letters(n)} said so. " for n in itertools.count()), size
    )


def nested_quotations(size: int) -> str:
    """Quotations in quotations, closed at the end."""
    return "\u201ca \u2018b " * (size // 12) + "c\u2019 d\u201d " * (size // 12)


def nested_elements(size: int) -> str:
    """Elements in elements, closed at the end."""
    return "<div>" * (size // 11) + "</div>" * (size // 11)


def two_lines(size: int) -> str:
    """Two lines as long as the text allows."""
    return f"{other_sentences(size // 2)}\n{other_sentences(size // 2)}"


def repeated_block(size: int) -> str:
    """A text of 10,000 characters again and again."""
    return other_sentences(10_000) * (size // 10_000)


def steps(size: int) -> str:
    """Lines of which each is the one before and a word more."""
    lines, length = [""], 0
    for number in itertools.count():
        lines.append(f"{lines[-1]} {WORDS[number % len(WORDS)]}"[-3000:])
        length += len(lines[-1])
        if length > size:
            return "\n\n".join(lines)
    raise AssertionError


def _sentence(chance: random.Random) -> str:
    words = chance.choices(WORDS, k=chance.randrange(6, 20))
    return f"{words[0].capitalize()} {' '.join(words[1:])}. "


def _letters(number: int) -> str:
    return "".join(chr(97 + int(digit)) for digit in str(number))


MADE: dict[str, Callable[[int], str]] = {
    "txt:words that occur once": other_words,
    "txt:sentences in one paragraph": other_sentences,
    "txt:paragraphs that differ in a word": one_word_differs,
    "txt:sentences that begin alike": shared_beginnings,
    "txt:numbers": numbers_only,
    "txt:names": names_only,
    "txt:nested quotations": nested_quotations,
    "html:nested elements": nested_elements,
    "txt:two lines": two_lines,
    "txt:a text again and again": repeated_block,
    "txt:lines that grow": steps,
}


def _repeated(piece: str) -> Callable[[int], str]:
    return lambda size: (piece * (size // len(piece) + 1))[:size]


def attacks() -> dict[str, Callable[[int], str]]:
    """Return a maker of each text, given its length in characters."""
    texts = {f"txt:{name}": _repeated(piece) for name, piece in PIECES.items()}
    texts |= {name: _repeated(piece) for name, piece in MARKED.items()}
    return texts | MADE


def real(place: Path) -> Callable[[int], str]:
    """Return a maker of real text: that of a file or of the texts of a folder, again and again."""
    files = sorted(place.rglob("*.txt")) if place.is_dir() else [place]
    text = "\n\n".join(file.read_text(encoding="utf-8", errors="replace") for file in files)
    return lambda size: (text * (size // len(text) + 1))[:size]


def in_format(text: str, ending: str) -> bytes:
    """Return a text in a format, a record or an element a paragraph."""
    parts = text.split("\n\n")
    if ending == "parquet":
        import pyarrow
        from pyarrow import parquet

        out = io.BytesIO()
        parquet.write_table(pyarrow.table({"text": parts}), out)
        return out.getvalue()
    if ending == "txt.gz":
        return gzip.compress(text.encode())
    if ending == "html":
        text = "\n".join(f"<p>{html.escape(part)}</p>" for part in parts)
    elif ending == "jsonl":
        text = "".join(json.dumps({"text": part}) + "\n" for part in parts)
    elif ending in ("csv", "tsv"):
        rows = io.StringIO()
        csv.writer(rows, delimiter="," if ending == "csv" else "\t").writerows(
            [["text"], *([part] for part in parts)]
        )
        text = rows.getvalue()
    elif ending == "warc":
        return b"".join(_archived(part) for part in parts)
    return text.encode()


def _archived(part: str) -> bytes:
    page = f"<p>{html.escape(part)}</p>".encode()
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    head = (
        "WARC/1.0",
        "WARC-Type: response",
        "WARC-Target-URI: https://a.example/",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(body)}",
    )
    return "\r\n".join([*head, "", ""]).encode() + body + b"\r\n\r\n"

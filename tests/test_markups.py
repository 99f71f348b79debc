"""MDX, reStructuredText, AsciiDoc, Org and LaTeX: what is text in them, and where it stands.

The samples were made by pandoc from `samples/harbour.md`.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.columns.opaque import shown
from fixes import fixed
from linting import lint
from reading import documents

SAMPLES = Path(__file__).parent / "samples"
LINE_BASED = ("mdx", "rst", "asciidoc", "org")
PLANTED = ["the the", "was was", "the the"]


def prose(name: str, text: str) -> list[tuple[str, str]]:
    """Return kind and text of each block of text, what is blank or code in it as `·`."""
    (document,) = documents(name, text.encode())
    found = document.layout
    assert found
    assert len(found.ink) == len(document.text)
    rows = zip(found.start, found.end, found.kind, strict=True)
    return [
        (
            kind.name,
            " ".join("".join("·" if ord(c) > 0xFFFFF else c for c in found.ink[a:b]).split()),
        )
        for a, b, kind in rows
        if kind.name in ("PROSE", "HEADING", "LIST", "QUOTE")
    ]


@pytest.mark.parametrize("suffix", ["md", "rst", "adoc", "org", "tex"])
def test_what_pandoc_wrote_has_the_same_findings_at_their_places(suffix: str) -> None:
    text = (SAMPLES / f"harbour.{suffix}").read_text(encoding="utf-8")
    findings = lint({f"harbour.{suffix}": text}).findings
    repeated = [f for f in findings if f.rule == "GAR104" and f.text != "says says"]
    assert [f.text for f in repeated] == PLANTED
    rows = text.split("\n")
    for finding in repeated:
        place = finding.place
        assert rows[place.line - 1][place.column - 1 : place.end_column - 1] == finding.text
        assert text[place.offset : place.end_offset] == finding.text
    assert {f.rule for f in findings} == {"GAR104"}


@pytest.mark.parametrize("suffix", ["rst", "adoc", "org", "tex", "mdx"])
def test_a_fix_changes_the_word_and_nothing_else(suffix: str) -> None:
    text = f"{'' if suffix != 'tex' else '% the the' + chr(10)}The *old* crane â€™s arm fell.\n"
    assert fixed(f"a.{suffix}", text) == text.replace(" â€™", " ’")


def test_components_of_mdx_hold_text_and_their_tags_do_not() -> None:
    text = """import { Aside } from '@x/astro';
export const meta = {
  title: 'the the',
}

## Boxes

<Aside type="info" label={`the the ${1}`}>
    Words in a box.
</Aside>

Words with <Badge text="the the" /> and {count + 1} boats.

{/* the the */}

```jsx
<Aside>{the the}</Aside>
```
"""
    assert prose("a.mdx", text) == [
        ("HEADING", "Boxes"),
        ("PROSE", "Words in a box."),
        ("PROSE", "Words with and boats."),
    ]


def test_directives_of_rst_hold_text_or_code() -> None:
    text = """.. the the comment

.. note:: First words
   of a note.

   - an item
     goes on

   .. code-block:: sh
      :linenos:

      run run

.. figure:: a.png
   :alt: the the

   The caption.

Run it::

   run run

See :ref:`the harbour <harbour>` and :func:`sail`, |name| or `this page <https://example.org>`_.

=====  =====
boat   fare
=====  =====
old    1

new    2
=====  =====

>>> the the

.. py:function:: sail(boat)

   Sails it.

   :param boat: the boat
"""
    assert prose("a.rst", text) == [
        ("PROSE", "First words of a note."),
        ("LIST", "an item goes on"),
        ("PROSE", "The caption."),
        ("PROSE", "Run it :"),
        ("PROSE", "See the harbour and ············, ······ or this page ."),
        ("PROSE", "Sails it."),
        ("LIST", "the boat"),
    ]


def test_blocks_of_asciidoc_hold_text_or_code() -> None:
    text = """= The title
A. Keeper <a@example.org>
:toc: left

// the the
[NOTE]
====
Words of an example.
====

.A caption
[source,sh]
run run

WARNING: Mind the `quay`, see <<harbour,the harbour>> and {name}.

 run run

* one item
+
goes on

term:: its meaning

|===
|the the
|===

image::a.png[the the]
"""
    assert prose("a.adoc", text) == [
        ("HEADING", "The title"),
        ("PROSE", "Words of an example."),
        ("HEADING", "A caption"),
        ("PROSE", "Mind the ······, see the harbour and ······."),
        ("LIST", "one item"),
        ("PROSE", "goes on"),
        ("LIST", "term its meaning"),
    ]


def test_blocks_of_org_hold_text_or_code() -> None:
    text = """#+TITLE: the the
* TODO [#A] A heading :tag:
SCHEDULED: <2026-12-01 Tue>
:PROPERTIES:
:ID: the the
:END:
Some /slanted/ words, ~code~ and [[https://example.org][a page]] of [2026-12-01].
# the the
: the the
#+begin_example
the the
#+end_example
#+BEGIN_QUOTE
Said so.
#+END_QUOTE
- [X] an item
  goes on
Then more.
"""
    assert prose("a.org", text) == [
        ("HEADING", "A heading"),
        ("PROSE", "Some slanted words, ······ and a page of ············."),
        ("QUOTE", "Said so."),
        ("LIST", "an item goes on"),
        ("PROSE", "Then more."),
    ]


def test_what_latex_sets_is_text() -> None:
    text = r"""\documentclass{article} % the the
\newcommand{\boat}[1]{the the #1}
\begin{document}
\section*{The har\-bour\label{sec:the the}}
The caf\'e of M\"uller\footnote{the the} costs 5\,\% --- ``the
best''~\cite[p.~3]{key}. % the the
 It \emph{is} in Stra\ss{}e $a = a$ and \verb|run run|.

\begin{itemize}[noitemsep]
\item One \textcolor{red}{red} boat
\end{itemize}
\begin{lstlisting}
the the
\end{lstlisting}
\begin{tabular}{ll} the the & a \\ \end{tabular}
\begin{equation*} x = x \end{equation*}
\end{document}
the the
"""
    assert prose("a.tex", text) == [
        ("HEADING", "The harbour"),
        (
            "PROSE",
            "The café of Müller costs 5 % — “the best” ···. It is in Straße ······· and ··············.",
        ),
        ("PROSE", "the the"),
        ("LIST", "One red boat"),
        ("PROSE", "···"),
    ]


def test_a_note_of_latex_follows_its_paragraph_however_deep() -> None:
    text = "Old\\footnote{One\\footnote{Two.\n\nThree.} here.} boats.\\thanks{Four} Now.\n\nNext.\n"
    assert prose("a.tex", text) == [
        ("PROSE", said)
        for said in ("Old boats. Now.", "One here.", "Four", "Two.", "Three.", "Next.")
    ]
    deep = "\\footnote{" * 3_000 + "x" + "}" * 3_000
    assert prose("a.tex", deep) == [("PROSE", "x")]
    unclosed = "\\footnote{\\begin{verbatim}}" * 20_000
    assert prose("a.tex", unclosed) == []


@pytest.mark.parametrize("form", LINE_BASED)
@given(text=st.text(st.sampled_from("#*_`[]()<>!-+|~= \n\r\t\\\"'ab1.:/&{}%$^"), max_size=80))
def test_line_based_markup_keeps_every_offset(form: str, text: str) -> None:
    found = import_module(f"copydesk.reading.markup.{form}").layout(text)
    assert len(found.ink) == len(text)
    assert all(a in (b, " ") for a, b in zip(shown(found.ink), text, strict=True))
    assert all(s < e for s, e in zip(found.start, found.end, strict=True))
    assert all(e <= s for e, s in zip(found.end, found.start[1:], strict=False))


@given(text=st.text(st.sampled_from("\\emphbegin{}document$%[]~-'` \n\r\"ab1.&"), max_size=80))
def test_places_in_latex_increase(text: str) -> None:
    (document,) = documents("a.tex", text.encode())
    size = len(document.text)
    places = document.origin.places([(at, at + 1) for at in range(size)])
    offsets = [place.offset for place in places]
    assert offsets == sorted(offsets)
    assert all(p.offset <= p.end_offset <= len(text) for p in places)

"""Commands and environments of LaTeX: what each sets, and which of its arguments are text."""

from __future__ import annotations

from copydesk.columns.blocks import BlockKind

# The accents by the letter or sign of their command, as combining characters.
ACCENTS = dict(
    zip(
        "`'^\"~=.uvHcdbkr",
        "\u0300\u0301\u0302\u0308\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u0323\u0331\u0328\u030a",
        strict=True,
    )
)
SIGNS = {
    "ss": "ß",
    "ae": "æ",
    "oe": "œ",
    "AE": "Æ",
    "OE": "Œ",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "aa": "å",
    "AA": "Å",
    "i": "ı",
    "j": "ȷ",
    "ldots": "…",
    "dots": "…",
    "textellipsis": "…",
    "textendash": "–",
    "textemdash": "—",
    "textquoteright": "’",
    "textquoteleft": "‘",
    "textquotedblleft": "“",
    "textquotedblright": "”",
    "glqq": "„",
    "grqq": "“",
    "flqq": "«",
    "frqq": "»",
    "textbackslash": "\\",
    "textasciitilde": "~",
    "LaTeX": "LaTeX",
    "TeX": "TeX",
    "S": "§",
    "P": "¶",
    "copyright": "©",
    "textregistered": "®",
    "texttrademark": "™",
    "textdegree": "°",
    "pounds": "£",
    "euro": "€",
    "texteuro": "€",
    "quad": " ",
    "qquad": " ",
    "slash": "/",
}
HEADINGS = frozenset(
    "part chapter section subsection subsubsection paragraph subparagraph title subtitle frametitle framesubtitle".split()
)
# What becomes of the arguments of a command: `d` is left out, `c` is code, `k` stays text, `n` is a
# note, whose text follows the block.
ARGUMENTS = (
    dict.fromkeys(
        "label index vspace hspace input include includegraphics bibliography bibliographystyle usepackage documentclass "
        "pagestyle thispagestyle graphicspath addbibresource hypersetup marginpar todo color cline "
        "cmidrule hypertarget href textcolor raisebox parbox hyperlink pagenumbering phantom foreignlanguage selectlanguage "
        "bibitem tikz glossary acrodef linespread".split(),
        "d",
    )
    | dict.fromkeys("footnote footnotetext thanks".split(), "n")
    | dict.fromkeys(
        "ref eqref pageref autoref nameref cref Cref vref url nolinkurl path texttt code lstinline mintinline num si ensuremath "
        "gls Gls acrshort ac".split(),
        "c",
    )
    | {
        "texorpdfstring": "kd",
        "setlength": "dd",
        "addtolength": "dd",
        "setcounter": "dd",
        "newcommand": "dd",
        "renewcommand": "dd",
        "providecommand": "dd",
        "rule": "dd",
        "multicolumn": "dd",
        "SI": "cc",
        "qty": "cc",
        "newtheorem": "dd",
        "resizebox": "dd",
        "DeclareMathOperator": "dd",
    }
)
VERBATIM = frozenset(
    "verbatim Verbatim lstlisting minted comment filecontents Highlighting alltt tikzpicture pgfpicture picture algorithm "
    "algorithmic thebibliography tabular tabularx tabulary longtable array supertabular CCSXML".split()
)
FORMULAS = frozenset(
    "equation align gather multline eqnarray displaymath math flalign alignat subequations dmath".split()
)
KINDS = {
    "quote": BlockKind.QUOTE,
    "quotation": BlockKind.QUOTE,
    "verse": BlockKind.QUOTE,
    "itemize": BlockKind.LIST,
    "enumerate": BlockKind.LIST,
    "description": BlockKind.LIST,
}

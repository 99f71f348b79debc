"""The forms of template variables."""

from __future__ import annotations

import functools
import re

from copydesk.patterns import late_pattern
from copydesk_rules.leftovers._forms import Candidate, Form
from copydesk_rules.leftovers._lists import any_of

_NAME = r"[A-Za-z_][\w.\-\[\]'\"]{0,40}"
_FILTERS = (
    r"(?:\s*\|\s*(?:upper|lower|title|capitali[sz]e|default|safe|escape|e|date|time|trim|join|length|first|last|strip\w*|truncate\w*"
    r"|replace|format|money|json|raw|urlencode|linebreaks|markdown\w*|number\w*|currency|translate|uppercase|lowercase)\b[^{}|\n]{0,60}){0,3}"
)
# As variables are and words are not.
_SHAPED = late_pattern(r"\w+_\w+|[a-z]+[A-Z]\w*|\w+\.\w+|\d{1,2}")
_SITE = late_pattern(r"(?:site|page|content|post|include|layout|theme|paginator|collections)\b")
_SURE, _LIKELY, _DOUBTFUL = 0.92, 0.85, 0.3


@functools.cache
def _field() -> re.Pattern[str]:
    words = any_of("fields")
    return re.compile(rf"{words}(?:[\s_-]*{words}){{0,3}}[\s_-]?\d?", re.IGNORECASE)


def is_field(name: str) -> bool:
    """Tell whether a name is made of what forms ask for: `name`, `FIRST_NAME`, `order number`."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name.strip(" _-$#"))
    return bool(_field().fullmatch(spaced))


def _double(candidate: Candidate) -> float:
    """`{{ x }}`: a variable wherever it is no wiki template and no page of a site generator."""
    name = candidate.match["name"]
    about = candidate.mentions.about_code(candidate.match.start())
    if is_field(name.rsplit(".", 1)[-1]) and not (about and not _SHAPED.fullmatch(name)):
        return 0.0 if _SITE.match(name) else _SURE
    if candidate.has_layout or about:
        return 0.0 if _SITE.match(name) or "." in name else _DOUBTFUL
    return _LIKELY if _SHAPED.fullmatch(name) or name.islower() else _DOUBTFUL


def _single(candidate: Candidate) -> float:
    """`{x}`: the name must be that of a variable, and no command stand before it."""
    start = candidate.match.start()
    before = candidate.batch.text[max(start - 1, candidate.line_start) : start]
    if candidate.has_layout or before.isalnum() or before in ("\\", "}", "_", "^", "$", "]"):
        return 0.0
    name = candidate.match["name"]
    if candidate.in_manual:  # it has such names for what its reader puts in
        return _DOUBTFUL if is_field(name) or _SHAPED.fullmatch(name) else 0.0
    if is_field(name):
        return _SURE
    if name.isdigit():  # sets of numbers are written so; formats count from zero
        _, start, end = candidate.mentions.document(candidate.match.start())
        return _LIKELY if candidate.batch.text.find("{0}", start, end) >= 0 else 0.0
    return _LIKELY if _SHAPED.fullmatch(name) else 0.0


def _named(candidate: Candidate) -> float:
    name = candidate.match["name"]
    if is_field(name):
        return _SURE
    return _LIKELY if _SHAPED.fullmatch(name) and not candidate.in_manual else _DOUBTFUL


def _field_only(candidate: Candidate) -> float:
    return _LIKELY if is_field(candidate.match["name"]) else 0.0


def _statement(candidate: Candidate) -> float:
    return 0.0 if candidate.has_layout else _LIKELY


def _conversion(candidate: Candidate) -> float:
    """`%s`: a word of its own that no number stands before; manuals print what programs print."""
    text, start = candidate.batch.text, candidate.match.start()
    before = text[max(start - 2, candidate.line_start) : start]
    if candidate.in_manual or (candidate.has_layout and candidate.mentions.about_code(start)):
        return 0.0
    if before and (before[-1].isalnum() or before[-1] in "%&=\\" or before.strip()[-1:].isdigit()):
        return 0.0
    return _LIKELY


FORMS = (
    Form(
        "template variable",
        "{",
        rf"\{{\{{\{{?[#/^&>~]?\s*(?P<name>{_NAME}){_FILTERS}\s*\}}?\}}\}}",
        _double,
    ),
    Form(
        "template statement",
        "{",
        r"\{%-?\s*(?:if|for|else|elif|elsif|endif|endfor|include|block|endblock|extends|set|assign|unless|trans|raw|url|load|macro|capture)\b[^%{}\n]{0,120}-?%\}",
        _statement,
    ),
    Form("template variable", "$", rf"\$\{{\s*(?P<name>{_NAME})\s*\}}", _named),
    Form("template variable", "#", rf"#\{{\s*(?P<name>{_NAME})\s*\}}", _named),
    Form(
        "template variable",
        "{",
        r"\{\$?(?P<name>[A-Za-z_][\w.]{0,40}|\d{1,2})(?:[:!][\w.,<>%-]{1,10})?\}",
        _single,
    ),
    Form("format conversion", "%", r"%\((?P<name>[A-Za-z_]\w{0,40})\)[sdifr]\b", _SURE),
    Form("format conversion", "%", r"%(?:\d\$)?[sd](?!\w)(?:[/.:-]%[A-Za-z])*", _conversion),
    Form("template variable", "%", r"%%?(?P<name>[A-Za-z]\w{1,40})%%?", _field_only),
    Form("template variable", "<", r"<%[=-]?\s*(?P<name>[@\w.]{1,40})\s*-?%>", _SURE),
    Form("template variable", "*", r"\*\|(?P<name>[A-Z][A-Z0-9_:]{1,40})\|\*", _SURE),
    Form("template variable", "[", r"\[%\s*(?P<name>[\w.]{1,40})\s*%\]", _SURE),
    Form("template variable", "[", r"\[\[\s*(?P<name>[A-Za-z_]\w{0,40})\s*\]\]", _field_only),
    Form("template variable", "(", r"\(\(\s*(?P<name>[A-Za-z_]\w{0,40})\s*\)\)", _field_only),
    Form("template variable", "<", r"<<\s*(?P<name>[A-Za-z_]\w{0,40})\s*>>", _field_only),
    Form("template variable", "$", r"\$(?P<name>[a-z_]\w{1,40})\$?(?!\w)", _field_only),
)

"""The forms of markup: wikis, forums, shortcodes of blogs, TeX, tags that only wikis have."""

from __future__ import annotations

import re

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints
from copydesk.columns.ragged import distinct, row_at
from copydesk_rules.leftovers._forms import Candidate, Form, Place
from copydesk_rules.leftovers._mentions import mentions

_SURE, _LIKELY = 0.92, 0.85
_CAPITALS = 4  # in a row, in a name in place of a formula
_NAMESPACES = (
    r"(?:Category|File|Image|Media|Template|Wikipedia|User|Talk|Help|Portal|Kategorie|Datei|Bild|Vorlage"
    r"|Catégorie|Fichier|Categoría|Archivo|Categoria|Immagine|Ficheiro|Imagem|Kategoria|Plik|Grafika|Kategória"
    r"|Fájl|Kép|Kategori|Dosya|Resim|Категория|Файл|Изображение|Категорія|تصنيف|ملف|صورة|カテゴリ|ファイル|画像"
    r"|分类|分類|文件|Categorie|Bestand|Afbeelding|분류|파일|w|wikt|wikipedia)"
)
_COMMANDS = (
    r"(?:text(?:it|bf|tt|sc|rm|sf|normal|color|quote\w*|super\w*)|emph|underline|cite[a-z]*|footnote|ref|eqref|label"
    r"|(?:sub){0,2}section|chapter|paragraph|begin|end|includegraphics|caption|href|url|frac|sqrt|sum|mathrm|mathbf|mathcal"
    r"|mathbb|operatorname|left|right|usepackage|documentclass|displaystyle|vspace|hspace|noindent|item|thanks|title|author)"
)
_TEX = ("\\documentclass", "\\begin{document}", "\\usepackage", "\\input{")
_CODE = re.compile(r"[\"`;&]|->|::|/\w")  # what a formula does not have
_PAIRS = (("(", ")"), ("{", "}"), ("[", "]"))
_MATH = re.compile(r"\\(?:[a-zA-Z]{2,}|[,;!])|[_^]\{?|[=<>]")


def _plain_only(candidate: Candidate) -> float:
    """Site generators know shortcodes and statements in formats with a layout."""
    return 0.0 if candidate.has_layout else _LIKELY


def _template(candidate: Candidate) -> float:
    """`{{Name|…}}`: a wiki's template has a bar, or a name that begins in capitals."""
    name = candidate.match["name"]
    if "|" not in candidate.match[0] and not name[:1].isupper():
        return 0.0
    return _SURE if "=" in candidate.match[0] or not candidate.has_layout else _LIKELY


def _paired(candidate: Candidate) -> float:
    """`[b]`: a tag of a forum has its other half in the document, or a value."""
    name, closing = candidate.match["name"].lower(), candidate.match[0].startswith("[/")
    if "=" in candidate.match[0] or closing:
        return _SURE
    _, start, end = candidate.mentions.document(candidate.match.start())
    other = f"[/{name}]"
    return _SURE if other in candidate.batch.text[start:end].lower() else 0.0


def _math(candidate: Candidate) -> float:
    """A formula holds signs of mathematics, and none that only code has."""
    inside = candidate.match["inside"]
    if candidate.has_layout or not inside.isascii() or _is_tex(candidate):
        return 0.0
    if _CODE.search(inside) or any(inside.count(o) != inside.count(c) for o, c in _PAIRS):
        return 0.0
    return _LIKELY if _MATH.search(inside) else 0.0


def _wiki_tag(candidate: Candidate) -> float:
    """A tag of a wiki has a value, ends itself, or has its other half in the document."""
    tag, name = candidate.match[0], candidate.match["name"]
    _, start, end = candidate.mentions.document(candidate.match.start())
    other = f"<{name}" if tag.startswith("</") else f"</{name}>"
    if "=" in tag or tag.endswith("/>") or candidate.batch.text.find(other, start, end) >= 0:
        return _SURE
    return 0.0


def _command(candidate: Candidate) -> float:
    return 0.0 if candidate.has_layout or _is_tex(candidate) else _LIKELY


def _is_tex(candidate: Candidate) -> bool:
    """Tell whether the document is a source of TeX."""
    _, start, end = candidate.mentions.document(candidate.match.start())
    text = candidate.batch.text
    return any(text.find(mark, start, end) >= 0 for mark in _TEX)


def _link(candidate: Candidate) -> float:
    """`[[page|words]]`; in formats with a layout some wikis of notes know plain ones."""
    if candidate.has_layout and ":" not in candidate.match[0]:
        return 0.0
    return _LIKELY


_BBCODE = r"b|i|u|s|url|img|quote|code|color|colour|size|list|center|left|right|spoiler|font|youtube|video|table|tr|td|email|indent|hr|align|attach|media|sup|sub|strike"
_SHORTCODES = (
    r"caption|gallery|embed|audio|video|playlist|vc_\w+|et_pb_\w+|fusion_\w+|contact-form-7|contact-form|wpcode|rev_slider|metaslider"
    r"|su_\w+|tabs?|toggle|accordion|button|column|row|one_half|one_third|two_third|dropcap|youtube|vimeo|soundcloud|instagram|tweet|ad|adsense"
    r"|mc4wp_form|ninja_form\w*|gravityform|wp_\w+|woocommerce_\w+|products?|elementor-template|sociallocker|pullquote|blockquote|learn_more|divider|spacer|related\w*|newsletter\w*"
)
FORMS = (
    Form("wiki link", "[", rf"\[\[:?{_NAMESPACES}:[^\[\]\n]{{1,200}}\]\]", _SURE, re.IGNORECASE),
    Form("wiki link", "[", r"\[\[[^\W\d_][^\[\]\n{}<>]{0,120}\]\](?:[a-zà-ÿ]{0,8})", _link),
    Form(
        "wiki template",
        "{",
        r"\{\{\s*(?P<name>[^\W\d_][^{}|\n]{0,60})(?:\|[^{}]{0,300})?\}\}",
        _template,
    ),
    Form("wiki table", "{", r"\{\|(?=[^\n]*class=|\s*$)[^\n]{0,200}", _SURE, re.MULTILINE),
    Form(
        "wiki tag",
        "<",
        r"</?(?P<name>ref|references|nowiki|noinclude|includeonly|onlyinclude|templatestyles|section|gallery|imagemap|syntaxhighlight|poem|math|timeline|mapframe|chem)\b[^<>\n]{0,200}>(?:[^<>\n]{0,200}</ref>)?",
        _wiki_tag,
    ),
    Form(
        "BBCode", "[", rf"\[/?(?P<name>{_BBCODE})(?:=[^\[\]\n]{{1,200}})?\]", _paired, re.IGNORECASE
    ),
    Form(
        "shortcode", "[", rf"\[/?(?:{_SHORTCODES})(?: +[\w-]+ *= *[^\[\]\n]{{1,300}})\s*/?\]", _SURE
    ),
    Form("shortcode", "[", rf"\[/(?:{_SHORTCODES})\]", _SURE),
    Form(
        "shortcode", "[", r"\[[a-z][\w-]{2,30}(?: +[\w-]+=[\"“”'″&][^\[\]\n]{0,120})+\s*/?\]", _SURE
    ),
    Form("shortcode", "{", r"\{\{[<%] */? *[\w/.-]+[^{}\n]{0,300}[>%]\}\}", _plain_only),
    Form(
        "TeX command",
        "\\",
        rf"\\{_COMMANDS}\*?(?:\[[^\[\]\n]{{0,80}}\])?\{{[^{{}}\n]{{0,200}}\}}",
        _command,
    ),
    Form("TeX formula", "$", r"\$\$?(?!\s)(?P<inside>[^$\n]{1,120}?)(?<!\s)\$\$?(?![\w{(])", _math),
    Form("TeX formula", "\\", r"\\[(\[](?P<inside>[^\n]{1,200}?)\\[)\]]", _math),
    Form(
        "attributes of a heading",
        "{",
        r"(?<!\$)\{[#.:][\w-]{2,40}(?: [#.][\w-]+){0,3}\}",
        _plain_only,
    ),
    Form("comment of a page", "<", r"<!--.{0,400}?(?:-->|$)", _plain_only, re.DOTALL),
)
_FORMULA = re.compile(
    r"\b(?:formula|math|equation|mathematical[ _]expression)_\d{1,3}\b|\b(?:CITATION|INLINEFORM|DISPLAYFORM|BIBREF|SECREF|FIGREF|TABREF|EQREF|UREF|FORMULA)\d{1,4}\b"
)


def _named_forms(batch: Batch) -> Ints:
    """Return the words with an underscore, or with a digit behind capitals; ascending."""
    text, capitals = batch.text, batch.capitals
    found, at = [], text.find("_")
    while at >= 0:
        found.append(at)
        at = text.find("_", at + 1)
    run = capitals[: -_CAPITALS + 1]
    run = run[capitals[_CAPITALS - 1 :] - run == _CAPITALS - 1] + _CAPITALS
    run = run[batch.classes.take(run, mode="clip") == ch.DIGIT]
    rows = distinct(row_at(batch.words.start, np.append(run, found).astype(np.int64)))
    return np.asarray(rows[rows >= 0], np.int64)


def find_formulas(batch: Batch) -> list[Place]:
    """Return the names that extractors put where a formula, a citation or a figure was."""
    text = batch.text
    about, found = batch.derive(mentions), []
    for row in _named_forms(batch).tolist():
        start, end = int(batch.words.start[row]), int(batch.words.end[row])
        if not _FORMULA.fullmatch(text, start, end) or about.prose_block(start) < 0:
            continue
        if not about.quoted(start, end) and not about.spoken_of(start, end):
            found.append(Place(start, end, "name in place of a formula", _SURE))
    return found

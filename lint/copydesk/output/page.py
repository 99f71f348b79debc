"""The page of the format `html` and of `copydesk report`.

One file that needs no network, with a report's findings as data.

Text of the corpus is JSON in a script element that is not run, with invisible characters escaped,
and becomes text nodes: no markup is ever made from it. The policy in the page's head allows its own
script and style, by hash, and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from copydesk.finding import PARAGRAPH, SEVERITIES
from copydesk.output.articles import Room, articles
from copydesk.output.escape import escaped
from copydesk.output.figures import Figures, figures, folder
from copydesk.output.history import Run
from copydesk.output.native import MOST_RELATED
from copydesk.output.render_input import MissingExtra
from copydesk.output.saved import Saved, SavedCluster, SavedFinding, Spot
from copydesk.output.summary import FAMILIES
from copydesk.output.units import Units
from copydesk.rule import Rule

MOST_FINDINGS = 50_000  # on the page; of more, the most severe and surest. Figures count all
_ARTICLES = 8_000_000  # bytes of text around findings, so that 20,000 findings stay below 25 MB
_DIFFS = 3_000_000  # bytes of word diffs
_LISTED = 500  # files in the overview, of the worst and of those skipped; members of a cluster
_LONGEST_VALUE = 400  # characters of a value that a rule measured
_SCRIPTS = (
    *("model", "dom", "list", "finding", "clusters", "files"),
    *("sources", "todo", "overview", "trend", "app"),
)


def render(report: Saved, rules: Mapping[str, Rule], units: Units, runs: Sequence[Run] = ()) -> str:
    """Return the page of a report, with the summaries of `rules` and the trend of `runs`.

    Raises MissingExtra without Jinja2. The same report gives the same bytes.
    """
    try:
        import jinja2
        from markupsafe import Markup
    except ImportError:
        raise MissingExtra("html", "html") from None
    folder_ = resources.files("copydesk.output") / "templates"
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    style = (folder_ / "report.css").read_text(encoding="utf-8")
    script = '"use strict";\n' + "\n".join(
        (folder_ / f"{name}.js").read_text(encoding="utf-8") for name in _SCRIPTS
    )
    template = environment.from_string((folder_ / "report.html").read_text(encoding="utf-8"))
    # Line ends as the browser will count them: the hash is of the text that it parses.
    style, script = (text.replace("\r\n", "\n") for text in (style, script))
    return template.render(
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own files
        style_hash=_hash(style),
        script_hash=_hash(script),
        data=_safe(_data(report, rules, units, runs)),
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _safe(value: Any) -> Any:
    """Return a value whose strings cannot hide or reorder text; line ends are kept."""
    if isinstance(value, str):
        return "\n".join(map(escaped, value.split("\n")))
    if isinstance(value, dict):
        return {escaped(key): _safe(item) for key, item in value.items()}
    return [_safe(item) for item in value] if isinstance(value, (list, tuple)) else value


def _data(
    report: Saved, rules: Mapping[str, Rule], units: Units, runs: Sequence[Run]
) -> dict[str, Any]:
    counted, shown = figures(report, rules), _worst(report)
    room, diffs = Room(_ARTICLES), Room(_DIFFS)
    found, article_of = articles(shown, units, room)
    rows = [
        _finding(finding, key, article_of.get(row), diffs)
        for row, (finding, key) in enumerate(zip(shown, _keys(shown), strict=True))
    ]
    left = {
        "left_out": counted.total - len(shown),
        "articles": room.refused,
        "diffs": diffs.refused,
    }
    skipped = report.summary.skipped[:_LISTED]
    return {
        "version": report.tool.version,
        "totals": _totals(report, counted) | left,
        **_counts(counted),
        "kinds": report.summary.kinds,
        "skipped": [(escaped(s.path), s.reason, s.detail) for s in skipped],
        "rules": _rules(report, rules),
        "findings": rows,
        "clusters": [_cluster(cluster) for cluster in report.clusters if cluster.members],
        "articles": [
            {"path": escaped(a.path), "record": a.record, "line": a.line, "lines": a.lines}
            for a in found
        ],
        "runs": [run.plain for run in runs],
    }


def _worst(report: Saved) -> list[SavedFinding]:
    """Return the findings that the page has room for, in their order: the most severe and surest."""
    shown = list(report.shown)
    if len(shown) <= MOST_FINDINGS:
        return shown
    worst = sorted(
        range(len(shown)),
        key=lambda row: (-SEVERITIES.index(shown[row].severity), -shown[row].confidence, row),
    )
    return [shown[row] for row in sorted(worst[:MOST_FINDINGS])]


def _counts(counted: Figures) -> dict[str, Any]:
    """Return the tables of counts, each with the most first."""
    by_file, by_document = counted.by_file.items(), counted.by_document.items()
    return {
        "by_folder": list(counted.by_folder.items())[:_LISTED],
        "by_file": [(escaped(path), count) for path, count in list(by_file)[:_LISTED]],
        "by_document": [
            {"path": escaped(name.path), "record": name.record, "row": name.line, "count": count}
            for name, count in list(by_document)[:_LISTED]
        ],
        "by_rule": counted.by_rule,
        "by_kind": counted.by_kind,
        "spread": counted.spread,
    }


def _rules(report: Saved, rules: Mapping[str, Rule]) -> dict[str, dict[str, Any]]:
    """Return what the page says of each rule that found something, by its code."""
    names = {finding.rule: finding.name for finding in report.findings}
    return {
        code: {
            "name": names[code],
            "family": FAMILIES.get(family, family),
            "says": rules[code].summary if code in rules else "",
            "copy": (rules[code].role == "copy") if code in rules else family == "DUP",
        }
        for code in sorted(names)
        for family in [code.rstrip("0123456789")]
    }


def _totals(report: Saved, counted: Figures) -> dict[str, Any]:
    totals = report.summary
    return {
        "findings": counted.total,
        "files": len(counted.by_file),
        "by_severity": counted.by_severity,
        "documents": totals.documents,
        "paragraphs": totals.paragraphs,
        "bytes": totals.bytes,
        "skipped": len(totals.skipped),
        "copied_documents": counted.copied_documents,
        "copied_paragraphs": counted.copied_paragraphs,
        "within": sum(finding.within is not None for finding in report.findings),
    }


def _keys(findings: Sequence[SavedFinding]) -> list[str]:
    """Return the keys of findings for permalinks: unique, and stable when lines move."""
    seen: dict[tuple[str, str], int] = {}
    out = []
    for finding in findings:
        key = finding.location.path, finding.id
        seen[key] = seen.get(key, 0) + 1
        text = f"{key[0]}\0{key[1]}\0{seen[key]}"
        out.append(
            hashlib.blake2b(text.encode("utf-8", "backslashreplace"), digest_size=8).hexdigest()
        )
    return out


def _finding(finding: SavedFinding, key: str, article: int | None, diffs: Room) -> dict[str, Any]:
    """Return one row without its empty values."""
    diff = str(finding.evidence.get("diff") or "")
    measured = {
        name: _value(value)
        for name, value in finding.evidence.items()
        if name not in ("text", "diff", "percent", "similarity")
    }
    row = {
        "key": key,
        "rule": escaped(finding.rule),
        "severity": finding.severity,
        "confidence": finding.confidence,
        "message": finding.message.replace("\n", "\\n"),
        **_spot(finding.location),
        "folder": folder(finding.location.path),
        "text": finding.text,
        "others": [
            _spot(other, similarity=other.similarity, text=other.text)
            for other in finding.related[:MOST_RELATED]
        ],
        "diff": diff if diff and diffs.take(len(diff.encode())) else "",
        "cluster": finding.cluster,
        "fix": finding.fix and finding.fix.applicability,
        "kind": finding.kind or None,
        "measured": measured,
        "article": article,
    }
    return {name: value for name, value in row.items() if value not in (None, "", [], {})}


def _spot(place: Spot, **more: Any) -> dict[str, Any]:
    row = {
        "path": escaped(place.path),
        "line": place.document.line if place.document else place.line,
        "column": place.document.column if place.document else place.column,
        "row": place.line if place.document and place.document.field != PARAGRAPH else None,
        "record": place.document.id if place.document else None,
        **more,
    }
    return {name: value for name, value in row.items() if value not in (None, "")}


def _cluster(cluster: SavedCluster) -> dict[str, Any]:
    return {
        "id": cluster.id,
        "rule": escaped(cluster.kind),
        "similarity": cluster.similarity,
        "chained": cluster.chained,
        "keep": cluster.keep,
        "size": len(cluster.members),
        "members": [
            _spot(member, similarity=member.similarity, lost=member.lost)
            for member in cluster.members[:_LISTED]
        ],
    }


def _value(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"

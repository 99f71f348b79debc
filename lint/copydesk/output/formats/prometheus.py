"""The format `prometheus`: figures in the OpenMetrics text format, for Prometheus and Grafana."""

from __future__ import annotations

from collections import Counter

from copydesk.output.native import well_formed
from copydesk.output.render_input import MissingExtra, RenderInput


def render(given: RenderInput) -> str:
    """Return gauges: findings by rule, severity and folder, and the totals of the run."""
    try:
        from prometheus_client import CollectorRegistry, Gauge
        from prometheus_client.openmetrics.exposition import generate_latest
    except ImportError:
        raise MissingExtra("prometheus", "prometheus") from None
    report, registry = given.report, CollectorRegistry()
    found = Gauge(
        "copydesk_findings",
        "Findings of the last run",
        ["rule", "name", "severity", "folder"],
        registry=registry,
    )
    for (rule, name, severity, folder), count in sorted(
        Counter(
            (f.rule, f.name, f.severity, _folder(f.place.path)) for f in report.findings
        ).items()
    ):
        found.labels(rule, name, severity, folder).set(count)
    for name, help_text, value in (
        ("documents", "Documents that were linted", report.documents),
        ("paragraphs", "Paragraphs that were linted", report.paragraphs),
        ("bytes", "Bytes that were linted, unpacked", report.bytes),
        ("skipped_files", "Files that were not linted", len(report.skipped)),
        ("clusters", "Clusters of copies of one text", len(report.clusters)),
        ("exit_code", "Exit code of the run", given.exit_code),
    ):
        Gauge(f"copydesk_{name}", help_text, registry=registry).set(value)
    text: str = generate_latest(registry).decode("utf-8")  # type: ignore[no-untyped-call]
    return text


def _folder(path: str) -> str:
    """Return the folder of a path, two levels deep at most, to keep the number of series small."""
    return well_formed("/".join(path.split("/")[:-1][:2]) or ".")

"""The format `checkstyle`: Checkstyle's XML, which many review tools read."""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ET

from copydesk.output.escape import visible
from copydesk.output.render_input import RenderInput


def render(given: RenderInput) -> str:
    """Return `<checkstyle>` with a `<file>` for each file that has findings."""
    root = ET.Element("checkstyle", version="4.3")
    for path, some in itertools.groupby(
        given.report.findings, key=lambda finding: finding.place.path
    ):
        file = ET.SubElement(root, "file", name=visible(path))
        for finding in some:
            place = {
                "line": str(finding.place.line),
                "column": str(finding.place.column),
                "severity": finding.severity,
            }
            ET.SubElement(
                file,
                "error",
                place,
                message=visible(finding.message),
                source=f"copydesk.{finding.rule}",
            )
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"

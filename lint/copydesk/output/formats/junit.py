"""The format `junit`: JUnit's XML, a test suite for each file and a failed test for each finding."""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ET

from copydesk.output.escape import visible
from copydesk.output.render_input import RenderInput


def render(given: RenderInput) -> str:
    """Return `<testsuites>`; without findings, one suite with one passed test."""
    findings = given.report.findings
    root = ET.Element(
        "testsuites", name="copydesk", tests=str(max(1, len(findings))), failures=str(len(findings))
    )
    for path, some in itertools.groupby(findings, key=lambda finding: finding.place.path):
        rows = list(some)
        suite = ET.SubElement(
            root,
            "testsuite",
            name=visible(path),
            tests=str(len(rows)),
            failures=str(len(rows)),
            errors="0",
        )
        for finding in rows:
            where = f"{finding.place.line}:{finding.place.column}"
            case = ET.SubElement(
                suite,
                "testcase",
                name=f"{finding.rule} {where}",
                classname=visible(path),
                file=visible(path),
            )
            failure = ET.SubElement(
                case, "failure", message=visible(finding.message), type=finding.rule
            )
            failure.text = visible(
                f"{finding.place.path}:{where}: {finding.rule} {finding.message}"
            )
    if not findings:
        suite = ET.SubElement(
            root, "testsuite", name="copydesk", tests="1", failures="0", errors="0"
        )
        ET.SubElement(suite, "testcase", name="no findings", classname="copydesk")
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"

"""The format `html`: one file to read in a browser, with figures, findings, both copies,
articles and clusters.
"""

from __future__ import annotations

from copydesk.output.page import render as page
from copydesk.output.saved import saved
from copydesk.output.sheet import Sheet


def render(sheet: Sheet) -> str:
    """Return the page; it needs no network, and no file beside it."""
    return page(
        saved(sheet), {code: rule.summary for code, rule in sheet.rules.items()}, sheet.units
    )

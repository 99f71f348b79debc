"""The format `html`: one page for a browser, with figures, findings, articles and clusters."""

from __future__ import annotations

from msgspec.structs import replace

from copydesk.output.page import render as page
from copydesk.output.render_input import RenderInput
from copydesk.output.saved import saved


def render(given: RenderInput) -> str:
    """Return the page; it needs no network, and no file beside it."""
    return page(saved(replace(given, kinds=True)), given.rules, given.units)

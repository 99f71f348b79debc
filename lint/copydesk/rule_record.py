"""Rules whose name, thresholds and page are data: of families of records, and of house rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Annotated, Any

from copydesk.ranges import Range
from copydesk.results import Hits
from copydesk.rule import Rule, Threshold, document_rule


def record_rule(
    code: str,
    name: str,
    message: str,
    judge: Callable[[Any, Mapping[str, Any]], Hits],
    *,
    thresholds: Mapping[str, Threshold],
    ranges: Mapping[str, Range] = MappingProxyType({}),
    page: str = "",
    notes: str = "",
    module: str = "",
    **declared: Any,
) -> Rule:
    """Return a document rule whose name, thresholds and page are data and not those of a function.

    `judge` gets a batch and the thresholds by name; `ranges` limits some of them. `notes` explain the thresholds, as the
    docstring of a decorated function does; `page` is the page where it is not the docstring of
    `module`, the module that holds the record. `declared`: what `document_rule` takes.
    """

    def find(batch: Any, **given: Any) -> Hits:
        return judge(batch, {**thresholds, **given})

    find.__name__ = find.__qualname__ = name.replace("-", "_")
    find.__module__ = module or judge.__module__
    find.__doc__ = notes
    find.__kwdefaults__ = dict(thresholds)
    find.__annotations__ |= {
        name: Annotated[type(thresholds[name]), limits] for name, limits in ranges.items()
    }
    return replace(document_rule(code, message, **declared)(find), page=page)

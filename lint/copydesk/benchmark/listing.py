"""Format what training data have of a benchmark: as a table, JSON or CSV."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from copydesk import __version__
from copydesk.benchmark.search import Contamination, Item
from copydesk.output.listing import named_place, place_cells, place_fields, quoted, table
from copydesk.output.native import well_formed
from copydesk.output.style import Painter

SCHEMA_VERSION = "1.1"  # of the JSON; additions keep the major number
COLUMNS = (
    "path",
    "line",
    "id",
    "words",
    "run",
    "share",
    "covered",
    "contaminated",
    "documents",
    "training_path",
    "training_line",
    "training_id",
    "training_field",
    "text",
)
_QUOTED = 100  # characters of a run that are quoted
_HEAD = ("longest run", "of", "share", "item")


def as_text(found: Contamination, paint: Painter) -> str:
    """Return a row for each contaminated item, with the longest run and where it is."""
    some = sorted(found.contaminated, key=lambda item: -item.share)
    if not some:
        return ""
    rows = ["{:>11}  {:>5}  {:>6}  {}\n".format(*_HEAD)]
    for item in some:
        first = item.copies[0]
        share = f"{int(100 * item.share)} %"
        rows.append(
            f"{item.run:>11}  {item.words:>5}  {share:>6}  {named_place(item.place, paint)}\n"
        )
        more = f", and {item.documents - 1:,} more" if item.documents > 1 else ""
        rows.append(
            f"{'':28}in {named_place(first.place, paint)}{more}: {quoted(first.text, _QUOTED)}\n"
        )
    return "".join(rows)


def summary(found: Contamination) -> str:
    """Return a sentence with the number of contaminated items."""
    count, judged = len(found.contaminated), found.judged
    share = f" ({100 * count / judged:.1f} %)" if count else ""
    short = len(found.items) - judged
    left = f"; {short:,} of fewer than {found.shortest} words not judged" if short else ""
    read = f"{found.documents:,} training document{'s' * (found.documents != 1)}"
    whole = "has" if count == 1 else "have"
    said = f"{count:,} of {judged:,} items {whole} {found.least} words in a row, or all of theirs,"
    return f"{said} in {read}{share}{left}."


def as_json(found: Contamination) -> str:
    """Return all items as one JSON document."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "copydesk", "version": __version__},
        "words": found.least,
        "min_share": found.share,
        "summary": {
            "items": len(found.items),
            "judged": found.judged,
            "contaminated": len(found.contaminated),
            "training_documents": found.documents,
        },
        "items": [
            {
                **place_fields(item.place),
                "words": item.words,
                "run": item.run,
                "share": round(item.share, 4),
                "covered": item.covered,
                "judged": found.is_judged(item),
                "contaminated": found.is_contaminated(item),
                "training_documents": item.documents,
                "copies": [
                    {
                        **place_fields(copy.place),
                        "words": copy.words,
                        "text": well_formed(copy.text),
                    }
                    for copy in item.copies
                ],
            }
            for item in found.items
        ],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=1).decode() + "\n"


def as_csv(found: Contamination) -> str:
    """Return a header and a row for each item; no cell is a formula to a spreadsheet."""
    return table(COLUMNS, (_row(item, found) for item in found.items))


def _row(item: Item, found: Contamination) -> Iterator[object]:
    yield from place_cells(item.place)
    yield from (item.words, item.run, round(item.share, 4), item.covered)
    yield from (str(found.is_contaminated(item)).lower(), item.documents)
    if item.copies:
        place = item.copies[0].place
        field = place.document.field if place.document else ""
        yield from (*place_cells(place), field, item.copies[0].text)
    else:
        yield from [""] * 5

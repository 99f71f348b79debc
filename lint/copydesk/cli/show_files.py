"""`copydesk check --show-files`: list what would be read, as what, and what is passed over, and why."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from copydesk.output.escape import visible

if TYPE_CHECKING:
    from copydesk.running.sources import Sources


def show_files(sources: Sources) -> None:
    """Print a line for each file: its path, and its format or why it is not read."""
    rows = [
        (
            one.path,
            f"{one.format}{f', {one.packing}' if one.packing else ''}",
            one.path in sources.asked,
        )
        for one in sources.all
    ]
    lines = [(path, kind if asked else f"{kind}, to compare with") for path, kind, asked in rows]
    lines += [
        (one.path, f"not read: {one.reason}, {one.detail}")
        for one in (*sources.skipped, *sources.excluded)
    ]
    width = min(max((len(path) for path, _ in lines), default=0), 60)
    text = "".join(f"{visible(path):<{width}}  {visible(about)}\n" for path, about in sorted(lines))
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.flush()

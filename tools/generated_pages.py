"""Write a folder of generated pages, or tell which of them are not current.

What the scripts that build pages share.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path


def main(out: Path, wanted: Mapping[str, str], description: str | None) -> int:
    """Make the Markdown files in `out` those of `wanted`, by file name.

    With `--check` only tell: exit code 1 when one is not current.
    """
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    out.mkdir(parents=True, exist_ok=True)
    there = {path.name: path.read_text(encoding="utf-8") for path in out.glob("*.md")}
    stale = sorted(
        name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name)
    )
    if check:
        if stale:
            print(f"not current: {', '.join(stale)}; run python tools/{Path(sys.argv[0]).name}")
        return int(bool(stale))
    for name in stale:
        if name in wanted:
            (out / name).write_text(wanted[name], encoding="utf-8")
        else:
            (out / name).unlink()
    return 0

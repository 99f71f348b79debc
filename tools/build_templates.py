"""Write the table of first words of the templates of each list of prompts and notices.

    python tools/build_templates.py            # write
    python tools/build_templates.py --check    # exit 1 when a table is not current

A table of other lists is passed over: rules are right without it, and start later.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from copydesk_rules.page._templates import pair_table

FOLDER = Path(__file__).parent.parent / "rules/copydesk_rules/page/tables"
LISTS = ("notices", "prompts")


def main() -> int:
    """Write the tables, or tell which are not current."""
    FOLDER.mkdir(exist_ok=True)
    stale = []
    for name in LISTS:
        file, table = FOLDER / f"{name}.npy", pair_table(name)
        if not file.exists() or not np.array_equal(np.load(file, allow_pickle=False), table):
            stale.append(file.name)
            if "--check" not in sys.argv:
                np.save(file, table, allow_pickle=False)
    if stale:
        print(f"{', '.join(stale)}: {'not current' if '--check' in sys.argv else 'written'}")
    return bool(stale) and "--check" in sys.argv


if __name__ == "__main__":
    sys.exit(main())

"""Compile the kernel into the wheel where there is a C compiler, and go on without it where there is none.

Hatch calls it, for an editable install too. COPYDESK_KERNEL=numpy in the environment leaves it out.
What is built is called by no Python's own interface, so that one wheel serves all of them.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCE = "lint/copydesk/columns/kernel.c"
FLAGS = ("-std=c11", "-O3", "-fPIC", "-shared")


class KernelHook(BuildHookInterface[Any]):
    """Adds the compiled kernel to a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the kernel beside its source; a wheel that holds it is one for this platform."""
        if os.environ.get("COPYDESK_KERNEL") == "numpy":
            return
        source = Path(self.root, SOURCE)
        library = source.with_name("_kernel.so")
        if fault := compiled(source, library):
            self.app.display_warning(f"copydesk runs without its compiled kernel: {fault}")
            return
        from packaging.tags import sys_tags

        build_data["artifacts"].append(library.relative_to(self.root).as_posix())
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{next(sys_tags()).platform}"


def compiled(source: Path, library: Path, *flags: str) -> str:
    """Compile a source into a library; return why that failed, nothing where it did not."""
    compiler = shlex.split(os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc")[:1]
    fresh = library.with_name(f"{library.name}.{os.getpid()}")
    try:
        made = subprocess.run(  # noqa: S603 - the compiler that this Python was built with, or CC
            [*compiler, *FLAGS, *flags, "-o", str(fresh), str(source)],
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            return (made.stderr.strip().splitlines() or [f"{compiler[0]} failed"])[-1]
        fresh.replace(library)  # a process that has the old one open keeps it
    except OSError as error:
        return f"{compiler[0]}: {error.strerror}"
    finally:
        fresh.unlink(missing_ok=True)
    return ""

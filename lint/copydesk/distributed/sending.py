"""Values on their way from one task to another.

The one place that pickles. What a cluster moves between tasks, it wrote itself, and Spark's own
files there (its shuffles and checkpoints, and the functions that it runs) say what is executed as
well; yet no more is made of a value here than the plain data of this package.
"""

from __future__ import annotations

import io
import pickle
from typing import Any

_PLAIN = {
    "array": {"array", "_array_reconstructor"},
    "builtins": {"bytearray", "complex", "frozenset", "range", "set", "slice"},
    "copydesk.reading.latex": {"_escape"},
    "copydesk.reading.mail": {"_escape"},
    "copydesk.reading.notebook": {"escaped"},
    "copydesk.reading.subtitles": {"escaped"},
    "functools": {"partial"},
    "html": {"escape"},
    "msgspec": {"Raw"},
    "msgspec._core": {"Raw", "rebuild"},
    "numpy": {"dtype", "ndarray"},
    "numpy._core.multiarray": {"_reconstruct", "scalar"},
    "numpy._core.numeric": {"_frombuffer"},
    "numpy.core.multiarray": {"_reconstruct", "scalar"},
    "numpy.core.numeric": {"_frombuffer"},
    "pathlib": {"Path", "PosixPath", "PurePosixPath", "PureWindowsPath", "WindowsPath"},
}


def sent(value: Any) -> bytes:
    """Return a value as bytes."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def received(blob: bytes) -> Any:
    """Return the value that was sent so; raises pickle.UnpicklingError for any that is not plain."""
    return _Reader(io.BytesIO(blob)).load()


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        own = module.startswith("copydesk.") and name.lstrip("_")[:1].isupper() and "." not in name
        if own or name in _PLAIN.get(module, ()):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is not sent between tasks")

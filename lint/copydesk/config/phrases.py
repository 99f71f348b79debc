"""Read and write phrase files: the known boilerplate of a team, one line each, with counts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from copydesk.config.config import BadConfig, Config
from copydesk.files import inside, read_file, tree_of
from copydesk.patterns import late_pattern

_COUNTED = late_pattern(r"\d+/\d+\t")
_COUNT = late_pattern(r"\d+/\d+\s*$|\d+/\d+ ")
_HEAD = """\
# Lines that recur in many documents: in how many of how many, a tab, the line.
# Remove what is not boilerplate, add what is (the count is optional), and name this file in copydesk.toml:
# boilerplate-phrases = [{name}]
"""


def written(lines: Iterable[tuple[int, str]], documents: int, name: str) -> str:
    """Return a phrase file of lines, each with the number out of `documents` that hold it."""
    quoted = '"' + name.replace("\\", "/").replace('"', '\\"') + '"'
    return _HEAD.format(name=quoted) + "".join(
        f"{count}/{documents}\t{text}\n" for count, text in lines
    )


def read_phrases(config: Config) -> tuple[str, ...]:
    """Return the distinct lines of the configured phrase files, sorted; raises BadConfig."""
    found: set[str] = set()
    for name in config.settings.boilerplate_phrases:
        path = config.folder_of("boilerplate-phrases") / name
        try:
            inside(tree_of(config.folder_of("boilerplate-phrases")), path)
            text = read_file(path).decode("utf-8-sig")
        except OSError as error:
            hint = "`copydesk learn boilerplate PATHS --output FILE` writes one"
            raise BadConfig(
                f"{config.file_of('boilerplate-phrases')}: boilerplate-phrases: cannot read {path} ({error.strerror}); {hint}"
            ) from None
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            raise BadConfig(f"{path}:{line}: not UTF-8; save the file as UTF-8") from None
        found |= set(_phrases(path, text))
    return tuple(sorted(found))


def _phrases(path: Path, text: str) -> Iterable[str]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if not _COUNTED.match(line) and _COUNT.match(line):
            raise BadConfig(
                f"{path}:{number}: the count {line.split()[0]!r} must be followed by a tab and a line; add them or remove the count"
            )
        phrase = " ".join(_COUNTED.sub("", line, count=1).split())
        if not any(c.isalnum() for c in phrase):
            raise BadConfig(
                f"{path}:{number}: {phrase!r} contains no word and can match no line; remove it"
            )
        yield phrase

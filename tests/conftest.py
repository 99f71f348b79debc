"""Options and profiles of the test suite."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

settings.register_profile("default", max_examples=60, deadline=None, print_blob=True)
settings.load_profile("default")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept",
        action="store_true",
        help="rewrite the golden files with what the code prints now",
    )


if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as a shell's `&` leaves it
    signal.signal(signal.SIGINT, signal.default_int_handler)  # tests interrupt what they start


def pytest_configure(config: pytest.Config) -> None:
    """Leave out slow tests and those of real clients where nothing is asked for: `pytest` alone.

    `pytest -m "slow or client"` runs them, and so does what names a file or a rule.
    """
    asked = config.args_source is pytest.Config.ArgsSource.ARGS
    if not (asked or config.option.markexpr or config.option.keyword):
        config.option.markexpr = "not slow and not client"


@pytest.fixture(scope="session", autouse=True)
def own_state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A key of the tests' own for the seals of caches, in programs that they start too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COPYDESK_STATE_DIR", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--accept"))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser, started once a file: while it runs,
    it holds the event loop that other tests start.
    """
    import browsing

    with browsing.browser() as program:
        yield program


@pytest.fixture(scope="session")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The HTML report of the sample corpus and of some odd texts."""
    from copydesk.output.formats import renderer
    from copydesk.reading.formats import format_of
    from reports import ODD, sheet_of

    folder = Path(__file__).parent.parent / "corpus"
    files: dict[str, str | bytes] = {
        f"corpus/{p.name}": p.read_bytes() for p in sorted(folder.iterdir()) if format_of(p.name)[0]
    }
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(renderer("html")(sheet_of({**files, **ODD})), encoding="utf-8", newline="\n")
    return path


@pytest.fixture(scope="session")
def found(sampled: Path) -> list[dict[str, Any]]:
    """The findings that this report holds."""
    from reports import data_of

    findings: list[dict[str, Any]] = data_of(sampled.read_text(encoding="utf-8"))["findings"]
    assert len(findings) > 50
    return findings


@pytest.fixture
def folder_of_files(tmp_path: Path) -> Path:
    """A folder with a few files to lint."""
    from reports import FILES

    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8", newline="\n")
    return tmp_path

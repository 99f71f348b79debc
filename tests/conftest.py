"""Options and profiles of the test suite."""

from __future__ import annotations

import pytest
from hypothesis import settings

settings.register_profile("default", max_examples=60, deadline=None, print_blob=True)
settings.load_profile("default")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite the golden files with what the code prints now")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--accept"))
